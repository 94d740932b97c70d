"""A closure file by pages: its form, its checklist, its return, the indicators."""

from datetime import date
from imio.centrale.demo.invoice import ubl_invoice
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import transaction


FORM = "++add++imio.centrale.ClosureFile"
PDF = ("papier.pdf", b"%PDF-1.4 test", "application/pdf")
INDICATOR = {
    "code": "TX",
    "label": "Taux de réussite",
    "unit": "%",
    "kind": "percent",
    "target": "80",
    "required": True,
}


def typed(text, name):
    """What stands in a field of a form."""
    found = re.search(
        rf'<input[^>]*name="form\.widgets\.{name}"[^>]*value="([^"]*)"', text
    ) or re.search(
        rf'<input[^>]*value="([^"]*)"[^>]*name="form\.widgets\.{name}"', text
    )
    return found.group(1) if found else None


class ClosurePagesCase(ProcedureTestCase, RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        transaction.begin()
        with at("2026-01-15 09:00"):
            self.wanted = self.mission(until="confirmed")
        transaction.commit()
        self.url = self.wanted.absolute_url()

    def visitor(self, login):
        return Visitor(self.client(login))

    def ubl(self, *changes, **values):
        given = {
            "number": "F-2026-31",
            "day": date(2026, 2, 1),
            "code": self.wanted.tracking_code,
            "order": "2026/1",
            "seller": self.alpha,
            "buyer": self.bertrix,
            "lines": self.wanted["offre-1"].lines,
            **values,
        }
        data = ubl_invoice(**given).decode()
        for old, new in changes:
            data = data.replace(old, new)
        return ("facture.xml", data.encode(), "text/xml")

    def send(self, visitor, url, button="save", files=None, status=200, **values):
        """Send the form as a browser does, with files of any kind."""
        form = {f"form.buttons.{button}": "x", "_authenticator": visitor.token}
        form |= {f"form.widgets.{name}": value for name, value in values.items()}
        form |= dict(
            re.findall(
                r'name="([\w.]+\.file_upload_id)"[^>]*value="(\w+)"', visitor.text
            )
        )
        form |= {
            name.replace("file_upload_id", "action"): "nochange"
            for name in list(form)
            if name.endswith("file_upload_id")
        }
        uploads = {f"form.widgets.{name}": file for name, file in (files or {}).items()}
        response = visitor.session.post(url, data=form, files=uploads, timeout=60)
        return visitor._keep(response, status)

    def files(self, invoice=None):
        return {
            "report": PDF,
            "invoice": invoice or self.ubl(),
            "payment_proof": PDF,
        }

    def made(self, invoice=None, **values):
        alpha = self.visitor("alpha").open(f"{self.url}/{FORM}")
        files = self.files(invoice)
        return self.send(alpha, f"{self.url}/{FORM}", files=files, **values)

    def deposited(self, *args, **values):
        self.made(*args, **values)
        url = f"{self.url}/cloture-1"
        self.client("alpha").moved(url, "deposit", "deposited")
        return url

    def define(self):
        transaction.begin()
        with acting("agent"):
            lot = self.lot("direct")
            lot.indicators = [dict(INDICATOR)]
            notify(ObjectModifiedEvent(lot))
        transaction.commit()


class TestForm(ClosurePagesCase):
    def test_left_empty_it_is_read(self):
        self.made()
        found = self.client("alpha").got(f"{self.url}/cloture-1")
        self.assertEqual(
            (found["invoice_number"], found["invoice_incl_vat"]),
            ("F-2026-31", "2299.00"),
        )

    def test_read_before_it_is_saved(self):
        address = f"{self.url}/{FORM}"
        alpha = self.visitor("alpha").open(address)
        self.send(alpha, address, "read", self.files())
        self.assertEqual(typed(alpha.text, "invoice_number"), "F-2026-31")
        self.assertEqual(typed(alpha.text, "invoice_date"), "2026-02-01")
        self.assertEqual(typed(alpha.text, "invoice_excl_vat"), "1900,00")
        self.assertEqual(typed(alpha.text, "invoice_incl_vat"), "2299,00")
        self.assertNotIn("cloture-1", self.client("admin").got(self.url)["items"])
        self.send(
            alpha,
            address,
            invoice_number="F-2026-31",
            invoice_date="2026-02-01",
            invoice_excl_vat="1900,00",
            invoice_incl_vat="2299,00",
        )
        self.assertEqual(
            self.client("alpha").got(f"{self.url}/cloture-1")["invoice"]["filename"],
            "facture.xml",
        )

    def test_reading_a_pdf_or_nothing(self):
        address = f"{self.url}/{FORM}"
        alpha = self.visitor("alpha").open(address)
        self.send(alpha, address, "read", self.files(PDF))
        self.assertIn('role="status"', alpha.text)
        self.assertFalse(typed(alpha.text, "invoice_number"))
        alpha = self.visitor("alpha").open(address)
        self.send(alpha, address, "read")
        self.assertIn('href="#formfield-form-widgets-invoice"', alpha.text)

    def test_what_is_wrong_stands_at_the_field(self):
        address = f"{self.url}/{FORM}"
        for invoice in (
            self.ubl((">380<", ">381<")),
            self.ubl(("EUR", "USD")),
            self.ubl(
                (
                    'PayableAmount currencyID="EUR">2299',
                    'PayableAmount currencyID="EUR">1',
                )
            ),
            ("facture.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml"),
            ("facture.xml", b"<rss/>", "text/xml"),
            ("facture.xml", b"<Invoice", "text/xml"),
        ):
            with self.subTest(str(invoice[1])[-60:]):
                alpha = self.visitor("alpha").open(address)
                self.send(alpha, address, "read", self.files(invoice))
                self.assertIn('href="#formfield-form-widgets-invoice"', alpha.text)
                self.assertNotIn("${", alpha.text)

    def test_beside_a_pdf_each_value_is_asked_for(self):
        alpha = self.made(PDF)
        for name in ("invoice_number", "invoice_date", "invoice_excl_vat"):
            self.assertIn(f'href="#formfield-form-widgets-{name}"', alpha.text)

    def test_rows_for_the_indicators_of_the_lot(self):
        self.define()
        alpha = self.visitor("alpha").open(f"{self.url}/{FORM}")
        self.assertEqual(typed(alpha.text, r"indicators\.0\.widgets\.code"), "TX")
        self.assertIn("Taux de réussite", alpha.text)

    def test_a_wrong_value_is_marked_in_its_row(self):
        self.define()
        row = {
            "indicators.count": "1",
            "indicators.0-empty-marker": "1",
            "indicators.0.widgets.code": "TX",
            "indicators.0.widgets.value": "beaucoup",
        }
        alpha = self.made(**row)
        self.assertIn('href="#formfield-form-widgets-indicators"', alpha.text)
        self.assertIn("beaucoup", alpha.text)
        row["indicators.0.widgets.value"] = "82,5"
        self.made(**row)
        page = self.visitor("alpha").open(f"{self.url}/cloture-1")
        self.assertIn("82,5", page.text)

    def test_definitions_of_a_lot_by_its_form(self):
        url = self.lot("direct").absolute_url()
        agent = self.visitor("agent").open(f"{url}/edit")
        self.assertIn("form.widgets.indicators", agent.text)
        row = {
            "code": "OK",
            "label": "Accepté",
            "kind:list": "yes_no",
            "target": "oui",
            "required-empty-marker": "1",
        }
        values = {
            "title": "Lot direct",
            "number": "1",
            "award_mode:list": "direct",
            "answer_delay_days": "5",
            "indicators.count": "1",
            "indicators.0-empty-marker": "1",
            **{f"indicators.0.widgets.{name}": value for name, value in row.items()},
        }
        for mark, expected in (
            ({}, False),
            ({"indicators.0.widgets.required:list": "selected"}, True),
        ):
            agent = self.visitor("agent").open(f"{url}/edit")
            self.send(agent, f"{url}/edit", **values, **mark)
            (found,) = self.client("agent").got(url)["indicators"]
            self.assertEqual(
                (found["code"], found["kind"], found["required"]),
                ("OK", "yes_no", expected),
            )
        agent = self.visitor("agent").open(f"{url}/edit")
        values["indicators.0.widgets.target"] = "peut-être"
        self.send(agent, f"{url}/edit", **values)
        self.assertIn('href="#formfield-form-widgets-indicators"', agent.text)


class TestChecklist(ClosurePagesCase):
    def page(self, url, login):
        return self.visitor(login).open(f"{url}/@@centrale-checklist")

    def test_who_reads_what(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        for login, verdicts, lines in (
            ("agent", 2, 16),
            ("auditor", 2, 16),
            ("bertrix", 2, 16),
            ("alpha", 0, 13),
        ):
            with self.subTest(login):
                text = self.page(url, login).text
                self.assertEqual(text.count("centrale-verdict"), verdicts)
                self.assertEqual(text.count('id="line-'), lines)
                self.assertIn("09/01/2026", text)
                self.assertEqual("Rules: checklist 1" in text, bool(verdicts))
                self.assertEqual('name="line"' in text, login == "agent")
                self.assertNotIn("${", text)
        for login in ("beta", "arlon"):
            self.assertNotIn('id="line-', self.page(url, login).text)

    def test_the_findings_on_the_page_of_the_file(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        for login in ("agent", "bertrix", "alpha"):
            text = self.visitor(login).open(url).text
            self.assertIn("09/01/2026", text)
            self.assertIn("@@centrale-checklist", text)
        self.assertNotIn("accept", self.visitor("agent").open(url).buttons())

    def test_an_agent_answers_for_a_line(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        page = f"{url}/@@centrale-checklist"
        agent = self.page(url, "agent")
        agent.send(page, 409, line="three_way_match", note="")
        self.assertIn('role="alert"', agent.text)
        agent.send(page, line="three_way_match", note="Acompte convenu")
        self.assertIn("Acompte convenu", agent.text)
        self.assertIn("agent answers for it", agent.text)
        self.assertIn("accept", self.visitor("agent").open(url).buttons())
        self.assertNotIn("Acompte convenu", self.page(url, "alpha").text)

    def test_nobody_else_does(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        page = f"{url}/@@centrale-checklist"
        for login, status in (("alpha", 409), ("bertrix", 409), ("auditor", 409)):
            visitor = self.page(url, login)
            token = self.visitor(login).open(f"{self.url}").token
            visitor.send(
                page, status if token else 403, token=token, line="paid", note="x"
            )
        self.page(url, "agent").send(page, 403, token="", line="paid", note="x")
        self.page(url, "agent").open(f"{page}?line=paid&note=x")
        lines = self.client("agent").got(f"{url}/@centrale-checklist")["lines"]
        self.assertEqual([each["tick"] for each in lines], [None] * len(lines))

    def test_after_the_acceptance_it_stays(self):
        url = self.deposited()
        self.client("agent").moved(url, "accept", "accepted")
        text = self.page(url, "agent").text
        self.assertIn("As accepted by agent", text)
        self.assertNotIn('name="line"', text)

    def test_nothing_of_it_by_its_name(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        agent = self.page(url, "agent")
        page = f"{url}/@@centrale-checklist"
        agent.send(page, line="three_way_match", note="Acompte convenu")
        self.client("agent").moved(url, "accept", "accepted")
        for login in ("alpha", "agent"):
            session = self.visitor(login).session
            for name in ("judgement", "ticks", "invoice_read", "indicators_defined"):
                with self.subTest(name, login=login):
                    answer = session.get(f"{url}/{name}", timeout=60)
                    refused = "insufficient" in answer.url or answer.status_code == 404
                    self.assertTrue(refused, answer.text[:200])


class TestReturn(ClosurePagesCase):
    def sent_back(self, *fields):
        url = self.deposited()
        page = f"{url}/@@centrale-transition"
        agent = self.visitor("agent").open(f"{page}?transition=return")
        self.assertEqual(agent.text.count('name="fields:list"'), 11)
        agent.send(
            page,
            transition="return",
            comment="Le rapport n'est pas signé",
            **{"fields:list": list(fields)},
        )
        return url

    def test_what_is_wrong_is_ticked_already(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        page = f"{url}/@@centrale-transition?transition=return"
        text = self.visitor("agent").open(page).text
        ticked = re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', text)
        self.assertIn("invoice", ticked)

    def test_the_supplier_reads_what_to_correct(self):
        url = self.sent_back("report")
        text = self.visitor("alpha").open(url).text
        self.assertIn("Le rapport n'est pas signé", text)
        self.assertIn("Report signed on", text)
        self.assertIn("nothing else", text)

    def test_the_form_shows_only_that(self):
        url = self.sent_back("report")
        self.client("alpha").moved(url, "revise", "draft")
        alpha = self.visitor("alpha").open(f"{url}/edit")
        self.assertIn("form.widgets.report_signed_on", alpha.text)
        self.assertIn("Le rapport n'est pas signé", alpha.text)
        self.assertNotIn("form.widgets.invoice", alpha.text)
        self.assertNotIn("form.buttons.read", alpha.text)
        self.send(
            alpha,
            f"{url}/edit",
            report_signed_on="2026-02-01",
            invoice_number="F-9",
            **{"report.action": "nochange"},
        )
        found = self.client("alpha").got(url)
        self.assertEqual(
            (found["report_signed_on"], found["invoice_number"]),
            ("2026-02-01", "F-2026-31"),
        )

    def test_nothing_ticked_everything_may_change(self):
        url = self.sent_back()
        self.client("alpha").moved(url, "revise", "draft")
        alpha = self.visitor("alpha").open(f"{url}/edit")
        self.assertIn("form.widgets.invoice_number", alpha.text)
        self.assertIn("form.buttons.read", alpha.text)


class TestIndicatorsPage(ClosurePagesCase):
    def test_the_figures(self):
        self.define()
        row = {
            "indicators.count": "1",
            "indicators.0-empty-marker": "1",
            "indicators.0.widgets.code": "TX",
            "indicators.0.widgets.value": "82,5",
        }
        url = self.deposited(**row)
        self.client("agent").moved(url, "accept", "accepted")
        for login in ("agent", "auditor"):
            for place in ("cyber", "cyber/marches/market/direct"):
                visitor = self.visitor(login).open(place)
                self.assertIn("@@centrale-indicators", visitor.text)
                text = visitor.open(f"{place}/@@centrale-indicators").text
                self.assertIn("82,50\N{NO-BREAK SPACE}%", text)
                self.assertIn("1 of 1", text)
                self.assertNotIn("${", text)

    def test_not_for_the_parties(self):
        for login in ("alpha", "bertrix", None):
            visitor = self.visitor(login).open("cyber/@@centrale-indicators")
            self.assertNotIn("<td", visitor.text)
            self.assertNotIn(
                "@@centrale-indicators", self.visitor(login).open("cyber").text
            )
