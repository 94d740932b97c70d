"""The figures of a centrale: from the catalog only, with what stands behind each."""

from contextlib import contextmanager
from datetime import date
from datetime import timedelta
from decimal import Decimal
from imio.centrale import clock
from imio.centrale import figures
from imio.centrale.domain.money import format_fr
from imio.centrale.tests.integration.test_envelope_pages import PageCase
from imio.centrale.tests.integration.test_milestones import date_history
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import withhold
from openpyxl import load_workbook
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.CatalogBrains import AbstractCatalogBrain
from unittest import mock
from zExceptions import Unauthorized

import io


PAGE = "centrale-figures"
FILE = "centrale-figures-file"
DOSSIERS = "centrale-figures-dossiers"
KEPT_STATE = "imio.centrale.kept.state_of_catalog"

OTHERS = ("bertrix", "arlon", "alpha", "intake", "stranger", None)
DELIVERED = {
    "draft": 40,
    "submitted": 40,
    "assigned": 39,
    "offered": 35,
    "ordered": 30,
    "confirmed": 28,
}


def euro(text):
    """An amount as the texts of the cells of a page have it."""
    return " ".join(format_fr(Decimal(text)).split())


class FiguresCase(PageCase):
    def setUp(self):
        super().setUp()
        self.year = clock.today().year

    def found(self, **asked):
        return figures.figures_of(self.centrale, **asked)

    def publish(self, is_on):
        api.portal.set_registry_record("imio.centrale.public_figures", is_on)

    def delivered(self, days):
        """A dossier on the direct lot, delivered so many days after its order."""
        mission = self.mission(until="closing")
        past = {**DELIVERED, "closing": 30 - days}
        date_history(mission, "mission_workflow", **past)
        processQueue()
        return mission

    @contextmanager
    def no_object(self):
        """Whatever wakes an object inside fails."""
        waking = AssertionError("an object was read")
        names = ("_unrestrictedGetObject", "getObject")
        with mock.patch.multiple(
            AbstractCatalogBrain,
            **{name: mock.Mock(side_effect=waking) for name in names},
        ):
            yield


