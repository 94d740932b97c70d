"""The figures of the activity report: from what, of which period, what stands behind.

They are reproducible from the dossiers ([iMio-2020] text 003): a figure is the list of
what it counts, and its number is the length of that list. Amounts are euro excluding
VAT, days are calendar days of Brussels.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from decimal import ROUND_HALF_UP
from imio.centrale.domain.milestones import MISSION
from imio.centrale.domain.money import exact_sum


#: the states in which a dossier holds an order that stands
ORDERED = ("ordered", "confirmed", "closing", "closed")
#: those in which its supplier has reported the delivery
DELIVERED = ("closing", "closed")
STOPPED = ("cancelled", "unsuccessful")
#: no centrale of today kept its dossiers here before
FIRST_YEAR = 2000
_PLACES = {state: place for place, state in enumerate(MISSION)}
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Authority:
    """A local authority of the register."""

    uid: str
    kind: str
    province: str = ""
    population: int | None = None


@dataclass(frozen=True)
class Adhesion:
    """``begun`` the day the interest was declared; ``days`` those of its states."""

    uid: str
    authority: str
    begun: date
    days: Mapping[str, date]

    def is_member_on(self, day: date) -> bool:
        """From its activation to its end; a suspended one is a member still."""
        return self._was("active", day) and not self._was("ended", day)

    def is_in_progress_on(self, day: date) -> bool:
        """Begun, neither activated nor ended."""
        reached = self._was("active", day) or self._was("ended", day)
        return self.begun <= day and not reached

    def _was(self, state: str, day: date) -> bool:
        return state in self.days and self.days[state] <= day


@dataclass(frozen=True)
class Mission:
    """A dossier with the days of its steps (``milestones``)."""

    uid: str
    market: str
    lot: str
    authority: str
    state: str
    days: Mapping[str, date]
    amount: Decimal | None = None

    def day(self, milestone: str) -> date | None:
        """The day of a step, ``None`` for one it has not reached or was handed back."""
        if _PLACES[self.state] < _PLACES[milestone]:
            return None
        return self.days.get(milestone)

    @property
    def ordered(self) -> date | None:
        """The day of its order; ``None`` when there is none that stands."""
        return self.day("ordered") if self.state in ORDERED else None

    @property
    def delivered(self) -> date | None:
        """The day its supplier reported the delivery."""
        return self.day("closing") if self.state in DELIVERED else None


@dataclass(frozen=True)
class Period:
    """A year, or what has passed of it: both days are in it."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def year(self) -> int:
        return self.first.year

    def before(self) -> "Period":
        """The same days of the year before: part of a year is compared with as much."""
        return Period(_year_before(self.first), _year_before(self.last))


def period_of(year: int, today: date) -> Period:
    """A year up to ``today``; ``ValueError`` for one that has not begun, or too old."""
    if not FIRST_YEAR <= year <= today.year:
        raise ValueError(f"There are no figures of {year}.")
    return Period(date(year, 1, 1), min(date(year, 12, 31), today))


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


@dataclass(frozen=True)
class Figure:
    """What is counted, by its UIDs, each once; ``amount`` where it is money too."""

    uids: tuple[str, ...] = ()
    amount: Decimal | None = None

    @property
    def number(self) -> int:
        return len(self.uids)


def figure(uids: Iterable[str]) -> Figure:
    """The figure of those, each counted once, in their order."""
    return Figure(tuple(dict.fromkeys(uids)))


def money_figure(missions: Collection[Mission]) -> Figure:
    """Dossiers and the sum of their amounts; one without amount adds nothing."""
    amounts = (each.amount for each in missions if each.amount is not None)
    return Figure(tuple(each.uid for each in missions), exact_sum(amounts))


def grouped(items: Iterable, key: Callable[..., str]) -> dict[str, list]:
    """The items by key, keys and items in the order they come."""
    found: dict[str, list] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """To the tenth, half up; ``None`` of nothing."""
    if not whole:
        return None
    return (100 * Decimal(part) / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP)
