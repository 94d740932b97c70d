from dataclasses import replace
from datetime import date
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice import InvoiceTotals
from imio.centrale.domain.invoice import Party
from imio.centrale.domain.invoice import Reference
from imio.centrale.domain.invoice import VatRow
from imio.centrale.domain.matching import carries
from imio.centrale.domain.matching import facts_of
from imio.centrale.domain.matching import form_findings
from imio.centrale.domain.matching import InvoiceFacts
from imio.centrale.domain.matching import match
from imio.centrale.domain.matching import OrderFacts
from imio.centrale.domain.matching import PaymentFacts
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import RateTotal
from imio.centrale.domain.pricing import totals
from unittest import TestCase


CODE = "CYB-26-QW7NQHZ"
SUPPLIER, AUTHORITY, OTHER = "0999100196", "0999200265", "0999300334"
RATES = (
    RateTotal("6", Decimal("100.00"), Decimal("6.00")),
    RateTotal("21", Decimal("900.00"), Decimal("189.00")),
)
ORDER = OrderFacts(
    tracking_code=CODE,
    ordered_on=date(2026, 3, 2),
    supplier_number=SUPPLIER,
    authority_number=AUTHORITY,
    excl_vat=Decimal("1000.00"),
    incl_vat=Decimal("1195.00"),
    by_rate=RATES,
    lines=1,
)
INVOICE = InvoiceFacts(
    number="F1",
    issued_on=date(2026, 5, 21),
    excl_vat=Decimal("1000.00"),
    incl_vat=Decimal("1195.00"),
    payable=Decimal("1195.00"),
    seller_number=SUPPLIER,
    buyer_number=AUTHORITY,
    by_rate=RATES,
    texts=("Service informatique", f"Dossier {CODE}"),
)
#: What a supplier types beside a PDF.
TYPED = InvoiceFacts("F1", date(2026, 5, 21), Decimal("1000.00"), Decimal("1195.00"))
PAID = PaymentFacts(date(2026, 6, 10), Decimal("1195.00"))


def found(payment=PAID, order=ORDER, invoice=INVOICE, **changes):
    return match(order, replace(invoice, **changes), payment)


def codes(reasons):
    return [reason.code for reason in reasons]


class TestMatch(TestCase):
    def test_everything_fits(self):
        self.assertEqual(found(), [])

    def test_a_pdf_is_compared_by_what_was_typed(self):
        self.assertEqual(found(invoice=TYPED), [])
        self.assertEqual(
            codes(found(invoice=replace(TYPED, excl_vat=Decimal("1000.01")))),
            ["total_differs"],
        )

    def test_what_nobody_knows_is_compared_with_nothing(self):
        nothing = InvoiceFacts("", None, None, None)
        self.assertEqual(match(ORDER, nothing), [])

    def test_another_seller(self):
        (reason,) = found(seller_number=OTHER)
        self.assertEqual(
            (reason.code, reason.field), ("seller_is_not_the_supplier", "invoice")
        )
        self.assertEqual(reason.mapping, {"expected": SUPPLIER, "found": OTHER})

    def test_another_buyer(self):
        (reason,) = found(buyer_number=OTHER)
        self.assertEqual(reason.code, "buyer_is_not_the_authority")
        self.assertEqual(reason.mapping, {"expected": AUTHORITY, "found": OTHER})

    def test_seller_and_buyer_exchanged(self):
        self.assertEqual(
            codes(found(seller_number=AUTHORITY, buyer_number=SUPPLIER)),
            ["seller_is_not_the_supplier", "buyer_is_not_the_authority"],
        )

    def test_an_invoice_of_the_day_of_the_order(self):
        self.assertEqual(found(issued_on=ORDER.ordered_on), [])

    def test_an_invoice_before_its_order(self):
        (reason,) = found(issued_on=date(2026, 3, 1))
        self.assertEqual(
            (reason.code, reason.field), ("invoice_before_order", "invoice_date")
        )
        self.assertEqual(
            reason.mapping, {"expected": "2026-03-02", "found": "2026-03-01"}
        )

    def test_paid_before_the_invoice(self):
        self.assertEqual(found(PaymentFacts(date(2026, 5, 21))), [])
        (reason,) = found(PaymentFacts(date(2026, 5, 20)))
        self.assertEqual(
            (reason.code, reason.field), ("paid_before_invoice", "payment_date")
        )
        self.assertFalse(blocks(reason))

    def test_paid_less(self):
        (reason,) = found(PaymentFacts(amount=Decimal("1194.99")))
        self.assertEqual(reason.code, "paid_less_than_invoice")
        self.assertEqual(reason.mapping, {"expected": "1195.00", "found": "1194.99"})
        self.assertTrue(blocks(reason))

    def test_what_was_paid_in_advance_is_no_longer_due(self):
        payment = PaymentFacts(amount=Decimal("195.00"))
        self.assertEqual(found(payment, payable=Decimal("195.00")), [])
        self.assertEqual(
            codes(found(payment, payable=None)), ["paid_less_than_invoice"]
        )

    def test_an_invoice_in_another_currency_is_not_compared_by_amount(self):
        (reason,) = found(currency="USD", excl_vat=Decimal(5), seller_number=SUPPLIER)
        self.assertEqual(
            (reason.code, reason.mapping), ("foreign_currency", {"text": "USD"})
        )
        self.assertTrue(blocks(reason))


