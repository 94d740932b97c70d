"""Pictures of an envelope as plain values; the templates draw them as SVG.

Nothing of Plone here. Amounts are euro, places are texts that SVG takes as they are.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from decimal import ROUND_HALF_UP
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.usage import Day


#: percent of a bar from which the share is written into its part
WIDE = 12
#: the picture of the burn is that many units wide and high, stretched to its place
SIZE = 1000
_TENTH = Decimal("0.1")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Part:
    """A part of a bar: ``start`` and ``width`` are percents of its length."""

    name: str
    amount: Decimal
    start: str
    width: str
    middle: str
    share: str
    is_wide: bool


@dataclass(frozen=True)
class Burn:
    """Two lines over time, as paths in ``SIZE`` times ``SIZE`` units.

    ``committed`` and ``envelope`` are lines in steps, ``area`` is what lies below the
    first. The highest place is ``top`` euro, the lowest is zero.
    """

    first: date
    last: date
    top: Decimal
    committed: str
    area: str
    envelope: str


def share(amount: Decimal, whole: Decimal) -> str:
    """``12,5 %`` of the whole; below a tenth of a percent ``< 0,1 %``."""
    percent = 100 * amount / whole if whole else ZERO
    rounded = percent.quantize(_TENTH, ROUND_HALF_UP)
    if percent and abs(percent) < _TENTH:
        return f"<{_NO_BREAK_SPACE}0,1{_NO_BREAK_SPACE}%"
    return f"{rounded}".replace(".", ",") + f"{_NO_BREAK_SPACE}%"


def meter(amounts: Mapping[str, Decimal]) -> list[Part]:
    """The amounts side by side, in their order; they add up to the whole bar."""
    return bar(amounts, sum(amounts.values(), ZERO))


def bar(amounts: Mapping[str, Decimal], whole: Decimal) -> list[Part]:
    """The amounts side by side, of a bar that is ``whole`` long."""
    parts = []
    before = ZERO
    for name, amount in amounts.items():
        parts.append(_part(name, amount, before, whole))
        before += amount
    return parts


def _part(name: str, amount: Decimal, before: Decimal, whole: Decimal) -> Part:
    scale = 100 / whole if whole else ZERO
    start, width = before * scale, amount * scale
    return Part(
        name=name,
        amount=amount,
        start=f"{start:.3f}%",
        width=f"{width:.3f}%",
        middle=f"{start + width / 2:.3f}%",
        share=share(amount, whole),
        is_wide=width >= WIDE,
    )


def burn(days: Sequence[Day], today: date) -> Burn | None:
    """What is committed against the envelope, from the first day to today.

    ``None`` without days. Each line keeps its height until the next day that has one.
    """
    if not days:
        return None
    first, last = days[0].day, max(today, days[-1].day)
    top = max(max(each.envelope, each.committed) for each in days)
    places = [_across(each.day, first, last) for each in days]
    committed = _steps(places, [_up(each.committed, top) for each in days])
    return Burn(
        first=first,
        last=last,
        top=top,
        committed=committed,
        area=f"{committed} V{SIZE} H0 Z",
        envelope=_steps(places, [_up(each.envelope, top) for each in days]),
    )


def _across(day: date, first: date, last: date) -> int:
    """The place of a day from left to right; one day alone stands at the left."""
    return SIZE * (day - first).days // max(1, (last - first).days)


def _up(amount: Decimal, top: Decimal) -> int:
    """The place of an amount from the top down."""
    return SIZE - int(SIZE * amount / top) if top else SIZE


def _steps(places: Sequence[int], heights: Sequence[int]) -> str:
    moves = [f"M{places[0]},{heights[0]}"]
    for place, height in zip(places[1:], heights[1:]):
        moves.append(f"H{place} V{height}")
    return " ".join([*moves, f"H{SIZE}"])
