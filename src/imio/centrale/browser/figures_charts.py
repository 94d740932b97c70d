"""Pictures of the figures as plain values; the templates draw them as SVG.

Nothing of Plone here. Places are texts that SVG takes as they are: percents of the width
for what stretches, units of a grid for the tiles.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.browser import charts
from imio.centrale.domain.funnel import Step
from imio.centrale.domain.lead_times import Times


#: units from one tile to the next
PITCH = 26
MOST_COLUMNS = 10
#: so many marks at most on the scale of days
MARKS = 5
_STEPS_OF_SCALE = (1, 2, 5, 10, 20, 30, 50, 100, 200, 365, 730, 1825)


@dataclass(frozen=True)
class FunnelBar:
    """A step; ``parts`` are those that went on, wait there, stopped there."""

    step: Step
    parts: tuple[charts.Part, ...]


def funnel_bars(steps: Sequence[Step]) -> list[FunnelBar]:
    """One bar a step, on the scale of the first one."""
    whole = Decimal(steps[0].reached.number if steps else 0)
    return [FunnelBar(step, tuple(_funnel_parts(step, whole))) for step in steps]


def _funnel_parts(step: Step, whole: Decimal) -> Iterable[charts.Part]:
    went_on = step.reached.number - step.waiting.number - step.stopped.number
    amounts = {
        "on": Decimal(went_on),
        "waiting": Decimal(step.waiting.number),
        "stopped": Decimal(step.stopped.number),
    }
    return (part for part in charts.bar(amounts, whole) if part.amount)


@dataclass(frozen=True)
class Box:
    """Extremes, quartiles and median as places; ``promised`` is empty without one."""

    title: str
    times: Times
    least: str
    lower: str
    width: str
    median: str
    most: str
    reach: str
    promised: str
    promised_days: int | None


@dataclass(frozen=True)
class Scale:
    """Days from left to right: marks as (days, place)."""

    top: int
    marks: tuple[tuple[int, str], ...]


def scale(days: Iterable[int]) -> Scale:
    """A scale that holds those days, with a few round marks."""
    most = max((1, *days))
    step = next(
        (each for each in _STEPS_OF_SCALE if most / each <= MARKS), most // MARKS
    )
    top = -(-most // step) * step
    marks = tuple((each, _place(each, top)) for each in range(0, top + 1, step))
    return Scale(top, marks)


def boxes(
    rows: Sequence[tuple[str, Times, int | None]],
) -> tuple[list[Box], Scale]:
    """One box a row, all on one scale; rows are (title, times, days promised)."""
    drawn = scale(
        day for _title, each, promised in rows for day in (each.most, promised or 0)
    )
    return [_box(*row, drawn.top) for row in rows], drawn


def _box(title: str, each: Times, promised: int | None, top: int) -> Box:
    return Box(
        title=title,
        times=each,
        least=_place(each.least, top),
        lower=_place(each.lower, top),
        width=_place(each.upper - each.lower, top),
        median=_place(each.median, top),
        most=_place(each.most, top),
        reach=_place(each.most - each.least, top),
        promised=_place(promised, top) if promised else "",
        promised_days=promised,
    )


def _place(days: int | Decimal, top: int) -> str:
    return f"{100 * Decimal(days) / top:.2f}%"


@dataclass(frozen=True)
class Tile:
    """An authority at its place among those of its group; ``state`` tells its pattern."""

    name: str
    state: str
    x: int
    y: int


@dataclass(frozen=True)
class Tiles:
    """The tiles of a group, row after row in the order they come."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def tiles(named: Sequence[tuple[str, str]]) -> Tiles:
    """One tile for each (name, state), on a grid that is nearly square."""
    columns = min(MOST_COLUMNS, max(1, _square_side(len(named))))
    rows = -(-len(named) // columns)
    return Tiles(
        tuple(
            Tile(name, state, PITCH * (place % columns), PITCH * (place // columns))
            for place, (name, state) in enumerate(named)
        ),
        width=PITCH * columns,
        height=PITCH * max(1, rows),
    )


def _square_side(count: int) -> int:
    return next(side for side in range(count + 1) if side * side >= count)
