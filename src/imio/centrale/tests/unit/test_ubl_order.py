from dataclasses import replace
from datetime import date
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.numbers import enterprise_number
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.vat import VAT_RATES
from imio.centrale.evidence.ubl_file import NAMESPACES
from imio.centrale.evidence.ubl_terms import Terms
from imio.centrale.tests import official
from imio.centrale.tests import peppol
from imio.centrale.ubl.order import Contact
from imio.centrale.ubl.order import net_amounts
from imio.centrale.ubl.order import OrderDocument
from imio.centrale.ubl.order import OrderParty
from imio.centrale.ubl.order import to_xml
from imio.centrale.ubl.units import code_of
from imio.centrale.ubl.units import is_told_by_code
from lxml import etree
from unittest import TestCase


CODE = "CYB-26-QW7NQHZ"
ORDER = "urn:oasis:names:specification:ubl:schema:xsd:Order-2"
#: the children of an order that we write, in the sequence of UBL-Order-2.1.xsd
SEQUENCE = """
    CustomizationID ProfileID ID IssueDate OrderTypeCode DocumentCurrencyCode
    ValidityPeriod QuotationDocumentReference OriginatorDocumentReference
    AdditionalDocumentReference Contract ProjectReference BuyerCustomerParty
    SellerSupplierParty TaxTotal AnticipatedMonetaryTotal OrderLine
""".split()
ITEM = """
    Name SellersItemIdentification ClassifiedTaxCategory AdditionalItemProperty
""".split()
PARTY = """
    EndpointID PartyIdentification PartyName PostalAddress PartyLegalEntity Contact
""".split()


def line(
    code="A1", quantity="2", price="950.00", rate="21", unit="jour", label="Audit"
):
    return PricedLine(
        code=code,
        label=label,
        unit=unit,
        vat_rate=rate,
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        inventory_price=Decimal(price),
    )


def order(*lines, **changes):
    lines = lines or (line(), line("F1", "1.5", "812.5050", "6", "pièce", "Formation"))
    buyer = OrderParty(
        "Commune de Bertrix",
        "0999000129",
        "rue de la Gare 38\n6880 Bertrix",
        contact=Contact("Camille Test", "061 00 00 00", "camille@bertrix.example"),
    )
    values = {
        "number": "2026/1",
        "issued": date(2026, 1, 10),
        "tracking_code": CODE,
        "quotation": "offre-1",
        "framework": "CSC-2024-01 – lot 1",
        "valid_until": date(2026, 3, 31),
        "buyer": buyer,
        "seller": OrderParty("Alpha SRL", "0999000327"),
        "lines": lines,
        "totals": totals(lines),
        **changes,
    }
    return OrderDocument(**values)


def root_of(document):
    return etree.fromstring(to_xml(document))


def terms(document):
    return Terms(root_of(document), "EUR")


def standards(content):
    """What UBL and Peppol refuse in a file."""
    return [*official.order_faults(content), *peppol.faults(content)]


def names(element):
    return [etree.QName(each).localname for each in element]


