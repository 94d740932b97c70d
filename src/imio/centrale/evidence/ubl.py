"""UBL invoices: Peppol BIS Billing 3.0, the syntax of EN 16931 that Belgium uses.

Where the terms of ``imio.centrale.domain.invoice`` stand in the file. What is wrong in
them is for ``imio.centrale.domain.invoice_rules``.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from decimal import Decimal
from imio.centrale.domain import numbers
from imio.centrale.domain.invoice import AllowanceCharge
from imio.centrale.domain.invoice import Attachment
from imio.centrale.domain.invoice import FIELD
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice import InvoiceLine
from imio.centrale.domain.invoice import InvoiceTotals
from imio.centrale.domain.invoice import Party
from imio.centrale.domain.invoice import Reference
from imio.centrale.domain.invoice import VatRow
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.evidence.ubl_file import root_of
from imio.centrale.evidence.ubl_terms import Terms
from imio.centrale.evidence.ubl_terms import text_of


#: Characters kept of all the references together.
MAX_REFERENCES = 500_000

#: Electronic address schemes: enterprise number (BCE), Belgian VAT number.
_BELGIAN_SCHEMES = ("0208", "9925")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}

#: Where a tracking code may stand: the buyer's references, the texts, the payment.
_REFERENCES = (
    ("BT-10", "cbc:BuyerReference"),
    ("BT-11", "cac:ProjectReference/cbc:ID"),
    ("BT-12", "cac:ContractDocumentReference/cbc:ID"),
    ("BT-13", "cac:OrderReference/cbc:ID"),
    ("BT-14", "cac:OrderReference/cbc:SalesOrderID"),
    ("BT-15", "cac:ReceiptDocumentReference/cbc:ID"),
    ("BT-16", "cac:DespatchDocumentReference/cbc:ID"),
    ("BT-17", "cac:OriginatorDocumentReference/cbc:ID"),
    ("BT-19", "cbc:AccountingCost"),
    ("BT-20", "cac:PaymentTerms/cbc:Note"),
    ("BT-22", "cbc:Note"),
    ("BT-83", "cac:PaymentMeans/cbc:PaymentID"),
    ("BT-122", "cac:AdditionalDocumentReference/cbc:ID"),
    ("BT-123", "cac:AdditionalDocumentReference/cbc:DocumentDescription"),
    ("BT-127", "cac:InvoiceLine/cbc:Note"),
    ("BT-132", "cac:InvoiceLine/cac:OrderLineReference/cbc:LineID"),
    ("BT-133", "cac:InvoiceLine/cbc:AccountingCost"),
    ("BT-153", "cac:InvoiceLine/cac:Item/cbc:Name"),
    ("BT-154", "cac:InvoiceLine/cac:Item/cbc:Description"),
)


def read_invoice(data: bytes) -> Invoice:
    """The invoice in a UBL file; ``NotAnInvoice`` when there is none to read.

    ``xml_too_large``, ``unknown_encoding``, ``xml_with_dtd``, ``not_xml``, ``not_ubl``
    or ``credit_note``. A term that cannot be read leaves its place empty and is named in
    the ``faults`` of the invoice: ``invoice_term_invalid``, ``foreign_currency``,
    ``attachment_unreadable``.
    """
    root = root_of(data)
    currency = Terms(root).text("cbc:DocumentCurrencyCode")
    terms = Terms(root, currency)
    payment = terms.first("cac:PaymentMeans")
    return Invoice(
        number=terms.text("cbc:ID"),
        issue_date=terms.day("BT-2", "cbc:IssueDate"),
        type_code=terms.text("cbc:InvoiceTypeCode"),
        currency=currency,
        seller=_party(terms.first("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(terms.first("cac:AccountingCustomerParty/cac:Party")),
        totals=_totals(terms),
        vat_rows=tuple(_vat_rows(_tax_total(terms))),
        lines=tuple(_line(line) for line in terms.each("cac:InvoiceLine")),
        allowances_charges=tuple(
            _allowance_charge(row) for row in terms.each("cac:AllowanceCharge")
        ),
        due_date=terms.day("BT-9", "cbc:DueDate"),
        buyer_reference=terms.text("cbc:BuyerReference"),
        project_reference=terms.text("cac:ProjectReference/cbc:ID"),
        contract_reference=terms.text("cac:ContractDocumentReference/cbc:ID"),
        purchase_order=terms.text("cac:OrderReference/cbc:ID"),
        sales_order=terms.text("cac:OrderReference/cbc:SalesOrderID"),
        notes=terms.texts("cbc:Note"),
        payment_reference=payment.text("cbc:PaymentID"),
        account=payment.text("cac:PayeeFinancialAccount/cbc:ID"),
        references=_references(terms),
        attachments=tuple(_attachments(terms)),
        faults=tuple(terms.faults),
    )


def _party(terms: Terms) -> Party:
    legal = terms.text("cac:PartyLegalEntity/cbc:RegistrationName")
    return Party(
        name=legal or terms.text("cac:PartyName/cbc:Name"),
        enterprise_number=next(_enterprise_numbers(terms), ""),
        vat_number=next(_vat_numbers(terms), ""),
    )


def _enterprise_numbers(terms: Terms) -> Iterator[str]:
    """The Belgian numbers of a party: its registration first, its VAT number last, which
    may be that of a VAT unit (code de la TVA art. 4 § 2).
    """
    in_belgium = terms.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode")
    for path, without_scheme in (
        ("cac:PartyLegalEntity/cbc:CompanyID", in_belgium in ("BE", "")),
        ("cac:PartyIdentification/cbc:ID", False),
        ("cbc:EndpointID", False),
    ):
        for found in terms.each(path):
            scheme = found.element.get("schemeID", "")
            if scheme in _BELGIAN_SCHEMES or (not scheme and without_scheme):
                yield from _valid_number(text_of(found.element))
    for text in _vat_numbers(terms):
        if text.upper().startswith("BE"):
            yield from _valid_number(text)


def _valid_number(text: str) -> Iterator[str]:
    try:
        yield numbers.enterprise_number(text)
    except ValueError:
        return


def _vat_numbers(terms: Terms) -> Iterator[str]:
    for scheme in terms.each("cac:PartyTaxScheme"):
        if scheme.text("cac:TaxScheme/cbc:ID") == "VAT":
            yield from scheme.texts("cbc:CompanyID")


def _totals(terms: Terms) -> InvoiceTotals:
    totals = terms.first("cac:LegalMonetaryTotal")
    return InvoiceTotals(
        lines=totals.amount("BT-106", "cbc:LineExtensionAmount"),
        allowances=totals.optional_amount("BT-107", "cbc:AllowanceTotalAmount"),
        charges=totals.optional_amount("BT-108", "cbc:ChargeTotalAmount"),
        excl_vat=totals.amount("BT-109", "cbc:TaxExclusiveAmount"),
        vat=_tax_total(terms).amount("BT-110", "cbc:TaxAmount"),
        incl_vat=totals.amount("BT-112", "cbc:TaxInclusiveAmount"),
        prepaid=totals.optional_amount("BT-113", "cbc:PrepaidAmount"),
        rounding=totals.optional_amount("BT-114", "cbc:PayableRoundingAmount"),
        payable=totals.amount("BT-115", "cbc:PayableAmount"),
    )


def _tax_total(terms: Terms) -> Terms:
    """The VAT in the currency of the invoice: another may give it in the currency that
    the VAT is declared in (BT-111), without its rows.
    """
    with_rows = "cac:TaxTotal[cac:TaxSubtotal]"
    return next(terms.each(with_rows), terms.first("cac:TaxTotal"))


def _vat_rows(terms: Terms) -> Iterator[VatRow]:
    for row in terms.each("cac:TaxSubtotal"):
        yield VatRow(
            category=row.text("cac:TaxCategory/cbc:ID"),
            rate=row.rate("BT-119", "cac:TaxCategory/cbc:Percent"),
            base=row.amount("BT-116", "cbc:TaxableAmount"),
            amount=row.amount("BT-117", "cbc:TaxAmount"),
        )


def _allowance_charge(terms: Terms) -> AllowanceCharge:
    is_charge = _is_charge(terms)
    return AllowanceCharge(
        is_charge=is_charge,
        amount=terms.amount("BT-99" if is_charge else "BT-92", "cbc:Amount"),
        category=terms.text("cac:TaxCategory/cbc:ID"),
        rate=terms.rate(
            "BT-103" if is_charge else "BT-96", "cac:TaxCategory/cbc:Percent"
        ),
        reason=terms.text("cbc:AllowanceChargeReason"),
    )


def _is_charge(terms: Terms) -> bool:
    text = terms.text("cbc:ChargeIndicator")
    if text not in _BOOLEANS:
        terms.fault("BG-20", text)
    return _BOOLEANS.get(text, False)


def _line(terms: Terms) -> InvoiceLine:
    item, price = terms.first("cac:Item"), terms.first("cac:Price")
    name, more = item.text("cbc:Name"), item.text("cbc:Description")
    base = price.number("BT-149", "cbc:BaseQuantity")
    return InvoiceLine(
        id=terms.text("cbc:ID"),
        description=f"{name} - {more}" if name and more else name or more,
        quantity=terms.number("BT-129", "cbc:InvoicedQuantity"),
        unit=_unit(terms),
        price=price.number("BT-146", "cbc:PriceAmount"),
        base_quantity=Decimal(1) if base is None else base,
        net=terms.amount("BT-131", "cbc:LineExtensionAmount"),
        category=item.text("cac:ClassifiedTaxCategory/cbc:ID"),
        rate=item.rate("BT-152", "cac:ClassifiedTaxCategory/cbc:Percent"),
        item_code=item.text("cac:SellersItemIdentification/cbc:ID"),
        adjustment=_adjustment(terms),
    )


def _unit(terms: Terms) -> str:
    """BT-130, a code of UN/ECE Recommendation 20."""
    quantity = terms.first("cbc:InvoicedQuantity").element
    return "" if quantity is None else quantity.get("unitCode", "")[:20]


def _adjustment(terms: Terms) -> Decimal | None:
    """The charges of a line less its allowances."""
    amounts = []
    for row in terms.each("cac:AllowanceCharge"):
        is_charge = _is_charge(row)
        amount = row.amount("BT-141" if is_charge else "BT-136", "cbc:Amount")
        amounts.append(amount if amount is None or is_charge else -amount)
    return None if None in amounts else exact_sum([ZERO, *amounts])


def _references(terms: Terms) -> tuple[Reference, ...]:
    """Each once, those of the whole invoice first; of a very long one, its beginning."""
    found = {}
    room = MAX_REFERENCES
    for term, path in _REFERENCES:
        for text in terms.texts(path):
            room -= len(text)
            if room < 0:
                return tuple(found)
            found[Reference(term, text)] = None
    return tuple(found)


def _attachments(terms: Terms) -> Iterator[Attachment]:
    path = "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    for found in terms.each(path):
        filename = found.element.get("filename", "")[:255]
        mime_type = found.element.get("mimeCode", "")[:100]
        encoded = "".join((found.element.text or "").split())
        try:
            content = b64decode(encoded, validate=True)
        except (NotBase64, ValueError):
            terms.note(reason("attachment_unreadable", FIELD, filename=filename))
        else:
            yield Attachment(filename, mime_type, content)
