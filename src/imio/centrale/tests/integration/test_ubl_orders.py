"""An order as UBL, from the dossier it stands in."""

from decimal import Decimal
from imio.centrale.browser.ubl import ubl_link
from imio.centrale.evidence.ubl_terms import Terms
from imio.centrale.tests import official
from imio.centrale.tests import peppol
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.ubl.order import to_xml
from imio.centrale.ubl.reading import document_of
from lxml import etree


class TestUblOrders(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.mission_ = self.mission("confirmed")
        self.order_ = self.mission_["commande-1"]

    def terms(self):
        """What stands in the file, which fits UBL and Peppol."""
        content = to_xml(document_of(self.order_))
        self.assertEqual(official.order_faults(content), [])
        self.assertEqual(peppol.faults(content), [])
        return Terms(etree.fromstring(content), "EUR")

    def test_what_was_ordered(self):
        found = self.terms()
        total = found.first("cac:AnticipatedMonetaryTotal")
        self.assertEqual(found.text("cbc:ID"), "2026/1")
        self.assertEqual(total.text("cbc:TaxExclusiveAmount"), "1900.00")
        self.assertEqual(total.text("cbc:PayableAmount"), "2299.00")
        (line,) = found.each("cac:OrderLine/cac:LineItem")
        self.assertEqual(
            line.number("", "cac:Price/cbc:PriceAmount"), Decimal("950.00")
        )
        self.assertEqual(
            line.text("cac:Item/cac:SellersItemIdentification/cbc:ID"), "A1"
        )

    def test_the_code_in_its_references(self):
        found, code = self.terms(), self.mission_.tracking_code
        for name in ("OriginatorDocumentReference", "Contract", "ProjectReference"):
            self.assertEqual(found.text(f"cac:{name}/cbc:ID"), code)
        self.assertEqual(
            found.text("cac:QuotationDocumentReference/cbc:ID"), f"{code}/offre-1"
        )

    def test_framework_by_its_reference(self):
        path = "cac:AdditionalDocumentReference/cbc:ID"
        self.assertEqual(self.terms().text(path), "Marché Test – lot 1")
        self.market.reference = "CSC-2024-01"
        self.assertEqual(self.terms().text(path), "CSC-2024-01 – lot 1")

    def test_who_orders_from_whom(self):
        path = "cac:Party/cac:PartyLegalEntity/cbc:CompanyID"
        found = self.terms()
        self.assertEqual(
            found.first("cac:BuyerCustomerParty").text(path),
            self.bertrix.enterprise_number,
        )
        self.assertEqual(
            found.first("cac:SellerSupplierParty").text(path),
            self.alpha.enterprise_number,
        )

    def test_a_wholesaler_sells_itself(self):
        self.centrale.purchase_model = "wholesaler"
        self.centrale.contracting_parties = [
            {"name": "Intercommunale A", "enterprise_number": "0999000624"}
        ]
        seller = self.terms().first("cac:SellerSupplierParty")
        self.assertEqual(
            seller.text("cac:Party/cac:PartyName/cbc:Name"), "Intercommunale A"
        )

    def test_only_once_it_is_confirmed(self):
        mission = self.mission("ordered")
        with self.refusing("wrong_state"):
            document_of(mission["commande-1"])
        with acting("bertrix"):
            self.assertEqual(ubl_link(mission["commande-1"], self.layer["request"]), [])

    def test_the_link_is_for_those_who_may_view(self):
        request = self.layer["request"]
        for login in ("bertrix", "alpha", "agent", "auditor"):
            with acting(login):
                (link,) = ubl_link(self.order_, request)
                self.assertTrue(link.url.endswith("/commande-1/@@centrale-ubl"))
        for login in ("arlon", "beta", None):
            with acting(login):
                self.assertEqual(ubl_link(self.order_, request), [])
