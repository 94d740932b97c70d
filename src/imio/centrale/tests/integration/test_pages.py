"""Every page renders for those who may view it, and shows nothing of the others."""

from decimal import Decimal
from imio.centrale.browser import showing
from imio.centrale.browser.acting import buttons
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.testing import INTEGRATION
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import unittest


class PageTestCase(ProcedureTestCase):
    layer = INTEGRATION

    def setUp(self):
        super().setUp()
        self.request = self.layer["request"]
        alsoProvides(self.request, ICentraleLayer)
        self.portal = self.layer["portal"]

    def page(self, path, login):
        """What this account reads there; ``Unauthorized`` is for the publisher."""
        with acting(login):
            context = self.portal.unrestrictedTraverse(path)
            return getMultiAdapter((context, self.request), name="view")()


class TestPages(PageTestCase):
    """The public catalogue, the registers and the folders."""

    def test_every_page_renders_for_the_agents_and_auditors(self):
        paths = """
        cyber cyber/marches cyber/marches/market cyber/marches/market/direct
        cyber/marches/market/cascade cyber/adhesions cyber/adhesions/bertrix
        cyber/missions cyber/subsides autorites autorites/bertrix prestataires
        prestataires/alpha-test
        """.split()
        for path in paths:
            for login in ("agent", "auditor"):
                with self.subTest(path=path, login=login):
                    self.assertIn("<h1", self.page(path, login))

    def test_ranking_and_prices_are_for_the_centrale(self):
        lot = "cyber/marches/market/cascade"
        self.assertIn("Alpha Test", self.page(lot, "agent"))
        self.assertIn("Alpha Test", self.page(lot, "auditor"))
        for login in (None, "bertrix", "stranger"):
            text = self.page(lot, login)
            self.assertNotIn("Alpha Test", text, login)
            self.assertNotIn("Beta Test", text, login)
        self.assertNotIn("Beta Test", self.page(lot, "alpha"))

    def test_request_button_is_for_authorities_and_agents(self):
        button = "++add++imio.centrale.MissionRequest"
        for login in ("bertrix", "agent"):
            self.assertIn(button, self.page("cyber", login), login)
        for login in ("alpha", "auditor", None):
            self.assertNotIn(button, self.page("cyber", login), login)

    def test_rooms_are_named_to_those_who_may_enter(self):
        self.assertNotIn("/cyber/missions", self.page("cyber", None))
        self.assertIn("/cyber/missions", self.page("cyber", "alpha"))
        self.assertNotIn("/cyber/subsides", self.page("cyber", "bertrix"))


class TestButtons(PageTestCase):
    """Acts as buttons."""

    def test_nothing_of_what_is_not_permitted(self):
        adhesion = self.portal.cyber.adhesions.bertrix
        with acting("agent"):
            found = buttons(adhesion, self.request)
        self.assertEqual([each.id for each in found], ["suspend", "end"])
        with acting("bertrix"):
            self.assertEqual(buttons(adhesion, self.request), [])


class TestShowing(unittest.TestCase):
    """French amounts."""

    layer = INTEGRATION

    def test_amounts(self):
        self.assertEqual(showing.euros(Decimal("1234.5")), "1\xa0234,50\xa0€")
        self.assertEqual(showing.unit_price(Decimal("812.5050")), "812,505\xa0€")
        self.assertEqual(showing.unit_price(Decimal("-0.5")), "-0,50\xa0€")
        self.assertEqual(showing.quantity(Decimal("1500.00")), "1\xa0500")
        self.assertEqual(showing.quantity(Decimal("1.50")), "1,5")
        self.assertEqual(showing.euros(None), "")

    def test_codes_in_words(self):
        request = self.layer["request"]
        self.assertEqual(showing.term("imio.centrale.vat_rates", "6", request), "6 %")
        self.assertEqual(showing.term("imio.centrale.vat_rates", "7", request), "7")
