from datetime import date
from datetime import datetime
from datetime import timedelta
from imio.centrale.browser.lateness import age
from imio.centrale.browser.lateness import late
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.desk import due_within
from imio.centrale.domain.desk import in_order
from imio.centrale.domain.desk import soon
from imio.centrale.domain.desk import Wait
from unittest import TestCase


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


#: a Wednesday
NOW = at("2026-03-04 10:00")


class TestDue(TestCase):
    """The days that the centrale gives itself."""

    def test_business_days(self):
        due = due_within(at("2026-02-27 17:30"), 2)
        self.assertEqual(due, at("2026-03-03 23:59:59"))

    def test_closed_days_do_not_count(self):
        due = due_within(at("2026-02-27 17:30"), 2, [date(2026, 3, 2)])
        self.assertEqual(due, at("2026-03-04 23:59:59"))

    def test_zero_days_set_no_due_date(self):
        self.assertIsNone(due_within(NOW, 0))

    def test_what_came_nobody_knows_when_has_none(self):
        self.assertIsNone(due_within(None, 5))

    def test_soon_is_the_end_of_the_second_business_day(self):
        self.assertEqual(soon(at("2026-03-05 08:00"), 2), at("2026-03-09 23:59:59"))
        self.assertEqual(
            soon(at("2026-03-05 08:00"), 2, [date(2026, 3, 6)]),
            at("2026-03-10 23:59:59"),
        )


class TestWait(TestCase):
    def test_days_are_those_of_the_calendar(self):
        self.assertEqual(Wait("a", at("2026-03-03 23:50")).days(NOW), 1)
        self.assertEqual(Wait("a", at("2026-03-04 00:10")).days(NOW), 0)
        self.assertIsNone(Wait("a").days(NOW))

    def test_overdue_after_the_last_second(self):
        due = at("2026-03-04 10:00")
        self.assertFalse(Wait("a", due=due).is_overdue(NOW))
        self.assertTrue(Wait("a", due=due).is_overdue(NOW + timedelta(seconds=1)))
        self.assertFalse(Wait("a").is_overdue(NOW))

    def test_days_overdue(self):
        self.assertEqual(Wait("a", due=at("2026-03-01 23:59:59")).days_overdue(NOW), 3)
        self.assertEqual(Wait("a", due=at("2026-03-04 09:00")).days_overdue(NOW), 0)
        self.assertEqual(Wait("a", due=at("2026-03-09 09:00")).days_overdue(NOW), 0)


class TestOrder(TestCase):
    """What comes first."""

    def keys(self, *waits):
        return [wait.key for wait in in_order(waits, NOW)]

    def test_overdue_then_due_then_age(self):
        self.assertEqual(
            self.keys(
                Wait("old", since=at("2026-01-05 09:00")),
                Wait("unknown"),
                Wait("due", at("2026-03-03 09:00"), at("2026-03-09 23:59:59")),
                Wait("overdue", at("2026-03-02 09:00"), at("2026-03-03 23:59:59")),
                Wait("very overdue", at("2026-03-02 10:00"), at("2026-03-02 23:59:59")),
                Wait("young", since=at("2026-03-04 09:00")),
            ),
            ["very overdue", "overdue", "due", "old", "young", "unknown"],
        )

    def test_of_the_same_day_the_older_comes_first(self):
        due = at("2026-03-09 23:59:59")
        self.assertEqual(
            self.keys(
                Wait("b", at("2026-03-02 12:00"), due),
                Wait("a", at("2026-03-02 09:00"), due),
            ),
            ["a", "b"],
        )


class TestWords(TestCase):
    """The same, in words."""

    def test_age(self):
        found = [
            str(age(Wait("a", at(f"2026-03-{day} 09:00")), NOW))
            for day in ("04", "03", "01")
        ]
        self.assertEqual(found, ["since today", "for one day", "for ${days} days"])
        self.assertEqual(age(Wait("a"), NOW), "")

    def test_lateness(self):
        found = [
            str(late(Wait("a", due=at(f"2026-03-{day}")), NOW))
            for day in ("05 09:00", "04 09:00", "03 09:00", "01 09:00")
        ]
        self.assertEqual(
            found,
            [
                "",
                "overdue since today",
                "overdue by one day",
                "overdue by ${days} days",
            ],
        )
