"""A confirmed order as UBL: for those who may view it."""

from imio.centrale.evidence.ubl_file import NAMESPACES
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_rest_refusals import RefusalTestCase
from lxml import etree


class TestUbl(RefusalTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.mission = self.direct(until="confirmed")
        self.url = f"{self.mission}/commande-1/@centrale-ubl"

    def test_those_who_may_view_the_order(self):
        code = self.mission.rpartition("/")[2]
        for login in ("bertrix", "alpha", "agent", "auditor"):
            with self.subTest(login):
                found = self.client(login).get(self.url)
                self.assertEqual(found.status_code, 200, found.text)
                self.assertIn("application/xml", found.headers["Content-Type"])
                self.assertIn(
                    f"{code}-commande-1.xml", found.headers["Content-Disposition"]
                )
                root = etree.fromstring(found.content)
                self.assertEqual(root.findtext("cbc:ID", None, NAMESPACES), "2026/1")

    def test_nobody_else(self):
        for login in (None, "arlon", "beta", "stranger", "intake"):
            with self.subTest(login):
                found = self.client(login).get(self.url)
                self.assertEqual(found.status_code, 403 if login else 401)
                self.assertNotIn("Bertrix", found.text)

    def test_an_order_that_is_not_confirmed(self):
        url = self.direct(until="offered")
        order = self.bertrix.created(url, self.order_body())["@id"]
        self.bertrix.refused("GET", f"{order}/@centrale-ubl", None, 409, "wrong_state")
        self.bertrix.moved(order, "deposit", "deposited")
        self.agent.refused("GET", f"{order}/@centrale-ubl", None, 409, "wrong_state")

    def test_by_the_link_of_a_page(self):
        session = self.alpha.session
        page = f"{self.mission}/commande-1/@@centrale-ubl"
        found = session.get(page, headers={"Accept": "text/html"}, timeout=60)
        self.assertEqual(found.content, self.alpha.get(self.url).content)
        other = self.client("beta").session
        found = other.get(page, headers={"Accept": "text/html"}, timeout=60)
        self.assertNotIn(b"BuyerCustomerParty", found.content)
