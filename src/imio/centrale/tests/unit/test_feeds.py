"""The feeds read back by other programs: lxml, icalendar."""

from datetime import date
from datetime import datetime
from datetime import timezone
from icalendar import Calendar
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.feeds import atom
from imio.centrale.feeds import calendar
from imio.centrale.feeds.calendar import Date
from imio.centrale.feeds.serving import http_date
from imio.centrale.feeds.serving import known_tags
from lxml import etree
from unittest import TestCase


UID = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
NOON = datetime(2026, 3, 2, 12, tzinfo=BRUSSELS)
LATER = datetime(2026, 7, 2, 12, tzinfo=BRUSSELS)
FEED = atom.Feed(
    uid=UID,
    title="Centrale – Offres de service",
    url="https://site.example/cyber/@@centrale-offers",
    self_url="https://site.example/cyber/@@centrale-catalogue.atom",
    updated=NOON,
    author="Centrale",
    email="centrale@site.example",
    language="fr",
)
NAMES = {"a": atom.NAMESPACE}


def entry(uid=OTHER, updated=NOON, **changes):
    values = {
        "uid": uid,
        "title": "Lot 1 : Audit",
        "url": "https://site.example/lot",
        "updated": updated,
        "summary": "Contenu <& détails>",
        "category": "open",
        **changes,
    }
    return atom.Entry(**values)


class TestAtom(TestCase):
    """What RFC 4287 asks of a feed and of its entries."""

    def read(self, *entries):
        return etree.fromstring(atom.write(FEED, entries))

    def text(self, node, path):
        (found,) = node.xpath(path, namespaces=NAMES)
        return found if isinstance(found, str) else found.text

    def test_feed(self):
        root = self.read()
        self.assertEqual(root.tag, f"{{{atom.NAMESPACE}}}feed")
        self.assertEqual(
            self.text(root, "a:id"), "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
        )
        self.assertEqual(self.text(root, "a:title"), FEED.title)
        self.assertEqual(self.text(root, "a:updated"), "2026-03-02T12:00:00+01:00")
        self.assertEqual(self.text(root, "a:author/a:name"), "Centrale")
        self.assertEqual(self.text(root, "a:author/a:email"), FEED.email)
        self.assertEqual(self.text(root, "a:link[@rel='self']/@href"), FEED.self_url)
        self.assertEqual(self.text(root, "a:link[@rel='alternate']/@href"), FEED.url)

    def test_entries_the_latest_change_first(self):
        root = self.read(entry(UID, NOON), entry(OTHER, LATER))
        ids = root.xpath("a:entry/a:id/text()", namespaces=NAMES)
        self.assertEqual(ids, [atom.urn(OTHER), atom.urn(UID)])
        self.assertEqual(self.text(root, "a:updated"), "2026-07-02T12:00:00+02:00")

    def test_entry(self):
        (node,) = self.read(entry()).xpath("a:entry", namespaces=NAMES)
        for name in ("id", "title", "updated", "summary"):
            self.assertTrue(self.text(node, f"a:{name}"), name)
        self.assertEqual(self.text(node, "a:summary"), "Contenu <& détails>")
        self.assertEqual(self.text(node, "a:category/@term"), "open")
        self.assertEqual(self.text(node, "a:link/@href"), "https://site.example/lot")

    def test_characters_that_xml_cannot_hold(self):
        (node,) = self.read(entry(title="a\x00b\ud800c")).xpath(
            "a:entry", namespaces=NAMES
        )
        self.assertEqual(self.text(node, "a:title"), "abc")


class TestCalendar(TestCase):
    """What RFC 5545 asks of a calendar and of its events."""

    def read(self, *dates):
        return Calendar.from_ical(calendar.write("Agenda", dates))

    def day(self, uid="a-end", start=date(2026, 12, 31), **values):
        return Date(uid=uid, title="Dernier jour", start=start, updated=NOON, **values)

    def test_calendar(self):
        found = self.read()
        self.assertEqual(found["version"], "2.0")
        self.assertEqual(found["prodid"], calendar.PRODUCT)
        self.assertEqual(found.walk("VEVENT"), [])

    def test_a_day(self):
        (event,) = self.read(self.day(url="https://site.example/m")).walk("VEVENT")
        self.assertEqual(event["uid"], "a-end@imio.centrale")
        self.assertEqual(event.decoded("dtstart"), date(2026, 12, 31))
        self.assertEqual(event.decoded("dtend"), date(2027, 1, 1))
        self.assertEqual(event["summary"], "Dernier jour")
        self.assertEqual(event["url"], "https://site.example/m")
        self.assertNotIn("location", event)

    def test_an_instant_is_in_utc(self):
        session = self.day(start=LATER, end=LATER.replace(hour=14), place="Namur")
        (event,) = self.read(session).walk("VEVENT")
        found = datetime(2026, 7, 2, 10, tzinfo=timezone.utc)
        self.assertEqual(event.decoded("dtstart"), found)
        self.assertEqual(event.decoded("dtend"), found.replace(hour=12))
        self.assertEqual(event["location"], "Namur")
        self.assertIn(b"DTSTART:20260702T100000Z", calendar.write("", [session]))

    def test_an_instant_without_end(self):
        (event,) = self.read(self.day(start=LATER)).walk("VEVENT")
        self.assertNotIn("dtend", event)

    def test_stamps_are_those_of_the_change(self):
        (event,) = self.read(self.day()).walk("VEVENT")
        self.assertEqual(event.decoded("dtstamp"), NOON)

    def test_the_same_twice_is_the_same_bytes(self):
        dates = [self.day(), self.day("b", start=LATER)]
        self.assertEqual(
            calendar.write("Agenda", dates), calendar.write("Agenda", dates[::-1])
        )

    def test_long_lines_are_folded(self):
        body = calendar.write("Agenda", [self.day(text="é" * 300)])
        self.assertLessEqual(max(map(len, body.split(b"\r\n"))), 75)
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        self.assertEqual(event["description"], "é" * 300)


class TestServing(TestCase):
    def test_tags_that_a_program_has(self):
        self.assertEqual(known_tags('W/"a", "b"'), {'"a"', '"b"'})
        self.assertEqual(known_tags(None), {""})

    def test_dates_of_headers(self):
        self.assertEqual(http_date(NOON), "Mon, 02 Mar 2026 11:00:00 GMT")