class TestFigures(FiguresCase):
    def test_members(self):
        members = self.found().report.members
        self.assertEqual(
            set(members.total.members.uids), {self.bertrix.UID(), self.arlon.UID()}
        )
        self.assertEqual(members.joined.number, 2)
        self.assertEqual(members.total.rest.number, 0)

    def test_an_authority_that_has_not_joined(self):
        newcomer = self.newcomer()
        members = self.found().report.members
        self.assertEqual(members.total.rest.uids, (newcomer.UID(),))
        adhesion = self.adhesion_of(newcomer)
        self.assertEqual(
            self.found().report.members.in_progress.uids, (adhesion.UID(),)
        )

    def test_orders_and_what_they_are_worth(self):
        ordered = self.mission(until="ordered")
        self.mission(until="offered")
        total = self.found().report.total
        self.assertEqual(total.requests.number, 2)
        self.assertEqual(total.orders.uids, (ordered.UID(),))
        self.assertEqual(total.orders.amount, Decimal("1900.00"))
        self.assertEqual(total.on_order.uids, (ordered.UID(),))

    def test_an_order_that_is_returned_counts_no_more(self):
        mission = self.mission(until="ordered")
        self.moved(
            "agent", mission["commande-1"], "return", "returned", reason_note="x"
        )
        self.assertEqual(self.found().report.total.orders.number, 0)

    def test_of_one_market(self):
        self.mission(until="ordered")
        found = self.found(market=self.market.UID())
        self.assertEqual(found.report.total.orders.number, 1)
        self.assertEqual(list(found.markets.values()), ["Marché Test"])

    def test_another_centrale_has_its_own(self):
        self.mission(until="ordered")
        with api.env.adopt_roles(["Manager"]):
            other = self.another_centrale()
        report = figures.figures_of(other).report
        self.assertEqual(report.total.requests.number, 0)
        self.assertEqual(report.members.total.members.number, 0)

    def test_a_year_without_anything(self):
        report = self.found(year="2019").report
        self.assertEqual(report.members.total.members.number, 0)
        self.assertEqual(report.total.orders.number, 0)

    def test_bad_years(self):
        for year in (
            "2",
            "1999",
            str(self.year + 1),
            "abcd",
            "20 20",
            "٢٠٢٠",
            "9" * 99,
        ):
            with self.subTest(year), self.refusing("unknown_year"):
                self.found(year=year)

    def test_bad_markets(self):
        for market in ("x", self.lot("direct").UID(), self.bertrix.UID()):
            with self.subTest(market), self.refusing("unknown_market"):
                self.found(market=market)

    def test_what_stands_behind_is_as_many_as_the_figure_says(self):
        self.mission(until="ordered")
        self.mission(until="closing")
        found = self.found()
        for address, figure in found.by_address.items():
            with self.subTest(address):
                behind = figures.behind(found.figure(address))
                self.assertEqual({b.UID for b in behind}, set(figure.uids))

    def test_an_address_that_is_none(self):
        for address in ("", "orders.x", "members.kind", "orders.", "x" * 500):
            with self.subTest(address), self.refusing("unknown_figure"):
                self.found().figure(address)

    def test_the_same_dossiers_give_the_same_figures(self):
        self.mission(until="closing")
        self.assertEqual(self.found().report, self.found().report)

    def test_the_public_reads_nothing_of_a_lot_that_is_withheld(self):
        self.mission(until="ordered")
        withhold(self.lot("direct"))
        processQueue()
        self.publish(True)
        self.assertEqual(self.found().report.total.orders.number, 1)
        found = self.found(is_public=True)
        self.assertEqual(found.report.total.requests.number, 0)
        self.assertEqual(
            [lot.title for lot in found.lots.values()], ["2. Lot en cascade"]
        )
        for login, is_told in ((None, True), ("bertrix", True), ("agent", False)):
            text = self.text(self.centrale, PAGE, login)
            self.assertEqual("Sensitive lots are left out" in text, is_told, login)
            self.assertEqual("Lot direct" in text, not is_told, login)

    def test_no_object_is_read(self):
        self.mission(until="closing")
        processQueue()
        with self.no_object():
            found = self.found()
            self.assertEqual(found.report.total.requests.number, 1)
            self.assertEqual(len(found.lots), 2)
            figures.lead_times(self.centrale)

    def test_no_more_searches_for_more_dossiers(self):
        search = figures.search
        self.mission(until="ordered")

        def searches():
            processQueue()
            with mock.patch.object(figures, "search", side_effect=search) as called:
                self.found()
            return called.call_count

        before = searches()
        self.mission(until="ordered")
        self.assertEqual(searches(), before)


class TestKept(FiguresCase):
    """The report of a state of the catalog is made once, never shown for another."""

    def setUp(self):
        super().setUp()
        self.mission(until="ordered")
        processQueue()

    def state(self, name):
        return mock.patch(KEPT_STATE, return_value=name)

    def test_made_once(self):
        with self.state(b"one"):
            first = self.found().report
            self.assertIs(self.found().report, first)
        with self.state(b"two"):
            self.assertIsNot(self.found().report, first)

    def test_nothing_is_kept_while_the_catalog_changes(self):
        self.assertIsNot(self.found().report, self.found().report)

    def test_each_question_has_its_own(self):
        (market,) = figures.market_titles(self.centrale)
        with self.state(b"three"):
            whole = self.found().report
            for asked in ({"year": str(self.year - 1)}, {"market": market}):
                self.assertIsNot(self.found(**asked).report, whole, asked)
            with clock.at(clock.now() + timedelta(days=1)):
                self.assertIsNot(self.found().report, whole)

    def test_two_centrales_are_two(self):
        with acting("agent"):
            other = self.another_centrale()
        with self.state(b"four"):
            self.assertEqual(self.found().report.total.requests.number, 1)
            found = figures.figures_of(other)
            self.assertEqual(found.report.total.requests.number, 0)

    def test_the_public_never_gets_what_agents_read(self):
        withhold(self.lot("direct"))
        processQueue()
        self.publish(True)
        with self.state(b"five"):
            for login, is_told in (("agent", True), (None, False), ("agent", True)):
                text = self.text(self.centrale, PAGE, login)
                self.assertEqual("Lot direct" in text, is_told, login)

    def test_few_are_put_together_for_the_public_alone(self):
        self.publish(True)
        with self.state(b"six"):
            for login, is_told in (("agent", True), (None, False), ("agent", True)):
                text = self.text(self.centrale, PAGE, login)
                amount = format_fr(Decimal("1900.00"))
                self.assertEqual(amount in text, is_told, login)


