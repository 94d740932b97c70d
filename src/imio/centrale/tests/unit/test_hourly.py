"""How often in an hour."""

from datetime import datetime
from datetime import timedelta
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.hourly import HourlyLimit
from imio.centrale.domain.hourly import visitor_key
from threading import Thread

import unittest


NOW = datetime(2026, 3, 2, 9, 30, tzinfo=BRUSSELS)


class TestHourlyLimit(unittest.TestCase):
    def test_so_many_and_no_more(self):
        limit = HourlyLimit(2)
        self.assertEqual([limit.take("a", NOW) for _ in "123"], [True, True, False])
        self.assertTrue(limit.take("b", NOW))

    def test_the_next_hour_starts_anew(self):
        limit = HourlyLimit(1)
        limit.take("a", NOW)
        self.assertFalse(limit.take("a", NOW + timedelta(minutes=29)))
        self.assertTrue(limit.take("a", NOW + timedelta(minutes=30)))

    def test_memory_is_bounded(self):
        limit = HourlyLimit(2, keys=2)
        self.assertEqual([limit.take(key, NOW) for key in "abc"], [True, True, False])
        self.assertTrue(limit.take("a", NOW), "who was counted already goes on")
        self.assertEqual(len(limit._counts), 2)

    def test_who_it_was_is_not_kept(self):
        limit = HourlyLimit(1)
        limit.take("198.51.100.7", NOW)
        self.assertNotIn("198.51.100.7", repr(vars(limit)))
        (before,) = limit._counts
        limit.take("198.51.100.7", NOW + timedelta(hours=1))
        self.assertNotIn(before, limit._counts, "another hour, another digest")

    def test_forgotten(self):
        limit = HourlyLimit(1)
        limit.take("a", NOW)
        limit.forget()
        self.assertTrue(limit.take("a", NOW))

    def test_at_the_same_time(self):
        limit, taken = HourlyLimit(50), []
        threads = [
            Thread(target=lambda: taken.extend(limit.take("a", NOW) for _ in range(20)))
            for _ in range(10)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sum(taken), 50)


class TestVisitorKey(unittest.TestCase):
    def test_addresses(self):
        for address, expected in (
            ("198.51.100.7", "198.51.100.7"),
            ("2001:db8::1", "2001:db8::/64"),
            ("2001:db8:0:0:ffff::2", "2001:db8::/64"),
            ("2001:db8:1::1", "2001:db8:1::/64"),
            ("unknown", "unknown"),
            ("", ""),
        ):
            self.assertEqual(visitor_key(address), expected)
