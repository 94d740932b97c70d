from dataclasses import replace
from datetime import date
from datetime import datetime
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.prospect import prospect
from unittest import TestCase


RULES = ProgramRules(categories=(Category("A", 0, 100, Decimal("5000.00")),))
TOWN = Applicant("commune", "84009", 80, date(2024, 1, 15))
NOW = datetime(2024, 6, 1, 9, tzinfo=BRUSSELS)
euros = st.decimals(0, 10000, places=2)


def found(order="2299.00", already="0.00", balance="100000.00", applicant=TOWN):
    return prospect(
        "open",
        RULES,
        applicant,
        NOW,
        None if order is None else Decimal(order),
        Decimal(already),
        Decimal(balance),
    )


class TestProspect(TestCase):
    """The least of three amounts, and which one it is."""

    def test_each_bound(self):
        for values, amount, bound in (
            ({}, "2299.00", "order"),
            ({"already": "4000.00"}, "1000.00", "category"),
            ({"balance": "10.00"}, "10.00", "balance"),
            ({"order": "5000.00", "balance": "5000.00"}, "5000.00", "order"),
            ({"already": "6000.00"}, "0.00", "category"),
        ):
            with self.subTest(values):
                self.assertEqual(found(**values).amount, Decimal(amount))
                self.assertEqual(found(**values).limited_by, bound)

    def test_without_offer_the_most(self):
        most = found(order=None, already="1000.00")
        self.assertEqual(most.amount, Decimal("4000.00"))
        self.assertEqual(list(most.bounds), ["category", "balance"])

    def test_shortage(self):
        codes = [each.code for each in found("1.00", "5000.00", "0.00").shortage]
        self.assertEqual(codes, ["entitlement_used", "envelope_exhausted"])
        self.assertEqual(found().shortage, ())

    def test_not_eligible(self):
        zone = found("1.00", "0.00", "0.00", replace(TOWN, authority_type="other"))
        self.assertFalse(zone.eligible)
        self.assertEqual(zone.amount, 0)
        self.assertEqual(zone.shortage, ())

    def test_no_category(self):
        large = found(applicant=replace(TOWN, users_count=100))
        self.assertEqual([each.code for each in large.reasons], ["category_unknown"])
        self.assertIsNone(large.category)
        self.assertEqual((large.category_amount, large.category_left), (0, 0))

    @given(euros, euros, euros)
    def test_the_bound_named_is_the_amount(self, order, already, balance):
        each = found(order, already, balance)
        self.assertEqual(each.amount, each.bounds[each.limited_by])
        self.assertEqual(each.amount, min(each.bounds.values()))
