from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.forecast import burn
from imio.centrale.domain.forecast import committed_on
from imio.centrale.domain.forecast import forecast
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_state import Store
from unittest import TestCase


START = date(2024, 1, 1)


def series(*amounts):
    """One amount a day, from the first of January."""
    return [
        (START + timedelta(days=i), Decimal(amount)) for i, amount in enumerate(amounts)
    ]


class TestBurn(TestCase):
    def test_by_day_in_brussels(self):
        book = Book(Store())

        def at(day, hour=12):
            return datetime(2024, 6, day, hour, tzinfo=timezone.utc)

        def deposit(dossier, moment):
            amount = Decimal(100)
            book.deposit(dossier, "m", dossier, amount, amount, moment, "x")

        book.open(Decimal(1000), at(1), "x")
        deposit("a", at(2))
        deposit("b", at(2, 23))
        deposit("c", at(3))
        book.confirm("a", at(4), "x")
        book.release("b", at(6), "x", "order_cancelled")
        book.change_envelope(Decimal(2000), at(7), "x", "raise")
        self.assertEqual(
            burn(book.store.entries.values()),
            [
                (date(2024, 6, 1), 0),
                (date(2024, 6, 2), 100),
                (date(2024, 6, 3), 300),
                (date(2024, 6, 4), 300),
                (date(2024, 6, 6), 200),
                (date(2024, 6, 7), 200),
            ],
        )
        self.assertEqual(burn([]), [])

    def test_committed_on(self):
        known = series(0, 100, 300)
        self.assertEqual(committed_on(known, date(2023, 12, 31)), 0)
        self.assertEqual(committed_on(known, date(2024, 1, 2)), 100)
        self.assertEqual(committed_on(known, date(2024, 3, 1)), 300)


class TestForecast(TestCase):
    def found(self, known, envelope, day, days=30):
        return forecast(known, Decimal(envelope), START + timedelta(days=day), days)

    def test_at_the_mean_of_the_last_days(self):
        known = series(1000, 1010, 1020, 1030)
        self.assertEqual(self.found(known, 1130, 3, 3), date(2024, 1, 14))
        self.assertEqual(self.found(known, "1130.01", 3, 3), date(2024, 1, 15))
        self.assertEqual(self.found(known, "1129.99", 3, 3), date(2024, 1, 14))
        self.assertEqual(self.found(known, "1030.01", 3, 3), date(2024, 1, 5))

    def test_a_young_ledger(self):
        self.assertEqual(self.found(series(100), 300, 0), date(2024, 1, 3))
        self.assertEqual(self.found(series(50, 100), 300, 1), date(2024, 1, 6))

    def test_days_without_entry_count(self):
        self.assertEqual(self.found(series(0, 100), 200, 9), date(2024, 1, 20))

    def test_no_forecast(self):
        self.assertIsNone(self.found([], 100, 0))
        self.assertIsNone(self.found(series(100), 300, 60))
        self.assertIsNone(self.found(series(0, 200, 100), 300, 2, 1))
        self.assertIsNone(self.found(series("0.01"), 10**9, 0))

    def test_nothing_left(self):
        self.assertEqual(self.found(series(300), 300, 5), date(2024, 1, 6))

    def test_a_mean_of_no_day(self):
        with self.assertRaises(ValueError):
            self.found(series(300), 300, 5, 0)

    @given(
        st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=9),
        st.decimals(0, 10**7, places=2),
        st.integers(-3, 20),
        st.integers(1, 12),
    )
    def test_never_in_the_past(self, amounts, envelope, day, days):
        found = self.found(series(*amounts), envelope, day, days)
        self.assertTrue(found is None or found >= START + timedelta(days=day))
