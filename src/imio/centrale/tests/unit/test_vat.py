from decimal import Decimal
from imio.centrale.domain.vat import vat_amount
from imio.centrale.domain.vat import VAT_RATES
from unittest import TestCase


class TestVat(TestCase):
    def test_rates_in_order(self):
        self.assertEqual(VAT_RATES, ("0", "6", "12", "21"))

    def test_amount_to_the_cent_half_up(self):
        for base, rate, vat in (
            ("100.00", "21", "21.00"),
            ("0.50", "21", "0.11"),
            ("0.02", "21", "0.00"),
            ("10.25", "6", "0.62"),
            ("1.25", "12", "0.15"),
            ("99.99", "0", "0.00"),
        ):
            self.assertEqual(str(vat_amount(Decimal(base), rate)), vat)

    def test_other_rates_are_refused(self):
        for rate in ("5", "20", "", "06", "21.0", 21):
            with self.subTest(rate), self.assertRaises(ValueError):
                vat_amount(Decimal("100"), rate)
