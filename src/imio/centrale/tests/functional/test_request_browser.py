"""A request in three short pages over HTTP: by its authority, by others, and badly."""

from imio.centrale.asking import drafts
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import Client
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from lxml import html
from plone import api
from threading import Thread
from unittest import mock
from urllib.parse import parse_qs
from urllib.parse import urlparse

import transaction


PAGE = "cyber/@@centrale-request"
NEED = {"title": "Audit du réseau", "description": "Deux bâtiments"}
CONTACT = {
    "contact_name": "Camille Test",
    "contact_email": "camille@bertrix.example",
    "contact_phone": "",
}


class RequestCase(ProcedureTestCase):
    layer = FUNCTIONAL

    def visitor(self, login="bertrix"):
        return Visitor(Client(self, login))

    def tree(self, visitor):
        return html.fromstring(visitor.text)

    def hidden(self, visitor):
        """What the form of the page carries by itself."""
        found = self.tree(visitor).xpath("//article//form//input[@type='hidden']")
        return {each.get("name"): each.get("value") or "" for each in found}

    def fill(self, visitor, status=200, **values):
        """Send the form of the page as it stands, with these values."""
        form = {**self.hidden(visitor), **values}
        token = form.pop("_authenticator", "")
        return visitor.send(PAGE, status=status, token=token, **form)

    def page(self, visitor):
        return parse_qs(urlparse(visitor.url).query).get("page", [""])[0]

    def summary(self, visitor):
        """The lines of the summary: where they lead, what they say."""
        found = self.tree(visitor).xpath("//*[@id='centrale-errors']//a")
        return [(each.get("href"), each.text_content()) for each in found]

    def begin(self, login="bertrix", lot="direct", status=200, **values):
        visitor = self.visitor(login).open(PAGE)
        return self.fill(visitor, status, lot=self.lot(lot).UID(), **values)

    def checked(self, login="bertrix", lot="direct"):
        """At the page of all answers."""
        visitor = self.begin(login, lot)
        self.fill(visitor, **NEED)
        self.fill(visitor, **CONTACT)
        self.assertEqual(self.page(visitor), "check")
        return visitor

    def missions(self):
        transaction.begin()
        brains = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.MissionRequest"
        )
        return [brain._unrestrictedGetObject() for brain in brains]

    def waiting(self, login="bertrix"):
        transaction.begin()
        with acting(login):
            return drafts.waiting(self.centrale, self.bertrix.UID())


