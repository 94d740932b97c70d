from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.closure import admissibility_reasons
from imio.centrale.domain.closure import closure_reasons
from imio.centrale.domain.closure import editable_fields
from imio.centrale.domain.closure import FIELDS
from imio.centrale.domain.closure import flag_reasons
from imio.centrale.domain.closure import invoice_reasons
from imio.centrale.domain.program_rules import ProgramRules
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


class TestAdmissibility(TestCase):
    """The deadlines of text 000, day and hour."""

    FIVE_PM = datetime(2024, 7, 5, 17, tzinfo=BRUSSELS)
    SECOND = timedelta(seconds=1)

    def found(self, invoice=date(2024, 6, 30), received=FIVE_PM, **deadlines):
        rules = ProgramRules(
            **{
                "invoice_issue_deadline": date(2024, 6, 30),
                "dossier_deadline": self.FIVE_PM,
                **deadlines,
            }
        )
        reasons = admissibility_reasons(rules, invoice, received)
        return [each.code for each in reasons]

    def test_to_the_last_second(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(
            self.found(received=self.FIVE_PM + self.SECOND), ["dossier_too_late"]
        )

    def test_the_invoice_issued_late(self):
        self.assertEqual(self.found(invoice=date(2024, 7, 1)), ["invoice_issued_late"])

    def test_the_other_set_of_dates(self):
        copy = {"dossier_deadline": None, "invoice_copy_deadline": date(2024, 8, 31)}
        evening = datetime(2024, 8, 31, 23, 59, 59, tzinfo=BRUSSELS)
        self.assertEqual(self.found(received=evening, **copy), [])
        self.assertEqual(
            self.found(received=evening + self.SECOND, **copy),
            ["invoice_copy_too_late"],
        )

    def test_without_deadlines(self):
        none = {"invoice_issue_deadline": None, "dossier_deadline": None}
        later = datetime(2030, 1, 1, tzinfo=BRUSSELS)
        self.assertEqual(self.found(date(2030, 1, 1), later, **none), [])

    def test_no_file_yet(self):
        late = self.FIVE_PM + self.SECOND
        self.assertEqual(self.found(None, late), ["dossier_too_late"])
        self.assertEqual(self.found(None), [])


class TestSentBack(TestCase):
    def test_a_piece_goes_with_what_was_typed_from_it(self):
        self.assertEqual(
            editable_fields(["invoice"]),
            (
                "invoice",
                "invoice_number",
                "invoice_date",
                "invoice_excl_vat",
                "invoice_incl_vat",
            ),
        )
        self.assertEqual(
            editable_fields({"payment_proof", "report"}),
            (
                "report",
                "report_signed_on",
                "payment_proof",
                "payment_date",
                "payment_amount",
            ),
        )

    def test_what_was_typed_goes_alone(self):
        self.assertEqual(editable_fields(["invoice_date"]), ("invoice_date",))
        self.assertEqual(editable_fields([]), ())

    def test_only_fields_of_the_file(self):
        self.assertEqual(flag_reasons(FIELDS), [])
        (why,) = flag_reasons(["invoice", "received"])
        self.assertEqual(
            (why.code, why.mapping), ("no_such_field", {"name": "received"})
        )
