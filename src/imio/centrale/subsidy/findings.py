"""What does not fit in a ledger, in sentences: one for each code of a finding."""

from imio.centrale import _
from imio.centrale.domain.money import format_fr
from imio.centrale.domain.money import parse_money
from imio.centrale.workflows.names import DOMAIN
from plone import api
from zope.i18n import translate
from zope.i18nmessageid import Message


#: about one entry
OF_AN_ENTRY = {
    "malformed_entry": _(
        "Entry ${number} cannot be read: one of its fields is not what it has to be."
    ),
    "wrong_number": _(
        "The entry that should have the number ${expected} has the number ${found}: one is missing, or one too many."
    ),
    "wrong_previous_hash": _(
        "Entry ${number} does not follow the entry before it: it names another fingerprint."
    ),
    "wrong_hash": _(
        "Entry ${number} was changed after it was written: its content does not give its fingerprint."
    ),
    "wrong_known_hash": _(
        "Entry ${number} is not the one whose fingerprint was noted elsewhere."
    ),
    "wrong_balance": _(
        "Entry ${number} leaves ${found}; what stands before it gives ${expected}."
    ),
    "negative_balance": _(
        "Entry ${number} takes the balance of the envelope below zero: ${found}."
    ),
    "negative_amount": _("Entry ${number} has a negative amount: ${found}."),
    "wrong_opening": _(
        "Entry ${number}: the envelope is opened by the first entry, and by no other."
    ),
    "unknown_dossier": _(
        "Entry ${number} is about a dossier that was never deposited."
    ),
    "already_deposited": _(
        "Entry ${number} deposits a dossier that has its rank already."
    ),
    "wrong_rank": _("Entry ${number} does not give the next rank."),
    "wrong_terms": _(
        "Entry ${number} changes the rank, the authority, the category or the ceiling of its dossier."
    ),
    "dossier_overdrawn": _(
        "After entry ${number} the dossier holds ${found}, or less than nothing of something; it may hold ${expected}."
    ),
    "authority_overdrawn": _(
        "After entry ${number} the authority holds ${found}, above its category: ${expected}."
    ),
    "wrong_amount": _("Entry ${number} reserves ${found}; the rule gives ${expected}."),
    "out_of_turn": _("Entry ${number} serves a dossier before its turn."),
    "waiting_not_served": _(
        "At entry ${number} something was free, and a dossier that waited for it was not served."
    ),
}
#: about the ledger as a whole, the dossiers and the program
OF_THE_WHOLE = {
    "missing_entry": _(
        "Entry ${number}, whose fingerprint was noted elsewhere, is not in the ledger."
    ),
    "wrong_head": _(
        "The ledger does not end with the entry that it keeps as its last one."
    ),
    "wrong_total": _(
        "${subject}: ${found} is kept, the entries add up to ${expected}."
    ),
    "wrong_version": _(
        "The last version of the rules has an envelope of ${found}, the ledger has ${expected}."
    ),
    "order_missing": _(
        "The order of a dossier is gone; the ledger still holds its subsidy."
    ),
    "mission_missing": _(
        "The mission of a dossier is gone; the ledger still holds its subsidy."
    ),
    "wrong_mission": _(
        "The ledger names another mission than the one the order lies in."
    ),
    "wrong_authority": _("The ledger names another authority than the mission does."),
    "wrong_program": _("The order names another program than this one."),
    "wrong_state": _(
        "The state of the order is “${found}”; by the ledger it would be “${expected}”."
    ),
    "position_missing": _(
        "An order names this program, and stands nowhere in its ledger."
    ),
}
SENTENCES = {**OF_AN_ENTRY, **OF_THE_WHOLE}
KEPT = _("What is kept of “${subject}” is not what the entries add up to.")
TOTALS = {
    "envelope": _("Envelope"),
    "reserved": _("Reserved"),
    "granted": _("Granted, not yet paid"),
    "liquidated": _("Paid"),
    "released": _("Given back"),
    "rank": _("Last rank"),
}
SOUND = _("Sound: ${count} entries, fingerprint ${hash}")
NOT_OPENED = _("Nothing to verify: the program was never opened.")
UNFIT_ENTRY = _("Not sound: the first entry that does not fit is number ${number}.")
UNFIT_WHOLE = _("Not sound: every entry fits, what stands beside them does not.")


def verdict(head, findings, **target):
    """The whole in one sentence, from the head of a ledger and its findings."""
    first = first_entry(findings)
    values = {"count": head["number"], "hash": head["hash"], "number": first}
    text = SOUND if head["number"] else NOT_OPENED
    if findings:
        text = UNFIT_WHOLE if first is None else UNFIT_ENTRY
    return translate(Message(text, mapping=values), **target)


def sentence(finding, **target):
    """The sentence of a finding; ``target`` is what ``translate`` takes.

    ``context=request`` for a page, ``target_language="fr"`` without one.
    """
    text = SENTENCES[finding.code]
    if "." in finding.subject:
        text = KEPT
    values = {
        "number": finding.number,
        "subject": translate(TOTALS.get(finding.subject, finding.subject), **target),
        "expected": _shown(finding, finding.expected, target),
        "found": _shown(finding, finding.found, target),
    }
    return translate(Message(text, mapping=values), **target)


def first_entry(findings):
    """The number of the first entry that does not fit, or ``None``.

    Where none does not fit, something beside the entries was changed.
    """
    found = (each.number for each in findings if each.code in OF_AN_ENTRY)
    return next(found, None)


def dossier_of(finding):
    """The UID of the order a finding is about; empty for the envelope as a whole."""
    if finding.code in ("wrong_total", "wrong_head"):
        kept, _dot, uid = finding.subject.partition(".")
        return uid if kept == "dossiers" else ""
    return finding.subject


def _shown(finding, text, target):
    """States by their titles, amounts as Belgians write them, the rest as it is."""
    if finding.code == "wrong_state":
        states = api.portal.get_tool("portal_workflow")["order_workflow"].states
        state = states.get(text)
        return translate(state.title, domain=DOMAIN, **target) if state else text
    if finding.code == "wrong_number" or finding.subject == "rank":
        return text
    try:
        return format_fr(parse_money(text))
    except ValueError:
        return text
