"""Why this amount: the arithmetic of one dossier, for whoever it concerns."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from imio.centrale import missions
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.envelope import category_for
from imio.centrale.domain.ledger import explain
from imio.centrale.domain.ledger import Explanation
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import derogated
from imio.centrale.domain.program_rules import Derogation
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.program_rules import RulesVersion
from imio.centrale.domain.prospect import Prospect
from imio.centrale.subsidy import late
from imio.centrale.subsidy.eligibility import applicant_of
from imio.centrale.subsidy.eligibility import prospect
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import present_program
from imio.centrale.subsidy.programs import version_of
from imio.centrale.subsidy.settling import ORDER
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of


@dataclass(frozen=True)
class Why:
    """What a dossier got, or would get now; ``reasons`` why it gets nothing.

    ``explanation`` is there when its order stands in the ledger, released or not;
    ``prospect`` when no order counts now: what one deposited now would get. An order
    that came and was refused has neither. Without ``program`` there is no subsidy.

    ``version`` is that of the rules it was judged by, ``rules`` these rules with the
    derogations granted by then, ``judged`` when; ``applicant`` is the authority as it
    was then, and ``received`` when the order came. They are those of now while no order
    came.
    """

    program: object = None
    order: object = None
    version: RulesVersion | None = None
    rules: ProgramRules | None = None
    judged: datetime | None = None
    received: datetime | None = None
    applicant: Applicant | None = None
    explanation: Explanation | None = None
    reasons: tuple = ()
    prospect: Prospect | None = None
    derogations: tuple = ()

    @property
    def rules_version(self) -> int | None:
        """The number of the version."""
        return self.version.number if self.version is not None else None

    @property
    def eligible(self) -> bool:
        """Whether the dossier has, or would have, a rank."""
        if self.explanation is not None:
            return True
        return self.prospect is not None and self.prospect.eligible

    @property
    def category(self) -> Category | None:
        """The category of the authority, by the rules it was judged by."""
        if self.rules is None or self.applicant is None:
            return None
        return category_for(self.rules.categories, self.applicant.users_count or 0)

    @property
    def result(self) -> Decimal | None:
        """What the deposit reserved, or would reserve now."""
        if self.explanation is not None:
            return self.explanation.reserved_at_deposit
        return self.prospect.amount if self.prospect is not None else None


def why_of(mission):
    """The arithmetic of a mission: of its order that counts, or of one made now."""
    order = missions.current(mission, ORDER)
    if order is None or order.received is None:
        return _ahead(mission)
    if late.assessor_of(order) is None:
        return _unjudged(mission, order)
    return _judged(mission, order, late.assessor_of(order))


def _ahead(mission):
    """No order came: what one deposited now would get."""
    program = present_program(mission)
    if program is None or state_of(mission) in names.ENDED_MISSION:
        return Why(derogations=tuple(mission.derogations or ()))
    found = prospect(program, mission)
    return Why(
        program=program,
        version=program.rules_versions[-1],
        rules=_rules_at(program.rules(), mission, None),
        applicant=found.applicant,
        prospect=found,
        derogations=tuple(mission.derogations or ()),
    )


def _unjudged(mission, order):
    """The order came while there was no program; or it is to be made again."""
    if state_of(order) in names.LIVE_ORDER:
        return Why(order=order, derogations=tuple(mission.derogations or ()))
    return _ahead(mission)


def _judged(mission, order, judge):
    version = version_of(judge, order.subsidy_rules)
    judged = order.subsidy_assessment
    at = judged.at if judged is not None else order.received
    in_ledger = program_of(order) is not None
    return Why(
        program=judge,
        order=order,
        version=version,
        rules=_rules_at(version.rules, mission, at),
        judged=at,
        received=order.received,
        applicant=judged.applicant if judged is not None else applicant_of(mission),
        explanation=explain(book_of(judge), order.UID()) if in_ledger else None,
        reasons=tuple(order.subsidy_refusals),
        prospect=_again(mission, order),
        derogations=tuple(mission.derogations or ()),
    )


def _again(mission, order):
    """What an order deposited again would get, when this one went back."""
    program = present_program(mission)
    ended = state_of(mission) in names.ENDED_MISSION
    if ended or program is None or state_of(order) in names.LIVE_ORDER:
        return None
    return prospect(program, mission)


def _rules_at(rules, mission, instant):
    """The rules with the derogations granted by an instant, or all of them."""
    granted = [
        Derogation(row["deadline"], row["until"])
        for row in mission.derogations or ()
        if instant is None or row["at"] <= instant
    ]
    return derogated(rules, granted)
