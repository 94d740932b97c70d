"""What is wrong in an invoice taken alone: the rules of EN 16931, by their names.

Sums are exact to the cent, as the standard words them; only the line has a slack, which
Peppol gives it. A finding never hides the rest of the invoice.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from decimal import Decimal
from imio.centrale.domain.invoice import EURO
from imio.centrale.domain.invoice import FIELD
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice import InvoiceLine
from imio.centrale.domain.invoice import InvoiceTotals
from imio.centrale.domain.money import exact_product
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import to_text
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.vat import VAT_RATES
from itertools import chain
from itertools import islice
from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError

import re


#: Findings told of one invoice.
MAX_FINDINGS = 100

#: PEPPOL-EN16931-R120 leaves two cents between a line and its price times quantity.
_LINE_SLACK = Decimal("0.02")
#: The rule on bases bears the name of the category, but for goods within the Union.
_NAMES_OF_RULES = {"K": "IC", "": "S"}
_STRUCTURED = re.compile(r"([+*]{3})[0-9/ .]+\1")


def invoice_findings(invoice: Invoice) -> list[Reason]:
    """What is wrong in an invoice taken alone, each thing once; if it is a lot, the
    beginning of it.

    ``invoice_term_invalid`` and whatever else its reading met; ``invoice_term_missing``;
    ``foreign_currency``; ``party_number_missing``; ``negative_total``;
    ``unknown_vat_rate``; ``invoice_does_not_add_up``, ``vat_does_not_add_up`` and
    ``line_does_not_add_up`` with the name of the rule, the amount that it expects and
    the one that was found; ``structured_communication_wrong``.
    """
    found = chain(
        invoice.faults,
        _missing_terms(invoice),
        currency_reasons(invoice.currency or EURO),
        _missing_numbers(invoice),
        _negative_totals(invoice.totals),
        _wrong_communication(invoice.payment_reference),
        _wrong_sums(invoice),
        _wrong_vat(invoice),
        _wrong_bases(invoice),
        _unknown_rates(invoice),
        _wrong_lines(invoice.lines),
    )
    return list(dict.fromkeys(islice(found, MAX_FINDINGS)))


def currency_reasons(currency: str) -> list[Reason]:
    """``foreign_currency``: the orders of the centrale are in euro."""
    if currency == EURO:
        return []
    return [reason("foreign_currency", FIELD, text=currency[:20])]


def _missing_terms(invoice: Invoice) -> Iterator[Reason]:
    """BR-02 to BR-16: what no invoice goes without."""
    totals = invoice.totals
    mandatory = (
        ("BT-1", invoice.number),
        ("BT-2", invoice.issue_date),
        ("BT-3", invoice.type_code),
        ("BT-5", invoice.currency),
        ("BT-27", invoice.seller.name),
        ("BT-44", invoice.buyer.name),
        ("BT-106", totals.lines),
        ("BT-109", totals.excl_vat),
        ("BT-112", totals.incl_vat),
        ("BT-115", totals.payable),
        ("BG-23", invoice.vat_rows),
        ("BG-25", invoice.lines),
    )
    illegible = {fault.mapping.get("term") for fault in invoice.faults}
    for term, value in mandatory:
        if value in ("", None, ()) and term not in illegible:
            yield reason("invoice_term_missing", FIELD, term=term)


def _missing_numbers(invoice: Invoice) -> Iterator[Reason]:
    for role, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        if not party.enterprise_number:
            yield reason("party_number_missing", FIELD, role=role)


def _negative_totals(totals: InvoiceTotals) -> Iterator[Reason]:
    for term, amount in (
        ("BT-109", totals.excl_vat),
        ("BT-112", totals.incl_vat),
        ("BT-115", totals.payable),
    ):
        if amount is not None and amount < 0:
            yield reason("negative_total", FIELD, term=term, amount=to_text(amount))


def _unknown_rates(invoice: Invoice) -> Iterator[Reason]:
    for row in (*invoice.vat_rows, *invoice.lines, *invoice.allowances_charges):
        if row.rate and row.rate not in VAT_RATES:
            yield reason("unknown_vat_rate", FIELD, rate=row.rate)


def _wrong_sums(invoice: Invoice) -> Iterator[Reason]:
    """BR-CO-10 to 13, 15 and 16, to the cent."""
    totals = invoice.totals
    rules = (
        ("BR-CO-10", "BT-106", totals.lines, [line.net for line in invoice.lines]),
        ("BR-CO-11", "BT-107", totals.allowances, _adjustments(invoice, False)),
        ("BR-CO-12", "BT-108", totals.charges, _adjustments(invoice, True)),
        (
            "BR-CO-13",
            "BT-109",
            totals.excl_vat,
            [totals.lines, _minus(totals.allowances), totals.charges],
        ),
        ("BR-CO-15", "BT-112", totals.incl_vat, [totals.excl_vat, totals.vat]),
        (
            "BR-CO-16",
            "BT-115",
            totals.payable,
            [totals.incl_vat, _minus(totals.prepaid), totals.rounding],
        ),
    )
    for rule, term, found, parts in rules:
        expected = _sum(parts)
        if None not in (found, expected) and found != expected:
            yield _does_not_add_up(
                "invoice_does_not_add_up", rule, expected, found, term=term
            )


def _adjustments(invoice: Invoice, charges: bool) -> list[Decimal | None]:
    return [
        row.amount for row in invoice.allowances_charges if row.is_charge is charges
    ]


def _minus(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, ``None`` when one of the amounts is not known."""
    amounts = list(amounts)
    return None if None in amounts else exact_sum(amounts)


