from datetime import date
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.browser import charts
from imio.centrale.domain import forecast
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.usage import by_day
from imio.centrale.domain.usage import Day
from imio.centrale.domain.usage import holders
from unittest import TestCase

import ast
import sys


NBSP = "\xa0"
amounts = st.decimals(min_value=0, max_value=10**9, places=2)


def day(number, envelope, committed):
    return Day(date(2026, 3, number), Decimal(envelope), Decimal(committed))


class TestShare(TestCase):
    def test_percents_as_the_french_write_them(self):
        for amount, whole, expected in (
            ("0", "80", "0,0"),
            ("10", "80", "12,5"),
            ("80", "80", "100,0"),
            ("1", "3", "33,3"),
            ("2", "3", "66,7"),
            ("0.05", "100", f"<{NBSP}0,1"),
            ("0.10", "100", "0,1"),
            ("5", "0", "0,0"),
        ):
            with self.subTest(amount=amount, whole=whole):
                self.assertEqual(
                    charts.share(Decimal(amount), Decimal(whole)), f"{expected}{NBSP}%"
                )


class TestMeter(TestCase):
    def test_parts_stand_side_by_side(self):
        found = charts.meter({"a": Decimal(25), "b": Decimal(0), "c": Decimal(75)})
        self.assertEqual([each.name for each in found], ["a", "b", "c"])
        self.assertEqual(
            [(each.start, each.width) for each in found],
            [("0.000%", "25.000%"), ("25.000%", "0.000%"), ("25.000%", "75.000%")],
        )
        self.assertEqual([each.middle for each in found][0], "12.500%")
        self.assertEqual([each.is_wide for each in found], [True, False, True])

    def test_nothing_at_all(self):
        (part,) = charts.meter({"a": Decimal(0)})
        self.assertEqual((part.start, part.width), ("0.000%", "0.000%"))
        self.assertEqual(charts.meter({}), [])

    @given(st.lists(amounts, min_size=1, max_size=6))
    def test_the_parts_fill_the_bar(self, given_amounts):
        named = {str(i): amount for i, amount in enumerate(given_amounts)}
        found = charts.meter(named)
        widths = sum(Decimal(each.width.rstrip("%")) for each in found)
        if sum(given_amounts):
            self.assertAlmostEqual(widths, Decimal(100), delta=Decimal("0.01"))
        self.assertEqual([each.amount for each in found], given_amounts)
        starts = [Decimal(each.start.rstrip("%")) for each in found]
        self.assertEqual(starts, sorted(starts))


class TestBurn(TestCase):
    def test_steps_until_today(self):
        days = [day(1, 100, 0), day(3, 100, 50), day(5, 200, 100)]
        found = charts.burn(days, date(2026, 3, 11))
        self.assertEqual(
            (found.first, found.last), (date(2026, 3, 1), date(2026, 3, 11))
        )
        self.assertEqual(found.top, 200)
        self.assertEqual(found.committed, "M0,1000 H200 V750 H400 V500 H1000")
        self.assertEqual(found.envelope, "M0,500 H200 V500 H400 V0 H1000")
        self.assertTrue(found.area.startswith(found.committed))
        self.assertTrue(found.area.endswith("Z"))

    def test_one_day(self):
        found = charts.burn([day(1, 100, 100)], date(2026, 3, 1))
        self.assertEqual(found.committed, "M0,0 H1000")

    def test_entries_of_a_day_to_come(self):
        found = charts.burn([day(1, 100, 0), day(9, 100, 10)], date(2026, 3, 2))
        self.assertEqual(found.last, date(2026, 3, 9))

    def test_no_day_no_picture(self):
        self.assertIsNone(charts.burn([], date(2026, 3, 1)))

    def test_an_envelope_of_nothing(self):
        found = charts.burn([day(1, 0, 0)], date(2026, 3, 1))
        self.assertEqual(found.envelope, "M0,1000 H1000")


