from datetime import date
from decimal import Decimal
from imio.centrale.domain.invoice import InvoiceTotals
from imio.centrale.domain.invoice import Party
from imio.centrale.domain.invoice import Reference
from imio.centrale.domain.invoice import VatRow
from imio.centrale.domain.invoice_rules import invoice_findings
from imio.centrale.domain.matching import carries
from imio.centrale.domain.matching import facts_of
from imio.centrale.domain.reasons import Refused
from imio.centrale.evidence.ubl import MAX_REFERENCES
from imio.centrale.evidence.ubl import read_invoice
from imio.centrale.evidence.ubl_terms import MAX_FAULTS
from imio.centrale.evidence.ubl_terms import MAX_TEXT
from pathlib import Path
from unittest import TestCase


EXAMPLES = Path(__file__).parent.parent / "examples"
CODE = "CYB-26-QW7NQHZ"


def example(name="invoice-standard"):
    return (EXAMPLES / f"{name}.xml").read_text(encoding="utf-8")


def invoice(name="invoice-standard", **changes):
    """An example with some of its text replaced: each must be there."""
    return read_invoice(changed(example(name), changes).encode())


def changed(text, changes):
    for old, new in changes.items():
        if old not in text:
            raise ValueError(f"{old} is not in the example.")
        text = text.replace(old, new)
    return text


def changed_invoice(old, new, name="invoice-standard"):
    return invoice(name, **{old: new})


def codes(found):
    return [reason.code for reason in found]


def mappings(found, code):
    return [reason.mapping for reason in found if reason.code == code]


class TestStandard(TestCase):
    def setUp(self):
        self.invoice = invoice()

    def test_header(self):
        found = self.invoice
        self.assertEqual(found.number, "F2026-0105")
        self.assertEqual(found.issue_date, date(2026, 5, 21))
        self.assertEqual(found.due_date, date(2026, 6, 20))
        self.assertEqual((found.type_code, found.currency), ("380", "EUR"))
        self.assertEqual(found.buyer_reference, "Service informatique")
        self.assertEqual(found.project_reference, CODE)
        self.assertEqual(found.contract_reference, "Lot 1")
        self.assertEqual(found.purchase_order, "BC-2026-17")
        self.assertEqual(found.sales_order, "CV-443")
        self.assertEqual(found.notes, (f"Dossier {CODE}",))
        self.assertEqual(found.payment_reference, "+++000/0026/00105+++")
        self.assertEqual(found.account, "BE65999001234596")

    def test_parties(self):
        self.assertEqual(
            self.invoice.seller,
            Party("Exemple Cyber SRL", "0999100196", "BE0999100196"),
        )
        self.assertEqual(
            self.invoice.buyer,
            Party("Commune de Valbrume", "0999200265", "BE0999200265"),
        )

    def test_totals(self):
        self.assertEqual(
            self.invoice.totals,
            InvoiceTotals(
                lines=Decimal("10000.00"),
                excl_vat=Decimal("10000.00"),
                vat=Decimal("2100.00"),
                incl_vat=Decimal("12100.00"),
                payable=Decimal("12100.00"),
            ),
        )
        self.assertEqual(
            self.invoice.vat_rows,
            (VatRow("S", "21", Decimal("10000.00"), Decimal("2100.00")),),
        )

    def test_lines(self):
        first, second = self.invoice.lines
        self.assertEqual(
            (first.id, first.item_code, first.unit), ("1", "AUD-01", "DAY")
        )
        self.assertEqual(first.description, "Audit de sécurité, par jour")
        self.assertEqual((first.quantity, first.price), (Decimal(10), Decimal(850)))
        self.assertEqual(second.net, Decimal("1500.00"))
        self.assertEqual((second.category, second.rate), ("S", "21"))

    def test_references_in_which_a_code_may_stand(self):
        self.assertIn(Reference("BT-11", CODE), self.invoice.references)
        self.assertIn(Reference("BT-22", f"Dossier {CODE}"), self.invoice.references)
        self.assertIn(Reference("BT-13", "BC-2026-17"), self.invoice.references)

    def test_nothing_is_wrong(self):
        self.assertEqual(invoice_findings(self.invoice), [])


