from decimal import Decimal
from decimal import Inexact
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import money
from unittest import TestCase


amounts = st.decimals(-(10**12) + 1, 10**12 - 1, places=2)
unit_prices = st.decimals(-(10**12) + 1, 10**12 - 1, places=4)
decimals = st.decimals(-(10**12), 10**12, places=7)


class TestParse(TestCase):
    @given(amounts)
    def test_money_round_trip(self, amount):
        self.assertEqual(money.parse_money(money.to_text(amount)), amount)

    @given(unit_prices)
    def test_unit_price_round_trip(self, price):
        self.assertEqual(money.parse_unit_price(money.to_text(price, 4)), price)

    def test_accepted(self):
        for text, value in (
            ("0", "0"),
            ("1234.5", "1234.50"),
            ("-0.05", "-0.05"),
            ("999999999999.99", "999999999999.99"),
        ):
            self.assertEqual(money.parse_money(text), Decimal(value))
        self.assertEqual(money.parse_unit_price("0.1234"), Decimal("0.1234"))

    def test_minus_zero_is_zero(self):
        self.assertEqual(str(money.parse_money("-0.00")), "0.00")

    def test_refused(self):
        for text in (
            "",
            " ",
            " 1",
            "1\n",
            "1,50",
            "1 234",
            "1.234,50",
            "1_000",
            "+1",
            "--1",
            "1.",
            ".5",
            "1.234",
            "1e3",
            "NaN",
            "Infinity",
            "\u0661",
            "1234567890123",
            None,
            12,
            1.5,
            Decimal("1"),
        ):
            with self.subTest(text), self.assertRaisesRegex(ValueError, "amount"):
                money.parse_money(text)

    def test_unit_price_has_four_decimals_at_most(self):
        with self.assertRaisesRegex(ValueError, "4 decimals"):
            money.parse_unit_price("0.12345")
        with self.assertRaisesRegex(ValueError, "2 decimals"):
            money.parse_money("0.123")


class TestRounding(TestCase):
    def test_half_a_cent_goes_away_from_zero(self):
        for exact, rounded in (
            ("0.005", "0.01"),
            ("0.015", "0.02"),
            ("0.00499999", "0.00"),
            ("-0.005", "-0.01"),
            ("-0.004", "0.00"),
            ("2.5", "2.50"),
        ):
            self.assertEqual(str(money.round_cents(Decimal(exact))), rounded)

    @given(decimals)
    def test_never_off_by_more_than_half_a_cent(self, amount):
        rounded = money.round_cents(amount)
        self.assertLessEqual(abs(rounded - amount), Decimal("0.005"))
        self.assertEqual(rounded.as_tuple().exponent, -2)

    def test_only_amounts_are_rounded(self):
        for text in ("NaN", "Infinity"):
            with self.assertRaises(ValueError):
                money.round_cents(Decimal(text))


class TestExact(TestCase):
    @given(unit_prices, unit_prices)
    def test_product_loses_no_digit(self, first, second):
        product = money.exact_product(first, second)
        self.assertEqual(Fraction(product), Fraction(first) * Fraction(second))

    def test_product_beyond_the_usual_precision(self):
        largest = Decimal("999999999999.9999")
        self.assertEqual(
            money.exact_product(largest, largest),
            Decimal("999999999999999800000000.00000001"),
        )

    @given(st.lists(decimals, max_size=8))
    def test_sum_loses_no_digit(self, amounts):
        total = money.exact_sum(amounts)
        self.assertEqual(Fraction(total), sum(map(Fraction, amounts)))

    def test_a_digit_that_would_be_lost_is_an_error(self):
        with self.assertRaises(Inexact):
            money.exact_sum([Decimal("1E+120"), Decimal("1")])


class TestText(TestCase):
    def test_two_digits(self):
        for value, text in (
            ("0", "0.00"),
            ("1234.5", "1234.50"),
            ("1E+3", "1000.00"),
            ("-0.001", "0.00"),
            ("1.005", "1.01"),
            ("-7.1", "-7.10"),
        ):
            self.assertEqual(money.to_text(Decimal(value)), text)

    def test_unit_prices_drop_zeros_beyond_two_digits(self):
        for value, text in (
            ("1", "1.00"),
            ("1.1000", "1.10"),
            ("1.1250", "1.125"),
            ("1.1234", "1.1234"),
            ("1.12345", "1.1235"),
            ("0.0001", "0.0001"),
        ):
            self.assertEqual(money.to_text(Decimal(value), 4), text)

    def test_french(self):
        for value, text in (
            ("1234.56", "1\u00a0234,56\u00a0€"),
            ("750000", "750\u00a0000,00\u00a0€"),
            ("1234567.005", "1\u00a0234\u00a0567,01\u00a0€"),
            ("-999.9", "-999,90\u00a0€"),
            ("0", "0,00\u00a0€"),
        ):
            self.assertEqual(money.format_fr(Decimal(value)), text)
