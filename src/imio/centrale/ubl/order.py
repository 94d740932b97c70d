"""An order in UBL 2.1, as Peppol BIS Order only 3 wants it (transaction T01).

The tracking code stands in four references, whichever of them the software of the
supplier repeats on its invoice: quotation, originator, contract and project.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import Totals
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.ubl.elements import aggregate
from imio.centrale.ubl.elements import amount
from imio.centrale.ubl.elements import basic
from imio.centrale.ubl.elements import document
from imio.centrale.ubl.units import code_of
from imio.centrale.ubl.units import is_told_by_code


CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order:3"
PROFILE = "urn:fdc:peppol.eu:poacc:bis:order_only:3"
#: UNCL1001: an order
ORDER_TYPE = "220"
CURRENCY = "EUR"
#: electronic address scheme: Belgian enterprise number
BELGIAN_ENTERPRISE = "0208"
FRAMEWORK = "Accord-cadre"
UNIT = "Unité"


@dataclass(frozen=True)
class Contact:
    """Whom the supplier may call about the order."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class OrderParty:
    """Buyer or seller. Peppol has no VAT number of a seller in an order (B06804)."""

    name: str
    number: str
    address: str = ""
    contact: Contact = Contact()


@dataclass(frozen=True)
class OrderDocument:
    """What an order says; prices and amounts exclude VAT unless they say otherwise."""

    number: str
    issued: date
    tracking_code: str
    quotation: str
    framework: str
    valid_until: date | None
    buyer: OrderParty
    seller: OrderParty
    lines: tuple[PricedLine, ...]
    totals: Totals


def to_xml(order: OrderDocument) -> bytes:
    """The order as a file, in the order of elements that the schema fixes."""
    return document(
        basic("CustomizationID", CUSTOMIZATION),
        basic("ProfileID", PROFILE),
        basic("ID", order.number),
        basic("IssueDate", order.issued.isoformat()),
        basic("OrderTypeCode", ORDER_TYPE),
        basic("DocumentCurrencyCode", CURRENCY),
        *_references(order),
        aggregate("BuyerCustomerParty", _party(order.buyer)),
        aggregate("SellerSupplierParty", _party(order.seller)),
        *_totals(order.totals),
        *_lines(order.lines),
    )


def _references(order):
    code = order.tracking_code
    return (
        _validity(order.valid_until),
        _reference("QuotationDocumentReference", f"{code}/{order.quotation}"),
        _reference("OriginatorDocumentReference", code),
        aggregate(
            "AdditionalDocumentReference",
            basic("ID", order.framework),
            basic("DocumentType", FRAMEWORK),
        ),
        _reference("Contract", code),
        _reference("ProjectReference", code),
    )


def _validity(day):
    return aggregate("ValidityPeriod", basic("EndDate", day and day.isoformat()))


def _reference(name, text):
    return aggregate(name, basic("ID", text))


def _party(party):
    number = {"schemeID": BELGIAN_ENTERPRISE}
    return aggregate(
        "Party",
        basic("EndpointID", party.number, **number),
        aggregate("PartyIdentification", basic("ID", party.number, **number)),
        aggregate("PartyName", basic("Name", party.name)),
        aggregate("PostalAddress", _address(party.address), _country()),
        aggregate(
            "PartyLegalEntity",
            basic("RegistrationName", party.name),
            basic("CompanyID", party.number, **number),
        ),
        _contact(party.contact),
    )


def _address(text):
    """One line, as it was typed: nobody can tell street from town in it for certain."""
    return aggregate("AddressLine", basic("Line", " ".join(text.split())))


def _country():
    return aggregate("Country", basic("IdentificationCode", "BE"))


def _contact(contact):
    return aggregate(
        "Contact",
        basic("Name", contact.name),
        basic("Telephone", contact.phone),
        basic("ElectronicMail", contact.email),
    )


def _totals(totals):
    excl, incl = totals.excl_vat, totals.incl_vat
    return (
        aggregate("TaxTotal", amount("TaxAmount", incl - excl)),
        aggregate(
            "AnticipatedMonetaryTotal",
            amount("LineExtensionAmount", excl),
            amount("TaxExclusiveAmount", excl),
            amount("TaxInclusiveAmount", incl),
            amount("PayableAmount", incl),
        ),
    )


def _lines(lines):
    nets = net_amounts(lines)
    return (
        _line(str(position), line, net)
        for position, (line, net) in enumerate(zip(lines, nets, strict=True), start=1)
    )


def net_amounts(lines) -> list[Decimal]:
    """What each line comes to, in cents, so that they add up to the order.

    An order is rounded once for each rate of VAT, a line of UBL on its own: each line is
    the step between two rounded sums, and is at most a cent from its exact amount, where
    Peppol allows two (PEPPOL-T01-R024).
    """
    reached: dict[str, list[Decimal]] = {}
    nets = []
    for line in lines:
        sums = reached.setdefault(line.vat_rate, [ZERO])
        sums.append(exact_sum([sums[-1], line.amount]))
        nets.append(round_cents(sums[-1]) - round_cents(sums[-2]))
    return nets


def _line(number, line, net):
    return aggregate(
        "OrderLine",
        aggregate(
            "LineItem",
            basic("ID", number),
            basic("Quantity", _plain(line.quantity), unitCode=code_of(line.unit)),
            amount("LineExtensionAmount", net),
            aggregate(
                "Price", amount("PriceAmount", line.unit_price, UNIT_PRICE_DIGITS)
            ),
            _item(line),
        ),
    )


def _item(line):
    return aggregate(
        "Item",
        basic("Name", line.label or line.code),
        aggregate("SellersItemIdentification", basic("ID", line.code)),
        aggregate(
            "ClassifiedTaxCategory",
            basic("ID", category_of(line.vat_rate)),
            basic("Percent", line.vat_rate),
            aggregate("TaxScheme", basic("ID", "VAT")),
        ),
        _unit(line.unit),
    )


def category_of(rate: str) -> str:
    """Standard rate, or zero rate (UNCL5305)."""
    return "Z" if rate == "0" else "S"


def _unit(unit):
    """The unit in words, where no code says it."""
    word = "" if is_told_by_code(unit) else unit
    return word and aggregate(
        "AdditionalItemProperty", basic("Name", UNIT), basic("Value", word)
    )


def _plain(number: Decimal) -> str:
    return format(number, "f")
