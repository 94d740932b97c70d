from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.lot_state import last_change
from imio.centrale.domain.lot_state import lot_state
from imio.centrale.domain.lot_state import market_state
from imio.centrale.domain.lot_state import STATES
from imio.centrale.domain.lot_state import Term
from imio.centrale.domain.lots import lot_reasons
from itertools import product
from unittest import TestCase


START, END = date(2026, 1, 1), date(2026, 12, 31)
BEFORE, FIRST, DURING = date(2025, 12, 31), START, date(2026, 6, 1)
LAST, AFTER = END, date(2027, 1, 1)
DAYS = (BEFORE, FIRST, DURING, LAST, AFTER)


def state(workflow, day, start=START, end=END, **facts):
    return lot_state(Term(workflow, start, end), day, **facts)


class TestLotState(TestCase):
    def test_open_from_the_first_day_to_the_last(self):
        found = [state("open", day) for day in DAYS]
        self.assertEqual(found, ["coming", "open", "open", "open", "ended"])

    def test_without_dates(self):
        for day in DAYS:
            self.assertEqual(state("open", day, start=None, end=None), "open")
            self.assertEqual(state("ended", day, start=None, end=None), "ended")

    def test_suspended_runs_within_its_dates(self):
        found = [state("suspended", day) for day in DAYS]
        self.assertEqual(found, ["coming", "running", "running", "running", "ended"])

    def test_exhausted_by_the_agent_or_by_its_orders(self):
        self.assertEqual(state("exhausted", DURING), "exhausted")
        self.assertEqual(state("open", DURING, is_full=True), "exhausted")
        self.assertEqual(state("suspended", DURING, is_full=True), "exhausted")

    def test_over_it_runs_while_missions_are_under_way(self):
        for workflow in ("open", "suspended", "exhausted", "ended"):
            self.assertEqual(state(workflow, AFTER, under_way=True), "running")
            self.assertEqual(state(workflow, AFTER), "ended")
        self.assertEqual(state("ended", DURING, under_way=True), "running")
        self.assertEqual(state("ended", DURING, is_full=True), "ended")

    def test_missions_under_way_change_nothing_before(self):
        for workflow in ("open", "suspended", "exhausted"):
            for day in (BEFORE, DURING):
                self.assertEqual(
                    state(workflow, day, under_way=True), state(workflow, day)
                )

    def test_in_preparation_it_is_coming_once_it_has_a_first_day(self):
        for day in DAYS:
            self.assertEqual(state("preparing", day), "coming")
            self.assertIsNone(state("preparing", day, start=None))

    def test_open_is_when_a_request_is_accepted(self):
        workflows = ("preparing", "open", "suspended", "exhausted", "ended")
        bounds = ((START, END), (None, END), (START, None), (None, None))
        ceiling = Decimal("100.00")
        for workflow, day, (start, end), spent in product(
            workflows, DAYS, bounds, (Decimal("99.99"), ceiling)
        ):
            with self.subTest(workflow, day=day, start=start, end=end, spent=spent):
                reasons = lot_reasons(workflow, start, end, day, ceiling, spent)
                found = state(workflow, day, start, end, is_full=spent >= ceiling)
                self.assertEqual(found == "open", not reasons)


class TestMarketState(TestCase):
    def test_its_own_where_its_lots_say_nothing_else(self):
        for own in STATES:
            self.assertEqual(market_state(own, ()), own)
            self.assertEqual(market_state(own, (own,)), own)

    def test_open_while_one_lot_is(self):
        self.assertEqual(market_state("open", ("exhausted", "open")), "open")
        self.assertEqual(market_state("open", ("exhausted", "exhausted")), "exhausted")

    def test_over_it_runs_while_one_lot_does(self):
        self.assertEqual(market_state("ended", ("ended", "running")), "running")
        self.assertEqual(market_state("ended", ("ended", "ended")), "ended")

    def test_of_none(self):
        self.assertIsNone(market_state(None, ()))


class TestLastChange(TestCase):
    def at(self, text):
        return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)

    def changed(self, modified, now, start=START, end=END):
        term = Term("open", start, end)
        return last_change(self.at(modified), term, self.at(now))

    def test_the_edition_while_nothing_else_happened(self):
        found = self.changed("2025-11-03 10:00", "2025-12-31 23:59")
        self.assertEqual(found, self.at("2025-11-03 10:00"))

    def test_the_midnight_at_which_it_began(self):
        found = self.changed("2025-11-03 10:00", "2026-03-01 09:00")
        self.assertEqual(found, self.at("2026-01-01 00:00"))

    def test_the_midnight_after_its_last_day(self):
        found = self.changed("2025-11-03 10:00", "2027-01-01 00:00")
        self.assertEqual(found, self.at("2027-01-01 00:00"))

    def test_an_edition_since(self):
        found = self.changed("2026-02-03 10:00", "2026-03-01 09:00")
        self.assertEqual(found, self.at("2026-02-03 10:00"))

    def test_without_dates(self):
        found = self.changed("2026-02-03 10:00", "2028-03-01 09:00", None, None)
        self.assertEqual(found, self.at("2026-02-03 10:00"))
