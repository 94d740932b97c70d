"""Business days and deadlines, in Belgium.

A supplier answers a consultation within a number of business days: Monday to Friday,
Belgian public holidays excepted, and the days that the site closes (``closed``). Every
instant is aware; days and hours are read in Europe/Brussels.
"""

from collections.abc import Collection
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from functools import cache
from holidays import country_holidays
from zoneinfo import ZoneInfo


BRUSSELS = ZoneInfo("Europe/Brussels")

_ONE_DAY = timedelta(days=1)
_LAST_SECOND = time(23, 59, 59)
_FRIDAY = 4


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The Belgian public holidays of ``year``.

    Raises ``ValueError`` for a year they are not known for.
    """
    days = frozenset(country_holidays("BE", years=year))
    if not days:
        raise ValueError(f"The Belgian public holidays of {year} are not known.")
    return days


def is_business_day(day: date, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, not a Belgian public holiday, and not a day that is closed."""
    is_free = day in closed or day in public_holidays(day.year)
    return day.weekday() <= _FRIDAY and not is_free


def add_business_days(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The ``count``-th business day after ``day``, which itself is not counted.

    ``day`` for zero; raises ``ValueError`` below zero.
    """
    if count < 0:
        raise ValueError(f"A delay of {count} business days is not possible.")
    while count:
        day += _ONE_DAY
        count -= is_business_day(day, closed)
    return day


def to_brussels(moment: datetime) -> datetime:
    """``moment`` on the clock of Brussels; ``ValueError`` when it has no time zone."""
    return _aware(moment).astimezone(BRUSSELS)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment


def answer_due(
    sent: datetime, delay_days: int, closed: Collection[date] = ()
) -> datetime:
    """The last second to answer a consultation sent at ``sent``: 23:59:59 in Brussels
    on the ``delay_days``-th business day after the day it was sent.
    """
    day = add_business_days(to_brussels(sent).date(), delay_days, closed)
    return datetime.combine(day, _LAST_SECOND, BRUSSELS)


def is_overdue(due: datetime, now: datetime) -> bool:
    """Whether ``now`` is strictly after ``due``."""
    # In UTC: Python compares the clocks of one zone, and an hour of October runs twice.
    return _utc(now) > _utc(due)


def _utc(moment: datetime) -> datetime:
    return _aware(moment).astimezone(timezone.utc)


def is_late(moment: date | datetime, deadline: date | datetime | None) -> bool:
    """Whether ``moment`` is after ``deadline``.

    A deadline that is a date runs to the end of that day in Brussels; one with an hour
    includes that very instant, and for a ``moment`` without hour its whole day. No
    deadline: never late.
    """
    if deadline is None:
        return False
    if isinstance(deadline, datetime) and isinstance(moment, datetime):
        return is_overdue(deadline, moment)
    return _brussels_day(moment) > _brussels_day(deadline)


def _brussels_day(moment: date | datetime) -> date:
    return to_brussels(moment).date() if isinstance(moment, datetime) else moment
