"""What Peppol BIS Order only 3 (transaction T01) says of the orders we write.

Peppol publishes its rules as schematron, which no package index has. These are the ones
that concern an order without allowances, charges, deliveries or attachments, by their id.
"""

from decimal import Decimal
from imio.centrale.domain.money import exact_sum
from imio.centrale.evidence.ubl_file import NAMESPACES
from lxml import etree
from stdnum.be import vat

import re


PARTY = (
    "EndpointID* PartyIdentification PartyName PostalAddress* PartyLegalEntity* Contact"
)
#: below which element -> what the transaction knows there; a star where it must stand
#: (PEPPOL-T01-B…: "must be provided", and "not part of the data model")
MODEL = {
    "Order": """
        CustomizationID* ProfileID* ID* IssueDate* OrderTypeCode DocumentCurrencyCode*
        ValidityPeriod QuotationDocumentReference OriginatorDocumentReference
        AdditionalDocumentReference Contract ProjectReference BuyerCustomerParty*
        SellerSupplierParty* TaxTotal AnticipatedMonetaryTotal OrderLine*
    """,
    "ValidityPeriod": "EndDate*",
    "QuotationDocumentReference": "ID*",
    "OriginatorDocumentReference": "ID*",
    "AdditionalDocumentReference": "ID* DocumentType",
    "Contract": "ID*",
    "ProjectReference": "ID*",
    "BuyerCustomerParty": "Party*",
    "SellerSupplierParty": "Party*",
    "Party": PARTY,
    "PartyIdentification": "ID*",
    "PartyName": "Name*",
    "PostalAddress": "AddressLine Country*",
    "AddressLine": "Line",
    "Country": "IdentificationCode*",
    "PartyLegalEntity": "RegistrationName* CompanyID",
    "Contact": "Name Telephone ElectronicMail",
    "TaxTotal": "TaxAmount*",
    "AnticipatedMonetaryTotal": """
        LineExtensionAmount* TaxExclusiveAmount TaxInclusiveAmount PayableAmount*
    """,
    "OrderLine": "LineItem*",
    "LineItem": "ID* Quantity* LineExtensionAmount Price Item*",
    "Price": "PriceAmount*",
    "Item": """
        Name* SellersItemIdentification ClassifiedTaxCategory AdditionalItemProperty
    """,
    "SellersItemIdentification": "ID*",
    "ClassifiedTaxCategory": "ID* Percent TaxScheme*",
    "TaxScheme": "ID*",
    "AdditionalItemProperty": "Name* Value*",
}
#: elements that may stand more than once
REPEATED = {"AdditionalDocumentReference", "OrderLine", "AdditionalItemProperty"}
#: the codes of Peppol's lists among those we may write
CODES = {
    "B00801": ("//cbc:OrderTypeCode", {"105", "220", "221", "226", "227", "402"}),
    "B01001": ("//cbc:DocumentCurrencyCode", {"EUR"}),
    "B05001": ("//cac:Country/cbc:IdentificationCode", {"BE"}),
    "B06902": ("//@schemeID", {"0208"}),
    "UNCL5305": ("//cac:ClassifiedTaxCategory/cbc:ID", {"S", "Z"}),
    "B05401": ("//cac:TaxScheme/cbc:ID", {"VAT"}),
    "UNECERec20": (
        "//cbc:Quantity/@unitCode",
        set("DAY HUR MIN WEE MON QAN ANN H87 SET LS KMT MTR MTK IE C62".split()),
    ),
    "R034": ("/*/cbc:CustomizationID", {"urn:fdc:peppol.eu:poacc:trns:order:3"}),
    "R031": ("/*/cbc:ProfileID", {"urn:fdc:peppol.eu:poacc:bis:order_only:3"}),
    "R003": ("//@currencyID", {"EUR"}),
}
TWO_CENTS = Decimal("0.02")


