"""Mails to the authority about its subsidy: one for each thing that changes for it.

Each names the entry of the ledger and its fingerprint: with a mail in hand anybody can
see later whether the ledger still says what it said.
"""

from imio.centrale import _
from imio.centrale import mails
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain import ledger_entry as kinds
from imio.centrale.domain.money import format_fr
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.messages import entry_reason
from imio.centrale.subsidy.positions import book_of


SUBJECT = _("${code}: subsidy “${program}”")
BODY = _(
    "mail_subsidy",
    default="""Dear ${name},

This is about the subsidy “${program}” for your dossier ${code}, “${title}”.

${what}

The dossier has now: reserved ${reserved}, granted ${granted}, paid ${liquidated}.
Its rank is ${rank}. How the amount was calculated:
${url}/@@centrale-why

Entry ${number} of the ledger, fingerprint
${hash}

For any question: ${contact}

${centrale}
""",
)
RESERVED = _("Your order has been received: ${amount} are reserved for it.")
NOTHING_YET = _(
    "Your order has been received. Nothing is left for it now: it waits at its rank, and gets what others give back."
)
GRANTED = _("Your order is confirmed: ${amount} are granted.")
NOTHING_GRANTED = _(
    "Your order is confirmed. Nothing is left for it now: it waits at its rank, and gets what others give back."
)
SERVED = _("Others gave back what they did not use: you get ${amount} more.")
RELEASED = _("${amount} are given back: ${reason}")
PAID = _("${amount} have been paid.")
NOT_PAID = _("The payment of ${amount} did not arrive: ${reason}")


def tell(program, entries):
    """Write to the authorities whose dossier changed; nothing about the envelope.

    A dossier served and granted in one go gets one mail, about the last entry.
    """
    last = {
        (entry.dossier, entry.code): entry
        for entry in entries
        if entry.dossier and what_of(entry)
    }
    for entry in last.values():
        _tell(program, entry)


def what_of(entry):
    """The sentence about an entry, or ``None`` when there is nothing to say."""
    if entry.kind == kinds.RESERVE and entry.code == kinds.DEPOSITED:
        return RESERVED if entry.amount else NOTHING_YET
    if entry.code == kinds.SERVED:
        return SERVED
    if entry.kind == kinds.GRANT:
        return GRANTED if entry.amount else NOTHING_GRANTED
    if entry.kind == kinds.LIQUIDATE:
        return PAID
    if entry.kind == kinds.CORRECT:
        return NOT_PAID
    return RELEASED if entry.amount else None


def _tell(program, entry):
    mission = resolve(entry.mission)
    centrale = ancestor(mission, ICentrale)
    position = book_of(program).position(entry.dossier)
    amounts = {
        "amount": format_fr(entry.amount),
        "reason": entry_reason(entry.code, mails.LANGUAGE),
    }
    values = {
        "what": mails.in_french(what_of(entry), amounts),
        "name": mission.contact_name,
        "code": mission.tracking_code,
        "title": mission.title,
        "program": program.title,
        "reserved": format_fr(position.reserved),
        "granted": format_fr(position.granted + position.liquidated),
        "liquidated": format_fr(position.liquidated),
        "rank": position.rank,
        "url": mission.absolute_url(),
        "number": entry.number,
        "hash": entry.hash,
        "contact": centrale.contact_email,
        "centrale": centrale.title,
    }
    mails.send_to_contact(mission, SUBJECT, BODY, values)