class TestCode(TestCase):
    def test_absent(self):
        (reason,) = found(texts=("Service informatique",))
        self.assertEqual(reason.code, "code_absent")
        self.assertEqual(reason.mapping, {"document": "invoice"})

    def test_a_file_without_texts_lacks_it(self):
        self.assertEqual(codes(found(texts=())), ["code_absent"])

    def test_a_document_that_was_not_read_here_is_proved_elsewhere(self):
        self.assertEqual(found(texts=None), [])

    def test_in_any_way_of_writing(self):
        for text in ("cyb 26 qw7nqhz", "Réf:CYB26QW7NQHZ.", "CYB–26–QW7NQHZ"):
            self.assertTrue(carries(CODE, ["", text]), text)
        for text in ("CYB-26-QW7NQH", "CYB-26-QW7NQH2", "26-QW7NQHZ"):
            self.assertFalse(carries(CODE, [text]), text)

    def test_not_over_two_texts(self):
        self.assertFalse(carries(CODE, ["CYB-26-", "QW7NQHZ"]))


class TestAmounts(TestCase):
    def test_more_than_ordered_blocks(self):
        (reason,) = found(excl_vat=Decimal("1000.01"))
        self.assertEqual(
            (reason.code, reason.field), ("total_differs", "invoice_excl_vat")
        )
        self.assertEqual(
            reason.mapping,
            {
                "expected": "1000.00",
                "found": "1000.01",
                "basis": "excl_vat",
                "direction": "over",
            },
        )
        self.assertTrue(blocks(reason))

    def test_less_than_ordered_is_told(self):
        (reason,) = found(incl_vat=Decimal("1194.98"), payable=None)
        self.assertEqual(reason.field, "invoice_incl_vat")
        self.assertEqual(reason.mapping["direction"], "under")
        self.assertFalse(blocks(reason))

    def test_vat_by_rate(self):
        moved = (
            RateTotal("0", Decimal("100.00"), Decimal("0.00")),
            replace(RATES[1], vat=Decimal("195.00")),
        )
        reasons = found(by_rate=moved)
        self.assertEqual(codes(reasons), ["vat_differs"] * 3)
        self.assertEqual(
            [reason.mapping["rate"] for reason in reasons], ["0", "6", "21"]
        )
        self.assertEqual(
            reasons[2].mapping,
            {
                "expected": "189.00",
                "found": "195.00",
                "rate": "21",
                "expected_base": "900.00",
                "found_base": "900.00",
            },
        )

    def test_a_rate_that_is_not_belgian(self):
        strange = (RateTotal("5.5", Decimal("1000.00"), Decimal("195.00")),)
        self.assertEqual(
            [reason.mapping["rate"] for reason in found(by_rate=strange)],
            ["5.5", "6", "21"],
        )

    def test_an_order_that_does_not_say_its_rates(self):
        self.assertEqual(found(order=replace(ORDER, by_rate=())), [])

    def test_reverse_charge_is_compared_without_vat(self):
        reasons = found(
            is_reverse_charge=True,
            incl_vat=Decimal("1000.00"),
            payable=Decimal("1000.00"),
            by_rate=(RateTotal("0", Decimal("1000.00"), Decimal("0.00")),),
        )
        self.assertEqual(codes(reasons), ["reverse_charge"])
        self.assertFalse(blocks(reasons[0]))
        self.assertIn(
            "total_differs",
            codes(found(is_reverse_charge=True, excl_vat=Decimal(9999))),
        )


prices = st.decimals(Decimal("0.0001"), Decimal("999"), places=4)
quantities = st.integers(1, 50).map(Decimal)
offer_lines = st.tuples(quantities, prices, st.sampled_from(("0", "6", "12", "21")))


def invoiced(lines):
    """An invoice adds up lines that are each rounded, as BT-131 is."""
    by_rate = []
    for rate in sorted({rate for _, _, rate in lines}, key=int):
        nets = [round_cents(q * p) for q, p, line_rate in lines if line_rate == rate]
        base = sum(nets)
        by_rate.append(RateTotal(rate, base, round_cents(base * Decimal(rate) / 100)))
    excl_vat = sum(row.base for row in by_rate)
    incl_vat = excl_vat + sum(row.vat for row in by_rate)
    return excl_vat, incl_vat, tuple(by_rate)


