"""The home of an authority, its decision on an offer, and its order, over HTTP."""

from datetime import date
from imio.centrale.asking import drafts
from imio.centrale.domain.request_draft import Answers
from imio.centrale.ordering import drafts as order_drafts
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.documents import pdf
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import Client
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from lxml import html

import transaction


HOME = "cyber/@@centrale-authority"
TYPED = {
    "order_number": "2026/14",
    "order_date": "2026-01-10",
    "organ": "college",
    "deliberation_date": "09/01/2026",
}


class AuthorityCase(ProcedureTestCase):
    layer = FUNCTIONAL
    #: how far the mission has come
    until = "offered"

    def setUp(self):
        super().setUp()
        self.dossier = self.mission(self.until)
        transaction.commit()

    def visitor(self, login="bertrix"):
        return Visitor(Client(self, login))

    def tree(self, visitor):
        return html.fromstring(visitor.text)

    def form(self, visitor, number=0):
        """Where a form of the page is sent, and what it carries by itself."""
        found = self.tree(visitor).xpath("//article//form[@method='post']")[number]
        hidden = found.xpath(".//input[@type='hidden']")
        return found.get("action"), {e.get("name"): e.get("value") for e in hidden}

    def send(self, visitor, status=200, number=0, files=None, **values):
        action, hidden = self.form(visitor, number)
        response = visitor.session.post(
            action, data={**hidden, **values}, files=files, timeout=60
        )
        return visitor._keep(response, status)

    def summary(self, visitor):
        found = self.tree(visitor).xpath("//*[@id='centrale-errors']//a")
        return [(each.get("href"), each.text_content()) for each in found]

    def state(self, obj):
        transaction.begin()
        return state_of(obj)

    def refused_to(self, url, *logins):
        for login in logins:
            response = self.visitor(login).session.get(url)
            self.assertNotIn("centrale-once", response.text, login)


class TestHome(AuthorityCase):
    """What to do now, and all the rest."""

    def home(self, login="bertrix", query=""):
        transaction.commit()
        return self.visitor(login).open(f"{HOME}{query}")

    def task_links(self, visitor):
        found = self.tree(visitor).xpath(
            "//section[@aria-labelledby='centrale-tasks']//a[contains(@class, 'btn-')]"
        )
        return [each.get("href") for each in found]

    def test_an_offer_to_decide_on(self):
        bertrix = self.home()
        offer = self.dossier["offre-1"].absolute_url()
        self.assertEqual(self.task_links(bertrix), [f"{offer}/@@centrale-decide"])
        self.assertIn("01/01/2099 23:59", bertrix.text)
        self.assertIn(self.dossier.tracking_code, bertrix.text)

    def test_one_button_for_each_task(self):
        url = self.dossier.absolute_url()
        with acting("bertrix"):
            move(self.dossier["offre-1"], "accept")
        self.assertEqual(self.task_links(self.home()), [f"{url}/@@centrale-order"])
        order = self.order(self.dossier)
        self.moved("bertrix", order, "deposit", "deposited")
        self.assertEqual(self.task_links(self.home()), [])
        self.moved("agent", order, "return", "returned")
        bertrix = self.home()
        self.assertEqual(self.task_links(bertrix), [f"{url}/@@centrale-order"])
        self.assertIn("sent your order back", bertrix.text)

    def test_drafts_of_both_kinds(self):
        draft = self.request(title="Begun elsewhere")
        with acting("bertrix"):
            drafts.keep(
                self.centrale,
                "x" * 22,
                Answers(authority=self.bertrix.UID(), title="Begun here"),
            )
        bertrix = self.home()
        links = self.task_links(bertrix)
        url = f"{draft.absolute_url()}/@@centrale-transition?transition=submit"
        self.assertIn(url, links)
        self.assertEqual(len([each for each in links if "x" * 22 in each]), 2)
        self.assertIn("Begun here", bertrix.text)

    def test_nothing_of_others(self):
        arlon = self.home("arlon")
        self.assertNotIn(self.dossier.tracking_code, arlon.text)
        self.assertEqual(self.task_links(arlon), [])
        self.assertIn("Nothing waits for you", arlon.text)
        other = self.home("arlon", f"?authority={self.bertrix.UID()}")
        self.assertNotIn(self.dossier.tracking_code, other.text)
        self.refused_to(f"{self.portal.absolute_url()}/{HOME}", "alpha", "stranger")

    def test_who_acts_for_two_chooses(self):
        from imio.centrale.parties import authority_group
        from plone import api

        group = authority_group(self.arlon.UID())
        api.group.add_user(groupname=group, username="bertrix")
        bertrix = self.home()
        for uid in (self.arlon.UID(), self.bertrix.UID()):
            self.assertIn(f"?authority={uid}", bertrix.text)
        self.assertNotIn(self.dossier.tracking_code, bertrix.text)
        bertrix = self.home(query=f"?authority={self.bertrix.UID()}")
        self.assertIn(self.dossier.tracking_code, bertrix.text)

    def test_what_to_do_to_join(self):
        newcomer = self.newcomer()
        from imio.centrale.parties import authority_group
        from plone import api

        group = authority_group(newcomer.UID())
        api.group.add_user(groupname=group, username="stranger")
        stranger = self.home("stranger")
        self.assertIn("/adhesions/++add++imio.centrale.Adhesion", stranger.text)
        self.assertNotIn("@@centrale-request?lot", stranger.text)
        adhesion = self.adhesion_of(newcomer, deliberation=None)
        stranger = self.home("stranger")
        self.assertIn("Add the file of the deliberation", stranger.text)
        self.assertIn(f"{adhesion.absolute_url()}/edit", self.task_links(stranger))

    def test_what_is_left_of_the_subsidy(self):
        program = self.program()
        bertrix = self.home()
        self.assertIn("could still get up to 5\N{NO-BREAK SPACE}000,00", bertrix.text)
        self.assertNotIn(program.absolute_url(), bertrix.text)

    def test_an_account_without_authority(self):
        self.assertIn("cyber@centrale.example", self.home("agent").text)


