"""Who gets a subsidy and why not, by orders that are really deposited.

An order is always possible: the rules of the subsidy refuse money, never an order.
"""

from datetime import date
from decimal import Decimal
from imio.centrale import missions
from imio.centrale.browser import why
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.state import state_of
from plone.dexterity.utils import createContentInContainer


def category(code, first, last, amount):
    return {
        "code": code,
        "min_users": first,
        "max_users": last,
        "amount": Decimal(amount),
    }


class EligibilityTestCase(ProcedureTestCase):
    """Base: an order of 2 299 euros including VAT."""

    def deposited(self, *codes):
        """The order is deposited and confirmed, and gets nothing for these reasons."""
        mission = self.mission(until="confirmed")
        order = mission["commande-1"]
        self.assertEqual(state_of(order), "confirmed")
        self.assertEqual(state_of(mission), "confirmed")
        self.checked(order.subsidy_refusals, codes)
        self.assertEqual(bool(codes), order.subsidy_program is None)
        return order

    def nothing(self, *codes):
        order = self.deposited(*codes)
        self.assertEqual(position_of(order).rank, 0)
        self.assertEqual(order.subsidy_granted, 0)
        return order


class TestNotEligible(EligibilityTestCase):
    def test_kind_of_authority(self):
        self.program(eligible_types=["cpas"])
        self.nothing("type_not_eligible")

    def test_german_speaking(self):
        self.bertrix.nis_code = "63040"
        self.program()
        self.nothing("german_speaking")

    def test_interest_declared_too_late(self):
        self.program(interest_deadline=date(2024, 1, 14))
        self.nothing("interest_too_late")

    def test_interest_declared_in_time(self):
        self.program(interest_deadline=date(2024, 1, 15))
        self.deposited()

    def test_interest_declared_after_the_order(self):
        self.program()
        with at("2024-01-14 23:59"):
            mission = self.mission(until="ordered")
        self.checked(mission["commande-1"].subsidy_refusals, ["interest_too_late"])

    def test_interest_never_declared(self):
        self.adhesion.interest_date = None
        self.program()
        self.nothing("interest_too_late")

    def test_order_too_late(self):
        self.program(order_deadline=date(2026, 6, 30))
        with at("2026-07-01 00:00"):
            self.nothing("order_too_late")

    def test_order_in_time(self):
        self.program(order_deadline=date(2026, 6, 30))
        with at("2026-06-30 23:59"):
            self.deposited()

    def test_several_reasons(self):
        self.bertrix.nis_code = "63040"
        self.program(eligible_types=["cpas"], order_deadline=date(2020, 1, 1))
        self.nothing("type_not_eligible", "german_speaking", "order_too_late")

    def test_no_category(self):
        for bounds in ((0, 80), (81, None)):
            with self.subTest(bounds):
                program = self.program(categories=[category("A", *bounds, "5000.00")])
                self.nothing("category_unknown")
                self.moved("agent", program, "close", "closed")

    def test_bounds_are_half_open(self):
        rows = [category("A", 0, 80, "1000.00"), category("B", 80, 81, "2000.00")]
        self.program(categories=rows)
        order = self.deposited()
        self.assertEqual(order.subsidy_granted, Decimal("2000.00"))

    def test_program_closed(self):
        program = self.program()
        self.moved("agent", program, "close", "closed")
        order = self.nothing("program_closed")
        found = why_of(missions.mission_of(order))
        self.assertEqual(found.program, program)
        self.checked(found.reasons, ["program_closed"])

    def test_the_last_program_that_closed_says_so(self):
        first = self.program()
        self.moved("agent", first, "close", "closed")
        second = self.program()
        self.moved("agent", second, "close", "closed")
        order = self.nothing("program_closed")
        self.assertEqual(order.subsidy_assessment.program, second.UID())

    def test_a_program_in_draft_is_none(self):
        with acting("agent"):
            createContentInContainer(
                self.centrale["subsides"],
                "imio.centrale.SubsidyProgram",
                title="Bientôt",
                envelope=Decimal("1000.00"),
            )
        order = self.nothing_judged()
        self.assertEqual(why_of(missions.mission_of(order)).program, None)

    def nothing_judged(self):
        order = self.mission(until="confirmed")["commande-1"]
        self.assertIsNone(order.subsidy_assessment)
        self.assertEqual(position_of(order).rank, 0)
        return order