class TestOrder(TestCase):
    def setUp(self):
        self.root = root_of(order())
        self.terms = Terms(self.root, "EUR")

    def test_it_is_an_order_of_peppol(self):
        self.assertEqual(self.root.tag, f"{{{ORDER}}}Order")
        for path, text in (
            ("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:order:3"),
            ("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:order_only:3"),
            ("cbc:ID", "2026/1"),
            ("cbc:IssueDate", "2026-01-10"),
            ("cbc:OrderTypeCode", "220"),
            ("cbc:DocumentCurrencyCode", "EUR"),
            ("cac:ValidityPeriod/cbc:EndDate", "2026-03-31"),
        ):
            with self.subTest(path):
                self.assertEqual(self.terms.text(path), text)

    def test_elements_stand_in_the_sequence_of_the_schema(self):
        found = names(self.root)
        self.assertEqual(list(dict.fromkeys(found)), SEQUENCE)
        self.assertEqual(found, sorted(found, key=SEQUENCE.index))
        for path, sequence in (("//cac:Item", ITEM), ("//cac:Party", PARTY)):
            for each in self.root.xpath(path, namespaces=NAMESPACES):
                found = names(each)
                self.assertEqual(found, sorted(found, key=sequence.index))

    def test_four_references_carry_the_code(self):
        for path, text in (
            ("cac:QuotationDocumentReference/cbc:ID", f"{CODE}/offre-1"),
            ("cac:OriginatorDocumentReference/cbc:ID", CODE),
            ("cac:Contract/cbc:ID", CODE),
            ("cac:ProjectReference/cbc:ID", CODE),
        ):
            with self.subTest(path):
                self.assertEqual(self.terms.text(path), text)
        framework = self.terms.first("cac:AdditionalDocumentReference")
        self.assertEqual(framework.text("cbc:ID"), "CSC-2024-01 – lot 1")

    def test_parties_by_enterprise_number(self):
        """PEPPOL-COMMON-R043: ten digits with their control."""
        numbers = self.root.xpath("//*[@schemeID='0208']", namespaces=NAMESPACES)
        self.assertEqual(len(numbers), 6)
        for each in numbers:
            self.assertEqual(enterprise_number(each.text), each.text)
        buyer = self.terms.first("cac:BuyerCustomerParty/cac:Party")
        seller = self.terms.first("cac:SellerSupplierParty/cac:Party")
        self.assertEqual(buyer.text("cbc:EndpointID"), "0999000129")
        self.assertEqual(
            buyer.text("cac:PostalAddress/cac:AddressLine/cbc:Line"),
            "rue de la Gare 38 6880 Bertrix",
        )
        self.assertEqual(buyer.text("cac:Contact/cbc:Name"), "Camille Test")
        self.assertEqual(
            seller.text("cac:PartyLegalEntity/cbc:RegistrationName"), "Alpha SRL"
        )

    def test_lines(self):
        first, second = self.terms.each("cac:OrderLine/cac:LineItem")
        self.assertEqual(first.text("cbc:ID"), "1")
        self.assertEqual(first.number("", "cbc:Quantity"), Decimal("2"))
        quantity = second.first("cbc:Quantity").element
        self.assertEqual((quantity.text, quantity.get("unitCode")), ("1.5", "H87"))
        self.assertEqual(second.text("cac:Price/cbc:PriceAmount"), "812.505")
        self.assertEqual(second.text("cbc:LineExtensionAmount"), "1218.76")
        item = second.first("cac:Item")
        self.assertEqual(item.text("cac:SellersItemIdentification/cbc:ID"), "F1")
        self.assertEqual(item.text("cac:ClassifiedTaxCategory/cbc:ID"), "S")
        self.assertEqual(item.rate("", "cac:ClassifiedTaxCategory/cbc:Percent"), "6")

    def test_zero_rate(self):
        """PEPPOL-T01-R030: a standard rate is more than zero."""
        found = terms(order(line(rate="0")))
        self.assertEqual(found.text(".//cac:ClassifiedTaxCategory/cbc:ID"), "Z")

    def test_a_unit_that_no_code_says_stands_in_words(self):
        found = terms(order(line(unit="prise RJ45")))
        quantity = found.first(".//cbc:Quantity").element
        self.assertEqual(quantity.get("unitCode"), "C62")
        self.assertEqual(
            found.text(".//cac:AdditionalItemProperty/cbc:Value"), "prise RJ45"
        )
        self.assertEqual(terms(order(line())).text(".//cac:AdditionalItemProperty"), "")

    def test_what_may_be_left_out(self):
        bare = order(
            line(label="", unit=""),
            valid_until=None,
            buyer=OrderParty("Bertrix", "0999000129"),
        )
        for document in (order(), bare):
            self.assertEqual(standards(to_xml(document)), [])
        self.assertEqual(terms(bare).text(".//cac:Item/cbc:Name"), "A1")

    def test_what_xml_cannot_write_is_left_out(self):
        found = terms(order(line(label="Audit\x0b\x00 <b>&\ufffe réseau")))
        self.assertEqual(found.text(".//cac:Item/cbc:Name"), "Audit <b>& réseau")


QUANTITIES = st.decimals("0.01", "9999", places=2)
PRICES = st.decimals("0", "9999", places=4)
LINES = st.lists(
    st.builds(
        line,
        quantity=QUANTITIES.map(str),
        price=PRICES.map(str),
        rate=st.sampled_from(VAT_RATES),
    ),
    min_size=1,
    max_size=12,
)


