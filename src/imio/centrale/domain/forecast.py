"""How fast an envelope is used, and the day it runs dry.

A mean of the last days, drawn on: a figure to plan with, not a promise. Amounts are
euro; days are those of Brussels.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.ledger_entry import effect
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import is_about_envelope
from imio.centrale.domain.money import ZERO
from math import ceil


#: The days whose mean is drawn on.
DAYS = 30

#: The day, and what was committed (reserved, granted or liquidated) at its end.
Burn = Sequence[tuple[date, Decimal]]


def burn(entries: Iterable[Entry]) -> list[tuple[date, Decimal]]:
    """What was committed at the end of each day that has an entry, by day.

    The opening is the first day, with nothing committed yet. Reads every entry.
    """
    changes = {}
    for entry in entries:
        change = ZERO if is_about_envelope(entry) else -effect(entry)
        day = to_brussels(entry.at).date()
        changes[day] = changes.get(day, ZERO) + change
    committed = ZERO
    series = []
    for day, change in sorted(changes.items()):
        committed += change
        series.append((day, committed))
    return series


def committed_on(series: Burn, day: date) -> Decimal:
    """What was committed at the end of that day."""
    return next((amount for known, amount in reversed(series) if known <= day), ZERO)


def forecast(
    series: Burn, envelope: Decimal, today: date, days: int = DAYS
) -> date | None:
    """The day the envelope runs dry at the mean daily burn of the last ``days``.

    The mean is over the ``days`` up to and with ``today``, or over those since the
    first of ``series`` when that is later. ``today`` when nothing is left; ``None``
    when the series is empty, when the burn is zero or less, and for a day beyond the
    calendar. Raises ``ValueError`` for less than one day.
    """
    if days < 1:
        raise ValueError(f"A mean over {days} days is not possible.")
    left = envelope - committed_on(series, today)
    if left <= 0:
        return today
    if not series:
        return None
    days = max(1, min(days, (today - series[0][0]).days + 1))
    burned = committed_on(series, today) - committed_on(
        series, today - timedelta(days=days)
    )
    if burned <= 0:
        return None
    # Rounded up, exactly: what lasts half a day runs dry tomorrow.
    lasts = ceil(Fraction(left) * days / Fraction(burned))
    if lasts > (date.max - today).days:
        return None
    return today + timedelta(days=lasts)
