"""What is left until a deadline."""

from datetime import date
from datetime import datetime
from datetime import timezone
from imio.centrale.domain.calendar import answer_due
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.time_left import time_left
from imio.centrale.domain.time_left import TimeLeft

import unittest


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


class TestTimeLeft(unittest.TestCase):
    """Wednesday 4 March 2026 is the deadline, to its last second."""

    due = at("2026-03-04 23:59:59")

    def left(self, text):
        return time_left(self.due, at(text))

    def test_days_and_hours(self):
        self.assertEqual(self.left("2026-03-02 09:00"), TimeLeft(2, 15))

    def test_the_hours_of_a_week_end_do_not_count(self):
        for text in ("2026-02-28 09:00", "2026-03-01 23:00", "2026-03-02 00:00"):
            self.assertEqual(self.left(text), TimeLeft(3, 0), text)

    def test_holidays_do_not_count(self):
        due = at("2026-05-04 23:59:59")
        self.assertEqual(time_left(due, at("2026-05-01 09:00")), TimeLeft(1, 0))

    def test_closing_days_do_not_count(self):
        closed = {date(2026, 3, 3)}
        left = time_left(self.due, at("2026-03-02 09:00"), closed)
        self.assertEqual(left, TimeLeft(1, 15))

    def test_expires_today(self):
        self.assertEqual(
            self.left("2026-03-04 09:30"), TimeLeft(0, 14, today=True), "hours"
        )
        self.assertEqual(self.left("2026-03-04 23:30"), TimeLeft(0, 0, today=True))

    def test_the_last_second_counts(self):
        self.assertFalse(self.left("2026-03-04 23:59:59").overdue)
        self.assertEqual(self.left("2026-03-05 00:00"), TimeLeft(overdue=True))

    def test_a_deadline_on_a_sunday_is_today_all_the_same(self):
        due = at("2026-03-01 12:00")
        self.assertEqual(time_left(due, at("2026-03-01 10:00")), TimeLeft(0, 2, True))

    def test_clocks_that_change_take_no_hour_away(self):
        due = at("2026-03-30 23:59:59")
        self.assertEqual(time_left(due, at("2026-03-27 00:00")), TimeLeft(2, 0))

    def test_as_many_days_as_the_lot_gives(self):
        for number in range(1, 30):
            sent = at(f"2026-12-{number:02d} 12:00")
            due = answer_due(sent, 5)
            left = time_left(due, datetime.combine(sent.date(), sent.timetz()))
            self.assertEqual(left.days, 5, number)

    def test_any_zone_is_read_none_is_refused(self):
        utc = at("2026-03-02 09:00").astimezone(timezone.utc)
        self.assertEqual(time_left(self.due, utc), TimeLeft(2, 15))
        with self.assertRaises(ValueError):
            time_left(self.due, datetime(2026, 3, 2, 9))