class TestByDay(TestCase):
    """What the picture and its table show of a ledger."""

    def setUp(self):
        self.book = Book(Store())
        self.book.open(Decimal(1000), self.at(1), "x")

    def at(self, number, hour=12):
        return datetime(2026, 6, number, hour, tzinfo=timezone.utc)

    def deposit(self, dossier, moment, amount="100"):
        amount = Decimal(amount)
        self.book.deposit(dossier, "m", dossier, amount, amount, moment, "x")

    def days(self):
        return by_day(self.book.store.entries.values())

    def test_envelope_and_commitments_by_day_of_brussels(self):
        self.deposit("a", self.at(2, 21))
        self.deposit("b", self.at(2, 22))
        self.book.change_envelope(Decimal(500), self.at(5), "x", "less")
        self.book.release("a", self.at(6), "x", "order_cancelled")
        self.assertEqual(
            self.days(),
            [
                Day(date(2026, 6, 1), Decimal(1000), Decimal(0)),
                Day(date(2026, 6, 2), Decimal(1000), Decimal(100)),
                Day(date(2026, 6, 3), Decimal(1000), Decimal(200)),
                Day(date(2026, 6, 5), Decimal(500), Decimal(200)),
                Day(date(2026, 6, 6), Decimal(500), Decimal(100)),
            ],
        )
        self.assertEqual(self.days()[-1].left, 400)

    def test_an_earlier_day_written_later(self):
        self.deposit("a", self.at(9))
        self.deposit("b", self.at(4), "50")
        self.assertEqual([each.committed for each in self.days()], [0, 50, 150])

    def test_it_is_what_the_forecast_reads(self):
        self.deposit("a", self.at(9))
        self.deposit("b", self.at(4), "50")
        self.book.confirm("a", self.at(10), "x")
        entries = self.book.store.entries.values()
        self.assertEqual(
            [(each.day, each.committed) for each in self.days()],
            forecast.burn(entries),
        )

    def test_no_entry(self):
        self.assertEqual(by_day([]), [])


class TestHolders(TestCase):
    """Who has what, the largest amount first."""

    def setUp(self):
        self.book = Book(Store())
        self.book.open(Decimal(10000), self.at(), "x")

    def at(self):
        return datetime(2026, 6, 1, 12, tzinfo=timezone.utc)

    def deposit(self, dossier, authority, amount, category):
        amounts = (Decimal(amount), Decimal(category))
        self.book.deposit(dossier, "m", authority, *amounts, self.at(), "x")

    def found(self):
        return [
            (each.authority, each.dossiers, each.totals.held, each.left)
            for each in holders(self.book.store)
        ]

    def test_over_all_their_dossiers(self):
        self.deposit("a1", "a", "100", "500")
        self.deposit("b1", "b", "300", "500")
        self.deposit("a2", "a", "250", "500")
        self.assertEqual(self.found(), [("a", 2, 350, 150), ("b", 1, 300, 200)])

    def test_the_category_is_that_of_the_last_dossier(self):
        self.deposit("z", "a", "400", "500")
        self.deposit("y", "a", "100", "900")
        self.deposit("x", "a", "50", "200")
        self.assertEqual(self.found(), [("a", 2, 500, 0)])

    def test_who_gave_all_back_is_left_out(self):
        self.deposit("a1", "a", "100", "500")
        self.book.release("a1", self.at(), "x", "order_cancelled")
        self.assertEqual(self.found(), [])
        self.deposit("a2", "a", "10", "500")
        self.assertEqual(self.found(), [("a", 1, 10, 490)])


class TestPurity(TestCase):
    def test_the_pictures_know_nothing_of_plone(self):
        with open(charts.__file__, encoding="utf-8") as source:
            tree = ast.parse(source.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.assertTrue(
                    node.module.startswith("imio.centrale.domain.")
                    or node.module in sys.stdlib_module_names
                    or node.module == "collections.abc",
                    node.module,
                )
