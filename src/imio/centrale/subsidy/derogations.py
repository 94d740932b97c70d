"""A deadline extended for one dossier: recorded with who, until when and why.

It is granted on purpose, so it helps wherever it can. An order that came too late, or
whose subsidy went back because a deadline was missed, gets in from then on, at a new
rank, also when its program is closed by now (see ``late``). A closure file that would
be too late is in time when it is accepted. It never takes anything from anybody.
"""

from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from imio.centrale import clock
from imio.centrale.domain.closure import admissibility_reasons
from imio.centrale.domain.envelope import OPEN
from imio.centrale.domain.program_rules import derogated
from imio.centrale.domain.program_rules import Derogation
from imio.centrale.domain.program_rules import derogation_reasons
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy import late
from imio.centrale.subsidy.eligibility import claim_rules
from imio.centrale.subsidy.eligibility import prospect
from imio.centrale.subsidy.eligibility import rules_for
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.programs import actor
from imio.centrale.subsidy.standings import STOPPED
from imio.centrale.texts import text_reasons
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import wrong_state


@dataclass(frozen=True)
class Effect:
    """What a derogation would change: what speaks against the dossier before and after.

    ``order`` is the order that came, if one did; ``holds`` whether it has its rank
    already, and keeps it; ``amount`` what it has then, would get at a new rank, or would
    get once it comes.
    """

    order: object
    holds: bool
    before: tuple
    after: tuple
    amount: Decimal

    @property
    def enters(self):
        """Whether an order that has no rank takes one now."""
        return self.order is not None and not self.holds and not self.after


def dossier_rules(mission):
    """The deadlines that hold for a dossier now, or ``None`` without program."""
    order = late.live_order(mission)
    if order is not None and is_held(position_of(order)):
        return claim_rules(order)
    program = late.program_for(mission)
    return None if program is None else rules_for(program, mission)


def reasons_against(mission, deadline, until, note):
    """Why a derogation cannot be recorded."""
    if state_of(mission) in STOPPED:
        return [wrong_state(mission)]
    rules = dossier_rules(mission)
    if rules is None:
        return [reason("no_program")]
    texts = [replace(each, field="note") for each in text_reasons(reason_note=note)]
    return derogation_reasons(rules, deadline, until, note) + texts


def effect_of(mission, deadline, until):
    """What it would change, on the rules of now; writes nothing."""
    rules, order = dossier_rules(mission), late.live_order(mission)
    holds = order is not None and not late.may_enter(order)
    extended = derogated(rules, [Derogation(deadline, until)])
    before, after = (
        tuple(_reasons(mission, order, holds, each)) for each in (rules, extended)
    )
    amount = _amount(mission, order, holds, extended)
    return Effect(order, holds, before, after, amount)


def _reasons(mission, order, holds, rules):
    """What speaks against a dossier by these rules."""
    program = late.program_for(mission)
    if order is None:
        return prospect(program, mission, rules=rules).reasons
    if not holds:
        return late.late_reasons(order, program, rules)
    closure = late.live_closure(mission)
    if closure is None:
        return admissibility_reasons(rules, None, clock.now())
    return admissibility_reasons(rules, closure.invoice_date, closure.received)


def _amount(mission, order, holds, rules):
    if holds:
        return position_of(order).held
    program = late.program_for(mission)
    if order is None:
        return prospect(program, mission, rules=rules).amount
    return prospect(program, mission, order.received, OPEN, rules).amount


def derogate(mission, deadline, until, note):
    """Extend one deadline of the subsidy for one mission, or ``Refused``."""
    reasons = reasons_against(mission, deadline, until, note)
    if reasons:
        raise Refused(reasons)
    mission.derogations = [
        *(mission.derogations or ()),
        {
            "deadline": deadline,
            "until": clock.stored(until),
            "note": note.strip(),
            "actor": actor(),
            "at": clock.stored(clock.now()),
        },
    ]
    mission.notifyModified()
    mission.reindexObject(idxs=["modified"])
    late.enter_late(mission)
