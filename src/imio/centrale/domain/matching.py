"""Three-way match: what was ordered, what is invoiced, what was paid.

An invoice is either read from UBL or typed by the supplier beside a PDF: the facts are
the same, and what nobody knows is ``None`` and compared with nothing. Amounts are euro.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.invoice import EURO
from imio.centrale.domain.invoice import FIELD
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice_rules import currency_reasons
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import RateTotal
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.tracking import key


#: What rounding each line of an invoice to the cent (BT-131) can move, in euro a line:
#: an order is rounded once per VAT rate.
_HALF_A_CENT = Decimal("0.005")
_NO_VAT = RateTotal("0", Decimal("0.00"), Decimal("0.00"))


@dataclass(frozen=True)
class OrderFacts:
    """What the authority ordered.

    ``ordered_on`` is the date of the purchase order; ``by_rate`` holds the totals of the
    offer it rests on, ``lines`` how many lines that offer has.
    """

    tracking_code: str
    ordered_on: date | None
    supplier_number: str
    authority_number: str
    excl_vat: Decimal
    incl_vat: Decimal
    by_rate: tuple[RateTotal, ...] = ()
    lines: int = 1


@dataclass(frozen=True)
class InvoiceFacts:
    """What is invoiced.

    ``payable`` is what remains to be paid (BT-115), the total including VAT where nobody
    says so. ``texts`` are those in which the tracking code may stand; ``None`` for a
    document that was not read here, whose code is proved elsewhere.
    """

    number: str
    issued_on: date | None
    excl_vat: Decimal | None
    incl_vat: Decimal | None
    payable: Decimal | None = None
    currency: str = EURO
    seller_number: str | None = None
    buyer_number: str | None = None
    by_rate: tuple[RateTotal, ...] | None = None
    is_reverse_charge: bool = False
    texts: tuple[str, ...] | None = None


@dataclass(frozen=True)
class PaymentFacts:
    """What the proof of payment shows."""

    paid_on: date | None = None
    amount: Decimal | None = None


def facts_of(invoice: Invoice) -> InvoiceFacts:
    """The facts of an invoice read from UBL."""
    totals = invoice.totals
    return InvoiceFacts(
        number=invoice.number,
        issued_on=invoice.issue_date,
        excl_vat=totals.excl_vat,
        incl_vat=totals.incl_vat,
        payable=totals.payable,
        currency=invoice.currency or EURO,
        seller_number=invoice.seller.enterprise_number or None,
        buyer_number=invoice.buyer.enterprise_number or None,
        by_rate=_rate_totals(invoice),
        is_reverse_charge=invoice.is_reverse_charge,
        texts=tuple(reference.text for reference in invoice.references),
    )


def _rate_totals(invoice: Invoice) -> tuple[RateTotal, ...] | None:
    """Every rate once: a zero may be spread over several categories."""
    rows = invoice.vat_rows
    if not rows or None in [
        figure for row in rows for figure in (row.base, row.amount)
    ]:
        return None
    rates = sorted({row.rate or "0" for row in rows}, key=Decimal)
    return tuple(
        RateTotal(
            rate,
            exact_sum(row.base for row in rows if (row.rate or "0") == rate),
            exact_sum(row.amount for row in rows if (row.rate or "0") == rate),
        )
        for rate in rates
    )


def match(
    order: OrderFacts, invoice: InvoiceFacts, payment: PaymentFacts = PaymentFacts()
) -> list[Reason]:
    """What does not fit between an order, its invoice and its payment.

    ``seller_is_not_the_supplier``, ``buyer_is_not_the_authority``, ``code_absent``,
    ``invoice_before_order``, ``paid_before_invoice``; then, of an invoice in euro,
    ``total_differs``, ``vat_differs``, ``reverse_charge``, ``paid_less_than_invoice``,
    and ``foreign_currency`` of any other. Which of them block
    is for ``imio.centrale.domain.findings``.
    """
    findings = [*_wrong_parties(order, invoice), *_wrong_code(order, invoice)]
    findings += _wrong_days(order, invoice, payment)
    foreign = currency_reasons(invoice.currency)
    return findings + (foreign or [*_wrong_amounts(order, invoice, payment)])


def _wrong_parties(order: OrderFacts, invoice: InvoiceFacts) -> Iterator[Reason]:
    for code, expected, found in (
        ("seller_is_not_the_supplier", order.supplier_number, invoice.seller_number),
        ("buyer_is_not_the_authority", order.authority_number, invoice.buyer_number),
    ):
        if found is not None and found != expected:
            yield reason(code, FIELD, expected=expected, found=found)


def _wrong_code(order: OrderFacts, invoice: InvoiceFacts) -> Iterator[Reason]:
    if invoice.texts is not None and not carries(order.tracking_code, invoice.texts):
        yield reason("code_absent", FIELD, document=FIELD)


def carries(tracking_code: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the code, in any way of writing it."""
    return any(key(tracking_code) in key(text) for text in texts)


