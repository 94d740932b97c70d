"""The state of a lot as the public reads it in the catalogue ([Hainaut] text 002 point 16).

=========  ===========================================================================
coming     the market is announced and has not begun
open       requests are taken: ``lots.lot_reasons`` gives no reason against one
running    no requests now: the market is suspended, or over with missions under way
exhausted  within its dates, the market or the ceiling is used up
ended      over, and no mission is under way any more
=========  ===========================================================================

A market is over after its last day, or once it was ended. One in preparation is coming
if it has a first day, and is in no catalogue otherwise.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels


COMING = "coming"
OPEN = "open"
RUNNING = "running"
EXHAUSTED = "exhausted"
ENDED = "ended"
#: as the catalogue puts them: what can be asked for comes first
STATES = (OPEN, COMING, RUNNING, EXHAUSTED, ENDED)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """What decides about a market: its workflow state, its first and its last day."""

    state: str
    start: date | None = None
    end: date | None = None

    def is_over(self, day: date) -> bool:
        """After the last day, or ended before it."""
        return self.state == ENDED or (self.end is not None and day > self.end)

    def has_begun(self, day: date) -> bool:
        """A market without first day has."""
        return self.start is None or day >= self.start


def lot_state(
    term: Term, day: date, is_full: bool = False, under_way: bool = False
) -> str | None:
    """The state of a lot on ``day``; ``None`` for one that no catalogue shows.

    ``is_full``: its ceiling, or that of its market, is used up. ``under_way``: some
    mission on it was submitted and has not ended.
    """
    if term.state == "preparing":
        return COMING if term.start else None
    if term.is_over(day):
        return RUNNING if under_way else ENDED
    if is_full or term.state == EXHAUSTED:
        return EXHAUSTED
    if not term.has_begun(day):
        return COMING
    return OPEN if term.state == OPEN else RUNNING


def market_state(own: str | None, lots: Collection[str]) -> str | None:
    """The state of a market, from what it says itself and from its lots.

    An open market all of whose lots are exhausted is exhausted; one that is over is
    running while a lot is.
    """
    if own == OPEN and lots and OPEN not in lots:
        return EXHAUSTED
    return RUNNING if own == ENDED and RUNNING in lots else own


def last_change(modified: datetime, term: Term, now: datetime) -> datetime:
    """When what the catalogue says of a lot changed last: it was edited, or its market
    began or was over, which happens at midnight in Brussels without anybody's act.
    """
    turns = [term.start, term.end + _ONE_DAY if term.end else None]
    midnights = [datetime.combine(day, time(), BRUSSELS) for day in turns if day]
    past = [moment for moment in midnights if moment <= now]
    return max(to_brussels(modified), *past) if past else to_brussels(modified)