class TestShort(EligibilityTestCase):
    """Eligible, with a rank, and nothing left for now."""

    def test_entitlement_used(self):
        self.program(categories=[category("A", 0, None, "2299.00")])
        self.deposited()
        mission = self.mission(until="accepted")
        found = why_of(mission).prospect
        self.checked(found.shortage, ["entitlement_used"])
        self.moved("bertrix", self.order(mission), "deposit", "deposited")
        position = position_of(mission["commande-1"])
        self.assertEqual((position.rank, position.held), (2, 0))
        self.assertEqual(why_of(mission).explanation.limited_by, "category")

    def test_envelope_exhausted(self):
        self.program(envelope="2299.00")
        self.deposited()
        mission = self.mission(until="accepted")
        found = why_of(mission).prospect
        self.checked(found.shortage, ["envelope_exhausted"])
        self.moved("bertrix", self.order(mission), "deposit", "deposited")
        found = why_of(mission).explanation
        self.assertEqual((found.rank, found.limited_by), (2, "balance"))
        self.assertEqual(found.waits_for, Decimal("2299.00"))

    def test_the_category_is_shared_by_all_orders(self):
        program = self.program()
        for expected in ("2299.00", "2299.00", "402.00", "0.00"):
            order = self.mission(until="ordered")["commande-1"]
            self.assertEqual(order.subsidy_reserved, Decimal(expected))
        self.assertEqual(
            book_of(program).authority(self.bertrix.UID()).held, Decimal("5000.00")
        )


class TestBefore(EligibilityTestCase):
    """What is said before the deposit, to whom."""

    def line(self, mission, login="bertrix"):
        with acting(login):
            return why.line_ahead(mission, self.layer["request"])

    def test_amount(self):
        self.program()
        self.assertIn("2\N{NO-BREAK SPACE}299,00", self.line(self.mission("accepted")))

    def test_an_offer_not_yet_accepted_counts(self):
        self.program()
        mission = self.mission("offered")
        self.assertEqual(why_of(mission).prospect.amount, Decimal("2299.00"))

    def test_without_offer_the_most(self):
        self.program(envelope="3000.00")
        found = why_of(self.mission("assigned")).prospect
        self.assertIsNone(found.order_amount)
        self.assertEqual(found.amount, Decimal("3000.00"))
        self.assertEqual(found.limited_by, "balance")

    def test_reasons(self):
        self.program(eligible_types=["cpas"])
        (reason,) = why_of(self.mission("accepted")).prospect.reasons
        self.assertEqual(reason.code, "type_not_eligible")

    def test_suppliers_and_others_read_nothing(self):
        self.program()
        mission = self.mission("accepted")
        for login in ("alpha", "beta", "arlon", "stranger", None):
            self.assertEqual(self.line(mission, login), "", login)
        for login in ("bertrix", "agent", "auditor"):
            self.assertNotEqual(self.line(mission, login), "", login)

    def test_no_program(self):
        mission = self.mission("accepted")
        self.assertEqual(self.line(mission), "")
        self.assertEqual(why_of(mission).result, None)


class TestKept(EligibilityTestCase):
    """A year later the page says the same."""

    def test_what_decided_is_kept_with_the_order(self):
        self.program(categories=[category("B", 0, 100, "2000.00")])
        mission = self.mission("confirmed")
        self.adhesion.users_count = 600
        self.adhesion.interest_date = date(2026, 1, 1)
        found = why_of(mission)
        self.assertEqual(found.applicant.users_count, 80)
        self.assertEqual(found.applicant.interest_date, date(2024, 1, 15))
        self.assertEqual(found.category.code, "B")
        self.assertEqual(found.version.number, 1)
        self.assertEqual(found.explanation.category_amount, Decimal("2000.00"))

    def test_also_of_an_order_that_was_refused(self):
        self.program(categories=[category("B", 0, 80, "2000.00")])
        mission = self.mission("ordered")
        self.adhesion.users_count = 10
        found = why_of(mission)
        self.assertFalse(found.eligible)
        self.assertEqual(found.applicant.users_count, 80)
        self.checked(found.reasons, ["category_unknown"])

    def test_deposited_again_it_is_judged_again(self):
        self.program(categories=[category("B", 0, None, "2000.00")])
        mission = self.mission("ordered")
        order = mission["commande-1"]
        self.moved("agent", order, "return", "returned")
        found = why_of(mission)
        self.assertEqual(found.explanation.state, "released")
        self.assertEqual(found.prospect.amount, Decimal("2000.00"))
        self.adhesion.users_count = 600
        self.moved("bertrix", order, "revise", "draft")
        self.moved("bertrix", order, "deposit", "deposited")
        found = why_of(mission)
        self.assertEqual(found.applicant.users_count, 600)
        self.assertEqual(found.explanation.rank, 2)
        self.assertIsNone(found.prospect)
