from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from imio.centrale.domain.amendment import copy_of
from imio.centrale.domain.amendment import rehearse
from imio.centrale.domain.amendment import Situation
from imio.centrale.domain.amendment import Standing
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import Derogation
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.reasons import Refused
from unittest import TestCase


NOW = datetime(2024, 6, 15, 9, tzinfo=BRUSSELS)
IN_TIME = datetime(2024, 5, 1, 9, tzinfo=BRUSSELS)
RULES = ProgramRules(
    categories=(Category("A", 0, None, Decimal("5000.00")),),
    order_deadline=date(2024, 6, 1),
    dossier_deadline=datetime(2024, 7, 5, 17, tzinfo=BRUSSELS),
)
TOWN = Applicant("commune", "84009", 80, date(2024, 1, 15))


def rules(**changes):
    return replace(RULES, **changes)


def cheaper(amount):
    return rules(categories=(Category("A", 0, None, Decimal(amount)),))


class TestRehearse(TestCase):
    """One town, an envelope of 6 000: an order of 2 000 is in, others may come."""

    def setUp(self):
        self.book = Book(Store())
        self.book.open(Decimal("6000.00"), NOW, "")
        self.deposit("in", "town", "2000.00")
        self.held = self.standing("in", received=IN_TIME, granted=RULES)

    def deposit(self, order, authority, amount):
        amounts = Decimal(amount), Decimal("5000.00")
        self.book.deposit(order, f"m-{order}", authority, *amounts, NOW, "")

    def standing(self, order="", amount="2000.00", authority="town", **values):
        return Standing(
            mission=f"m-{order}",
            authority=authority,
            applicant=TOWN,
            order=order,
            excl_vat=Decimal(amount) / 2,
            incl_vat=Decimal(amount),
            **values,
        )

    def rehearse(self, new, *standings, envelope="6000.00", state="open"):
        number = self.book.head["number"]
        before = Situation(state, RULES, self.book, NOW)
        found = rehearse(before, new, Decimal(envelope), standings)
        self.assertEqual(self.book.head["number"], number)
        return found

    def touched(self, *args, **kw):
        return [
            (
                each.standing.mission,
                str(each.before.amount),
                str(each.after.amount),
                each.kept,
            )
            for each in self.rehearse(*args, **kw).touched
        ]

    def test_nothing(self):
        self.assertEqual(self.touched(RULES, self.held, self.standing()), [])

    def test_what_is_held_is_kept(self):
        self.assertEqual(
            self.touched(cheaper("1500.00"), self.held),
            [("m-in", "2000.00", "1500.00", Decimal("2000.00"))],
        )

    def test_basis(self):
        self.assertEqual(
            self.touched(rules(amount_basis="excl_vat"), self.held),
            [("m-in", "2000.00", "1000.00", Decimal("2000.00"))],
        )

    def test_what_may_still_come(self):
        ahead = self.standing(authority="other")
        new = rules(order_deadline=date(2024, 6, 30))
        (found,) = self.rehearse(new, ahead).touched
        self.assertEqual([r.code for r in found.before.reasons], ["order_too_late"])
        self.assertTrue(found.after.eligible)
        self.assertEqual(found.after.amount, Decimal("2000.00"))
        self.assertIsNone(found.kept)

    def test_late_orders_enter_in_their_order_and_use_the_envelope_up(self):
        times = (timedelta(hours=2), timedelta(hours=1), timedelta(hours=3))
        late = [
            self.standing(str(i), "1900.00", str(i), received=NOW + each)
            for i, each in enumerate(times)
        ]
        ahead = self.standing(authority="other")
        new = rules(order_deadline=date(2024, 6, 30))
        found = self.touched(new, ahead, *late)
        self.assertEqual(
            [(mission, after) for mission, _, after, _ in found],
            [
                ("m-1", "1900.00"),
                ("m-0", "1900.00"),
                ("m-2", "200.00"),
                ("m-", "0.00"),
            ],
        )

    def test_a_late_order_counts_for_its_authority(self):
        late = [
            self.standing(str(i), "2000.00", "town", received=NOW) for i in range(2)
        ]
        new = rules(order_deadline=date(2024, 6, 30))
        found = self.touched(new, *late, envelope="60000.00")
        self.assertEqual([each[2] for each in found], ["2000.00", "1000.00"])

    def test_a_late_order_that_can_no_longer_be_claimed_stays_out(self):
        filed = datetime(2024, 7, 6, 9, tzinfo=BRUSSELS)
        late = self.standing("late", received=NOW, filed=filed)
        new = rules(order_deadline=date(2024, 6, 30))
        (found,) = self.rehearse(new, late).touched
        self.assertEqual([r.code for r in found.after.reasons], ["dossier_too_late"])

    def test_a_closed_programme_takes_no_new_order(self):
        late = self.standing("late", received=NOW)
        new = rules(order_deadline=date(2024, 6, 30))
        found = self.rehearse(new, late, self.standing(), state="closed").touched
        self.assertEqual([each.after.eligible for each in found], [True, False])

    def test_a_derogation_is_enough(self):
        until = datetime(2024, 12, 31, tzinfo=BRUSSELS)
        ahead = self.standing(derogations=(Derogation("order_deadline", until),))
        new = rules(order_deadline=date(2024, 6, 30))
        self.assertEqual(self.touched(new, ahead), [])

    def test_a_claim_deadline_moved_forward_does_not_touch_what_is_held(self):
        new = rules(dossier_deadline=datetime(2024, 6, 10, tzinfo=BRUSSELS))
        self.assertEqual(self.touched(new, self.held), [])

    def test_a_claim_deadline_put_off_does(self):
        filed = datetime(2024, 7, 6, 9, tzinfo=BRUSSELS)
        held = replace(self.held, filed=filed)
        new = rules(dossier_deadline=None)
        (found,) = self.rehearse(new, held).touched
        self.assertFalse(found.before.eligible)
        self.assertTrue(found.after.eligible)

    def test_the_waiting_list_first(self):
        self.deposit("wide", "wide", "5000.00")
        wide = self.standing("wide", "5000.00", "wide", received=NOW, granted=RULES)
        ahead = self.standing(authority="other", received=None)
        new = rules(order_deadline=date(2024, 6, 30))
        found = self.rehearse(new, wide, ahead, envelope="7500.00")
        self.assertEqual([str(each.amount) for each in found.served], ["1000.00"])
        after = {each.standing.mission: each.after.amount for each in found.touched}
        self.assertEqual(after["m-wide"], Decimal("5000.00"))
        self.assertEqual(after["m-"], Decimal("500.00"))

    def test_an_envelope_too_small(self):
        with self.assertRaises(Refused):
            self.rehearse(RULES, envelope="1999.99")


class TestCopy(TestCase):
    def test_the_copy_goes_its_own_way(self):
        store = Store()
        book = Book(store)
        book.open(Decimal("10.00"), NOW, "")
        for order in ("a", "b"):
            book.deposit(order, "m", "x", Decimal(8), Decimal(90), NOW, "")
        head, claims = dict(store.head), dict(store.claims)
        copy = Book(copy_of(store))
        copy.change_envelope(Decimal("16.00"), NOW, "", "more")
        self.assertEqual(copy.position("b").held, Decimal("8.00"))
        self.assertEqual(dict(store.head), head)
        self.assertEqual(dict(store.claims), claims)
        self.assertEqual(book.position("b").held, Decimal("2.00"))
