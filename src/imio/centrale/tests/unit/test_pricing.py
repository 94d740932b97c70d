from datetime import date
from decimal import Decimal
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.pricing import check_inventory
from imio.centrale.domain.pricing import in_force
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import InventoryVersion
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.domain.pricing import price_lines
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import RateTotal
from imio.centrale.domain.pricing import Totals
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.vat import VAT_RATES
from unittest import TestCase


AUDIT = InventoryLine("AUD", "Audit", "jour", Decimal("850.00"), "21")
LICENCE = InventoryLine("LIC", "Licence", "poste", Decimal("0.1250"), "6", "software")
INVENTORY = [AUDIT, LICENCE]

prices = st.decimals(0, 10**6, places=4)
quantities = st.decimals("0.0001", 10**6, places=4)
priced = st.builds(
    PricedLine,
    code=st.just("A"),
    label=st.just("a"),
    unit=st.just("u"),
    vat_rate=st.sampled_from(VAT_RATES),
    quantity=quantities,
    unit_price=prices,
    inventory_price=st.just(Decimal(10**6)),
)


def line(code, quantity, price=None):
    return OfferLine(
        code,
        None if quantity is None else Decimal(quantity),
        None if price is None else Decimal(price),
    )


def refusal(lines, inventory=INVENTORY):
    try:
        price_lines(lines, inventory)
    except Refused as refused:
        return [(reason.code, reason.field) for reason in refused.reasons]
    return []


class TestPriceLines(TestCase):
    def test_what_the_inventory_says_is_copied_in(self):
        self.assertEqual(
            price_lines([line("LIC", "40", "0.1")], INVENTORY),
            [
                PricedLine(
                    code="LIC",
                    label="Licence",
                    unit="poste",
                    vat_rate="6",
                    quantity=Decimal("40"),
                    unit_price=Decimal("0.1"),
                    inventory_price=Decimal("0.1250"),
                )
            ],
        )

    def test_without_price_the_inventory_holds(self):
        (found,) = price_lines([line("AUD", "2.5")], INVENTORY)
        self.assertEqual(found.unit_price, Decimal("850.00"))
        self.assertEqual(found.amount, Decimal("2125"))

    def test_a_price_of_zero_is_an_offer(self):
        (found,) = price_lines([line("AUD", "1", "0")], INVENTORY)
        self.assertEqual(found.unit_price, 0)

    def test_price_at_and_above_the_inventory(self):
        self.assertEqual(refusal([line("LIC", "1", "0.1250")]), [])
        self.assertEqual(
            refusal([line("LIC", "1", "0.1251")]),
            [("price_above_inventory", "lines.0.unit_price")],
        )

    def test_the_reason_says_both_prices(self):
        with self.assertRaises(Refused) as caught:
            price_lines([line("LIC", "1", "0.2")], INVENTORY)
        self.assertEqual(
            caught.exception.reasons[0].mapping,
            {"code": "LIC", "offered": "0.20", "ceiling": "0.125"},
        )

    def test_quantity(self):
        self.assertEqual(refusal([line("AUD", "0.0001")]), [])
        for quantity in (None, "0", "-1", "-0.0001", "NaN", "Infinity"):
            self.assertEqual(
                refusal([line("AUD", quantity)]),
                [("quantity_not_positive", "lines.0.quantity")],
                quantity,
            )

    def test_negative_price(self):
        self.assertEqual(
            refusal([line("AUD", "1", "-0.01")]),
            [("price_negative", "lines.0.unit_price")],
        )

    def test_every_reason_line_by_line(self):
        lines = [
            line("XXX", "0", "-1"),
            line("AUD", "1"),
            line("LIC", None, "1"),
            line("aud", "1"),
        ]
        self.assertEqual(
            refusal(lines),
            [
                ("unknown_line", "lines.0.code"),
                ("price_negative", "lines.0.unit_price"),
                ("quantity_not_positive", "lines.0.quantity"),
                ("price_above_inventory", "lines.2.unit_price"),
                ("quantity_not_positive", "lines.2.quantity"),
                ("unknown_line", "lines.3.code"),
            ],
        )

    def test_no_lines(self):
        self.assertEqual(refusal([]), [("no_lines", "lines")])

    def test_no_inventory_knows_no_line(self):
        self.assertEqual(
            refusal([line("AUD", "1")], []), [("unknown_line", "lines.0.code")]
        )

    def test_an_ambiguous_inventory_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "AUD"):
            price_lines([line("AUD", "1")], [AUDIT, LICENCE, AUDIT])

    @given(quantities, prices, prices)
    def test_accepted_means_at_most_the_inventory(self, quantity, offered, ceiling):
        inventory = [InventoryLine("A", "a", "u", ceiling, "21")]
        found = refusal([OfferLine("A", quantity, offered)], inventory)
        self.assertEqual(found == [], offered <= ceiling)