class TestLeadTimes(FiguresCase):
    def test_the_median_of_the_deliveries(self):
        for days in (10, 20, 24):
            self.delivered(days)
        self.assertEqual(
            figures.lead_times(self.centrale),
            {self.lot("direct").UID(): (Decimal(20), 3)},
        )

    def test_of_a_lot_that_is_withheld_there_are_none(self):
        for days in (10, 20, 24):
            self.delivered(days)
        withhold(self.lot("direct"))
        processQueue()
        self.assertEqual(figures.lead_times(self.centrale), {})

    def test_two_would_tell_of_one(self):
        self.delivered(10)
        self.delivered(20)
        self.assertEqual(figures.lead_times(self.centrale), {})


class TestWhoReads(FiguresCase):
    def assert_refused(self, login, name, **form):
        with self.subTest(login=login, page=name), self.assertRaises(Unauthorized):
            self.text(self.centrale, name, login, **form)

    def test_agents_and_auditors_read_everything(self):
        self.mission(until="ordered")
        for login in ("agent", "auditor"):
            text = self.text(self.centrale, PAGE, login)
            self.assertIn(format_fr(Decimal("1900.00")), text)
            self.assertIn(DOSSIERS, text)

    def test_nobody_else_where_they_are_not_published(self):
        self.publish(False)
        for login in OTHERS:
            self.assert_refused(login, PAGE)
            self.assert_refused(login, FILE, table="orders")

    def test_dossiers_are_never_public(self):
        self.publish(True)
        for login in OTHERS:
            with acting(login), self.assertRaises(Exception) as caught:
                self.centrale.restrictedTraverse(f"@@{DOSSIERS}")
            self.assertEqual(type(caught.exception).__name__, "Unauthorized")

    def test_the_public_learns_nothing_of_few(self):
        self.publish(True)
        mission = self.mission(until="ordered")
        for login in OTHERS:
            with self.subTest(login):
                text = self.text(self.centrale, PAGE, login)
                self.assertNotIn("Lot direct", text)
                self.assertNotIn("Bertrix", text)
                self.assertNotIn(mission.tracking_code, text)
                self.assertNotIn(DOSSIERS, text)
                self.assertNotIn(format_fr(Decimal("1900.00")), text)

    def test_the_public_reads_totals_of_enough(self):
        self.publish(True)
        for days in (10, 20, 24):
            self.delivered(days)
        tree = self.tree(self.centrale, PAGE, login=None)
        (row,) = self.rows(tree, "//section[@aria-labelledby='title-orders']//table")
        self.assertEqual(row, ["1. Lot direct", "3", euro("5700.00")])
        (row,) = self.rows(tree, "//section[@aria-labelledby='title-delivery']//table")
        self.assertEqual(row[:3], ["1. Lot direct", "–", "3"])
        self.assertEqual(tree.xpath("//select[@id='authority' or @id='market']"), [])

    def test_the_public_asks_for_no_market(self):
        """The difference between two readings would tell of one lot."""
        self.publish(True)
        for days in (10, 20, 24):
            self.delivered(days)
        self.text(self.centrale, PAGE, None, market="x")