class Order:
    """An order of which values are asked by path."""

    def __init__(self, content):
        self.root = etree.fromstring(content)

    def all(self, path, of=None):
        found = (self.root if of is None else of).xpath(path, namespaces=NAMESPACES)
        return [getattr(each, "text", each) or "" for each in found]

    def number(self, path, of=None):
        (text,) = self.all(path, of)
        return Decimal(text)

    def elements(self, path):
        return self.root.xpath(path, namespaces=NAMESPACES)


def faults(content):
    """The ids of the rules that a file breaks, with where."""
    order = Order(content)
    return [
        *(fault for each in order.root.iter() for fault in _model(each)),
        *_codes(order),
        *(rule for rule, holds in _totals(order) if not holds),
        *(
            f"{rule}: line {position}"
            for position, line in enumerate(order.elements("//cac:LineItem"), start=1)
            for rule, holds in _line(order, line)
            if not holds
        ),
        *(rule for rule, holds in _texts(order) if not holds),
    ]


def _model(element):
    name = etree.QName(element).localname
    known = MODEL.get(name, "").split()
    found = [etree.QName(each).localname for each in element]
    for each in known:
        if each.endswith("*") and each.rstrip("*") not in found:
            yield f"B: {name} without {each.rstrip('*')}"
    for each in sorted({*found}):
        if each not in {each.rstrip("*") for each in known}:
            yield f"B: {each} is not part of {name}"
        elif found.count(each) > 1 and each not in REPEATED:
            yield f"B: {each} twice in {name}"
    if not found and not (element.text or "").strip():
        yield f"COMMON-R001: {name} is empty"


def _codes(order):
    for rule, (path, codes) in CODES.items():
        for each in sorted({*order.all(path)} - codes):
            yield f"{rule}: {each}"


def _totals(order):
    total = "/*/cac:AnticipatedMonetaryTotal/cbc:"
    lines = order.number(f"{total}LineExtensionAmount")
    excl = order.number(f"{total}TaxExclusiveAmount")
    incl = order.number(f"{total}TaxInclusiveAmount")
    payable = order.number(f"{total}PayableAmount")
    nets = map(Decimal, order.all("//cac:LineItem/cbc:LineExtensionAmount"))
    return (
        ("R006", payable >= 0),
        ("R007", lines >= 0),
        ("R008", lines == exact_sum(nets)),
        ("R011", excl == lines),
        ("R016", payable == incl),
        ("R017", incl == excl + order.number("/*/cac:TaxTotal/cbc:TaxAmount")),
    )


def _line(order, line):
    quantity = order.number("cbc:Quantity", line)
    price = order.number("cac:Price/cbc:PriceAmount", line)
    net = order.number("cbc:LineExtensionAmount", line)
    (category,) = order.all("cac:Item/cac:ClassifiedTaxCategory/cbc:ID", line)
    percent = order.number("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", line)
    return (
        ("R004", quantity >= 0),
        ("R005", price >= 0),
        ("R024", abs(net - quantity * price) <= TWO_CENTS),
        ("R030", category != "S" or percent > 0),
    )


def _texts(order):
    ids = order.all("//cac:LineItem/cbc:ID")
    numbers = order.all("//*[@schemeID='0208']")
    days = order.all("//cbc:IssueDate | //cbc:EndDate")
    amounts = order.all("//*[@currencyID][not(self::cbc:PriceAmount)]")
    return (
        ("R001", len(ids) == len({*ids})),
        ("R028", all(re.fullmatch(r"\d+(\.\d{1,2})?", each) for each in amounts)),
        (
            "COMMON-R003",
            "schemaLocation" not in etree.tostring(order.root, encoding=str),
        ),
        ("COMMON-R030", all(re.fullmatch(r"\d{4}-\d\d-\d\d", each) for each in days)),
        (
            "COMMON-R043",
            all(len(each) == 10 and vat.is_valid(each) for each in numbers),
        ),
    )