class TestAsking(RequestCase):
    """From the lot to the tracking code."""

    def test_three_pages_a_check_and_a_code(self):
        options = f"options-{self.lot('direct').UID()}"
        bertrix = self.begin(**{options: "AUD"})
        self.assertEqual(self.page(bertrix), "need")
        self.fill(bertrix, **NEED)
        self.assertEqual(self.page(bertrix), "contact")
        self.fill(bertrix, **CONTACT)
        for text in ("1. Lot direct", "AUD – Audit", "Audit du réseau", "Bertrix"):
            self.assertIn(text, bertrix.text)
        self.assertEqual(self.missions(), [])
        self.fill(bertrix)
        (mission,) = self.missions()
        (code,) = self.tree(bertrix).xpath("//*[@id='tracking-code']/text()")
        self.assertEqual(code, mission.tracking_code)
        self.assertEqual(state_of(mission), "assigned")
        self.assertEqual(mission.options, ["AUD"])
        self.assertEqual(mission.description, "Deux bâtiments")
        self.assertEqual(mission.contact_email, "camille@bertrix.example")
        self.assertIsNone(mission.contact_phone or None)
        self.assertEqual(self.waiting(), [])

    def test_the_lot_of_a_link_is_chosen_already(self):
        uid = self.lot("cascade").UID()
        for url in (
            f"{PAGE}?lot={uid}",
            f"cyber/missions/@@centrale-request?lot={uid}",
            f"cyber/missions/++add++imio.centrale.MissionRequest?lot={uid}",
        ):
            bertrix = self.visitor().open(url)
            (chosen,) = self.tree(bertrix).xpath("//input[@type='radio'][@checked]")
            self.assertEqual(chosen.get("value"), uid, url)

    def test_agents_keep_the_whole_form(self):
        agent = self.visitor("agent").open(PAGE)
        self.assertIn("++add++imio.centrale.MissionRequest", agent.url)
        self.assertIn("form.widgets.external_id", agent.text)

    def test_others_ask_for_nothing(self):
        for login in ("alpha", "stranger", "auditor"):
            response = self.visitor(login).session.get(
                f"{self.portal.absolute_url()}/{PAGE}"
            )
            self.assertNotIn('name="draft"', response.text, login)

    def test_closed_lots_say_why(self):
        with acting("agent"):
            move(self.market, "suspend")
        transaction.commit()
        bertrix = self.visitor().open(PAGE)
        self.assertEqual(self.tree(bertrix).xpath("//input[@type='radio']"), [])
        self.assertIn("not open for requests", bertrix.text)

    def test_without_adhesion_one_is_told_how_to_join(self):
        with acting("agent"):
            move(self.adhesion, "suspend")
        transaction.commit()
        bertrix = self.visitor().open(PAGE)
        self.assertNotIn('type="radio"', bertrix.text)
        self.assertIn("mailto:cyber@centrale.example", bertrix.text)

    def test_an_answer_is_changed_from_the_check(self):
        bertrix = self.checked()
        url = self.tree(bertrix).xpath("//article//section//a/@href")[1]
        bertrix.open(url)
        self.assertIn('value="Audit du réseau"', bertrix.text)
        self.fill(bertrix, title="Audit des écoles")
        self.assertEqual(self.page(bertrix), "check")
        self.assertIn("Audit des écoles", bertrix.text)
        self.assertIn("Camille Test", bertrix.text)

    def test_the_contact_of_the_authority_is_offered(self):
        self.bertrix.contacts = [
            {"name": "Accueil", "email": "a@bertrix.example", "phone": "061"}
        ]
        api.user.get("bertrix").setMemberProperties({"email": ""})
        transaction.commit()
        bertrix = self.begin()
        self.fill(bertrix, **NEED)
        self.assertIn('value="a@bertrix.example"', bertrix.text)


class TestWaiting(RequestCase):
    """A draft is kept, found again, sent once, or thrown away."""

    def test_kept_from_the_first_page_on_and_no_mission(self):
        self.begin()
        (draft,) = self.waiting()
        self.assertEqual(draft.answers.lot, self.lot("direct").UID())
        self.assertEqual(self.missions(), [])
        again = self.visitor().open(f"{PAGE}?draft={draft.token}&page=need")
        self.fill(again, **NEED)
        self.assertEqual(self.page(again), "contact")
        self.assertEqual(len(self.waiting()), 1)

    def test_nothing_is_kept_by_looking(self):
        self.visitor().open(PAGE)
        self.assertEqual(self.waiting(), [])

    def test_later(self):
        bertrix = self.visitor().open(PAGE)
        self.fill(bertrix, later="1")
        self.assertIn("@@centrale-authority", bertrix.url)
        (draft,) = self.waiting()
        self.assertIn(f"draft={draft.token}", bertrix.text)

    def test_not_more_than_so_many_at_a_time(self):
        """What is there already goes on; somebody else's drafts do not count."""
        self.begin("arlon")
        for _draft in range(2):
            last = self.begin()
        with mock.patch.object(drafts, "MOST_WAITING", 3):
            self.begin()
        with mock.patch.object(drafts, "MOST_WAITING", 3):
            refused = self.begin(status=409)
            self.assertIn("You have 3 requests that are not sent yet", refused.text)
            self.assertEqual(len(self.waiting()), 3)
            self.fill(last, **NEED)
            self.assertEqual(self.page(last), "contact")
            with acting("bertrix"):
                drafts.throw_away(self.centrale, self.waiting()[0].token)
                transaction.commit()
            self.begin()
        self.assertEqual(len(self.waiting()), 3)

    def test_somebody_elses_draft_is_not_found(self):
        self.begin()
        (draft,) = self.waiting()
        arlon = self.visitor("arlon").open(f"{PAGE}?draft={draft.token}&page=check")
        self.assertIn('type="radio"', arlon.text)
        self.assertEqual(self.hidden(arlon)["authority"], self.arlon.UID())
        self.fill(arlon, page="check")
        self.fill(arlon.open(PAGE), page="throw", draft=draft.token)
        self.assertEqual(len(self.waiting()), 1)
        self.assertEqual(self.missions(), [])

    def test_thrown_away_when_asked_twice(self):
        bertrix = self.begin()
        (draft,) = self.waiting()
        bertrix.open(f"{PAGE}?draft={draft.token}&page=throw")
        self.assertEqual(len(self.waiting()), 1)
        self.fill(bertrix)
        self.assertEqual(self.waiting(), [])
        self.assertIn("@@centrale-authority", bertrix.url)

    def test_thrown_away_in_another_window(self):
        bertrix = self.checked()
        (draft,) = self.waiting()
        self.fill(self.visitor().open(f"{PAGE}?draft={draft.token}&page=throw"))
        self.fill(bertrix)
        self.assertIn("no longer there", bertrix.text)
        self.assertEqual(self.missions(), [])


