"""Ceilings in euro excluding VAT: of a lot, of a market, of an authority for a lot.

An offer reserves once it is submitted, its confirmed order consumes instead, and what
is cancelled is released. The ceiling itself may be reached, to the last cent: an amount
is refused that would go above it, and any new request once nothing is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.domain.money import exact_product
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import to_text
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: Per cent of a ceiling; a level begins at exactly its percentage.
WARN_AT = (70, 85, 95)
FULL = 100
LEVELS = (0, *WARN_AT, FULL)

#: Whose ceiling it is.
LOT = "lot"
MARKET = "market"
AUTHORITY = "authority"

RESERVED = "reserved"
CONSUMED = "consumed"
RELEASED = ""

_STOPPED_MISSION = ("cancelled", "unsuccessful")
_RESERVING_OFFER = ("submitted", "accepted")


@dataclass(frozen=True)
class Usage:
    """How far a ceiling is used, what was asked included.

    ``level`` is the highest of ``LEVELS`` that is reached, ``left`` what remains
    (``None`` without ceiling, below zero when it is passed), ``crossed`` the levels that
    what was asked reaches and the rest did not, ``reasons`` why it is refused.
    """

    ceiling: Decimal | None
    used: Decimal
    left: Decimal | None
    level: int
    crossed: tuple[int, ...]
    reasons: tuple[Reason, ...]

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """``ceiling_near`` from 70 % on, as long as nothing is refused."""
        if not self.level or self.reasons:
            return ()
        values = {"level": self.level, "left": to_text(self.left)}
        return (reason("ceiling_near", ceiling=to_text(self.ceiling), **values),)


def usage(
    ceiling: Decimal | None,
    consumed: Decimal,
    reserved: Decimal,
    asked: Decimal | None = None,
    scope: str = LOT,
) -> Usage:
    """What becomes of a ceiling when ``asked`` is added to what others use of it.

    What the same dossier reserved before is not in ``reserved``. ``asked`` is ``None``
    for a request whose amount is not known yet. ``ceiling_reached`` when the amount goes
    above what is left, or when nothing is left for such a request. Exact, without
    division; raises ``ValueError`` for an amount below zero.
    """
    before = exact_sum([ZERO, consumed, reserved])
    if min(consumed, reserved, asked or ZERO) < 0:
        raise ValueError("An amount used or asked of a ceiling is never below zero.")
    used = exact_sum([before, asked or ZERO])
    if ceiling is None:
        return Usage(None, used, None, 0, (), ())
    reached = _levels(ceiling, used)
    crossed = tuple(level for level in reached if level not in _levels(ceiling, before))
    reasons = _refusals(ceiling, _less(ceiling, before), asked, scope)
    left = _less(ceiling, used)
    return Usage(ceiling, used, left, reached[-1], crossed, reasons)


def _less(ceiling: Decimal, used: Decimal) -> Decimal:
    return exact_sum([ceiling, -used])


def _levels(ceiling: Decimal, used: Decimal) -> tuple[int, ...]:
    part = exact_product(used, Decimal(FULL))
    return tuple(
        level
        for level in LEVELS
        if not level or part >= exact_product(ceiling, Decimal(level))
    )


def _refusals(
    ceiling: Decimal, left: Decimal, asked: Decimal | None, scope: str
) -> tuple[Reason, ...]:
    has_room = left > 0 if asked is None else left >= asked
    if has_room:
        return ()
    values = {
        "scope": scope,
        "ceiling": to_text(ceiling),
        "left": to_text(max(left, ZERO)),
        "asked": "" if asked is None else to_text(asked),
    }
    return (reason("ceiling_reached", **values),)


@dataclass(frozen=True)
class Commitment:
    """A mission as ceilings see it: the amount of its offer, and three states.

    ``order_state`` is that of its last order, ``None`` without one.
    """

    amount: Decimal
    mission_state: str
    offer_state: str | None = None
    order_state: str | None = None


def use_of(commitment: Commitment) -> str:
    """``RESERVED``, ``CONSUMED`` or ``RELEASED``.

    An order that is cancelled releases, until another is made on the same offer; what a
    stopped mission held is released.
    """
    if (
        commitment.mission_state in _STOPPED_MISSION
        or commitment.order_state == "cancelled"
    ):
        return RELEASED
    if commitment.order_state == "confirmed":
        return CONSUMED
    return RESERVED if commitment.offer_state in _RESERVING_OFFER else RELEASED


def committed(commitments: Iterable[Commitment]) -> tuple[Decimal, Decimal]:
    """What missions consume, and what they reserve."""
    amounts = [(use_of(commitment), commitment.amount) for commitment in commitments]
    consumed, reserved = (
        exact_sum([ZERO, *(amount for found, amount in amounts if found == use)])
        for use in (CONSUMED, RESERVED)
    )
    return consumed, reserved
