"""``@@centrale-tick`` over HTTP: a link cannot rehearse the clock."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.fixture import PASSWORD
from imio.centrale.tests.rest import RestTestCase
from plone import api

import re
import transaction


LATE = "2099-01-01T00:00:00+01:00"


class TestTick(RestTestCase):
    """With ``now``: a program by HTTP Basic, or a form with its token."""

    layer = FUNCTIONAL

    def setUp(self):
        bertrix, self.agent = self.client("bertrix"), self.client("agent")
        self.mission = bertrix.created("cyber/missions", self.request_body())
        bertrix.moved(self.mission["@id"], "submit", "submitted")
        url = f"{self.mission['@id']}/@centrale-consultation"
        self.agent.expect(self.agent.post(url, {"action": "consult"}), 200)

    def browser(self, login="agent"):
        """An account with a session and no header."""
        visitor = self.client()
        visitor.session.headers["Accept"] = "text/html"
        form = {"__ac_name": login, "__ac_password": PASSWORD, "buttons.login": "1"}
        visitor.session.post(f"{visitor.site}/login", data=form, timeout=60)
        self.assertIn("__ac", visitor.session.cookies)
        return visitor

    def token(self, visitor):
        page = visitor.get("login-help").text + visitor.get("@@search").text
        return re.search(r'name="_authenticator"[^>]*value="(\w+)"', page).group(1)

    def tick(self, client, method="GET", path="@@centrale-tick", **kw):
        where = "data" if method == "POST" else "params"
        form = {where: kw.pop("form", {})}
        return client.call(method, path, **form, **kw)

    def expired(self, response):
        answer = self.agent.expect(response, 200)
        self.assertEqual(set(answer), {"now", "expired", "released", "failed"})
        self.assertEqual(answer["failed"], [])
        return answer["expired"]

    def ranks(self):
        """How many ranks have been consulted."""
        return self.client("agent").got(self.mission["@id"])["items_total"]

    def test_plain_calls(self):
        for client in (self.agent, self.browser()):
            for method in ("GET", "POST"):
                for form in ({}, {"now": ""}):
                    response = self.tick(client, method, form=form)
                    self.assertEqual(self.expired(response), [])

    def test_a_program(self):
        for method in ("GET", "POST"):
            for accept in ("application/json", "text/html", "*/*"):
                with self.subTest(method, accept=accept):
                    self.agent.session.headers["Accept"] = accept
                    form = {"now": "2001-01-01T00:00:00+01:00"}
                    response = self.tick(self.agent, method, form=form)
                    self.assertEqual(self.expired(response), [])
        response = self.tick(self.agent, form={"now": LATE})
        self.assertEqual(self.expired(response), [self.mission["tracking_code"]])
        self.assertEqual(self.ranks(), 2)

    def test_a_link(self):
        visitor = self.browser()
        for path in ("@@centrale-tick", "cyber/@@centrale-tick"):
            response = self.tick(visitor, path=path, form={"now": LATE})
            self.assertEqual(response.status_code, 400)
            self.assertIn("HTTP Basic", response.text)
        visitor.session.headers["Accept"] = "application/json"
        error = visitor.refused(
            "GET", f"@@centrale-tick?now={LATE}", None, 400, "now_needs_post"
        )
        self.assertEqual(error["reasons"][0]["field"], "now")
        self.assertEqual(self.ranks(), 1)

    def test_a_link_with_another_name_in_it(self):
        for name, password in (("nobody", "x"), ("agent", "x"), ("alpha", PASSWORD)):
            visitor = self.browser()
            with self.subTest(name):
                form = {"now": LATE}
                response = self.tick(visitor, form=form, auth=(name, password))
                self.assertNotIn("expired", response.text)
        self.assertEqual(self.ranks(), 1)

    def test_a_link_elsewhere_in_a_browser_that_knows_the_password(self):
        for site in ("cross-site", "same-site"):
            headers = {"Sec-Fetch-Site": site}
            response = self.tick(self.agent, form={"now": LATE}, headers=headers)
            self.assertEqual(response.status_code, 400)
        self.assertEqual(self.ranks(), 1)

    def test_a_form_without_its_token(self):
        visitor = self.browser()
        for token in ({}, {"_authenticator": "made up"}):
            response = self.tick(visitor, "POST", form={"now": LATE, **token})
            self.assertEqual(response.status_code, 403)
        self.assertEqual(self.ranks(), 1)

    def test_a_form_with_its_token(self):
        visitor = self.browser()
        form = {"now": LATE, "_authenticator": self.token(visitor)}
        response = self.tick(visitor, "POST", form=form)
        self.assertEqual(self.expired(response), [self.mission["tracking_code"]])
        self.assertEqual(self.ranks(), 2)

    def test_the_permission(self):
        """Who may run the clock need not be allowed to set it."""
        transaction.begin()
        api.portal.get().manage_permission(
            "imio.centrale: Rehearse the Clock", ["Manager"], acquire=0
        )
        transaction.commit()
        self.assertEqual(self.expired(self.tick(self.agent)), [])
        self.agent.refused(
            "GET", f"@@centrale-tick?now={LATE}", None, 403, "not_permitted"
        )
        self.assertEqual(self.ranks(), 1)

    def test_who_holds_it(self):
        for login in ("agent", "siteadmin", "admin"):
            form = {"now": "2001-01-01T00:00:00+01:00"}
            response = self.tick(self.client(login), form=form)
            self.assertEqual(self.expired(response), [])

    def test_a_time_that_cannot_be_read(self):
        for now in ("yesterday", "2026-02-30", ["2026-03-10", "2026-03-11"]):
            response = self.tick(self.agent, form={"now": now})
            self.assertEqual(response.status_code, 400)
            (found,) = response.json()["error"]["reasons"]
            self.assertEqual(found["code"], "bad_time")
