"""The procedure by pages: what each account sees, does and is refused."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase

import html
import re


CASCADE = "cyber/marches/market/cascade"


class Visitor:
    """One account that reads pages and sends forms."""

    def __init__(self, client):
        self.session = client.session
        self.session.headers["Accept"] = "text/html"
        self.site = client.site
        self.text = ""

    def open(self, url, status=200):
        return self._keep(self.session.get(self._at(url), timeout=60), status)

    def send(self, url, /, status=200, token=None, **form):
        """Send a form as a browser does, with the token of the page last read."""
        form["_authenticator"] = self.token if token is None else token
        response = self.session.post(self._at(url), data=form, timeout=60)
        return self._keep(response, status)

    def save(self, url, files=None, status=200, **values):
        """Send an add or edit form; ``lines__0__code`` is a cell of a grid."""
        form = {"form.buttons.save": "Save", "_authenticator": self.token}
        for name, value in values.items():
            grid, _sep, cell = name.partition("__")
            if cell:
                number, _sep, column = cell.partition("__")
                row = f"form.widgets.{grid}.{number}"
                form[f"{row}-empty-marker"] = "1"
                form[f"{row}.widgets.{column}"] = value
                count = f"form.widgets.{grid}.count"
                form[count] = str(max(int(form.get(count, 0)), int(number) + 1))
            else:
                form[f"form.widgets.{name}"] = value
        uploads = {
            f"form.widgets.{name}": (f"{name}.pdf", b"%PDF-1.4", "application/pdf")
            for name in files or ()
        }
        response = self.session.post(
            self._at(url), data=form, files=uploads or None, timeout=60
        )
        return self._keep(response, status)

    @property
    def token(self):
        found = re.search(r'name="_authenticator"[^>]*value="(\w+)"', self.text)
        return found.group(1) if found else ""

    def buttons(self):
        """The acts that are sent at once."""
        return re.findall(r'name="transition"[^>]*value="(\w+)"', self.text)

    def asked(self):
        """The acts that have a page of their own."""
        return re.findall(r'class="btn[^>]*transition=(\w+)"', self.text)

    def _at(self, url):
        return url if url.startswith("http") else f"{self.site}/{url}"

    def _keep(self, response, status):
        if response.status_code != status:
            raise AssertionError(f"{response.status_code}: {response.text[:3000]}")
        self.url = response.url
        self.text = html.unescape(response.text)
        return self


class PagesTestCase(RestTestCase):
    layer = FUNCTIONAL

    def visitor(self, login=None):
        return Visitor(self.client(login))

    def draft(self, lot="direct"):
        """The address of a draft request of Bertrix."""
        body = self.request_body(lot=f"cyber/marches/market/{lot}")
        return self.client("bertrix").created("cyber/missions", body)["@id"]

    def assigned(self):
        url = self.draft()
        self.client("bertrix").moved(url, "submit", "assigned")
        return url

    def consulting(self):
        url = self.draft("cascade")
        self.client("bertrix").moved(url, "submit", "submitted")
        agent = self.client("agent")
        agent.expect(
            agent.post(f"{url}/@centrale-consultation", {"action": "consult"}), 200
        )
        return url

    def state(self, url):
        return self.client("admin").got(url)["review_state"]

    def children(self, url):
        return [item["@id"] for item in self.client("admin").got(url)["items"]]


class TestRequest(PagesTestCase):
    """Asking, submitting, and doing either twice."""

    def uid(self, path):
        return self.client("admin").got(path)["UID"]

    def ask(self, visitor, **changes):
        values = {
            "title": "Audit",
            "authority:list": self.uid("autorites/bertrix"),
            "lot:list": self.uid("cyber/marches/market/direct"),
            "contact_name": "Camille",
            "contact_email": "camille@bertrix.example",
            **changes,
        }
        url = "cyber/missions/++add++imio.centrale.MissionRequest"
        return visitor.open(url).save(url, **values)

    def test_lands_in_its_year(self):
        bertrix = self.ask(self.visitor("bertrix"), **{"options:list": "AUD"})
        self.assertRegex(bertrix.url, rf"/missions/{self.year}/CYB-\d\d-\w{{7}}$")
        mission = self.client("bertrix").got(bertrix.url)
        self.assertEqual(mission["options"], ["AUD"])
        self.assertIn(mission["tracking_code"], bertrix.text)

    def test_sent_twice_is_one_request(self):
        first = self.ask(self.visitor("bertrix")).url
        second = self.ask(self.visitor("bertrix")).url
        self.assertEqual(first, second)

    def test_only_own_authority_is_offered(self):
        bertrix = self.visitor("bertrix")
        bertrix.open("cyber/missions/++add++imio.centrale.MissionRequest")
        self.assertIn(self.uid("autorites/bertrix"), bertrix.text)
        self.assertNotIn(self.uid("autorites/arlon"), bertrix.text)

    def test_refusal_stands_at_its_field_and_keeps_nothing(self):
        before = len(self.client("admin").got("@search?portal_type=*")["items"])
        options = {"options:list": "AUD", "lot:list": self.uid(CASCADE)}
        bertrix = self.ask(self.visitor("bertrix"), **options)
        self.assertIn("++add++", bertrix.url)
        self.assertIn('href="#formfield-form-widgets-options"', bertrix.text)
        self.assertIn('value="Audit"', bertrix.text)
        after = len(self.client("admin").got("@search?portal_type=*")["items"])
        self.assertEqual(before, after)

    def test_wrong_address_is_told_at_the_field(self):
        bertrix = self.ask(self.visitor("bertrix"), contact_email="camille")
        self.assertIn('href="#formfield-form-widgets-contact_email"', bertrix.text)
        self.assertIn('value="camille"', bertrix.text)

    def test_supplier_and_public_get_no_form(self):
        url = f"{self.layer['portal'].absolute_url()}/cyber/missions/++add++"
        for login in ("alpha", None):
            visitor = self.visitor(login)
            response = visitor.session.get(
                f"{url}imio.centrale.MissionRequest", allow_redirects=False
            )
            self.assertNotEqual(response.status_code, 200, login)
            self.assertNotIn("form.widgets.title", response.text)

    def test_submitting_twice_is_told_in_a_sentence(self):
        url = self.draft()
        bertrix = self.visitor("bertrix").open(url)
        token = bertrix.token
        self.assertIn("submit", bertrix.buttons())
        act = f"{url}/@@centrale-transition"
        bertrix.send(act, transition="submit", token=token)
        self.assertEqual(self.state(url), "assigned")
        bertrix.send(act, transition="submit", token=token)
        self.assertEqual(bertrix.url, url)
        self.assertEqual(self.state(url), "assigned")
        self.assertIn("alert-info", bertrix.text)


class TestActPage(PagesTestCase):
    """``@@centrale-transition`` asks, does, and refuses in sentences."""

    def test_no_act_without_the_token_or_by_get(self):
        url = self.draft()
        act = f"{url}/@@centrale-transition"
        bertrix = self.visitor("bertrix")
        bertrix.open(f"{act}?transition=submit")
        bertrix.send(act, status=403, token="wrong", transition="submit")
        self.assertEqual(self.state(url), "draft")

    def test_reason_is_asked_for(self):
        url = self.assigned()
        act = f"{url}/@@centrale-transition"
        bertrix = self.visitor("bertrix").open(url)
        self.assertIn("cancel", bertrix.asked())
        bertrix.open(f"{act}?transition=cancel")
        self.assertIn('value="need_disappeared"', bertrix.text)
        bertrix.send(act, status=409, transition="cancel")
        self.assertEqual(self.state(url), "assigned")
        self.assertIn('name="reason_code"', bertrix.text)
        bertrix.send(act, transition="cancel", reason_code="duplicate")
        self.assertEqual(self.state(url), "cancelled")
        self.assertEqual(bertrix.url, url)

    def test_what_is_not_permitted_is_refused(self):
        url = self.assigned()
        alpha = self.visitor("alpha").open(url)
        self.assertNotIn("cancel", alpha.asked())
        act = f"{url}/@@centrale-transition"
        alpha.open(f"{act}?transition=cancel")
        self.assertNotIn('name="reason_code"', alpha.text)
        self.visitor("agent").open(f"{act}?transition=nonsense")

    def test_an_address_without_its_act_leads_to_the_dossier(self):
        """The login that an expired session asks for forgets what was sent."""
        url = self.assigned()
        agent = self.visitor("agent")
        for page in ("transition", "consult"):
            self.assertEqual(agent.open(f"{url}/@@centrale-{page}").url, url, page)

    def test_plone_form_of_states_leads_to_the_dossier(self):
        url = self.assigned()
        agent = self.visitor("agent").open(f"{url}/content_status_history")
        self.assertEqual(agent.url, url)

    def test_refused_by_a_rule_is_shown_disabled_with_its_sentence(self):
        url = self.consulting()
        agent = self.visitor("agent").open(url)
        self.assertIn('id="why-expire"', agent.text)
        self.assertNotIn("expire", agent.buttons())


class TestCascade(PagesTestCase):
    """Suppliers answer and the manager runs the cascade by pages."""

    def answer(self, login, url, number, transition, **form):
        visitor = self.visitor(login).open(url)
        act = f"{url}/consultation-{number}/@@centrale-transition"
        return visitor.send(act, transition=transition, **form)

    def test_declining_leads_back_to_what_remains_visible(self):
        url = self.consulting()
        alpha = self.answer("alpha", url, 1, "decline", reason_code="capacity")
        self.assertEqual(alpha.url, f"{url}/consultation-1")
        beta = self.visitor("beta").open(url)
        self.assertIn("accept", beta.buttons())
        for name in ("Alpha", "alpha", "Gamma"):
            self.assertNotIn(name, beta.text)

    def test_authority_sees_no_consultation(self):
        url = self.consulting()
        bertrix = self.visitor("bertrix").open(url)
        self.assertNotIn("Alpha", bertrix.text)
        self.assertNotIn("consultation-1", bertrix.text)

    def test_manager_asks_a_rank_again_when_all_are_used_up(self):
        url = self.consulting()
        for number, login in enumerate(("alpha", "beta", "gamma"), start=1):
            self.answer(login, url, number, "decline")
        agent = self.visitor("agent").open(url)
        self.assertIn('name="rank:int"', agent.text)
        agent.send(f"{url}/@@centrale-consult", **{"rank:int": "2"})
        self.assertEqual(agent.url, url)
        self.answer("beta", url, 4, "accept")
        self.assertEqual(self.state(url), "assigned")

    def test_only_the_manager_runs_it(self):
        url = self.consulting()
        bertrix = self.visitor("bertrix").open(url)
        bertrix.open(f"{url}/@@centrale-transition?transition=cancel")
        bertrix.send(f"{url}/@@centrale-consult", status=409)
        self.assertEqual(len(self.children(url)), 1)


class TestOffer(PagesTestCase):
    """Lines in a grid, beside annexe B."""

    def form(self, url, **cells):
        add = f"{url}/++add++imio.centrale.Offer"
        alpha = self.visitor("alpha").open(add)
        self.assertIn("812,505", alpha.text)
        return alpha.save(add, valid_until="2099-01-01", **cells)

    def test_amounts_are_typed_in_french(self):
        url = self.assigned()
        alpha = self.form(
            url,
            lines__0__code="A1",
            lines__0__quantity="2",
            lines__0__unit_price="1 000,00",
            lines__1__code="F1",
            lines__1__quantity="1,5",
            lines__1__unit_price="",
        )
        offer = self.client("alpha").got(alpha.url)
        self.assertEqual(offer["total_excl_vat"], "3218.76")
        self.assertIn("3\N{NO-BREAK SPACE}218,76", alpha.text)
        self.assertEqual(offer["lines"][0]["label"], "Audit, jour")

    def test_reasons_stand_at_the_lines_and_nothing_is_written(self):
        url = self.assigned()
        alpha = self.form(
            url,
            lines__0__code="A1",
            lines__0__quantity="2",
            lines__0__unit_price="1.000,00",
        )
        self.assertIn('href="#formfield-form-widgets-lines"', alpha.text)
        alpha = self.form(
            url,
            lines__0__code="XX",
            lines__0__quantity="0",
            lines__0__unit_price="5,00",
        )
        self.assertIn("XX", alpha.text)
        self.assertIn('value="5,00"', alpha.text)
        self.assertEqual(alpha.text.count('href="#formfield-form-widgets-lines"'), 2)
        self.assertEqual(self.children(url), [])

    def test_editing_keeps_what_is_copied_from_annexe_b(self):
        url = self.assigned()
        alpha = self.form(url, lines__0__code="A1", lines__0__quantity="2")
        offer = alpha.url
        alpha.open(f"{offer}/edit").save(
            f"{offer}/edit",
            valid_until="2099-01-01",
            lines__0__code="A1",
            lines__0__quantity="3",
            lines__0__unit_price="900,00",
        )
        line = self.client("alpha").got(offer)["lines"][0]
        self.assertEqual(line["inventory_price"], "1000.00")
        self.assertEqual((line["quantity"], line["unit_price"]), ("3.00", "900.00"))

    def test_an_incomplete_or_wrong_cell_is_told(self):
        url = self.assigned()
        for cells in (
            {"lines__0__code": "A1"},
            {"lines__0__quantity": "1"},
            {"lines__0__code": "A1", "lines__0__quantity": "many"},
            {"lines__0__code": "A1" * 50, "lines__0__quantity": "1"},
        ):
            alpha = self.form(url, **cells)
            self.assertIn('href="#formfield-form-widgets-lines"', alpha.text, cells)
        self.assertEqual(self.children(url), [])

    def test_when_the_mission_does_not_wait(self):
        url = self.assigned()
        bertrix = self.client("bertrix")
        bertrix.moved(url, "cancel", "cancelled", reason_code="other")
        alpha = self.visitor("alpha").open(f"{url}/++add++imio.centrale.Offer")
        self.assertEqual(alpha.url, url)
        self.assertIn("alert-warning", alpha.text)

    def test_the_other_side_gets_no_form(self):
        url = self.assigned()
        bertrix = self.visitor("bertrix")
        response = bertrix.session.get(
            f"{url}/++add++imio.centrale.Offer", allow_redirects=False
        )
        self.assertNotEqual(response.status_code, 200)


class TestRefusedPage(PagesTestCase):
    """A refusal that no page catches is a page of its own."""

    def test_sentences_and_no_traceback(self):
        agent = self.visitor("agent")
        agent.open("cyber/@@centrale-tick?now=yesterday", status=400)
        self.assertIn('class="alert alert-danger"', agent.text)
        self.assertNotIn("Traceback", agent.text)


class TestLists(PagesTestCase):
    """Each sees his own dossiers."""

    def test_missions(self):
        url = self.assigned()
        code = url.rpartition("/")[2]
        for login in ("agent", "auditor", "bertrix", "alpha"):
            for folder in ("cyber/missions", f"cyber/missions/{self.year}"):
                self.assertIn(code, self.visitor(login).open(folder).text, login)
        for login in ("arlon", "beta"):
            self.assertNotIn(code, self.visitor(login).open("cyber/missions").text)

    def test_an_empty_list_says_what_to_do(self):
        bertrix = self.visitor("bertrix").open("cyber/missions")
        self.assertIn("++add++imio.centrale.MissionRequest", bertrix.text)
        self.assertIn('class="alert alert-light', bertrix.text)