class TestOnce(RequestCase):
    """However often it is sent, there is one mission."""

    def sends(self, *visitors):
        for visitor in visitors:
            self.fill(visitor)
        (mission,) = self.missions()
        for visitor in visitors:
            self.assertIn(mission.tracking_code, visitor.text)

    def test_pressed_twice(self):
        bertrix = self.checked()
        form = self.hidden(bertrix)
        for _time in range(2):
            bertrix.send(PAGE, token=form["_authenticator"], **form)
        (mission,) = self.missions()
        self.assertIn(mission.tracking_code, bertrix.text)

    def test_from_two_windows(self):
        first = self.checked()
        self.sends(first, self.visitor().open(first.url))

    def test_at_the_same_time(self):
        first = self.checked()
        both = [first, self.visitor().open(first.url)]
        threads = [Thread(target=self.fill, args=(each,)) for each in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(self.missions()), 1)

    def test_gone_back_and_sent_again(self):
        bertrix = self.checked()
        before, url = bertrix.text, bertrix.url
        self.fill(bertrix)
        bertrix.text = before
        self.fill(bertrix)
        (mission,) = self.missions()
        self.assertIn(mission.tracking_code, bertrix.text)
        bertrix.open(url)
        self.assertIn(mission.tracking_code, bertrix.text)

    def test_an_earlier_page_sent_again(self):
        bertrix = self.begin()
        need = bertrix.text
        self.fill(bertrix, **NEED)
        self.fill(bertrix, **CONTACT)
        self.fill(bertrix)
        bertrix.text = need
        self.fill(bertrix, title="Other")
        (mission,) = self.missions()
        self.assertIn(mission.tracking_code, bertrix.text)
        self.assertEqual(mission.title, "Audit du réseau")
        self.assertEqual(self.waiting(), [])