class TestStandards(TestCase):
    """The schema of UBL 2.1 and the rules of Peppol, for any order."""

    @given(LINES)
    def test_every_order_fits(self, lines):
        content = to_xml(order(*lines))
        self.assertEqual(standards(content), [])
        self.assertEqual(terms(order(*lines)).faults, [])

    def test_what_ubl_refuses(self):
        good = to_xml(order())
        for old, new, fault in (
            (b"<cbc:ID>2026/1</cbc:ID>", b"", "not expected"),
            (b"2026-01-10", b"10/01/2026", "not a valid value"),
            (b">2026/1<", b"><cbc:Note/><", "Element content is not allowed"),
            (b"cbc:ProfileID", b"cbc:Profile", "not expected"),
            (b'currencyID="EUR"', b"", "currencyID"),
        ):
            with self.subTest(fault):
                self.assertEqual(official.order_faults(good), [])
                found = official.order_faults(good.replace(old, new))
                self.assertIn(fault, " ".join(found))

    def test_what_peppol_refuses(self):
        good = to_xml(order())
        vat = b"<cac:PartyTaxScheme><cbc:CompanyID>BE1</cbc:CompanyID>"
        vat += (
            b"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        )
        for old, new, fault in (
            (b"<cac:PartyLegalEntity>", vat + b"<cac:PartyLegalEntity>", "B:"),
            (b"<cbc:ProfileID>", b"<cbc:ProfileID>x", "R031"),
            (b"trns:order:3", b"trns:order:2", "R034"),
            (b">220<", b">380<", "B00801"),
            (b">EUR<", b">XXX<", "B01001"),
            (b'"EUR"', b'"USD"', "R003"),
            (b'"0208"', b'"9956"', "B06902"),
            (b"0999000129", b"0999000128", "COMMON-R043"),
            (b">S<", b">X<", "UNCL5305"),
            (b">21<", b">0<", "R030"),
            (b">VAT<", b">GST<", "B05401"),
            (b">1900.00<", b">1900.03<", "R024"),
            (b">1900.00<", b">1900.01<", "R008"),
            (b">1900.00<", b">1900.000<", "R028"),
            (b'"DAY"', b'"jour"', "UNECERec20"),
            (b"<cbc:ID>2</cbc:ID>", b"<cbc:ID>1</cbc:ID>", "R001"),
            (b">Audit<", b"> <", "COMMON-R001"),
        ):
            with self.subTest(fault):
                self.assertIn(old, good)
                self.assertIn(fault, " ".join(peppol.faults(good.replace(old, new))))

    @given(LINES)
    def test_lines_are_near_their_exact_amount(self, lines):
        """R024 allows two cents; totals stay those of the offer."""
        nets = net_amounts(lines)
        for each, net in zip(lines, nets, strict=True):
            self.assertLessEqual(abs(each.amount - net), Decimal("0.01"))
            self.assertGreaterEqual(net, 0)
        self.assertEqual(exact_sum(nets), totals(lines).excl_vat)

    def test_one_line_is_rounded_as_it_is(self):
        self.assertEqual(
            net_amounts([line(quantity="1", price="0.005")]),
            [round_cents(Decimal("0.005"))],
        )

    def test_nothing_else_changes_with_the_number(self):
        first = to_xml(order())
        second = to_xml(replace(order(), number="2026/2"))
        self.assertEqual(first.replace(b"2026/1", b"2026/2"), second)


class TestUnits(TestCase):
    def test_known_units(self):
        for unit, code in (
            ("jour", "DAY"),
            ("Journée", "DAY"),
            ("JOURNEE", "DAY"),
            ("h.", "HUR"),
            ("mois", "MON"),
            ("année", "ANN"),
            ("forfait", "LS"),
            ("m²", "MTK"),
            ("unité", "C62"),
            ("chose", "C62"),
            ("", "C62"),
        ):
            with self.subTest(unit):
                self.assertEqual(code_of(unit), code)

    def test_what_the_code_tells(self):
        self.assertTrue(is_told_by_code("jour"))
        self.assertTrue(is_told_by_code(" Unité "))
        self.assertTrue(is_told_by_code(""))
        self.assertFalse(is_told_by_code("licence"))
        self.assertFalse(is_told_by_code("chose"))