class TestDecision(AuthorityCase):
    """Agree, or send back with a reason."""

    def page(self, login="bertrix"):
        url = f"{self.dossier['offre-1'].absolute_url()}/@@centrale-decide"
        return self.visitor(login).open(url)

    def test_all_of_the_offer_on_one_screen(self):
        bertrix = self.page()
        for text in ("1\N{NO-BREAK SPACE}900,00", "01/01/2099", "Alpha Test", "A1"):
            self.assertIn(text, bertrix.text)
        self.assertIn("100,00\N{NO-BREAK SPACE}€ cheaper", bertrix.text)
        self.assertIn("@@centrale-annex", bertrix.text)

    def test_agreeing_leads_to_the_order(self):
        bertrix = self.page()
        before = bertrix.text
        self.send(bertrix)
        self.assertEqual(self.state(self.dossier["offre-1"]), "accepted")
        self.assertTrue(bertrix.url.endswith("/@@centrale-order"))
        bertrix.text = before
        self.send(bertrix)
        self.assertIn("already done", bertrix.text)

    def test_sending_back_needs_a_reason(self):
        bertrix = self.page()
        self.send(bertrix, status=400, number=1)
        self.assertEqual(self.summary(bertrix)[0][0], "#comment")
        self.send(bertrix, status=400, number=1, comment="x" * 5001)
        self.assertIn("x" * 5001, bertrix.text)
        self.assertEqual(self.state(self.dossier["offre-1"]), "submitted")
        self.send(bertrix, number=1, comment="Trois jours suffisent")
        self.assertEqual(self.state(self.dossier["offre-1"]), "returned")
        self.assertEqual(self.dossier["offre-1"].revisions[-1].note[:5], "Trois")

    def test_an_expired_offer_can_only_go_back(self):
        self.dossier["offre-1"].valid_until = date(2020, 1, 1)
        transaction.commit()
        bertrix = self.page()
        self.assertIn("expired", bertrix.text)
        _action, hidden = self.form(bertrix)
        self.assertEqual(hidden["transition"], "return")

    def test_session_ended(self):
        bertrix, public = self.page(), self.visitor(None)
        public.text = bertrix.text
        self.send(public, status=403, number=1, comment="Trop cher")
        self.assertNotIn("Alpha", self.tree(public).find(".//article").text_content())
        bertrix.text = public.text
        self.send(bertrix, status=403)
        self.assertIn("Trop cher", self.tree(bertrix).xpath("//textarea")[0].text)
        self.assertEqual(self.state(self.dossier["offre-1"]), "submitted")

    def test_nobody_else_decides(self):
        url = f"{self.dossier['offre-1'].absolute_url()}/@@centrale-decide"
        self.refused_to(url, "arlon", "alpha", "agent", "auditor", None)


