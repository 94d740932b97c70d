"""What a closure file is worth: the claim is settled when the file is accepted.

A file in time keeps what was granted, at most the invoice; one that comes too late gives
it back, and so does an order whose file never came [iMio-cyber] 000, points 7 and 8.
"""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain.closure import admissibility_reasons
from imio.centrale.domain.ledger_entry import DEADLINE_MISSED
from imio.centrale.lookup import resolve
from imio.centrale.subsidy import notices
from imio.centrale.subsidy.eligibility import claim_rules
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.subsidy.reserving import release
from imio.centrale.workflows import names


FILED = (*names.LIVE_CLOSURE, "returned")
ORDER = "imio.centrale.Order"
CLOSURE = "imio.centrale.ClosureFile"


def order_of(closure):
    """The order that a closure file ends."""
    return missions.current(missions.mission_of(closure), ORDER)


def claim_reasons(closure):
    """Why a closure file gives no right to what was granted; empty without a grant."""
    order = order_of(closure)
    if order is None or not is_held(position_of(order)):
        return []
    received = closure.received or clock.now()
    return admissibility_reasons(claim_rules(order), closure.invoice_date, received)


def settle(closure):
    """The file is accepted: keep what the invoice justifies, release the rest."""
    order = order_of(closure)
    if order is None or not is_held(position_of(order)):
        return
    reasons = claim_reasons(closure)
    if reasons:
        codes = ", ".join(each.code for each in reasons)
        release(order, DEADLINE_MISSED, note=codes)
        return
    program = program_of(order)
    invoiced = claim_rules(order).amount_of(
        closure.invoice_excl_vat, closure.invoice_incl_vat
    )
    entries = book_of(program).reduce_to(order.UID(), invoiced, clock.now(), actor())
    notices.tell(program, entries)


def overdue_orders(program):
    """The orders whose closure file can no longer be in time, those that wait first.

    A file that was sent back for correction is the agent's to judge. Who only waits is
    released first: it would be served with what the others give back.
    """
    now = clock.now()
    if not admissibility_reasons(program.rules(), None, now):
        return []
    found = [
        (not position.is_short, position.held, resolve(position.dossier))
        for position in book_of(program).store.dossiers.values()
        if is_held(position) and is_overdue(position, now)
    ]
    return [order for _, _, order in sorted(found, key=lambda each: each[:2])]


def is_overdue(position, now):
    """Whether nothing was filed for what the order holds, and it is too late for it."""
    if not (position.reserved or position.granted or position.is_short):
        return False
    mission = resolve(position.mission)
    if missions.children_in(mission, CLOSURE, FILED):
        return False
    rules = claim_rules(resolve(position.dossier))
    return bool(admissibility_reasons(rules, None, now))


def release_overdue(order):
    """The deadline passed without a closure file: the waiting list gets the money."""
    release(order, DEADLINE_MISSED, note="no_closure_file")