class TestPage(FiguresCase):
    def sheet(self, tree, sheet_id):
        return self.rows(tree, f"//section[@aria-labelledby='title-{sheet_id}']//table")

    def test_an_empty_centrale_says_what_comes(self):
        tree = self.tree(self.centrale, PAGE)
        text = " ".join(tree.text_content().split())
        self.assertIn("Nobody has asked for anything yet", text)
        self.assertEqual(len(tree.xpath("//h1")), 1)

    def test_tables(self):
        self.mission(until="ordered")
        tree = self.tree(self.centrale, PAGE)
        self.assertEqual(
            self.sheet(tree, "orders"),
            [
                [
                    "1. Lot direct",
                    "1",
                    "1",
                    euro("1900.00"),
                    euro("1900.00"),
                ]
            ],
        )
        self.assertEqual(self.sheet(tree, "variation")[0][1:5], ["0", "1", "+1", "–"])
        self.assertEqual(self.sheet(tree, "solutions")[0][1:], ["0", "1", "1"])
        self.assertEqual(self.sheet(tree, "funnel")[3][1:], ["1", "100 %", "1", "0"])

    def test_pictures_say_the_same_as_their_tables(self):
        for days in (10, 20, 24):
            self.delivered(days)
        tree = self.tree(self.centrale, PAGE)
        pictures = tree.xpath("//svg[@role='img']")
        self.assertGreaterEqual(len(pictures), 4)
        for picture in pictures:
            labelled = picture.get("aria-labelledby").split()
            for each in labelled:
                (element,) = tree.xpath(f"//*[@id='{each}']")
                self.assertTrue(element.text_content().strip(), each)
        (words,) = tree.xpath("//desc[@id='deliveries-text']")
        self.assertIn("median 20 days", words.text_content())
        row = self.sheet(tree, "delivery")[0]
        self.assertEqual(row[3:], ["10", "15", "20", "22", "24"])

    def test_every_tile_is_a_municipality_of_the_register(self):
        newcomer = self.newcomer()
        tree = self.tree(self.centrale, PAGE)
        tiles = tree.xpath("//svg[starts-with(@aria-labelledby, 'map-')]/g/title")
        names = sorted(tile.text_content() for tile in tiles)
        self.assertEqual(
            names,
            sorted(
                [
                    "Arlon – Member",
                    "Bertrix – Member",
                    f"{newcomer.title} – Not a member",
                ]
            ),
        )

    def test_no_id_twice(self):
        self.program("1500.00")
        self.delivered(10)
        ids = self.tree(self.centrale, PAGE).xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)))

    def test_an_envelope(self):
        program = self.program("1500.00")
        self.mission(until="confirmed")
        tree = self.tree(self.centrale, PAGE)
        (row,) = self.sheet(tree, "subsidy")
        self.assertEqual(row[0], program.title)
        self.assertEqual(row[1], euro("1500.00"))
        self.assertEqual(
            len(tree.xpath("//svg[@role='img']/desc[contains(@id, 'envelope')]")), 1
        )

    def test_every_link_to_dossiers_leads_to_as_many(self):
        self.mission(until="ordered")
        self.mission(until="closing")
        tree = self.tree(self.centrale, PAGE)
        links = tree.xpath(f"//a[contains(@href, '{DOSSIERS}')]")
        self.assertGreater(len(links), 15)
        for link in links:
            address = link.get("href").rpartition("figure=")[2]
            with self.subTest(address):
                shown = self.tree(self.centrale, DOSSIERS, figure=address)
                rows = self.rows(shown, "//table")
                self.assertEqual(len(rows), int(link.text_content()))
                self.assertTrue(shown.xpath("//h1")[0].text_content())

    def test_a_bad_year_is_refused_in_words(self):
        for name, form in (
            (PAGE, {"year": "abc"}),
            (FILE, {"year": "abc", "table": "orders"}),
            (DOSSIERS, {"year": "abc", "figure": "orders"}),
        ):
            with self.subTest(name), acting("agent"), self.refusing("unknown_year"):
                self.view(self.centrale, name, **form)()

    def test_a_past_year_can_be_chosen_where_there_is_something(self):
        self.assertEqual(figures.years_of(self.centrale), [self.year])
        self.adhesion.creation_date = api.portal.get().created() - 800
        self.adhesion.reindexObject(idxs=["created"])
        years = figures.years_of(self.centrale)
        self.assertGreaterEqual(len(years), 3)
        self.assertEqual(years[0], self.year)


