"""An order that came without subsidy, or lost it, and gets in after all.

Two things let it in: a derogation for its dossier, and a change of the rules of the
program. It then ranks from that instant, never from its deposit: nobody who waits is
overtaken. It enters the ledger of the program that judged it, also when that program is
closed by now: closing takes no new orders, and this one came before. It enters only if
its closure file is in time, or can still be: what the next night takes back is not
given. When that file is accepted already, the claim is settled at once.

An order that was sent back or cancelled does not come in this way: it is deposited
again, or not at all.
"""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain.closure import admissibility_reasons
from imio.centrale.domain.envelope import OPEN
from imio.centrale.domain.ledger_entry import DEADLINE_MISSED
from imio.centrale.lookup import resolve
from imio.centrale.subsidy import reserving
from imio.centrale.subsidy import settling
from imio.centrale.subsidy.eligibility import prospect
from imio.centrale.subsidy.eligibility import rules_for
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import open_program
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of


def live_order(mission):
    """The order of a mission that is deposited or confirmed, or ``None``."""
    return missions.latest_in(mission, settling.ORDER, names.LIVE_ORDER)


def live_closure(mission):
    """The closure file of a mission that is deposited or accepted, or ``None``."""
    return missions.latest_in(mission, settling.CLOSURE, names.LIVE_CLOSURE)


def assessor_of(order):
    """The program whose rules an order met, taken or not, open or not; or ``None``."""
    judged = order.subsidy_assessment
    return program_of(order) or (resolve(judged.program) if judged else None)


def judge_of(order):
    """The program that was open when the order came, and judged it; or ``None``."""
    if any(each.code == "program_closed" for each in order.subsidy_refusals):
        return None
    return assessor_of(order)


def was_judged_by(order, program):
    """Whether it was that program."""
    judge = judge_of(order)
    return judge is not None and judge.UID() == program.UID()


def program_for(mission):
    """The program that governs a dossier: the one that judged its order, else the open
    one of the centrale.
    """
    order = live_order(mission)
    return (order is not None and judge_of(order)) or open_program(mission)


def may_enter(order):
    """Whether an order stands outside, and not because it went back or was settled."""
    position = position_of(order)
    if not position.rank:
        return True
    if is_held(position):
        return False
    last = book_of(program_of(order)).store.entries[position.entries[-1]]
    return last.code == DEADLINE_MISSED


def late_reasons(order, program, rules=None):
    """Why the order still does not get in: not eligible, or too late to be claimed."""
    mission = missions.mission_of(order)
    rules = rules or rules_for(program, mission)
    closure = live_closure(mission)
    found = prospect(program, mission, order.received, OPEN, rules)
    return [
        *found.reasons,
        *admissibility_reasons(
            rules,
            closure.invoice_date if closure is not None else None,
            closure.received if closure is not None else clock.now(),
        ),
    ]


def enter_late(mission):
    """Let the order of a mission in if the rules now allow; whether they did."""
    order, program = live_order(mission), program_for(mission)
    if order is None or program is None or not may_enter(order):
        return False
    if late_reasons(order, program) or not reserving.enter(order, program, OPEN):
        return False
    if state_of(order) == "confirmed":
        reserving.grant(order)
    closure = live_closure(mission)
    if closure is not None and state_of(closure) == "accepted":
        settling.settle(closure)
    return True
