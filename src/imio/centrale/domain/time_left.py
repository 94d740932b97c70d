"""What is left until a deadline, in business days and hours.

Deadlines to answer run to the last second of a business day, Belgian holidays excepted
(``calendar.answer_due``): what is left is counted in the same days, each of 24 hours.
"""

from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from imio.centrale.domain.calendar import is_business_day
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.domain.calendar import to_brussels


_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)
#: the second of the deadline still counts
_LAST_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class TimeLeft:
    """Whole business days and hours until a deadline; nothing once it has passed.

    ``today``: the deadline is on this very day.
    """

    days: int = 0
    hours: int = 0
    today: bool = False
    overdue: bool = False


def time_left(due: datetime, now: datetime, closed: Collection[date] = ()) -> TimeLeft:
    """What is left at ``now`` until ``due``; ``ValueError`` without a time zone.

    ``closed``: the days that the site closes.
    """
    if is_overdue(due, now):
        return TimeLeft(overdue=True)
    # Clocks change on Sundays, which do not count: hours on the wall are enough.
    start = to_brussels(now).replace(tzinfo=None)
    end = to_brussels(due).replace(tzinfo=None) + _LAST_SECOND
    today = start.date() == (end - _LAST_SECOND).date()
    left = end - start if today else _business_time(start, end, closed)
    days, rest = divmod(left, _ONE_DAY)
    return TimeLeft(days, rest // _ONE_HOUR, today)


def _business_time(
    start: datetime, end: datetime, closed: Collection[date]
) -> timedelta:
    """How much of the time between two instants falls on business days."""
    days = _days(start.date(), end.date())
    midnights = (_midnight(day) for day in days if is_business_day(day, closed))
    parts = (min(end, each + _ONE_DAY) - max(start, each) for each in midnights)
    return sum(parts, timedelta())


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _ONE_DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