def _wrong_days(
    order: OrderFacts, invoice: InvoiceFacts, payment: PaymentFacts
) -> Iterator[Reason]:
    issued = invoice.issued_on
    if issued and order.ordered_on and issued < order.ordered_on:
        yield reason(
            "invoice_before_order",
            "invoice_date",
            expected=order.ordered_on,
            found=issued,
        )
    if issued and payment.paid_on and payment.paid_on < issued:
        yield reason(
            "paid_before_invoice",
            "payment_date",
            expected=issued,
            found=payment.paid_on,
        )


def _wrong_amounts(
    order: OrderFacts, invoice: InvoiceFacts, payment: PaymentFacts
) -> Iterator[Reason]:
    slack = _HALF_A_CENT * order.lines
    yield from _wrong_total("excl_vat", order.excl_vat, invoice.excl_vat, slack)
    if invoice.is_reverse_charge:
        yield reason("reverse_charge", FIELD)
    else:
        # The VAT moves with its base, and is rounded once more.
        yield from _wrong_total("incl_vat", order.incl_vat, invoice.incl_vat, slack * 2)
        yield from _wrong_vat(order, invoice, slack)
    payable = invoice.incl_vat if invoice.payable is None else invoice.payable
    if None not in (payment.amount, payable) and payment.amount < payable:
        yield _differs(
            "paid_less_than_invoice", "payment_proof", payable, payment.amount
        )


def _wrong_total(
    basis: str, expected: Decimal, found: Decimal | None, slack: Decimal
) -> Iterator[Reason]:
    if found is not None and abs(found - expected) > slack:
        direction = "over" if found > expected else "under"
        yield _differs(
            "total_differs",
            f"invoice_{basis}",
            expected,
            found,
            basis=basis,
            direction=direction,
        )


def _wrong_vat(
    order: OrderFacts, invoice: InvoiceFacts, slack: Decimal
) -> Iterator[Reason]:
    """By rate, of the base or of the VAT; an order that does not say is not compared."""
    if invoice.by_rate is None or not order.by_rate:
        return
    ordered = {total.rate: total for total in order.by_rate}
    invoiced = {total.rate: total for total in invoice.by_rate}
    for rate in sorted({*ordered, *invoiced}, key=Decimal):
        expected, found = ordered.get(rate, _NO_VAT), invoiced.get(rate, _NO_VAT)
        if max(abs(found.base - expected.base), abs(found.vat - expected.vat)) > slack:
            yield _differs(
                "vat_differs",
                FIELD,
                expected.vat,
                found.vat,
                rate=rate,
                expected_base=to_text(expected.base),
                found_base=to_text(found.base),
            )


def _differs(
    code: str, field: str, expected: Decimal, found: Decimal, **values: str
) -> Reason:
    return reason(
        code, field, expected=to_text(expected), found=to_text(found), **values
    )


def form_findings(typed: InvoiceFacts, read: InvoiceFacts) -> list[Reason]:
    """Where the form says another thing than the UBL file beside it.

    ``invoice_number_differs`` (without regard to case and blanks),
    ``invoice_date_differs``, ``invoice_total_differs``; each with what the file says as
    ``expected``, and on the field to correct.
    """
    findings = []
    if read.number and _folded(typed.number) != _folded(read.number):
        findings.append(
            reason(
                "invoice_number_differs",
                "invoice_number",
                expected=read.number,
                found=typed.number,
            )
        )
    if read.issued_on and typed.issued_on != read.issued_on:
        findings.append(
            reason(
                "invoice_date_differs",
                "invoice_date",
                expected=read.issued_on,
                found=typed.issued_on,
            )
        )
    for basis in ("excl_vat", "incl_vat"):
        expected, found = getattr(read, basis), getattr(typed, basis)
        if None not in (expected, found) and expected != found:
            findings.append(
                _differs("invoice_total_differs", f"invoice_{basis}", expected, found)
            )
    return findings


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
