from datetime import date
from decimal import Decimal
from imio.centrale.domain.cascade import Rank
from imio.centrale.domain.lots import lot_reasons
from imio.centrale.domain.lots import the_direct_supplier
from unittest import TestCase


START = date(2024, 1, 1)
END = date(2024, 6, 30)
TODAY = date(2024, 6, 3)


def reasons(state="open", start=START, end=END, day=TODAY, ceiling=None, committed="0"):
    limit = None if ceiling is None else Decimal(ceiling)
    return lot_reasons(state, start, end, day, limit, Decimal(committed))


def codes(**kw):
    return [reason.code for reason in reasons(**kw)]


class TestLotReasons(TestCase):
    def test_open(self):
        self.assertEqual(codes(), [])
        self.assertEqual(codes(start=None, end=None), [])

    def test_first_and_last_day_are_included(self):
        for day, expected in (
            (date(2023, 12, 31), ["lot_not_open"]),
            (START, []),
            (END, []),
            (date(2024, 7, 1), ["lot_expired"]),
        ):
            self.assertEqual(codes(day=day), expected, day)

    def test_states_other_than_open(self):
        for state in ("preparing", "suspended", "exhausted", "ended"):
            self.assertEqual(codes(state=state), ["lot_not_open"], state)

    def test_expired_wins_over_the_state(self):
        self.assertEqual(codes(state="ended", day=date(2024, 7, 1)), ["lot_expired"])

    def test_ended_before_its_end_is_not_open(self):
        (found,) = reasons(state="ended")
        self.assertEqual(found.mapping, {"state": "ended", "start": "2024-01-01"})

    def test_ceiling(self):
        self.assertEqual(codes(ceiling="1000", committed="999.99"), [])
        self.assertEqual(codes(ceiling="1000", committed="1000"), ["ceiling_reached"])
        self.assertEqual(codes(ceiling="1000", committed="1200"), ["ceiling_reached"])
        self.assertEqual(codes(ceiling="0"), ["ceiling_reached"])
        self.assertEqual(codes(ceiling=None, committed="1200"), [])

    def test_every_reason(self):
        self.assertEqual(
            codes(state="suspended", ceiling="1", committed="2"),
            ["lot_not_open", "ceiling_reached"],
        )


class TestDirectSupplier(TestCase):
    def test_first_valid_rank(self):
        ranking = [Rank(2, "B"), Rank(1, "A", valid_to=END)]
        self.assertEqual(the_direct_supplier(ranking, END), "A")
        self.assertEqual(the_direct_supplier(ranking, date(2024, 7, 1)), "B")

    def test_nobody(self):
        self.assertIsNone(the_direct_supplier([], TODAY))
        self.assertIsNone(the_direct_supplier([Rank(1, "A", status="ended")], TODAY))
