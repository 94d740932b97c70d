from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.conformity import compare_revisions
from imio.centrale.domain.conformity import conformity
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.domain.pricing import price_lines
from imio.centrale.domain.pricing import totals
from unittest import TestCase


AUDIT = InventoryLine("AUD", "Audit", "jour", Decimal("850.00"), "21")
LICENCE = InventoryLine("LIC", "Licence", "poste", Decimal("0.1250"), "6")
INVENTORY = [AUDIT, LICENCE]

offers = st.lists(
    st.builds(
        OfferLine,
        code=st.sampled_from(["AUD", "LIC"]),
        quantity=st.decimals("0.0001", 10**6, places=4),
        unit_price=st.none() | st.decimals(0, "0.125", places=4),
    ),
    min_size=1,
    max_size=8,
)


def line(code, quantity, price=None):
    return OfferLine(
        code,
        None if quantity is None else Decimal(quantity),
        None if price is None else Decimal(price),
    )


def table(*lines):
    return conformity(lines, INVENTORY, "2026-1")


def codes(row):
    return [(reason.code, reason.field) for reason in row.reasons]


class TestConformity(TestCase):
    def test_below_at_and_above(self):
        found = table(line("AUD", "2", "800"), line("LIC", "40", "0.15"))
        audit, licence = found.rows
        self.assertEqual(
            (audit.difference, audit.percent), (Decimal(-50), Decimal("-5.88"))
        )
        self.assertEqual((audit.inventory_amount, audit.offered_amount), (1700, 1600))
        self.assertTrue(audit.is_conform)
        self.assertEqual(
            (licence.difference, licence.percent), (Decimal("0.025"), Decimal("20.00"))
        )
        self.assertEqual(
            codes(licence), [("price_above_inventory", "lines.1.unit_price")]
        )
        self.assertFalse(found.is_conform)
        self.assertEqual(found.version, "2026-1")

    def test_without_price_the_inventory_holds(self):
        (row,) = table(line("AUD", "1")).rows
        self.assertEqual((row.offered_price, row.difference), (850, 0))
        self.assertEqual(row.percent, 0)

    def test_a_code_on_several_rows_is_one_line_and_each_price_is_checked(self):
        found = table(
            line("AUD", "1", "800"),
            line("LIC", "1"),
            line("AUD", "2", "900"),
            line("AUD", "3", "800"),
        )
        audit, licence = found.rows
        self.assertEqual((audit.rows, licence.rows), ((1, 3, 4), (2,)))
        self.assertEqual(audit.quantity, 6)
        self.assertEqual(audit.prices, (800, 900))
        self.assertEqual(audit.offered_price, 900)
        self.assertEqual(audit.offered_amount, 5000)
        self.assertEqual(
            codes(audit), [("price_above_inventory", "lines.2.unit_price")]
        )

    def test_a_code_that_the_inventory_does_not_have(self):
        (row,) = table(line("XXX", "1", "10")).rows
        self.assertEqual(codes(row), [("unknown_line", "lines.0.code")])
        self.assertEqual(
            (row.difference, row.percent, row.inventory_amount), (None, None, None)
        )
        self.assertEqual((row.offered_price, row.offered_amount), (10, 10))
        (row,) = table(line("XXX", "1")).rows
        self.assertIsNone(row.offered_price)

    def test_quantities_that_are_none_count_for_nothing(self):
        for quantity in (None, "NaN", "Infinity"):
            (row,) = table(line("AUD", quantity)).rows
            self.assertEqual(
                codes(row), [("quantity_not_positive", "lines.0.quantity")]
            )
            self.assertEqual((row.quantity, row.offered_amount), (0, 0))

    def test_totals(self):
        found = table(line("AUD", "2", "800"), line("XXX", "1", "10"))
        self.assertEqual(found.offered.excl_vat, Decimal("1600.00"))
        self.assertEqual(found.offered.incl_vat, Decimal("1936.00"))
        self.assertEqual(found.ceiling.excl_vat, Decimal("1700.00"))
        self.assertEqual((found.difference, found.percent), (-100, Decimal("-5.88")))

    def test_no_line(self):
        found = table()
        self.assertFalse(found.is_conform)
        self.assertEqual((found.rows, found.difference, found.percent), ((), 0, 0))

    @given(offers)
    def test_it_agrees_with_the_pricing_of_the_offer(self, offer):
        found = conformity(offer, INVENTORY, "1")
        self.assertTrue(found.is_conform)
        self.assertEqual(found.offered, totals(price_lines(offer, INVENTORY)))
        self.assertLessEqual(found.difference, 0)
        self.assertEqual(
            sum(row.quantity for row in found.rows),
            sum(each.quantity for each in offer),
        )


class TestRevisions(TestCase):
    def compare(self, old, new):
        return compare_revisions(
            price_lines(old, INVENTORY), price_lines(new, INVENTORY)
        )

    def test_added_removed_changed(self):
        found = self.compare([line("AUD", "1", "800")], [line("LIC", "8")])
        self.assertEqual([each.code for each in found.added], ["LIC"])
        self.assertEqual([each.code for each in found.removed], ["AUD"])
        found = self.compare([line("AUD", "1", "800")], [line("AUD", "2", "790")])
        (changed,) = found.changed
        self.assertEqual((changed.old.prices, changed.new.prices), ((800,), (790,)))
        self.assertEqual((changed.difference, found.difference), (780, 780))

    def test_how_a_line_is_split_does_not_count(self):
        found = self.compare(
            [line("AUD", "3", "800")],
            [line("AUD", "1", "800"), line("AUD", "2", "800.00")],
        )
        self.assertEqual([each.code for each in found.unchanged], ["AUD"])
        self.assertEqual((found.changed, found.difference), ((), 0))

    @given(offers, offers)
    def test_the_differences_add_up(self, old, new):
        found = self.compare(old, new)
        exact = (
            sum(each.difference for each in found.changed)
            + sum(each.amount for each in found.added)
            - sum(each.amount for each in found.removed)
        )
        self.assertLess(abs(exact - found.difference), Decimal("0.03"))