class TestTotals(TestCase):
    def test_by_rate_in_order(self):
        lines = price_lines(
            [line("AUD", "2"), line("LIC", "41"), line("AUD", "0.5", "800")], INVENTORY
        )
        self.assertEqual(
            totals(lines),
            Totals(
                excl_vat=Decimal("2105.13"),
                incl_vat=Decimal("2546.44"),
                by_rate=(
                    RateTotal("6", Decimal("5.13"), Decimal("0.31")),
                    RateTotal("21", Decimal("2100.00"), Decimal("441.00")),
                ),
            ),
        )

    def test_rounded_once_per_rate_not_per_line(self):
        third = PricedLine(
            "A", "a", "u", "0", Decimal(1), Decimal("0.004"), Decimal("1")
        )
        self.assertEqual(totals([third] * 5).excl_vat, Decimal("0.02"))

    def test_no_lines(self):
        self.assertEqual(totals([]), Totals(Decimal(0), Decimal(0), ()))

    def test_unknown_rate_is_an_error(self):
        wrong = PricedLine("A", "a", "u", "20", Decimal(1), Decimal(1), Decimal(1))
        with self.assertRaises(ValueError):
            totals([wrong])

    @given(st.lists(priced, max_size=8))
    def test_parts_add_up(self, lines):
        found = totals(lines)
        self.assertEqual(found.excl_vat, sum(part.base for part in found.by_rate))
        self.assertEqual(
            found.incl_vat - found.excl_vat, sum(part.vat for part in found.by_rate)
        )
        rates = [part.rate for part in found.by_rate]
        present = {each.vat_rate for each in lines}
        self.assertEqual(rates, [rate for rate in VAT_RATES if rate in present])

    @given(st.lists(priced, max_size=8))
    def test_never_more_than_half_a_cent_off_per_rate(self, lines):
        half_a_cent = Fraction(1, 200)
        for part in totals(lines).by_rate:
            exact = sum(
                Fraction(each.quantity) * Fraction(each.unit_price)
                for each in lines
                if each.vat_rate == part.rate
            )
            vat = Fraction(part.base) * int(part.rate) / 100
            self.assertLessEqual(abs(Fraction(part.base) - exact), half_a_cent)
            self.assertLessEqual(abs(Fraction(part.vat) - vat), half_a_cent)

    @given(st.lists(priced, max_size=6), st.randoms())
    def test_order_of_lines_does_not_count(self, lines, random):
        shuffled = random.sample(lines, len(lines))
        self.assertEqual(totals(shuffled), totals(lines))


class TestCheckInventory(TestCase):
    def test_accepted(self):
        free = InventoryLine("GIFT", "Offert", "pièce", Decimal("0"), "0")
        self.assertEqual(check_inventory([*INVENTORY, free]), [])

    def test_refused(self):
        lines = [
            AUDIT,
            LICENCE,
            InventoryLine("AUD", "Audit bis", "jour", Decimal("-1"), "20"),
        ]
        self.assertEqual(
            [(reason.code, reason.field) for reason in check_inventory(lines)],
            [
                ("duplicate_code", "lines.2.code"),
                ("price_negative", "lines.2.unit_price"),
                ("unknown_vat_rate", "lines.2.vat_rate"),
            ],
        )

    def test_empty(self):
        (found,) = check_inventory([])
        self.assertEqual((found.code, found.field), ("no_lines", "lines"))


class TestInForce(TestCase):
    first = InventoryVersion("u1", 1, date(2023, 1, 1), date(2023, 12, 31))
    second = InventoryVersion("u2", 2, date(2024, 1, 1))
    early = InventoryVersion("u3", 3, date(2023, 12, 1))

    def test_both_dates_are_included(self):
        versions = [self.first, self.second]
        for day, expected in (
            (date(2022, 12, 31), None),
            (date(2023, 1, 1), self.first),
            (date(2023, 12, 31), self.first),
            (date(2024, 1, 1), self.second),
            (date(2099, 1, 1), self.second),
        ):
            self.assertEqual(in_force(versions, day), expected, day)

    def test_the_latest_of_several(self):
        for versions in ([self.first, self.early], [self.early, self.first]):
            self.assertEqual(in_force(versions, date(2023, 12, 15)), self.early)

    def test_the_last_given_of_the_same_day(self):
        again = InventoryVersion("u4", "2b", date(2024, 1, 1))
        self.assertEqual(in_force([self.second, again], date(2024, 2, 1)), again)
        self.assertEqual(in_force([again, self.second], date(2024, 2, 1)), self.second)

    def test_none(self):
        self.assertIsNone(in_force([], date(2024, 1, 1)))
        self.assertIsNone(in_force([self.first], date(2024, 1, 1)))
