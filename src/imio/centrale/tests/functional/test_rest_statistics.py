"""``@centrale-statistics`` over HTTP: each role, each figure, each way to ask wrongly."""

from imio.centrale import clock
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.integration.test_milestones import date_history
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import Client
from plone import api
from urllib.parse import quote

import transaction


URL = "cyber/@centrale-statistics"
READERS = ("agent", "auditor", "admin")
OTHERS = ("bertrix", "arlon", "alpha", "intake", "stranger", None)
FIGURE = {"number", "dossiers"}


class StatisticsCase(ProcedureTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.agent = Client(self, "agent")
        self.year = clock.today().year

    def publish(self, is_on):
        api.portal.set_registry_record("imio.centrale.public_figures", is_on)
        transaction.commit()

    def delivered(self, days):
        mission = self.mission(until="closing")
        past = dict.fromkeys(
            ("draft", "submitted", "assigned", "offered", "ordered", "confirmed"), 30
        )
        date_history(mission, "mission_workflow", **past, closing=30 - days)
        return mission


class TestAnswer(StatisticsCase):
    def setUp(self):
        super().setUp()
        self.mission_ = self.mission(until="ordered")
        transaction.commit()
        self.answer = self.agent.got(URL)

    def test_of_what(self):
        answer = self.answer
        self.assertEqual(answer["year"], self.year)
        self.assertEqual(answer["from"], f"{self.year}-01-01")
        self.assertEqual(answer["to"], clock.today().isoformat())
        self.assertRegex(answer["instant"], r"^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$")
        self.assertIsNone(answer["market"])
        self.assertTrue(all(answer["definitions"].values()))

    def test_money_and_percentages_are_texts(self):
        activity = self.answer["activity"]
        self.assertEqual(activity["orders"]["amount"], "1900.00")
        self.assertEqual(activity["mean"], "1900.00")
        self.assertEqual(self.answer["members"]["total"]["percent"], "100.0")
        self.assertIsNone(activity["variation"]["number_percent"])
        self.assertEqual(activity["variation"]["amount"], "1900.00")

    def test_by_lot_and_by_market(self):
        (lot,) = self.answer["lots"]
        self.assertEqual(lot["title"], "1. Lot direct")
        self.assertEqual(lot["orders"]["number"], 1)
        self.assertEqual(
            [each["span"] for each in lot["lead_times"]][:2], ["designation", "offer"]
        )
        (market,) = self.answer["markets"]
        self.assertEqual(market["title"], "Marché Test")

    def test_the_funnel(self):
        found = {
            step["step"]: (step["reached"]["number"], step["waiting"]["number"])
            for step in self.answer["funnel"]
        }
        self.assertEqual(found["ordered"], (1, 1))
        self.assertEqual(found["confirmed"], (0, 0))

    def test_every_figure_leads_to_as_many(self):
        found = list(figures_in(self.answer))
        self.assertGreater(len(found), 50)
        by_address = {each["dossiers"]: each["number"] for each in found}
        for address, number in by_address.items():
            with self.subTest(address.rpartition("=")[2]):
                answer = self.agent.got(address)
                self.assertEqual(answer["items_total"], number)
                self.assertEqual(len(answer["items"]), number)

    def test_the_dossiers_of_a_figure(self):
        answer = self.agent.got(f"{URL}/dossiers?figure=orders")
        self.assertEqual(answer["amount"], "1900.00")
        (item,) = answer["items"]
        self.assertEqual(item["@id"], self.mission_.absolute_url())
        self.assertEqual(item["tracking_code"], self.mission_.tracking_code)
        self.assertEqual(item["amount"], "1900.00")
        self.assertEqual(item["milestones"]["ordered"], clock.today().isoformat())

    def test_in_batches(self):
        answer = self.agent.got(f"{URL}/dossiers?figure=members&b_size=1")
        self.assertEqual(len(answer["items"]), 1)
        self.assertEqual(answer["items_total"], 2)
        following = self.agent.got(answer["batching"]["next"])
        self.assertNotEqual(following["items"], answer["items"])

    def test_of_a_year_and_a_market(self):
        market = self.market.UID()
        answer = self.agent.got(f"{URL}?year={self.year - 1}&market={market}")
        self.assertEqual(answer["year"], self.year - 1)
        self.assertEqual(answer["market"], market)
        self.assertEqual(answer["activity"]["orders"]["number"], 0)


def figures_in(value):
    """Every figure of an answer, wherever it stands."""
    if isinstance(value, list):
        for each in value:
            yield from figures_in(each)
    if isinstance(value, dict):
        if FIGURE <= value.keys():
            yield value
        for each in value.values():
            yield from figures_in(each)


class TestWhoReads(StatisticsCase):
    def test_agents_and_auditors(self):
        for login in READERS:
            with self.subTest(login):
                client = Client(self, login)
                self.assertIn("funnel", client.got(URL))
                client.got(f"{URL}/dossiers?figure=members")

    def test_nobody_else_where_they_are_not_published(self):
        self.publish(False)
        for login in OTHERS:
            with self.subTest(login):
                status = 403 if login else 401
                Client(self, login).refused("GET", URL, None, status, "not_permitted")

    def test_dossiers_are_for_agents_and_auditors(self):
        self.publish(True)
        for login in OTHERS:
            with self.subTest(login):
                status = 403 if login else 401
                path = f"{URL}/dossiers?figure=members"
                Client(self, login).refused("GET", path, None, status, "not_permitted")

    def test_too_few_are_not_told(self):
        self.mission(until="ordered")
        self.publish(True)
        for login in OTHERS:
            with self.subTest(login):
                answer = Client(self, login).got(URL)
                self.assertEqual(answer["members"], {})
                self.assertIsNone(answer["orders"])
                self.assertEqual(answer["lead_times"], [])
                self.assertNotIn("funnel", answer)
                self.assertEqual(list(figures_in(answer)), [])

    def test_enough_are(self):
        for days in (10, 20, 24):
            self.delivered(days)
        self.publish(True)
        answer = Client(self, None).got(URL)
        self.assertEqual(answer["orders"]["total"], {"number": 3, "amount": "5700.00"})
        (lot,) = answer["orders"]["lots"]
        self.assertEqual((lot["title"], lot["number"]), ("1. Lot direct", 3))
        (times,) = answer["lead_times"]
        self.assertEqual((times["median"], times["number"]), ("20.00", 3))

    def test_a_market_alone_is_not_told(self):
        """The public gets the same answer whatever market it names."""
        self.publish(True)
        client = Client(self, None)
        answer = client.got(f"{URL}?market={self.market.UID()}")
        self.assertIsNone(answer["market"])


class TestWrong(StatisticsCase):
    def test_years(self):
        for year in ("abc", "20", "1999", str(self.year + 1), "-1", "2020.5", "0" * 9):
            with self.subTest(year):
                error = self.agent.refused(
                    "GET", f"{URL}?year={year}", None, 400, "unknown_year"
                )
                (reason,) = error["reasons"]
                self.assertEqual(reason["field"], "year")
                self.assertIn(str(self.year), reason["message"])

    def test_a_year_twice(self):
        path = f"{URL}?year=2020&year=2021"
        self.agent.refused("GET", path, None, 400, "unknown_year")

    def test_markets(self):
        for market in ("x", self.lot("direct").UID(), "../..", quote("é\x00")):
            with self.subTest(market):
                path = f"{URL}?market={market}"
                self.agent.refused("GET", path, None, 400, "unknown_market")

    def test_figures(self):
        for figure in ("", "x", "orders.x", "members.kind", "funnel.reached"):
            with self.subTest(figure):
                path = f"{URL}/dossiers?figure={figure}"
                self.agent.refused("GET", path, None, 400, "unknown_figure")

    def test_there_is_nothing_else_below(self):
        for path in ("x", "dossiers/dossiers", "dossiers/x"):
            with self.subTest(path):
                self.assertEqual(self.agent.get(f"{URL}/{path}").status_code, 404)

    def test_not_on_other_objects(self):
        for path in ("", "cyber/missions/", "autorites/bertrix/"):
            response = self.agent.get(f"{path}@centrale-statistics")
            self.assertEqual(response.status_code, 404)

    def test_not_to_be_written(self):
        for method in ("POST", "PATCH", "PUT", "DELETE"):
            with self.subTest(method):
                status = self.agent.call(method, URL, {}).status_code
                self.assertIn(status, (404, 405))