def _does_not_add_up(
    code: str, rule: str, expected: Decimal, found: Decimal, **values: str
) -> Reason:
    return reason(
        code,
        FIELD,
        rule=rule,
        **values,
        expected=to_text(expected),
        found=to_text(found),
    )


def _wrong_vat(invoice: Invoice) -> Iterator[Reason]:
    """BR-CO-14: the VAT is that of the rows; BR-CO-17: each is its base times its rate.

    BR-CO-17 is applied as the standard words it, to the cent; the published Schematron
    lets a whole unit of currency pass.
    """
    expected = _sum(row.amount for row in invoice.vat_rows)
    vat = invoice.totals.vat
    if invoice.vat_rows and None not in (expected, vat) and vat != expected:
        yield _does_not_add_up(
            "vat_does_not_add_up", "BR-CO-14", expected, vat, rate=""
        )
    for row in invoice.vat_rows:
        if None in (row.base, row.amount):
            continue
        expected = _vat_at(row.base, row.rate)
        if row.amount != expected:
            yield _does_not_add_up(
                "vat_does_not_add_up", "BR-CO-17", expected, row.amount, rate=row.rate
            )


def _vat_at(base: Decimal, rate: str) -> Decimal:
    """At any rate, Belgian or not."""
    return round_cents(exact_product(base, Decimal(rate or 0).scaleb(-2)))


def _wrong_bases(invoice: Invoice) -> Iterator[Reason]:
    """BR-S-08 and its like (BR-Z-08, BR-E-08, BR-AE-08…): the base of a category and
    rate is the lines that have them, less the allowances, plus the charges.
    """
    parts = [*_taxed(invoice)]
    rows = [((row.category, row.rate or "0"), row.base) for row in invoice.vat_rows]
    if not rows or None in [amount for _key, amount in (*parts, *rows)]:
        return
    expected, found = _added_up(parts), _added_up(rows)
    for category, rate in sorted({*expected, *found}):
        key = (category, rate)
        amounts = expected.get(key, ZERO), found.get(key, ZERO)
        if amounts[0] != amounts[1]:
            rule = f"BR-{_NAMES_OF_RULES.get(category, category)}-08"
            yield _does_not_add_up("vat_does_not_add_up", rule, *amounts, rate=rate)


def _taxed(invoice: Invoice) -> Iterator[tuple[tuple[str, str], Decimal | None]]:
    for line in invoice.lines:
        yield (line.category, line.rate or "0"), line.net
    for row in invoice.allowances_charges:
        amount = row.amount if row.is_charge else _minus(row.amount)
        yield (row.category, row.rate or "0"), amount


def _added_up(
    parts: Iterable[tuple[tuple[str, str], Decimal]],
) -> dict[tuple[str, str], Decimal]:
    totals: dict[tuple[str, str], Decimal] = {}
    for key, amount in parts:
        totals[key] = exact_sum([totals.get(key, ZERO), amount])
    return totals


def _wrong_lines(lines: Iterable[InvoiceLine]) -> Iterator[Reason]:
    """PEPPOL-EN16931-R120: price times quantity, to two cents."""
    for line in lines:
        figures = (line.quantity, line.price, line.base_quantity, line.adjustment)
        if line.net is None or None in figures or line.base_quantity <= 0:
            continue
        expected = _line_net(line)
        if abs(expected - line.net) > _LINE_SLACK:
            yield _does_not_add_up(
                "line_does_not_add_up",
                "PEPPOL-EN16931-R120",
                expected,
                line.net,
                line=line.id[:50],
            )


def _line_net(line: InvoiceLine) -> Decimal:
    price = exact_product(line.quantity, line.price) / line.base_quantity
    return exact_sum([round_cents(price), line.adjustment])


def structured_communication(text: str) -> str:
    """A Belgian payment reference (OGM-VCS) as people read it: "010/8068/17183".

    ``ValueError`` for anything else.
    """
    try:
        return ogm_vcs.format(ogm_vcs.validate(text.strip("+* ")))
    except ValidationError as error:
        raise ValueError(f"{text!r} is not a structured communication.") from error


def _wrong_communication(text: str) -> Iterator[Reason]:
    """Only a text between +++ or *** says that it is one."""
    if not _STRUCTURED.fullmatch(text):
        return
    try:
        structured_communication(text)
    except ValueError:
        yield reason("structured_communication_wrong", FIELD, text=text[:100])