class TestBadInput(RequestCase):
    """Empty, too long, of the wrong kind, with the session ended: said, nothing lost."""

    def test_every_field_empty(self):
        bertrix = self.visitor().open(PAGE)
        self.fill(bertrix, status=400)
        self.assertEqual(self.summary(bertrix), [("#lot", "Choose the lot you need.")])
        self.assertEqual(self.waiting(), [])
        bertrix = self.begin()
        self.fill(bertrix, status=400, title=" ")
        self.assertEqual(self.summary(bertrix)[0][0], "#title")
        self.fill(bertrix, **NEED)
        self.fill(bertrix, status=400, contact_name="", contact_email="")
        found = [url for url, _text in self.summary(bertrix)]
        self.assertEqual(found, ["#contact_name", "#contact_email"])

    def test_the_error_stands_at_its_field_and_in_the_title(self):
        bertrix = self.begin()
        self.fill(bertrix, status=400, title="", description="Kept")
        tree = self.tree(bertrix)
        (title,) = tree.xpath("//input[@id='title']")
        self.assertEqual(title.get("aria-invalid"), "true")
        error = tree.get_element_by_id(title.get("aria-describedby").split()[-1])
        self.assertIn("Say in a few words", error.text_content())
        self.assertTrue(tree.findtext(".//title").startswith("Error: "))
        (summary,) = tree.xpath("//*[@id='centrale-errors']")
        self.assertEqual(summary.get("tabindex"), "-1")
        self.assertIn("autofocus", summary.attrib)
        self.assertIn("Kept", tree.xpath("//textarea")[0].text)

    def test_too_long(self):
        bertrix = self.begin()
        text = "x" * 256
        self.fill(bertrix, status=400, title=text, later="1")
        self.assertIn("255", self.summary(bertrix)[0][1])
        self.assertIn(text, bertrix.text)

    def test_wrong_kinds(self):
        bertrix = self.begin()
        token = self.hidden(bertrix)
        files = {"title": ("a.pdf", b"%PDF", "application/pdf")}
        response = bertrix.session.post(
            f"{self.portal.absolute_url()}/{PAGE}", data=token, files=files
        )
        self.assertEqual(response.status_code, 400)
        for name in ("title:list", "title:int", "title:record", "title.x:records"):
            response = bertrix.session.post(
                f"{self.portal.absolute_url()}/{PAGE}", data={**token, name: "7"}
            )
            self.assertLess(response.status_code, 500, name)
        self.fill(bertrix, **NEED)
        self.fill(bertrix, status=400, **{**CONTACT, "contact_email": "camille"})
        self.assertEqual(self.summary(bertrix)[0][0], "#contact_email")
        self.assertIn('value="camille"', bertrix.text)

    def test_somebody_elses_authority_or_lot(self):
        bertrix = self.visitor().open(PAGE)
        form = {"lot": self.lot("direct").UID(), "authority": self.arlon.UID()}
        self.fill(bertrix, status=409, **form)
        self.assertIn("#authority", bertrix.text)
        self.fill(self.visitor().open(PAGE), status=400, lot=self.bertrix.UID())

    def test_a_lot_that_closed_since(self):
        bertrix = self.checked()
        with acting("agent"):
            move(self.market, "suspend")
        transaction.commit()
        self.fill(bertrix, status=409)
        ((url, text),) = self.summary(bertrix)
        self.assertIn("page=lot", url)
        self.assertIn("not open", text)
        self.assertEqual(self.missions(), [])
        self.assertEqual(len(self.waiting()), 1)

    def test_session_ended(self):
        bertrix = self.begin()
        public = self.visitor(None)
        public.text = bertrix.text
        self.fill(public, status=403, **NEED)
        self.assertNotIn("Bertrix", self.tree(public).find(".//article").text_content())
        carried = self.hidden(public)
        self.assertEqual(carried["title"], "Audit du réseau")
        self.assertNotIn("_authenticator", carried)
        # logged in again in another window, then sent from the page that waited
        bertrix.text = public.text
        self.fill(bertrix, status=403)
        self.assertIn('value="Audit du réseau"', bertrix.text)
        self.assertEqual(self.waiting()[0].answers.title, "")
        self.fill(bertrix, **NEED)
        self.assertEqual(self.page(bertrix), "contact")
        self.assertEqual(self.waiting()[0].answers.title, "Audit du réseau")

    def test_who_is_logged_out_and_comes_back_logs_in(self):
        response = self.visitor(None).session.get(
            f"{self.portal.absolute_url()}/{PAGE}?draft=abc"
        )
        self.assertIn("came_from", response.url)

    def test_nothing_is_sent_without_the_token(self):
        bertrix = self.checked()
        form = {**self.hidden(bertrix), "_authenticator": "wrong"}
        bertrix.send(PAGE, status=403, token="wrong", **form)
        self.assertEqual(self.missions(), [])
