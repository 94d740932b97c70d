"""How long each part of the procedure takes, shown and measured ([IDELUX] text 001).

Calendar days between two steps of a dossier, counted where the second one is reached:
0 when both fall on one day. What was handed back counts once it came forward again.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import Mission
from imio.centrale.domain.figures import Period


@dataclass(frozen=True)
class Span:
    """From one step to another."""

    name: str
    start: str
    end: str


SPANS = (
    Span("designation", "submitted", "assigned"),
    Span("offer", "assigned", "offered"),
    Span("decision", "offered", "ordered"),
    Span("confirmation", "ordered", "confirmed"),
    Span("delivery", "ordered", "closing"),
    Span("closure", "closing", "closed"),
    Span("whole", "submitted", "closed"),
)
DELIVERY = next(span for span in SPANS if span.name == "delivery")
_QUARTERS = (Decimal(1) / 4, Decimal(2) / 4, Decimal(3) / 4)


@dataclass(frozen=True)
class Times:
    """The days some dossiers took: extremes, quartiles and median; ``uids`` are they."""

    span: Span
    uids: tuple[str, ...]
    least: int
    lower: Decimal
    median: Decimal
    upper: Decimal
    most: int

    @property
    def figure(self) -> Figure:
        """The dossiers that were measured."""
        return Figure(self.uids)

    @property
    def number(self) -> int:
        return len(self.uids)


def days_of(mission: Mission, span: Span) -> int | None:
    """The days a dossier took, ``None`` where it has not come so far.

    A step dated before the one it follows was handed back since: it tells nothing.
    """
    start, end = mission.day(span.start), mission.day(span.end)
    if start is None or end is None or end < start:
        return None
    return (end - start).days


def quantile(ordered: Sequence[int], part: Decimal) -> Decimal:
    """The value below which that part of them lies, between two of them by proportion.

    Raises ``ValueError`` for none.
    """
    if not ordered:
        raise ValueError("Nothing has no median.")
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def times(
    missions: Iterable[Mission], span: Span, period: Period | None = None
) -> Times | None:
    """What they took; ``None`` when no dossier came to the end of the span.

    With a period, those that came to it in that period.
    """
    found = [
        (days, each.uid)
        for each in missions
        if (days := days_of(each, span)) is not None
        and (period is None or each.day(span.end) in period)
    ]
    if not found:
        return None
    days = sorted(days for days, _uid in found)
    return Times(
        span,
        tuple(uid for _days, uid in found),
        days[0],
        *(quantile(days, part) for part in _QUARTERS),
        days[-1],
    )


def all_times(
    missions: Sequence[Mission], period: Period | None = None
) -> tuple[Times, ...]:
    """The spans that some dossier came to the end of."""
    found = (times(missions, span, period) for span in SPANS)
    return tuple(each for each in found if each is not None)