class TestFocus(FiguresCase):
    """What one commune chose: solutions, amounts, dates."""

    def focus(self, authority, **form):
        tree = self.tree(self.centrale, PAGE, authority=authority.UID(), **form)
        (section,) = tree.xpath("//section[@aria-labelledby='focus']")
        return section

    def test_its_solutions(self):
        self.mission(until="ordered")
        self.mission(until="offered")
        section = self.focus(self.bertrix)
        text = " ".join(section.text_content().split())
        self.assertIn("Solutions ordered: 1, for", text)
        self.assertIn("Member since", text)
        self.assertEqual(len(self.rows(section, ".//table")), 2)

    def test_drafts_are_its_own(self):
        self.request()
        section = self.focus(self.bertrix)
        self.assertEqual(self.rows(section, ".//table"), [])

    def test_another_one_chose_nothing(self):
        self.mission(until="ordered")
        text = " ".join(self.focus(self.arlon).text_content().split())
        self.assertIn("It has asked for nothing yet.", text)

    def test_what_is_no_authority(self):
        for uid in ("x", self.alpha.UID(), self.market.UID()):
            with self.subTest(uid), acting("agent"):
                with self.refusing("no_such_authority"):
                    self.view(self.centrale, PAGE, authority=uid)()

    def test_the_public_sees_none(self):
        self.publish(True)
        tree = self.tree(self.centrale, PAGE, login=None, authority=self.bertrix.UID())
        self.assertEqual(tree.xpath("//section[@aria-labelledby='focus']"), [])


class TestFiles(FiguresCase):
    def data(self, login="agent", **form):
        with acting(login):
            return self.view(self.centrale, FILE, **form)()

    def test_numbers_are_numbers(self):
        self.mission(until="ordered")
        book = load_workbook(io.BytesIO(self.data(table="orders", format="xlsx")))
        rows = list(book.active.iter_rows(values_only=True))
        self.assertEqual(rows[1], ("1. Lot direct", 1, 1, 1900, 1900))
        self.assertEqual(rows[2][1:], (1, 1, 1900, 1900))

    def test_as_text(self):
        self.mission(until="ordered")
        lines = self.data(table="orders", format="csv").decode("utf-8-sig").splitlines()
        self.assertEqual(lines[1], "1. Lot direct;1;1;1900,00;1900,00")

    def test_every_table_of_the_page(self):
        self.program("1500.00")
        self.delivered(10)
        with acting("agent"):
            sheets = self.view(self.centrale, PAGE).sheets
        self.assertGreater(len(sheets), 10)
        for name in sheets:
            for kind in ("csv", "xlsx"):
                with self.subTest(name, kind=kind):
                    self.assertTrue(self.data(table=name, format=kind))

    def test_the_public_gets_what_its_page_has(self):
        self.publish(True)
        self.mission(until="ordered")
        for table in ("orders", "variation", "lead-times-lots", "subsidy"):
            with self.subTest(table), self.refusing("unknown_table"):
                self.data(login=None, table=table)

    def test_what_there_is_none_of(self):
        with self.refusing("unknown_table"):
            self.data(table="x")
        with self.refusing("unknown_format"):
            self.data(table="orders", format="exe")


class TestHistory(FiguresCase):
    """Figures of a year that is over change only with its dossiers."""

    def test_by_the_days_of_the_dossiers(self):
        mission = self.mission(until="ordered")
        past = (clock.today() - date(self.year - 1, 6, 1)).days
        date_history(
            mission,
            "mission_workflow",
            **dict.fromkeys(("draft", "submitted", "assigned", "offered"), past),
            ordered=past - 10,
        )
        processQueue()
        before = self.found(year=str(self.year - 1)).report
        self.assertEqual(before.total.orders.uids, (mission.UID(),))
        self.assertEqual(before.members.total.members.number, 0)
        self.assertEqual(self.found().report.total.orders.number, 0)
        self.assertEqual(self.found().report.total.on_order.number, 1)

    def test_the_instant_is_said(self):
        with at(f"{self.year}-12-30 10:00"):
            self.assertIn(
                f"read on 30/12/{self.year} 10:00", self.text(self.centrale, PAGE)
            )
