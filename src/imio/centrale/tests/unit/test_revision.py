from datetime import date
from datetime import datetime
from datetime import UTC
from decimal import Decimal
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.revision import pair
from imio.centrale.domain.revision import returned
from imio.centrale.domain.revision import submissions
from imio.centrale.domain.revision import submitted
from unittest import TestCase


AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def line(quantity):
    price = Decimal("10.00")
    return PricedLine("A", "Audit", "jour", "21", Decimal(quantity), price, price)


def submit(kept, quantity="1"):
    day = date(2026, 6, 1)
    return submitted(kept, AT, "alpha", "", "1", day, [line(quantity)])


class TestRevisions(TestCase):
    def test_numbers(self):
        kept = submit(returned(submit(()), AT, "bertrix", "Trop cher"), "2")
        self.assertEqual(
            [(each.number, each.kind) for each in kept],
            [(1, "submitted"), (1, "returned"), (2, "submitted")],
        )
        self.assertEqual(kept[2].totals.excl_vat, Decimal("20.00"))

    def test_a_return_keeps_what_came_back(self):
        first, back = returned(submit(()), AT, "bertrix", "Trop cher")
        self.assertEqual(back.lines, first.lines)
        self.assertEqual((back.actor, back.note), ("bertrix", "Trop cher"))

    def test_nothing_before_is_touched(self):
        before = submit(())
        self.assertEqual(submit(before, "2")[:1], before)

    def test_no_return_before_a_submission(self):
        with self.assertRaises(ValueError):
            returned((), AT, "bertrix", "")

    def test_submissions(self):
        kept = returned(submit(submit(())), AT, "bertrix", "")
        self.assertEqual(list(submissions(kept)), [1, 2])


class TestPair(TestCase):
    def setUp(self):
        self.kept = submit(submit(submit(())))

    def numbers(self, old, new):
        return tuple(each.number for each in pair(self.kept, old, new) or ())

    def test_the_last_two(self):
        self.assertEqual(self.numbers(None, None), (2, 3))

    def test_named(self):
        self.assertEqual(self.numbers(3, 1), (3, 1))

    def test_what_is_not_there(self):
        for old, new in ((1, 9), (None, 1), (1, None)):
            self.assertEqual(self.numbers(old, new), ())

    def test_one_alone(self):
        self.assertIsNone(pair(self.kept[:1], None, None))
