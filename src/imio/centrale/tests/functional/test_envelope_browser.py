"""The pages of the subsidy over HTTP: who reads them, and what arrives in the browser."""

from decimal import Decimal
from imio.centrale.browser import entries
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.subsidy.positions import book_of
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import Client
from lxml import html
from unittest import mock
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import csv
import io
import transaction


PAGES = (
    "view",
    "@@centrale-ledger",
    "@@centrale-ledger.csv",
    "@@centrale-verify",
)
READERS = ("agent", "auditor")
OTHERS = ("bertrix", "arlon", "alpha", "intake", "stranger", None)


class BrowserCase(ProcedureTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.opened = self.program("1500.00")
        self.dossier = self.mission("confirmed")
        transaction.commit()
        self.url = self.opened.absolute_url()

    def visitor(self, login=None):
        return Visitor(Client(self, login))

    def deposit(self, dossier, amount):
        amount = Decimal(amount)
        at = brussels("2026-03-03 10:00")
        book_of(self.opened).deposit(
            dossier, "mission", f"of-{dossier}", amount, amount, at, "agent"
        )


class TestWhoReads(BrowserCase):
    """Agents and auditors, and nobody else."""

    def test_agents_and_auditors(self):
        for login in READERS:
            for page in PAGES:
                with self.subTest(login=login, page=page):
                    self.visitor(login).open(f"{self.url}/{page}")

    def test_nobody_else(self):
        for login in OTHERS:
            client = Client(self, login)
            client.session.headers["Accept"] = "text/html"
            for page in PAGES:
                with self.subTest(login=login, page=page):
                    response = client.session.get(
                        f"{self.url}/{page}", allow_redirects=False, timeout=60
                    )
                    self.assertIn(response.status_code, (302, 401, 403))
                    self.assertNotIn(self.dossier.tracking_code, response.text)

    def test_reading_changes_nothing(self):
        for login in READERS:
            # Plone itself writes at the first page of all
            self.visitor(login).open("cyber/subsides")
        before = self.layer["app"]._p_jar.db().lastTransaction()
        for login in READERS:
            visitor = self.visitor(login)
            for page in PAGES:
                visitor.open(f"{self.url}/{page}")
                self.assertEqual(visitor.url.split("?")[0], f"{self.url}/{page}")
        after = self.layer["app"]._p_jar.db().lastTransaction()
        self.assertEqual(before, after)


class TestWhatArrives(BrowserCase):
    """After every transform of Plone."""

    def tree(self, page, login="agent"):
        return html.fromstring(self.visitor(login).open(f"{self.url}/{page}").text)

    def test_the_pictures(self):
        tree = self.tree("view")
        meter = tree.get_element_by_id("centrale-meter-picture")
        self.assertEqual(meter.xpath("./title")[0].text, "Parts of the envelope")
        widths = [each.get("width") for each in meter.xpath(".//g/rect")]
        self.assertEqual(widths, ["100.000%"])
        self.assertTrue(tree.xpath("//*[@id='centrale-burn-picture']/svg/path/@d"))
        self.assertNotIn("Parts of the envelope", tree.findtext(".//head/title"))

    def test_links_lead_somewhere(self):
        agent = self.visitor("agent")
        for page in ("view", "@@centrale-ledger"):
            links = self.tree(page).xpath("//article//a/@href")
            own = {
                each for each in links if each.startswith(self.portal.absolute_url())
            }
            self.assertGreater(len(own), 3)
            for url in own:
                with self.subTest(url):
                    agent.open(url)

    def test_the_filter_is_a_link(self):
        self.deposit("x", "1")
        transaction.commit()
        code = self.dossier.tracking_code
        tree = self.tree(f"@@centrale-ledger?code={code}")
        rows = tree.xpath("//table[@id='centrale-ledger']/tbody/tr")
        self.assertEqual(len(rows), 2)

    def test_verify_finds_what_was_tampered(self):
        self.assertIn(
            "Sound: 3 entries",
            self.visitor("auditor").open(f"{self.url}/@@centrale-verify").text,
        )
        del book_of(self.opened).store.entries[2]
        transaction.commit()
        text = self.visitor("auditor").open(f"{self.url}/@@centrale-verify").text
        self.assertIn("the first entry that does not fit is number 3", text)


class TestExport(BrowserCase):
    """The whole ledger for a spreadsheet in French."""

    def rows(self):
        session = Client(self, "auditor").session
        response = session.get(f"{self.url}/@@centrale-ledger.csv", timeout=60)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn(
            f'filename="{self.opened.getId()}-ledger.csv"',
            response.headers["Content-Disposition"],
        )
        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        text = response.content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def test_every_entry(self):
        rows = self.rows()
        known = book_of(self.opened).store.entries
        self.assertEqual([row["Entry"] for row in rows], ["1", "2", "3"])
        self.assertEqual(
            [row["Fingerprint"] for row in rows],
            [entry.hash for entry in known.values()],
        )
        deposit = rows[1]
        self.assertEqual(deposit["Amount"], "1500,00")
        self.assertEqual(deposit["Balance"], "0,00")
        self.assertEqual(deposit["Code"], self.dossier.tracking_code)
        self.assertEqual(deposit["Authority"], "Bertrix")
        self.assertEqual(deposit["What"], "Reserved at the deposit")
        self.assertEqual(rows[0]["Rank"], "")

    def test_nothing_is_translated_once_the_request_is_over(self):
        request = self.layer["request"]
        alsoProvides(request, ICentraleLayer)
        with acting("agent"):
            export = getMultiAdapter((self.opened, request), name="centrale-ledger.csv")
            lines = export()
        late = mock.patch.object(entries, "translate", side_effect=AssertionError)
        with late, mock.patch.object(export, "request", None):
            text = b"".join(lines).decode()
        self.assertIn("Reserved at the deposit", text)

    def test_texts_run_nothing(self):
        self.bertrix.title = '=HYPERLINK("x";"y")'
        self.bertrix.reindexObject()
        note = '-1+1;\n"ligne"'
        at = brussels("2026-03-03 10:00")
        book_of(self.opened).change_envelope(Decimal("9000"), at, "agent", note)
        transaction.commit()
        rows = self.rows()
        self.assertEqual(rows[1]["Authority"], '\'=HYPERLINK("x";"y")')
        self.assertEqual(rows[3]["Note"], f"'{note}")
        self.assertEqual(rows[3]["Amount"], "7500,00")

    def test_what_cannot_be_read_is_there_as_it_is(self):
        book_of(self.opened).store.entries[2] = "nonsense"
        transaction.commit()
        row = self.rows()[1]
        self.assertEqual((row["Entry"], row["Fingerprint"]), ("2", "'nonsense'"))
