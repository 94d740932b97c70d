"""The subsidy of an order: reserved at the deposit, granted at the confirmation.

One entry for each order, kept on the program: every change of the envelope is a write
on the same object, so that two deposits that arrive together cannot both count on the
same balance.
"""

from decimal import Decimal
from imio.centrale import adhesions
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.domain import envelope as rules
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import state_of


def open_program(centrale):
    """The open program of a centrale, or ``None``."""
    found = (
        obj
        for obj in centrale["subsides"].objectValues()
        if ISubsidyProgram.providedBy(obj) and state_of(obj) == "open"
    )
    return next(found, None)


def used(program):
    """Euros reserved and granted so far."""
    return sum((entry["amount"] for entry in program.entries.values()), ZERO)


def used_by(program, authority_uid):
    """Euros reserved by and granted to one authority so far, over all its orders."""
    amounts = (
        entry["amount"]
        for entry in program.entries.values()
        if entry["authority"] == authority_uid
    )
    return sum(amounts, ZERO)


def order_amount(program, mission):
    """The amount of the order that counts, on the basis the program chose."""
    offer = missions.accepted_offer(mission)
    if offer is None:
        return ZERO
    if program.amount_basis == "excl_vat":
        return offer.total_excl_vat
    return offer.total_incl_vat


def eligibility(program, mission, received):
    """Why an order gets no subsidy; it may be made all the same."""
    authority = missions.authority_of(mission)
    adhesion = adhesions.adhesion_of(mission)
    reasons = rules.eligibility_reasons(
        program.rules(state_of(program)),
        authority.authority_type,
        authority.nis_code,
        adhesion.interest_date,
        received,
    )
    if rules.category_for(program.domain_categories(), adhesion.users_count) is None:
        reasons.append(reason("category_unknown"))
    return reasons


def reserve(order):
    """Reserve by the formula: order, category less what was granted, balance."""
    mission = missions.mission_of(order)
    program = open_program(ancestor(order, ICentrale))
    order.subsidy_reserved = order.subsidy_granted = ZERO
    if program is None or eligibility(program, mission, order.received):
        return
    adhesion = adhesions.adhesion_of(mission)
    category = rules.category_for(program.domain_categories(), adhesion.users_count)
    amount = rules.grant(
        order_amount(program, mission),
        category.amount,
        used_by(program, mission.authority),
        program.envelope - used(program),
    )
    order.subsidy_reserved = amount
    order.subsidy_program = program.UID()
    write(program, order, amount, "reserved")


def grant(order):
    """Grant what was reserved."""
    entry = entry_of(order)
    if entry is not None:
        order.subsidy_granted = entry["amount"]
        order.subsidy_reserved = ZERO
        write(resolve(order.subsidy_program), order, entry["amount"], "granted")


def release(order):
    """Give back what was reserved or granted."""
    entry = entry_of(order)
    if entry is not None:
        write(resolve(order.subsidy_program), order, ZERO, "released")
        order.subsidy_reserved = order.subsidy_granted = ZERO


def entry_of(order):
    """What the program holds for an order, or ``None``."""
    program = resolve(getattr(order, "subsidy_program", None))
    entry = program.entries.get(order.UID()) if program is not None else None
    return entry if entry and entry["kind"] != "released" else None


def write(program, order, amount, kind):
    """Write the entry of an order on the program itself: deposits take turns there."""
    mission = missions.mission_of(order)
    program.entries[order.UID()] = {
        "kind": kind,
        "amount": Decimal(amount),
        "authority": mission.authority,
        "mission": mission.UID(),
        "at": clock.stored(clock.now()),
    }
    program.writes = getattr(program, "writes", 0) + 1