class TestOtherExamples(TestCase):
    def test_nothing_is_wrong_in_any_that_is_in_euro(self):
        names = {path.stem for path in EXAMPLES.glob("*.xml")}
        self.assertGreater(len(names), 7)
        for name in names - {"credit-note", "invoice-foreign-currency"}:
            with self.subTest(name):
                found = invoice(name)
                self.assertEqual(invoice_findings(found), [])
                texts = facts_of(found).texts
                self.assertTrue(carries(CODE, texts))

    def test_several_rates(self):
        found = invoice("invoice-vat-rates")
        self.assertEqual(
            [(row.category, row.rate, str(row.amount)) for row in found.vat_rows],
            [("S", "6", "121.50"), ("S", "21", "84.00"), ("E", "0", "0.00")],
        )
        self.assertEqual(found.lines[2].base_quantity, Decimal(100))
        self.assertEqual(found.lines[2].rate, "6")

    def test_allowances_and_charges(self):
        found = invoice("invoice-allowance-charge")
        allowance, charge = found.allowances_charges
        self.assertFalse(allowance.is_charge)
        self.assertEqual((allowance.amount, allowance.rate), (Decimal(200), "21"))
        self.assertEqual(allowance.reason, "Remise de fin de mission")
        self.assertTrue(charge.is_charge)
        self.assertEqual(found.lines[0].adjustment, Decimal("-50.00"))
        self.assertEqual(found.totals.prepaid, Decimal("1000.00"))
        self.assertEqual(found.totals.rounding, Decimal("0.01"))
        self.assertEqual(found.totals.payable, Decimal("10858.01"))

    def test_a_foreign_currency_and_its_vat_in_euro(self):
        found = invoice("invoice-foreign-currency")
        self.assertEqual(found.totals.vat, Decimal("2100.00"))
        (finding,) = invoice_findings(found)
        self.assertEqual(finding.code, "foreign_currency")
        self.assertEqual(finding.mapping, {"text": "GBP"})

    def test_reverse_charge(self):
        self.assertTrue(invoice("invoice-reverse-charge").is_reverse_charge)
        self.assertFalse(invoice().is_reverse_charge)

    def test_an_attachment(self):
        (found,) = invoice("invoice-attachment").attachments
        self.assertEqual(found.filename, "F2026-0110.pdf")
        self.assertEqual(found.mime_type, "application/pdf")
        self.assertTrue(found.data.startswith(b"%PDF-1.4"))
        self.assertNotIn("PDF-1.4", repr(found))

    def test_the_seller_of_a_vat_unit_keeps_its_own_number(self):
        found = invoice("invoice-structured-communication")
        self.assertEqual(found.seller.enterprise_number, "0999100196")
        self.assertEqual(found.seller.vat_number, "BE0999300334")
        self.assertEqual(found.buyer, Party("Commune de Valbrume", "0999200265"))


class TestParties(TestCase):
    def seller(self, old, new):
        return changed_invoice(old, new).seller.enterprise_number

    def test_a_vat_number_alone_is_enough(self):
        found = self.seller('schemeID="0208">0999100196', 'schemeID="0088">5412345')
        self.assertEqual(found, "0999100196")

    def test_the_number_as_people_write_it(self):
        found = self.seller('schemeID="0208">0999100196', ">BE 0999.100.196")
        self.assertEqual(found, "0999100196")

    def test_a_number_of_another_country_is_not_taken_for_a_belgian_one(self):
        text = example().replace('schemeID="0208"', "").replace("BE0999", "NL0999")
        found = read_invoice(text.replace(">BE</cbc:Id", ">NL</cbc:Id").encode())
        self.assertEqual(found.seller.enterprise_number, "")
        self.assertEqual(found.seller.vat_number, "NL0999100196")
        self.assertEqual(
            mappings(invoice_findings(found), "party_number_missing"),
            [{"role": "seller"}, {"role": "buyer"}],
        )

    def test_a_number_of_the_customer_file_is_not_an_enterprise_number(self):
        internal = (
            "<cac:PartyIdentification><cbc:ID>0999300334</cbc:ID>"
            "</cac:PartyIdentification><cac:PartyName>"
        )
        text = example().replace('schemeID="0208"', 'schemeID="0088"')
        text = text.replace("<cac:PartyName>", internal)
        self.assertEqual(
            read_invoice(text.encode()).seller.enterprise_number, "0999100196"
        )

    def test_a_wrong_number_is_none(self):
        self.assertEqual(self.seller("0999100196", "0999100197"), "")

    def test_a_trading_name_where_there_is_no_other(self):
        text = example().replace("cbc:RegistrationName>", "cbc:CompanyLegalForm>")
        self.assertEqual(read_invoice(text.encode()).buyer.name, "Commune de Valbrume")


