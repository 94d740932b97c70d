"""A calendar of dates to keep (RFC 5545), written by the package ``icalendar``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from icalendar import Calendar
from icalendar import Event
from icalendar import vUri


CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//iMio//imio.centrale//FR"


@dataclass(frozen=True)
class Date:
    """A day, or an instant with a time zone, that people keep in their agenda.

    ``uid`` never changes for the same date of the same object; ``end`` is an instant.
    """

    uid: str
    title: str
    start: date | datetime
    updated: datetime
    url: str = ""
    end: datetime | None = None
    text: str = ""
    place: str = ""


def write(name: str, dates: Iterable[Date]) -> bytes:
    """The calendar of that name, its dates in their order."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in sorted(dates, key=_place):
        calendar.add_component(_event(each))
    return calendar.to_ical()


def _place(each):
    """Days before the instants of the same day."""
    return each.start.isoformat(), each.uid


def _event(each):
    event = Event()
    event.add("uid", f"{each.uid}@imio.centrale")
    event.add("dtstamp", _utc(each.updated))
    event.add("last-modified", _utc(each.updated))
    event.add("summary", each.title)
    event.add("dtstart", _utc(each.start))
    if isinstance(each.start, datetime):
        if each.end is not None:
            event.add("dtend", _utc(each.end))
    else:
        event.add("dtend", each.start + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if each.url:
        event.add("url", vUri(each.url))
    for name, text in (("description", each.text), ("location", each.place)):
        if text:
            event.add(name, text)
    return event


def _utc(moment):
    """In UTC, to the second: no time zone has to be described."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(timezone.utc).replace(microsecond=0)