class TestOrder(AuthorityCase):
    """Typed, checked, deposited; files stay when something else is wrong."""

    until = "accepted"

    def setUp(self):
        super().setUp()
        self.url = f"{self.dossier.absolute_url()}/@@centrale-order"

    def files(self, *names, code=None):
        code = code or self.dossier.tracking_code
        return {
            name: (f"{name}.pdf", pdf(f"Dossier {code}"), "application/pdf")
            for name in names or ("deliberation", "purchase_order")
        }

    def page(self, login="bertrix"):
        return self.visitor(login).open(self.url)

    def orders(self):
        transaction.begin()
        return [
            each
            for each in self.dossier.objectValues()
            if each.portal_type == "imio.centrale.Order"
        ]

    def checked(self):
        bertrix = self.page()
        return self.send(bertrix, files=self.files(), **TYPED)

    def test_checked_then_deposited(self):
        self.program()
        transaction.commit()
        bertrix = self.page()
        self.assertIn(self.dossier.tracking_code, bertrix.text)
        self.assertIn("rank 1", bertrix.text)
        self.send(bertrix, files=self.files(), **TYPED)
        self.assertTrue(bertrix.url.endswith("?page=check"))
        self.assertEqual(bertrix.text.count("Code found"), 2)
        self.assertEqual(self.orders(), [])
        self.send(bertrix)
        (order,) = self.orders()
        self.assertEqual(state_of(order), "deposited")
        self.assertEqual(order.order_number, "2026/14")
        self.assertEqual(order.deliberation_date, date(2026, 1, 9))
        self.assertEqual(order.purchase_order.filename, "purchase_order.pdf")
        self.assertEqual(bertrix.url, order.absolute_url())
        self.assertEqual(order_drafts.find(self.dossier).documents, {})

    def test_files_stay_when_something_else_is_wrong(self):
        bertrix = self.page()
        typed = {**TYPED, "order_number": "", "order_date": "hier"}
        self.send(bertrix, status=400, files=self.files(), **typed)
        self.assertEqual(
            [url for url, _text in self.summary(bertrix)],
            ["#order_number", "#order_date"],
        )
        self.assertIn('value="hier"', bertrix.text)
        self.assertIn("deliberation.pdf", bertrix.text)
        self.send(bertrix, **TYPED)
        self.assertTrue(bertrix.url.endswith("?page=check"))

    def test_found_again_by_a_colleague_or_another_day(self):
        self.send(self.page(), status=400, files=self.files("deliberation"), **TYPED)
        again = self.page()
        self.assertIn("deliberation.pdf", again.text)
        self.assertIn('value="2026/14"', again.text)
        self.assertIn('value="10/01/2026"', again.text)

    def test_every_field_empty(self):
        bertrix = self.page()
        self.send(bertrix, status=400)
        found = {url for url, _text in self.summary(bertrix)}
        self.assertEqual(
            found, {f"#{name}" for name in (*TYPED, "deliberation", "purchase_order")}
        )

    def test_wrong_kinds(self):
        bertrix = self.page()
        self.send(
            bertrix,
            status=400,
            files={"deliberation": ("a.pdf", b"", "application/pdf")},
            **{
                **TYPED,
                "purchase_order": "no file",
                "organ": "king",
                "order_number": "x" * 500,
            },
        )
        found = dict(self.summary(bertrix))
        self.assertIn("100", found["#order_number"])
        self.assertIn("#organ", found)
        self.assertIn("#purchase_order", found)
        self.assertIn("#deliberation", found)

    def test_a_document_without_the_code_is_told_before(self):
        bertrix = self.page()
        self.send(bertrix, files=self.files(code="none"), **TYPED)
        self.assertIn("cannot confirm the order", bertrix.text)
        self.assertNotIn("Code found", bertrix.text)

    def test_pressed_twice_and_gone_back(self):
        bertrix = self.checked()
        before = bertrix.text
        self.send(bertrix)
        url = bertrix.url
        bertrix.text = before
        self.send(bertrix)
        self.assertEqual(bertrix.url, url)
        self.assertEqual(len(self.orders()), 1)
        self.assertEqual(self.page().url, url)

    def test_deposited_without_what_is_missing_is_refused(self):
        bertrix = self.page()
        self.send(bertrix, status=400, page="check")
        self.assertEqual(self.orders(), [])

    def test_an_order_that_came_back_is_corrected(self):
        self.send(self.checked())
        (order,) = self.orders()
        with acting("agent"):
            move(order, "return", comment="Wrong number")
        transaction.commit()
        bertrix = self.page()
        self.assertIn('value="2026/14"', bertrix.text)
        self.assertIn("deliberation.pdf", bertrix.text)
        self.send(bertrix, **{**TYPED, "order_number": "2026/15"})
        self.send(bertrix)
        (order,) = self.orders()
        self.assertEqual(state_of(order), "deposited")
        self.assertEqual(order.order_number, "2026/15")
        self.assertEqual(order.deliberation.filename, "deliberation.pdf")

    def test_session_ended(self):
        bertrix, public = self.page(), self.visitor(None)
        public.text = bertrix.text
        self.send(public, status=403, files=self.files(), **TYPED)
        self.assertIn("Choose these files again", public.text)
        bertrix.text = public.text
        self.send(bertrix, status=403)
        self.assertIn('value="2026/14"', bertrix.text)
        self.assertEqual(order_drafts.find(self.dossier).documents, {})

    def test_too_early_says_why(self):
        with acting("bertrix"):
            move(self.dossier["offre-1"], "return")
        transaction.commit()
        bertrix = self.page()
        self.assertIn("does not wait for this now", bertrix.text)

    def test_nobody_else_orders(self):
        self.refused_to(self.url, "arlon", "alpha", "agent", "auditor", None)
