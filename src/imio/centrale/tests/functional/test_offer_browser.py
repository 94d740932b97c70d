"""The form of an offer and its pages over HTTP, by the accounts of both sides."""

from decimal import Decimal
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.fixture import inventory_line
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import Client
from io import BytesIO
from lxml import html
from openpyxl import load_workbook
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import transaction


NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MANY = 5000


class OfferCase(ProcedureTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.dossier = self.mission("assigned")
        transaction.commit()
        self.add = f"{self.dossier.absolute_url()}/++add++imio.centrale.Offer"

    def visitor(self, login):
        return Visitor(Client(self, login))

    def tree(self, visitor):
        return html.fromstring(visitor.text)

    def press(self, visitor, name, value="1", rows=(), spare=None, **fields):
        """Press a button of the form as a browser without JavaScript does."""
        form = {
            "_authenticator": visitor.token,
            "form.widgets.valid_until": "2099-01-01",
            "form.widgets.lines.count": str(len(rows)),
            name: value,
            **fields,
        }
        named = [*enumerate(rows), *([("AA", spare)] if spare else [])]
        for number, cells in named:
            for column, text in zip(("code", "quantity", "unit_price"), cells):
                form[f"form.widgets.lines.{number}.widgets.{column}"] = text
        response = visitor.session.post(visitor.url, data=form, timeout=60)
        return visitor._keep(response, 200)

    def rows(self, visitor):
        """The cells of the rows of the grid that hold a code."""
        tree = self.tree(visitor)
        found = []
        for number in range(20):
            name = f"form.widgets.lines.{number}.widgets"
            cells = [
                tree.xpath(f"//input[@name='{name}.{column}']/@value")
                for column in ("code", "quantity", "unit_price")
            ]
            if any(cells):
                found.append(tuple("".join(cell) for cell in cells))
        return found

    def found(self, visitor):
        return self.tree(visitor).xpath("//*[@id='centrale-found']/tr/td[1]/text()")

    def total(self, visitor):
        return self.tree(visitor).xpath(
            "//*[@id='centrale-totals']/tfoot/tr/td[2]/text()"
        )

    def long_inventory(self, count=MANY):
        """Annexe B with that many lines."""
        inventory = self.lot("direct")["inventory-alpha-test-1"]
        inventory.lines = [
            inventory_line(
                f"L{number:05}", f"Équipement numéro {number}", "12.50", "21"
            )
            for number in range(count)
        ]
        transaction.commit()


class TestPicking(OfferCase):
    """Search, add, compute: the form is sent, nothing is kept before it is saved."""

    def test_search(self):
        alpha = self.visitor("alpha").open(self.add)
        self.assertEqual(self.found(alpha), ["A1", "F1"])
        self.press(alpha, "centrale.find", **{"centrale.search": "FORMATION jour"})
        self.assertEqual(self.found(alpha), ["F1"])
        self.assertIn('value="FORMATION jour"', alpha.text)
        self.press(alpha, "centrale.find", **{"centrale.search": "nothing like it"})
        self.assertEqual(self.found(alpha), [])

    def test_search_keeps_what_was_typed(self):
        alpha = self.visitor("alpha").open(self.add)
        self.press(alpha, "centrale.find", rows=[("A1", "many", "9,50")])
        self.assertEqual(self.rows(alpha), [("A1", "many", "9,50")])
        self.assertIn('value="2099-01-01"', alpha.text)

    def test_add_fills_in_price_and_vat(self):
        alpha = self.visitor("alpha").open(self.add)
        self.press(alpha, "centrale.add", "F1", rows=[("A1", "2", "950,00")])
        self.assertEqual(
            self.rows(alpha), [("A1", "2,00", "950,00"), ("F1", "1,00", "812,505")]
        )
        text = self.tree(alpha).text_content()
        self.assertIn("Audit, jour", text)
        self.assertIn(f"1{NO_BREAK_SPACE}000,00{NO_BREAK_SPACE}€", text)
        self.assertEqual(
            self.total(alpha), [f"2{NO_BREAK_SPACE}712,51{NO_BREAK_SPACE}€"]
        )

    def test_an_unknown_code_adds_nothing(self):
        alpha = self.visitor("alpha").open(self.add)
        self.press(alpha, "centrale.add", "ZZ")
        self.assertEqual(self.rows(alpha), [])

    def test_the_spare_row_counts_and_empty_rows_go(self):
        alpha = self.visitor("alpha").open(self.add)
        self.press(
            alpha,
            "centrale.compute",
            rows=[("", "", ""), ("A1", "1", "")],
            spare=("F1", "2", ""),
        )
        self.assertEqual(self.rows(alpha), [("A1", "1,00", ""), ("F1", "2,00", "")])
        self.assertEqual(
            self.total(alpha), [f"2{NO_BREAK_SPACE}625,01{NO_BREAK_SPACE}€"]
        )

    def test_totals_leave_out_what_cannot_be_read(self):
        alpha = self.visitor("alpha").open(self.add)
        rows = [("A1", "1", ""), ("F1", "x", ""), ("ZZ", "1", "5"), ("A1", "1", "5,x")]
        self.press(alpha, "centrale.compute", rows=rows)
        self.assertEqual(
            self.total(alpha), [f"1{NO_BREAK_SPACE}000,00{NO_BREAK_SPACE}€"]
        )

    def test_nothing_is_kept_before_save(self):
        alpha = self.visitor("alpha").open(self.add)
        for name in ("centrale.find", "centrale.compute", "centrale.add"):
            self.press(alpha, name, "A1", rows=[("A1", "1", "")])
        transaction.begin()
        self.assertEqual(self.dossier.objectIds(), [])

    def test_save_what_was_picked(self):
        alpha = self.visitor("alpha").open(self.add)
        self.press(alpha, "centrale.add", "F1")
        self.press(alpha, "form.buttons.save", rows=self.rows(alpha))
        self.assertEqual(alpha.url, f"{self.dossier.absolute_url()}/offre-1")
        (line,) = Client(self, "alpha").got(alpha.url)["lines"]
        self.assertEqual((line["code"], line["unit_price"]), ("F1", "812.505"))

    def test_editing(self):
        offer = self.offer(self.dossier)
        transaction.commit()
        alpha = self.visitor("alpha").open(f"{offer.absolute_url()}/edit")
        self.assertEqual(self.rows(alpha), [("A1", "2,00", "950,00")])
        self.assertEqual(
            self.total(alpha), [f"1{NO_BREAK_SPACE}900,00{NO_BREAK_SPACE}€"]
        )
        self.press(alpha, "centrale.add", "F1", rows=[("A1", "3", "900,00")])
        self.press(alpha, "form.buttons.save", rows=self.rows(alpha))
        saved = Client(self, "alpha").got(offer.absolute_url())
        self.assertEqual(saved["total_excl_vat"], "3512.51")

    def test_javascript_gets_what_it_needs(self):
        offer = self.offer(self.dossier)
        transaction.commit()
        alpha = self.visitor("alpha")
        form = alpha.session.get(f"{offer.absolute_url()}/edit", timeout=60)
        (section,) = html.fromstring(form.text).xpath("//*[@id='centrale-lines']")
        (known,) = json.loads(section.get("data-known"))
        self.assertEqual((known["code"], known["unit_price"]), ("A1", "1000.00"))
        answer = Client(self, "alpha").got(f"{section.get('data-url')}?q=f1")
        self.assertEqual([line["code"] for line in answer["items"]], ["F1"])
        (script,) = section.xpath(".//script/@src")
        self.assertEqual(alpha.session.get(script, timeout=60).status_code, 200)

    def test_a_long_annexe_b_makes_no_long_page(self):
        short = len(self.visitor("alpha").open(self.add).text)
        self.long_inventory()
        alpha = self.visitor("alpha").open(self.add)
        self.assertEqual(len(self.found(alpha)), 20)
        self.assertLess(len(alpha.text), short + 20_000)
        self.press(alpha, "centrale.find", **{"centrale.search": "equipement 4999"})
        self.assertEqual(self.found(alpha), ["L04999"])


class TestPages(OfferCase):
    """Revisions, conformity and annex."""

    def setUp(self):
        super().setUp()
        self.first = self.offer(self.dossier)
        self.moved("alpha", self.first, "submit", "submitted")
        self.moved("bertrix", self.first, "return", "returned", comment="Trop cher.")
        self.moved("alpha", self.first, "revise", "draft")
        with acting("alpha"):
            self.first.lines = [
                offer_line(quantity="1"),
                offer_line(quantity="1", price="900.00"),
                offer_line("F1", price=None),
            ]
            notify(ObjectModifiedEvent(self.first))
        self.moved("alpha", self.first, "submit", "submitted")
        transaction.commit()
        self.url = self.first.absolute_url()

    def test_revisions_on_the_page(self):
        for login in ("alpha", "bertrix", "agent", "auditor"):
            visitor = self.visitor(login).open(self.url)
            self.assertIn("Trop cher.", visitor.text)
            self.assertIn(f"{self.url}/@@centrale-revisions", visitor.text)

    def test_side_by_side(self):
        visitor = self.visitor("bertrix").open(f"{self.url}/@@centrale-revisions")
        text = self.tree(visitor).text_content()
        self.assertIn("Revision 1 and revision 2", text)
        for words in ("Changed", "Added", "F1", f"3{NO_BREAK_SPACE}475,01"):
            self.assertIn(words, text)
        visitor.open(f"{self.url}/@@centrale-revisions?old=2&new=1")
        self.assertIn("Removed", self.tree(visitor).text_content())
        visitor.open(f"{self.url}/@@centrale-revisions?old=7&new=x")
        self.assertNotIn("Removed", self.tree(visitor).text_content())

    def test_conformity(self):
        visitor = self.visitor("bertrix").open(f"{self.url}/@@centrale-conformity")
        text = self.tree(visitor).text_content()
        self.assertIn("Every line is in annexe B", text)
        self.assertIn("1, 2", text)
        self.assertIn(f"-50,00{NO_BREAK_SPACE}€", text)

    def test_workbook(self):
        session = self.visitor("bertrix").session
        answer = session.get(f"{self.url}/@@centrale-conformity.xlsx", timeout=60)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        name = f"{self.dossier.tracking_code}-offre-1-conformite.xlsx"
        self.assertIn(name, answer.headers["Content-Disposition"])
        sheet = load_workbook(BytesIO(answer.content)).active
        self.assertIn(self.dossier.tracking_code, sheet.cell(1, 1).value)
        self.assertEqual([sheet.cell(row, 1).value for row in (3, 4)], ["A1", "F1"])

    def test_annex(self):
        visitor = self.visitor("bertrix").open(f"{self.url}/@@centrale-annex")
        text = self.tree(visitor).text_content()
        for words in (
            self.dossier.tracking_code,
            "Bertrix",
            "Alpha Test",
            "revision 2",
            f"3{NO_BREAK_SPACE}475,01{NO_BREAK_SPACE}€ excluding VAT",
        ):
            self.assertIn(words, text)

    def test_nobody_else(self):
        for login in ("arlon", "beta", "stranger", "intake", None):
            client = Client(self, login)
            client.session.headers["Accept"] = "text/html"
            for page in (
                "",
                "@@centrale-conformity",
                "@@centrale-conformity.xlsx",
                "@@centrale-annex",
                "@@centrale-revisions",
            ):
                with self.subTest(login=login, page=page):
                    response = client.session.get(
                        f"{self.url}/{page}", allow_redirects=False, timeout=60
                    )
                    self.assertIn(response.status_code, (302, 401, 403))
                    self.assertNotIn("1000", response.text)

    def test_reading_changes_nothing(self):
        visitor = self.visitor("bertrix").open(self.url)
        before = self.layer["app"]._p_jar.db().lastTransaction()
        for page in ("", "@@centrale-conformity", "@@centrale-annex"):
            visitor.open(f"{self.url}/{page}")
        visitor.open(f"{self.url}/@@centrale-revisions")
        self.assertEqual(self.layer["app"]._p_jar.db().lastTransaction(), before)


class TestCeilings(OfferCase):
    """What the pages say of ceilings, and to whom."""

    def setUp(self):
        super().setUp()
        self.direct = self.lot("direct")
        self.direct.ceiling_excl_vat = Decimal("2000.00")
        self.first = self.offer(self.dossier)
        self.moved("alpha", self.first, "submit", "submitted")
        transaction.commit()

    def test_the_lot(self):
        url = self.direct.absolute_url()
        for login in ("agent", "auditor"):
            tree = self.tree(self.visitor(login).open(url))
            text = tree.get_element_by_id("centrale-ceiling").text_content()
            self.assertIn("95 %", text)
            self.assertIn(f"100,00{NO_BREAK_SPACE}€", text)
            widths = tree.xpath("//*[@id='centrale-ceiling-picture']/g/rect/@width")
            self.assertEqual(widths, ["95.000%", "5.000%"])
            self.assertIn("Bertrix", tree.text_content())
        for login in ("bertrix", "alpha", "stranger", None):
            self.assertNotIn("centrale-ceiling", self.visitor(login).open(url).text)

    def test_the_market(self):
        url = self.market.absolute_url()
        self.assertIn("There is no ceiling", self.visitor("agent").open(url).text)
        self.assertNotIn("centrale-ceiling", self.visitor("bertrix").open(url).text)

    def test_offer_and_order(self):
        self.moved("bertrix", self.first, "accept", "accepted")
        order = self.order(self.dossier)
        transaction.commit()
        for obj, login in (
            (self.first, "agent"),
            (self.first, "bertrix"),
            (order, "bertrix"),
        ):
            text = self.visitor(login).open(obj.absolute_url()).text
            self.assertIn("At least 95 % of the ceiling of the lot", text)
        text = self.visitor("alpha").open(self.first.absolute_url()).text
        self.assertNotIn("95 %", text)

    def test_the_refusal_stands_at_the_button(self):
        second = self.offer(self.mission("assigned"))
        transaction.commit()
        alpha = self.visitor("alpha").open(second.absolute_url())
        self.assertNotIn("submit", alpha.buttons())
        self.assertIn("has no room for", alpha.text)
