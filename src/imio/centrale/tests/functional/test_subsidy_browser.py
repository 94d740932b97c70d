"""Why this amount, derogations and changes of the rules, by pages."""

from datetime import date
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase

import re
import transaction


AMOUNT = "2\N{NO-BREAK SPACE}299,00\N{NO-BREAK SPACE}€"


class SubsidyPagesCase(ProcedureTestCase, RestTestCase):
    """Base: a program with a deadline for the orders that is past."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.world = self.program(order_deadline=date(2026, 6, 30))
        transaction.commit()

    def made(self, until, when="2026-06-01 09:00"):
        transaction.begin()
        with at(when):
            mission = self.mission(until=until)
        transaction.commit()
        return mission.absolute_url()

    def visitor(self, login):
        return Visitor(self.client(login))

    def ledger(self, url):
        return self.client("agent").got(f"{url}/@centrale-ledger")


class TestWhyPage(SubsidyPagesCase):
    def page(self, url, login="bertrix"):
        return self.visitor(login).open(f"{url}/@@centrale-why").text

    def rows(self, text):
        """The lines of the sum: sign, label, amount."""
        (table,) = re.findall(r'<table class="[^"]*centrale-sum.*?</table>', text, re.S)
        return [
            [re.sub(r"<[^>]*>|\s+", " ", cell).strip() for cell in cells]
            for cells in (
                re.findall(r"<t[dh].*?</t[dh]>", row, re.S)
                for row in re.findall(r"<tr.*?</tr>", table, re.S)
            )
        ]

    def test_the_sum(self):
        self.made("confirmed")
        url = self.made("confirmed")
        text = self.page(url)
        rows = self.rows(text)
        self.assertEqual([row[0] for row in rows], ["", "", "−", "=", "", "→"])
        self.assertEqual(
            [row[2] for row in rows],
            [
                AMOUNT.replace("\N{NO-BREAK SPACE}", " "),
                "5 000,00 €",
                "2 299,00 €",
                "2 701,00 €",
                "997 701,00 €",
                "2 299,00 €",
            ],
        )
        for part in ("Programme Test", "Bertrix", "80", "15/01/2024", "01/06/2026"):
            self.assertIn(part, text)
        self.assertNotIn("${", text)

    def test_who_may_read_it(self):
        url = self.made("confirmed")
        for login in ("agent", "auditor", "bertrix"):
            self.assertIn("centrale-verdict", self.page(url, login), login)
        for login, status in (("alpha", 403), ("beta", 200), ("arlon", 200)):
            with self.subTest(login):
                page = self.visitor(login).open(f"{url}/@@centrale-why", status)
                self.assertNotIn("centrale-verdict", page.text)
                self.assertNotIn("299,00", page.text)
                if status == 200:
                    self.assertIn("insufficient", page.url)

    def test_each_state_is_told(self):
        for until in ("draft", "assigned", "offered", "accepted", "ordered", "closing"):
            with self.subTest(until):
                text = self.page(self.made(until))
                self.assertIn('id="centrale-verdict"', text)
                self.assertNotIn("${", text)

    def test_refused(self):
        text = self.page(self.made("ordered", "2026-07-01 09:00"))
        self.assertIn('id="centrale-reasons"', text)
        self.assertIn("30/06/2026", text)
        self.assertIn("01/07/2026 09:00", text)
        self.assertNotIn('aria-labelledby="centrale-sum"', text)

    def test_given_back(self):
        url = self.made("ordered")
        agent = self.client("agent")
        agent.moved(f"{url}/commande-1", "return", "returned")
        text = self.page(url)
        self.assertEqual(text.count(AMOUNT), 4)

    def test_without_program(self):
        agent = self.client("agent")
        agent.moved(self.world.absolute_url(), "close", "closed")
        self.assertIn("centrale-verdict", self.page(self.made("ordered")))

    def test_the_way_there(self):
        url = self.made("accepted")
        for login in ("agent", "auditor", "bertrix"):
            self.assertIn("@@centrale-why", self.visitor(login).open(url).text, login)
        text = self.visitor("alpha").open(url).text
        for name in ("@@centrale-why", "@@centrale-derogation", "30/06/2026"):
            self.assertNotIn(name, text)
        self.assertNotIn(
            "@@centrale-derogation", self.visitor("bertrix").open(url).text
        )

    def test_said_before_the_deposit(self):
        url = self.made("accepted")
        self.assertIn("30/06/2026", self.visitor("bertrix").open(url).text)
        transaction.begin()
        self.world.order_deadline = None
        mission = self.portal.unrestrictedTraverse(url.split("/plone/")[-1])
        self.order(mission)
        transaction.commit()
        text = self.visitor("bertrix").open(f"{url}/commande-1").text
        self.assertIn(AMOUNT, text)
        self.assertIn("@@centrale-why", text)
        self.assertIn(AMOUNT, self.visitor("bertrix").open(url).text)


class TestDerogationPage(SubsidyPagesCase):
    def setUp(self):
        super().setUp()
        self.url = self.made("ordered", "2026-07-01 09:00")
        self.form = f"{self.url}/@@centrale-derogation"

    def send(self, status=200, **changes):
        values = {
            "deadline": "order_deadline",
            "until": "2026-07-01",
            "hour": "",
            "note": "Décision du 3 juillet",
            **changes,
        }
        return self.visitor("agent").open(self.form).send(self.form, status, **values)

    def rank(self):
        return self.ledger(self.url).get("rank")

    def test_the_form(self):
        text = self.visitor("agent").open(self.form).text
        self.assertIn("(30/06/2026)", text)
        self.assertNotIn('value="interest_deadline"', text)

    def test_said_beforehand(self):
        page = self.send(preview="1")
        self.assertIn('id="centrale-effect"', page.text)
        self.assertIn(AMOUNT, page.text)
        self.assertIn("01/07/2026 09:00", page.text)
        self.assertIn("Décision du 3 juillet", page.text)
        self.assertIsNone(self.rank())
        page = self.send(preview="1", hour="08:59")
        self.assertNotIn(AMOUNT, page.text)
        self.assertIsNone(self.rank())

    def test_extended(self):
        page = self.send(hour="09:00")
        self.assertEqual(page.url, self.url)
        self.assertEqual(self.rank(), 1)
        self.assertIn("01/07/2026 09:00", page.text)
        why = self.visitor("bertrix").open(f"{self.url}/@@centrale-why").text
        self.assertIn("Décision du 3 juillet", why)
        self.assertIn("agent", why)

    def test_on_the_timeline_of_those_who_may_know(self):
        self.send()
        for login, expected in (("bertrix", True), ("auditor", True), ("alpha", False)):
            text = self.visitor(login).open(self.url).text
            self.assertEqual("Décision du 3 juillet" in text, expected, login)

    def test_refused_at_the_field(self):
        for field, value in (
            ("deadline", ""),
            ("deadline", "envelope"),
            ("until", ""),
            ("until", "demain"),
            ("until", "2026-06-30"),
            ("until", "9999-12-31"),
            ("note", " "),
            ("note", "x" * 5001),
        ):
            for preview in ({}, {"preview": "1"}):
                with self.subTest(field, value=value[:20], **preview):
                    page = self.send(status=409, **{field: value}, **preview)
                    self.assertIn(f'id="{field}-error"', page.text)
        self.assertIsNone(self.rank())

    def test_without_token(self):
        self.visitor("agent").send(
            self.form,
            403,
            token="",
            deadline="order_deadline",
            until="2026-07-01",
            note="x",
        )
        self.assertIsNone(self.rank())

    def test_by_a_link(self):
        query = "deadline=order_deadline&until=2026-07-01&note=x"
        self.visitor("agent").open(f"{self.form}?{query}")
        self.assertIsNone(self.rank())

    def test_agents_only(self):
        for login in ("auditor", "bertrix", "alpha", "arlon"):
            page = self.visitor(login).open(self.form)
            self.assertIn("insufficient", page.url, login)
            self.assertNotIn("30/06/2026", page.text)

    def test_no_deadline(self):
        transaction.begin()
        self.world.order_deadline = None
        transaction.commit()
        text = self.visitor("agent").open(self.form).text
        self.assertNotIn("<select", text)


class TestProgramForm(SubsidyPagesCase):
    """Changed rules are shown first, with the dossiers they touch."""

    def setUp(self):
        super().setUp()
        self.path = self.world.absolute_url()
        self.edit = f"{self.path}/edit"
        self.late = self.made("ordered", "2026-07-01 09:00")

    def values(self, **changes):
        return {
            "title": "Programme Test",
            "description": "",
            "envelope": "1 000 000,00",
            "amount_basis:list": "incl_vat",
            "eligible_types:list": ["commune", "cpas"],
            "excluded_nis": "\n".join(self.world.excluded_nis),
            "order_deadline": "2026-06-30",
            "change_reason": "Circulaire",
            "categories__0__code": "A",
            "categories__0__min_users": "0",
            "categories__0__max_users": "",
            "categories__0__amount": "5 000,00",
            **changes,
        }

    def save(self, visitor=None, **changes):
        visitor = visitor or self.visitor("agent").open(self.edit)
        return visitor.save(self.edit, **self.values(**changes))

    def previewed(self, page):
        found = re.search(r'name="form.widgets.previewed"[^>]*value="(\w+)"', page.text)
        return found.group(1) if found else ""

    def program_now(self):
        return self.client("agent").got(self.path)

    def versions(self):
        return self.client("agent").got(f"{self.path}/@centrale-rules")["versions"]

    def code(self, url):
        return url.rpartition("/")[2]

    def test_shown_first_then_saved(self):
        page = self.save(order_deadline="2026-07-31")
        self.assertIn(self.code(self.late), page.text)
        self.assertIn(AMOUNT, page.text)
        self.assertIn("31/07/2026", page.text)
        self.assertEqual(self.program_now()["order_deadline"], "2026-06-30")
        page = self.save(
            page, order_deadline="2026-07-31", previewed=self.previewed(page)
        )
        self.assertEqual(page.url, self.path)
        self.assertEqual(self.program_now()["order_deadline"], "2026-07-31")
        self.assertEqual(self.versions()[-1]["note"], "Circulaire")
        self.assertEqual(self.ledger(self.late)["rank"], 1)

    def test_changed_again_it_is_shown_again(self):
        page = self.save(order_deadline="2026-07-31")
        first = self.previewed(page)
        page = self.save(page, order_deadline="2026-07-30", previewed=first)
        self.assertNotEqual(self.previewed(page), first)
        self.assertEqual(len(self.versions()), 1)

    def test_changed_by_somebody_else_meanwhile_it_is_shown_again(self):
        page = self.save(order_deadline="2026-07-31")
        agent = self.client("agent")
        body = {"amount_basis": "excl_vat", "change_reason": "Autre"}
        agent.expect(agent.patch(self.path, body), 204)
        self.save(page, order_deadline="2026-07-31", previewed=self.previewed(page))
        self.assertEqual(len(self.versions()), 2)

    def test_the_reason_is_asked_for_beside_the_dossiers(self):
        page = self.save(order_deadline="2026-07-31", change_reason="")
        self.assertIn('href="#formfield-form-widgets-change_reason"', page.text)
        self.assertIn(self.code(self.late), page.text)
        page = self.save(
            page, order_deadline="2026-07-31", previewed=self.previewed(page)
        )
        self.assertEqual(len(self.versions()), 2)

    def test_names_are_saved_at_once(self):
        page = self.save(title="Autre nom", change_reason="")
        self.assertEqual(page.url, self.path)
        self.assertEqual(self.program_now()["title"], "Autre nom")
        self.assertEqual(len(self.versions()), 1)

    def test_wrong_categories(self):
        page = self.save(categories__0__amount="-1,00")
        self.assertIn('href="#formfield-form-widgets-categories"', page.text)
        page = self.save(categories__0__min_users="9" * 40)
        self.assertIn('href="#formfield-form-widgets-categories"', page.text)
        page = self.save(
            categories__1__code="A",
            categories__1__min_users="10",
            categories__1__max_users="",
            categories__1__amount="1,00",
        )
        self.assertEqual(
            page.text.count('href="#formfield-form-widgets-categories"'), 2
        )
        self.assertEqual(self.previewed(page), "")
        self.assertEqual(len(self.versions()), 1)

    def test_below_the_commitments(self):
        self.made("confirmed")
        page = self.save(envelope="2 298,99")
        self.assertIn('href="#formfield-form-widgets-envelope"', page.text)
        self.assertEqual(self.previewed(page), "")

    def test_the_waiting_list(self):
        agent = self.client("agent")
        body = {"envelope": "2299.00", "change_reason": "x"}
        agent.expect(agent.patch(self.path, body), 204)
        self.made("ordered")
        waits = self.made("ordered")
        page = self.save(envelope="3 000,00")
        self.assertEqual(page.text.count(f">{self.code(waits)}<"), 2)
        self.assertIn("701,00", page.text)

    def test_a_draft_is_saved_at_once(self):
        agent = self.client("agent")
        body = {
            "@type": "imio.centrale.SubsidyProgram",
            "title": "Projet",
            "envelope": "1000.00",
        }
        made = agent.created("cyber/subsides", body)["@id"]
        visitor = self.visitor("agent").open(f"{made}/edit")
        self.assertNotIn("change_reason", visitor.text)
        values = self.values(envelope="5,00")
        del values["change_reason"]
        visitor.save(f"{made}/edit", **values)
        self.assertEqual(agent.got(made)["envelope"], "5.00")

    def test_agents_only(self):
        for login in ("auditor", "bertrix", "alpha"):
            page = self.visitor(login).open(self.edit)
            self.assertNotIn("form.widgets.envelope", page.text, login)
