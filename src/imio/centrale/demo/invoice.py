"""An invoice of the demo as UBL (Peppol BIS Billing 3.0), with the figures of an offer."""

from decimal import Decimal
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.vat import vat_amount
from plone.namedfile.file import NamedBlobFile
from xml.sax.saxutils import escape


OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="{OASIS}:Invoice-2"
         xmlns:cac="{OASIS}:CommonAggregateComponents-2"
         xmlns:cbc="{OASIS}:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>{{number}}</cbc:ID>
  <cbc:IssueDate>{{day}}</cbc:IssueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>{{note}}</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>{{code}}</cbc:BuyerReference>
  <cac:OrderReference><cbc:ID>{{order}}</cbc:ID></cac:OrderReference>
"""
PARTY = """  <cac:{role}><cac:Party>
    <cbc:EndpointID schemeID="0208">{number}</cbc:EndpointID>
    <cac:PostalAddress>
      <cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>
    <cac:PartyTaxScheme>
      <cbc:CompanyID>BE{number}</cbc:CompanyID>
      <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme>
    <cac:PartyLegalEntity>
      <cbc:RegistrationName>{name}</cbc:RegistrationName>
      <cbc:CompanyID schemeID="0208">{number}</cbc:CompanyID>
    </cac:PartyLegalEntity>
  </cac:Party></cac:{role}>
"""
CATEGORY = (
    "<cbc:ID>{category}</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"
    "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
)
SUBTOTAL = f"""    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">{{base}}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">{{vat}}</cbc:TaxAmount>
      <cac:TaxCategory>{CATEGORY}</cac:TaxCategory>
    </cac:TaxSubtotal>
"""
TOTALS = """  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount>
{subtotals}  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">{excl_vat}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">{excl_vat}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">{incl_vat}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">{incl_vat}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
"""
LINE = f"""  <cac:InvoiceLine>
    <cbc:ID>{{id}}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">{{quantity}}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">{{net}}</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>{{label}}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>{{code}}</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>{CATEGORY}</cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">{{price}}</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
"""


def invoice_file(filename, **values):
    """The same as a field holds it."""
    return NamedBlobFile(
        data=ubl_invoice(**values), contentType="application/xml", filename=filename
    )


def ubl_invoice(number, day, code, order, seller, buyer, lines, note=""):
    """The bytes of an invoice.

    ``seller`` and ``buyer`` are objects with ``title`` and ``enterprise_number``,
    ``lines`` the rows of an offer, ``code`` the tracking code (BT-10).
    """
    nets = [(row, round_cents(row["quantity"] * row["unit_price"])) for row in lines]
    parts = (
        HEAD.format(
            number=escape(number),
            day=day.isoformat(),
            note=escape(note),
            code=escape(code),
            order=escape(order),
        ),
        _party("AccountingSupplierParty", seller),
        _party("AccountingCustomerParty", buyer),
        _totals(nets),
        *(_line(i, row, net) for i, (row, net) in enumerate(nets, start=1)),
        "</Invoice>\n",
    )
    return "".join(parts).encode()


def _party(role, party):
    return PARTY.format(
        role=role, number=party.enterprise_number, name=escape(party.title)
    )


def _totals(nets):
    by_rate = {}
    for row, net in nets:
        by_rate[row["vat_rate"]] = by_rate.get(row["vat_rate"], Decimal("0.00")) + net
    vats = {rate: vat_amount(base, rate) for rate, base in by_rate.items()}
    excl_vat, vat = exact_sum(by_rate.values()), exact_sum(vats.values())
    subtotals = "".join(
        SUBTOTAL.format(base=base, vat=vats[rate], rate=rate, category=_category(rate))
        for rate, base in by_rate.items()
    )
    return TOTALS.format(
        vat=vat, excl_vat=excl_vat, incl_vat=excl_vat + vat, subtotals=subtotals
    )


def _category(rate):
    """Standard rate or zero rate (UNCL5305)."""
    return "Z" if rate == "0" else "S"


def _line(number, row, net):
    return LINE.format(
        id=number,
        quantity=row["quantity"],
        net=net,
        label=escape(row["label"]),
        code=escape(row["code"]),
        category=_category(row["vat_rate"]),
        rate=row["vat_rate"],
        price=row["unit_price"],
    )
