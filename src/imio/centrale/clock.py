"""The time, in Brussels. Rules get it passed in; this is where it comes from."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from datetime import timezone
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels


_frozen = ContextVar("imio.centrale.clock", default=None)


def now():
    """The instant of this act, aware, Europe/Brussels."""
    return _frozen.get() or datetime.now(BRUSSELS)


def today():
    """The calendar day in Brussels."""
    return now().date()


def stored(instant):
    """The same instant in UTC, as the database keeps it: a named zone does not pickle."""
    return instant.astimezone(timezone.utc)


def day_of(instant):
    """The calendar day in Brussels of a stored instant."""
    return to_brussels(instant).date()


def shown(instant):
    """An instant as people read it: day and hour in Brussels."""
    return f"{to_brussels(instant):%d/%m/%Y %H:%M}"


@contextmanager
def at(instant):
    """Everything done inside happens at ``instant`` (aware)."""
    token = _frozen.set(to_brussels(instant))
    try:
        yield
    finally:
        _frozen.reset(token)
