from decimal import Decimal
from imio.centrale.domain.closure import closure_reasons
from imio.centrale.domain.closure import invoice_reasons
from unittest import TestCase


class TestClosure(TestCase):
    def test_complete(self):
        self.assertEqual(closure_reasons(True, True, True), [])

    def test_each_thing_missing(self):
        for arguments, code, field in (
            ((False, True, True), "report_missing", "report"),
            ((True, False, True), "invoice_missing", "invoice"),
            ((True, True, False), "payment_proof_missing", "payment_proof"),
        ):
            (found,) = closure_reasons(*arguments)
            self.assertEqual((found.code, found.field), (code, field))

    def test_everything_missing(self):
        self.assertEqual(len(closure_reasons(False, False, False)), 3)


class TestInvoice(TestCase):
    def test_totals(self):
        for excl_vat, incl_vat, expected in (
            ("100.00", "121.00", []),
            ("100.00", "100.00", []),
            ("100.00", "99.99", ["invoice_totals_inconsistent"]),
        ):
            found = invoice_reasons(Decimal(excl_vat), Decimal(incl_vat))
            self.assertEqual([reason.code for reason in found], expected)

    def test_missing_totals(self):
        for totals in ((None, Decimal(1)), (Decimal(1), None), (None, None)):
            (found,) = invoice_reasons(*totals)
            self.assertEqual(found.code, "invoice_totals_inconsistent")
            self.assertEqual(found.field, "invoice_incl_vat")