class TestFaults(TestCase):
    def test_illegible_terms_are_named_and_stay_empty(self):
        for term, old, new, empty in (
            ("BT-2", ">2026-05-21<", ">21/05/2026<", "issue_date"),
            ("BT-2", ">2026-05-21<", ">2026-02-30<", "issue_date"),
            ("BT-2", ">2026-05-21<", ">20260521<", "issue_date"),
            ("BT-9", ">2026-06-20<", ">soon<", "due_date"),
        ):
            with self.subTest(new):
                found = changed_invoice(old, new)
                self.assertIsNone(getattr(found, empty))
                (fault,) = invoice_findings(found)
                self.assertEqual(fault.code, "invoice_term_invalid")
                self.assertEqual(fault.mapping, {"term": term, "text": new[1:-1]})

    def test_illegible_amounts(self):
        for text in ("1e4", "NaN", "INF", "-", "10.000,00", "1234567890123", "9.999"):
            with self.subTest(text):
                found = changed_invoice(
                    ">12100.00</cbc:TaxIncl", f">{text}</cbc:TaxIncl"
                )
                self.assertIsNone(found.totals.incl_vat)
                self.assertEqual(codes(found.faults), ["invoice_term_invalid"])
                self.assertEqual(found.faults[0].mapping["term"], "BT-112")

    def test_other_ways_of_writing(self):
        for text in ("+12100", "12100.", "0012100.0000", " 12100.00\n"):
            found = changed_invoice(">12100.00</cbc:TaxIncl", f">{text}</cbc:TaxIncl")
            self.assertEqual(str(found.totals.incl_vat), "12100.00")
        self.assertEqual(
            changed_invoice(">2026-05-21<", ">2026-05-21+02:00<").issue_date,
            date(2026, 5, 21),
        )

    def test_a_comment_or_an_instruction_does_not_cut_a_term(self):
        for inside in ("<!-- a -->", "<?a b?>"):
            found = changed_invoice(">F2026-0105<", f">F2026-{inside}0105<")
            self.assertEqual(found.number, "F2026-0105")

    def test_a_minus_zero_is_zero(self):
        found = changed_invoice(">2100.00<", ">-0.00<")
        self.assertEqual(str(found.totals.vat), "0.00")

    def test_rates_without_useless_zeros(self):
        for text, rate in (
            ("21.00", "21"),
            ("021", "21"),
            ("5.50", "5.5"),
            ("0.000", "0"),
            ("-0", "0"),
            ("100", "100"),
            ("x", ""),
        ):
            found = changed_invoice(">21</cbc:Percent>", f">{text}</cbc:Percent>")
            self.assertEqual(found.vat_rows[0].rate, rate)

    def test_an_amount_in_another_currency_than_the_invoice(self):
        found = changed_invoice(
            'PayableAmount currencyID="EUR"', 'PayableAmount currencyID="USD"'
        )
        self.assertEqual(
            mappings(invoice_findings(found), "foreign_currency"), [{"text": "USD"}]
        )

    def test_an_attachment_that_is_not_base64(self):
        for wrong in ("J*****BE", "JVBEX", "é"):
            found = changed_invoice("JVBE", wrong, "invoice-attachment")
            self.assertEqual(found.attachments, ())
            (fault,) = found.faults
            self.assertEqual(fault.code, "attachment_unreadable")
            self.assertEqual(fault.mapping, {"filename": "F2026-0110.pdf"})

    def test_a_charge_indicator_that_is_neither(self):
        found = changed_invoice(">true<", ">perhaps<", "invoice-allowance-charge")
        self.assertEqual(codes(found.faults), ["invoice_term_invalid"])
        self.assertEqual(found.faults[0].mapping["text"], "perhaps")

    def test_a_file_that_is_all_faults_gives_the_first_ones(self):
        lines = "".join(
            "<cac:InvoiceLine><cbc:InvoicedQuantity>q%d</cbc:InvoicedQuantity>"
            "</cac:InvoiceLine>" % number
            for number in range(3 * MAX_FAULTS)
        )
        found = changed_invoice("</Invoice>", f"{lines}</Invoice>")
        self.assertEqual(len(found.faults), MAX_FAULTS)

    def test_long_texts_are_cut(self):
        found = changed_invoice(f"Dossier {CODE}", "x" * (3 * MAX_TEXT))
        self.assertEqual(found.notes, ("x" * MAX_TEXT,))

    def test_so_are_the_references_together(self):
        notes = "".join(
            f"<cbc:Note>{number:05d}{'x' * MAX_TEXT}</cbc:Note>"
            for number in range(300)
        )
        found = changed_invoice("<cbc:Note>", f"{notes}<cbc:Note>")
        total = sum(len(reference.text) for reference in found.references)
        self.assertLessEqual(total, MAX_REFERENCES)
        self.assertGreater(total, MAX_REFERENCES - MAX_TEXT)

    def test_an_empty_invoice_is_all_missing(self):
        text = (
            '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
        )
        found = read_invoice(text.encode())
        self.assertIsNone(found.issue_date)
        self.assertEqual(found.lines, ())
        missing = mappings(invoice_findings(found), "invoice_term_missing")
        self.assertEqual(len(missing), 12)
        self.assertIn({"term": "BG-25"}, missing)


class TestCreditNote(TestCase):
    def refusal(self, text):
        with self.assertRaises(Refused) as caught:
            read_invoice(text.encode())
        (reason,) = caught.exception.reasons
        return reason.code, reason.field

    def test_by_its_root(self):
        self.assertEqual(
            self.refusal(example("credit-note")), ("credit_note", "invoice")
        )

    def test_by_its_type(self):
        text = example().replace(">380<", "> 381\n<")
        self.assertEqual(self.refusal(text), ("credit_note", "invoice"))
