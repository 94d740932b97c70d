"""An order and its subsidy: the deposit reserves, the confirmation grants.

A return or a cancellation releases; what is released serves the waiting list in the
order of the deposits [iMio-cyber] 000, point 9.
"""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain.envelope import Assessment
from imio.centrale.domain.reasons import reason
from imio.centrale.subsidy import notices
from imio.centrale.subsidy.eligibility import prospect
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.subsidy.programs import present_program


def reserve(order):
    """The deposit of a complete order takes a rank, and reserves what is there.

    An order that is not eligible stands in no ledger; why is kept with it.
    """
    order.subsidy_program = order.subsidy_rules = order.subsidy_assessment = None
    order.subsidy_refusals = ()
    program = present_program(order)
    if program is not None:
        enter(order, program)


def enter(order, program, state=None):
    """Put an order in the ledger of a program if the rules allow; whether they did.

    ``state`` is that of the program when it is not to be that of now.
    """
    mission = missions.mission_of(order)
    found = prospect(program, mission, order.received, state)
    order.subsidy_refusals = found.reasons
    order.subsidy_rules = len(program.rules_versions)
    order.subsidy_assessment = Assessment(
        program.UID(), order.subsidy_rules, clock.stored(clock.now()), found.applicant
    )
    if found.eligible and not found.order_amount:
        order.subsidy_refusals = (reason("order_without_amount"),)
    if order.subsidy_refusals:
        return False
    order.subsidy_program = program.UID()
    entries = book_of(program).deposit(
        dossier=order.UID(),
        mission=mission.UID(),
        authority=mission.authority,
        order_amount=found.order_amount,
        category_amount=found.category_amount,
        at=clock.now(),
        actor=actor(),
    )
    notices.tell(program, entries)
    return True


def grant(order):
    """The confirmation grants what is reserved, and what will be served later."""
    if is_held(position_of(order)):
        program = program_of(order)
        entries = book_of(program).confirm(order.UID(), clock.now(), actor())
        notices.tell(program, entries)


def release(order, code, note=""):
    """Give back whatever is not paid yet; the waiting list is served."""
    if is_held(position_of(order)):
        program = program_of(order)
        entries = book_of(program).release(
            order.UID(), clock.now(), actor(), code, note=note
        )
        notices.tell(program, entries)
