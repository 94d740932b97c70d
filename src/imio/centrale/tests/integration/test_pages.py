"""Every page renders for those who may view it, and shows nothing of the others."""

from decimal import Decimal
from imio.centrale.browser import listing
from imio.centrale.browser import showing
from imio.centrale.browser.acting import buttons
from imio.centrale.browser.mission_form import option_titles
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.testing import INTEGRATION
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from unittest import mock
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

    def page(self, path, login, name="view"):
        """What this account reads there; ``Unauthorized`` is for the publisher."""
        with acting(login):
            context = self.portal.unrestrictedTraverse(path)
            return getMultiAdapter((context, self.request), name=name)()

    def offers(self, login):
        return self.page("cyber", login, "centrale-offers")


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
        for login in ("agent", "auditor"):
            self.assertIn("Ranking of the suppliers", self.page(lot, login))
        for login in (None, "bertrix", "stranger", "alpha"):
            self.assertNotIn("Ranking of the suppliers", self.page(lot, login), login)
        self.portal.portal_registry["imio.centrale.publish_suppliers"] = False
        for login in ("agent", "auditor"):
            self.assertIn("Alpha Test", self.page(lot, login))
        for login in (None, "bertrix", "stranger"):
            text = self.page(lot, login)
            self.assertNotIn("Alpha Test", text, login)
            self.assertNotIn("Beta Test", text, login)
        self.assertNotIn("Beta Test", self.page(lot, "alpha"))

    def test_request_button_is_for_authorities_and_agents(self):
        for login, button in (
            ("bertrix", "/cyber/@@centrale-request?lot="),
            ("agent", "++add++imio.centrale.MissionRequest?lot="),
        ):
            self.assertIn(button, self.offers(login), login)
        for login in ("alpha", "auditor", None):
            self.assertNotIn("?lot=", self.offers(login), login)

    def test_suppliers_are_not_sent_to_the_adhesions(self):
        for login in ("bertrix", "agent", "auditor"):
            self.assertIn("/cyber/adhesions", self.offers(login), login)
        self.assertNotIn("/cyber/adhesions", self.offers("alpha"))

    def test_who_has_joined_is_not_asked_to_join(self):
        adhesions = self.portal.cyber.adhesions
        view = getMultiAdapter((adhesions, self.request), name="view")
        with acting("agent"):
            self.assertTrue(view.adding_links())
        with acting("bertrix"):
            self.assertEqual(view.adding_links(), [])
        nothing = mock.patch.object(listing, "adhesion_in", return_value=None)
        with acting("bertrix"), nothing:
            self.assertTrue(view.adding_links())

    def test_rooms_are_named_to_those_who_may_enter(self):
        self.assertNotIn("/cyber/missions", self.offers(None))
        self.assertIn("/cyber/missions", self.offers("alpha"))
        self.assertNotIn("/cyber/subsides", self.offers("bertrix"))


class TestButtons(PageTestCase):
    """Acts as buttons."""

    def test_nothing_of_what_is_not_permitted(self):
        adhesion = self.portal.cyber.adhesions.bertrix
        with acting("agent"):
            found = buttons(adhesion, self.request)
        self.assertEqual([each.id for each in found], ["suspend", "end"])
        with acting("bertrix"):
            self.assertEqual(buttons(adhesion, self.request), [])


class TestPieces(ProcedureTestCase):
    """What a mission holds, on its page."""

    layer = INTEGRATION

    def view(self, mission):
        request = self.layer["request"]
        alsoProvides(request, ICentraleLayer)
        return getMultiAdapter((mission, request), name="view")

    def offers(self, mission):
        """The offers as the authority sees them."""
        with acting("bertrix"):
            sections = self.view(mission).sections
        return next(each for each in sections if each.title == "Offers").pieces

    def test_what_goes_stands_apart_from_what_is_refused(self):
        (offer,) = self.offers(self.mission("offered"))
        self.assertEqual([button.id for button in offer.ready], ["accept", "return"])
        self.assertEqual(offer.refused, ())

    def test_an_order_waits_for_the_acceptance(self):
        for until, found in (("offered", False), ("accepted", True)):
            page = self.view(self.mission(until))
            with acting("bertrix"):
                urls = [link.url for link in page.links if link.kind == "awaited"]
            self.assertEqual(bool(urls), found, until)

    def test_an_accepted_offer_may_go_back(self):
        (offer,) = self.offers(self.mission("accepted"))
        self.assertEqual([button.id for button in offer.ready], ["return"])
        self.assertEqual(offer.refused, ())

    def test_what_is_behind_the_mission_is_not_explained(self):
        (offer,) = self.offers(self.mission("ordered"))
        self.assertEqual(offer.buttons, ())


class Lot:
    """What the options of a request need of a lot."""

    def __init__(self, number, **options):
        self.number = number
        self.options = [{"code": code, "label": options[code]} for code in options]


class TestOptions(unittest.TestCase):
    """The options to tick."""

    def test_of_one_lot(self):
        titles = option_titles([Lot("1", TEC="Technique", ORG="Organisation")])
        self.assertEqual(
            titles, {"TEC": "TEC – Technique", "ORG": "ORG – Organisation"}
        )

    def test_of_several_lots_one_code_may_mean_two_things(self):
        lots = [Lot("1", TEC="Audit"), Lot("2", TEC="Cours"), Lot("3", TEC="Audit")]
        self.assertEqual(
            option_titles(lots), {"TEC": "TEC – Audit (lot 1, 3); Cours (lot 2)"}
        )


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
