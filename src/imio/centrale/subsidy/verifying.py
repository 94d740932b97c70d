"""Replay the ledger of a program, compare it with the dossiers, say what does not fit.

The ledger alone is the business of ``domain.ledger_audit``. Here its positions are
compared with the orders they stand for, and its envelope with the program. Findings of
these comparisons name the last entry of the dossier, and have codes of their own:
``order_missing``, ``mission_missing``, ``wrong_mission``, ``wrong_authority``,
``wrong_program``, ``wrong_state``, ``position_missing``, ``wrong_version``.
"""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.ledger_audit import Finding
from imio.centrale.domain.ledger_audit import verify
from imio.centrale.domain.ledger_state import head_of
from imio.centrale.domain.ledger_state import Position
from imio.centrale.domain.ledger_state import RELEASED
from imio.centrale.domain.ledger_state import SETTLED
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.missions import mission_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.workflows.state import state_of
from plone import api

import re


#: a number of entry and its hash, with whatever words a mail or a list puts between
FINGERPRINT = re.compile(r"\b(\d{1,12})\b\D{1,200}?\b([0-9a-f]{64})\b", re.IGNORECASE)


def findings_of(program, known=None):
    """What does not fit, the first entry first; nothing for a sound ledger.

    ``known`` are fingerprints noted elsewhere, by number of entry. Reads every entry
    and every order of the centrale.
    """
    store = book_of(program).store
    envelope = program.envelope if store.head else None
    return [
        *verify(store.entries.values(), store, envelope, known),
        *_version_findings(program, store),
        *_dossier_findings(program, store),
        *_order_findings(program, store),
    ]


def read_fingerprints(text):
    """Number of entry -> hash, from lines ("12 4f0c…") or whole mails.

    ``Refused``: ``fingerprint_missing`` when a text holds none,
    ``fingerprints_disagree`` when it gives two for one entry.
    """
    known = {}
    for number, noted in FINGERPRINT.findall(text):
        if known.setdefault(int(number), noted.lower()) != noted.lower():
            raise Refused([reason("fingerprints_disagree", "known", number=number)])
    if text.strip() and not known:
        raise Refused([reason("fingerprint_missing", "known")])
    return known


def _version_findings(program, store):
    """The envelope of the last version of the rules is that of the ledger."""
    versions = program.rules_versions
    expected = head_of(store)["envelope"]
    found = versions[-1].envelope if versions else ZERO
    if found != expected:
        number = head_of(store)["number"]
        yield Finding(number, "wrong_version", "", str(expected), str(found))


def _dossier_findings(program, store):
    """Whoever holds something, or may, is an order that says the same."""
    for uid, position in store.dossiers.items():
        # what is no position at all is told by the replay
        if isinstance(position, Position) and position.state != RELEASED:
            for code, expected, found in _differences(program, uid, position):
                number = position.entries[-1]
                yield Finding(number, code, uid, str(expected), str(found))


def _differences(program, uid, position):
    order = resolve(uid)
    if order is None:
        return [("order_missing", "", "")]
    mission = mission_of(order)
    if mission is None or resolve(position.mission) is None:
        return [("mission_missing", "", "")]
    compared = [
        ("wrong_mission", position.mission, mission.UID()),
        ("wrong_authority", position.authority, mission.authority),
        ("wrong_program", program.UID(), order.subsidy_program),
    ]
    if position.state != SETTLED:
        state = "confirmed" if position.confirmed else "deposited"
        compared.append(("wrong_state", state, state_of(order)))
    return [each for each in compared if each[1] != each[2]]


def _order_findings(program, store):
    """An order that names the program stands in its ledger."""
    number = head_of(store)["number"]
    for order in _orders_of(program):
        uid = order.UID()
        if order.subsidy_program == program.UID() and uid not in store.dossiers:
            yield Finding(number, "position_missing", uid)


def _orders_of(program):
    centrale = ancestor(program, ICentrale)
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.Order",
        path="/".join(centrale.getPhysicalPath()),
    )
    return (brain._unrestrictedGetObject() for brain in brains)