class TestRounding(TestCase):
    @given(st.lists(offer_lines, min_size=1, max_size=12))
    def test_an_invoice_rounded_line_by_line_fits(self, lines):
        offer = totals(
            PricedLine("", "", "", rate, quantity, price, price)
            for quantity, price, rate in lines
        )
        order = replace(
            ORDER,
            excl_vat=offer.excl_vat,
            incl_vat=offer.incl_vat,
            by_rate=offer.by_rate,
            lines=len(lines),
        )
        excl_vat, incl_vat, by_rate = invoiced(lines)
        self.assertEqual(
            match(
                order,
                replace(INVOICE, excl_vat=excl_vat, incl_vat=incl_vat, by_rate=by_rate),
            ),
            [],
        )

    def test_at_each_rate_too(self):
        cent = (RATES[0], replace(RATES[1], base=Decimal("900.01")))
        self.assertEqual(found(order=replace(ORDER, lines=2), by_rate=cent), [])
        self.assertEqual(codes(found(by_rate=cent)), ["vat_differs"])

    def test_half_a_cent_a_line_and_no_more(self):
        for lines, cents, expected in (
            (1, 1, ["total_differs"]),
            (2, 1, []),
            (2, 2, ["total_differs"]),
            (10, 5, []),
            (10, 6, ["total_differs"]),
        ):
            order = replace(ORDER, lines=lines)
            excl_vat = ORDER.excl_vat + Decimal(cents).scaleb(-2)
            self.assertEqual(codes(found(order=order, excl_vat=excl_vat)), expected)


class TestFactsOf(TestCase):
    INVOICE = Invoice(
        number="F1",
        issue_date=date(2026, 5, 21),
        type_code="380",
        currency="",
        seller=Party("A", SUPPLIER),
        buyer=Party("B"),
        totals=InvoiceTotals(payable=Decimal("5.00")),
        vat_rows=(
            VatRow("E", "0", Decimal(1), Decimal(0)),
            VatRow("S", "21", Decimal(2), Decimal("0.42")),
            VatRow("O", "", Decimal(4), Decimal(0)),
        ),
        lines=(),
        references=(Reference("BT-10", CODE),),
    )

    def test_every_rate_once(self):
        facts = facts_of(self.INVOICE)
        self.assertEqual(
            facts.by_rate,
            (
                RateTotal("0", Decimal(5), Decimal(0)),
                RateTotal("21", Decimal(2), Decimal("0.42")),
            ),
        )

    def test_the_rest(self):
        facts = facts_of(self.INVOICE)
        self.assertEqual((facts.seller_number, facts.buyer_number), (SUPPLIER, None))
        self.assertEqual((facts.currency, facts.texts), ("EUR", (CODE,)))
        self.assertEqual((facts.excl_vat, facts.payable), (None, Decimal("5.00")))

    def test_rates_of_which_a_figure_is_missing(self):
        row = VatRow("S", "21", None, Decimal(1))
        self.assertIsNone(facts_of(replace(self.INVOICE, vat_rows=(row,))).by_rate)
        self.assertIsNone(facts_of(replace(self.INVOICE, vat_rows=())).by_rate)


class TestForm(TestCase):
    def test_the_form_says_the_same(self):
        self.assertEqual(form_findings(TYPED, INVOICE), [])

    def test_a_number_without_regard_to_case_and_blanks(self):
        self.assertEqual(form_findings(replace(TYPED, number=" f 1"), INVOICE), [])

    def test_another_number(self):
        (reason,) = form_findings(replace(TYPED, number="F2"), INVOICE)
        self.assertEqual(
            (reason.code, reason.field), ("invoice_number_differs", "invoice_number")
        )
        self.assertEqual(reason.mapping, {"expected": "F1", "found": "F2"})

    def test_another_date(self):
        (reason,) = form_findings(replace(TYPED, issued_on=date(2026, 5, 22)), INVOICE)
        self.assertEqual(
            (reason.code, reason.field), ("invoice_date_differs", "invoice_date")
        )
        self.assertEqual(
            reason.mapping, {"expected": "2026-05-21", "found": "2026-05-22"}
        )

    def test_other_totals(self):
        reasons = form_findings(
            replace(TYPED, excl_vat=Decimal(1), incl_vat=Decimal(2)), INVOICE
        )
        self.assertEqual(
            [(reason.code, reason.field) for reason in reasons],
            [
                ("invoice_total_differs", "invoice_excl_vat"),
                ("invoice_total_differs", "invoice_incl_vat"),
            ],
        )
        self.assertTrue(all(map(blocks, reasons)))

    def test_a_file_that_is_silent_contradicts_nothing(self):
        self.assertEqual(form_findings(TYPED, InvoiceFacts("", None, None, None)), [])
