"""Open data over REST: who gets which package, and what an address gives away."""

from imio.centrale.settings import PREFIX
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests import ocds
from imio.centrale.tests.functional.test_rest_refusals import RefusalTestCase
from imio.centrale.tests.procedure import withhold
from plone import api
from urllib.parse import urlsplit


CENTRALE = "cyber/@centrale-ocds"
#: everybody who is neither agent nor auditor
OTHERS = (None, "bertrix", "arlon", "alpha", "beta", "stranger", "intake", "siteadmin")


class OcdsTestCase(RefusalTestCase):
    layer = FUNCTIONAL

    def package(self, login, path, full=False):
        response = self.client(login).get(path)
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/json")
        found = ocds.read(response.text)
        self.assertEqual(ocds.faults(found, full), [])
        return found

    def status(self, login, path):
        return self.client(login).get(path).status_code

    def switched_off(self):
        with self.given():
            api.portal.set_registry_record(f"{PREFIX}.publish_ocds", False)


class TestCentrale(OcdsTestCase):
    def setUp(self):
        super().setUp()
        self.mission = self.direct(until="confirmed")
        self.other = self.direct(until="offered")

    def test_everybody_reads_the_same(self):
        texts = {self.client(login).get(CENTRALE).text for login in OTHERS}
        texts |= {self.client(login).get(CENTRALE).text for login in ("agent", "admin")}
        self.assertEqual(len(texts), 1)
        found = self.package(None, CENTRALE)
        self.assertEqual(len(found["releases"]), 2)
        kept = self.client().get(CENTRALE).headers["Cache-Control"]
        self.assertEqual(kept, "public, max-age=300")
        self.assertEqual(urlsplit(found["uri"]).path, "/plone/" + CENTRALE)

    def test_full_is_for_agents_and_auditors(self):
        path = f"{CENTRALE}?view=full"
        for login in OTHERS:
            with self.subTest(login):
                self.assertEqual(self.status(login, path), 403 if login else 401)
        for login in ("agent", "auditor", "admin"):
            found = self.package(login, path, full=True)
            self.assertEqual(len(found["releases"]), 3)
        response = self.client("agent").get(path)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_pages(self):
        first = self.package(None, f"{CENTRALE}?b_size=1")
        second = self.package(None, first["links"]["next"])
        self.assertNotIn("links", second)
        whole = self.package(None, CENTRALE)["releases"]
        self.assertEqual(first["releases"] + second["releases"], whole)
        self.assertEqual(self.status(None, f"{CENTRALE}?b_size=1&b_start=9"), 404)

    def test_bad_questions(self):
        anonymous = self.client()
        for query, code in (
            ("view=secret", "unknown_view"),
            ("from=2026", "bad_day"),
            ("to=hier", "bad_day"),
            ("from=2026-01-01&from=2026-01-02", "bad_day"),
            ("b_start=-1", "bad_number"),
            ("b_size=0", "bad_number"),
            ("b_size=", "bad_number"),
            ("b_size=1.5", "bad_number"),
            ("b_start=99999999999", "bad_number"),
            ("b_start:list=1", "bad_number"),
            ("view:list=full", "unknown_view"),
        ):
            with self.subTest(query):
                anonymous.refused("GET", f"{CENTRALE}?{query}", None, 400, code)

    def test_switched_off(self):
        self.switched_off()
        for login in (None, "bertrix", "agent"):
            self.assertEqual(self.status(login, CENTRALE), 404)
        self.assertEqual(self.status("agent", f"{CENTRALE}?view=full"), 200)

    def test_the_extension_is_public(self):
        urls = self.package(None, CENTRALE)["extensions"]
        found = (
            self.client()
            .session.get(urls[-1], headers={"Accept": "*/*"}, timeout=60)
            .json()
        )
        self.assertEqual(found["compatibility"], ["1.1"])
        for name in found["schemas"]:
            url = urls[-1].replace("extension.json", name)
            self.assertIn("definitions", self.client().session.get(url).json())

    def test_nothing_is_written(self):
        with self.nothing_written():
            self.package(None, CENTRALE)


class TestMission(OcdsTestCase):
    def setUp(self):
        super().setUp()
        self.confirmed = self.direct(until="confirmed")
        self.offered = self.direct(until="offered")

    def test_everybody_finds_it_by_its_ocid(self):
        url = f"{self.confirmed}/@centrale-ocds"
        (release,) = self.package("bertrix", url)["releases"]
        path = f"{CENTRALE}/{release['ocid']}"
        for login in (*OTHERS, "agent", "auditor"):
            with self.subTest(login):
                found = self.package(login, path)
                self.assertEqual(found["releases"], [release])
                self.assertEqual(urlsplit(found["uri"]).path, f"/plone/{path}")
        self.assertEqual(self.status(None, f"{path}/more"), 404)

    def test_what_is_not_published_is_not_there(self):
        """The same answer as for a number that never was."""
        url = f"{self.offered}/@centrale-ocds?view=full"
        (release,) = self.package("agent", url, full=True)["releases"]
        for login in (*OTHERS, "agent"):
            with self.subTest(login):
                found, never = (
                    self.client(login).get(f"{CENTRALE}/{number}")
                    for number in (release["ocid"], "ocds-imio00-0123456789abcdef0123")
                )
                self.assertEqual(found.status_code, 404)
                self.assertEqual(found.json(), never.json())

    def test_the_address_of_a_mission_is_for_those_who_may_view_it(self):
        for mission in (self.confirmed, self.offered):
            for login in (None, "arlon", "beta", "stranger", "intake"):
                with self.subTest(login):
                    url = f"{mission}/@centrale-ocds"
                    self.assertEqual(self.status(login, url), 403 if login else 401)
        url = f"{self.confirmed}/@centrale-ocds"
        for login in ("bertrix", "alpha", "agent", "auditor"):
            self.assertEqual(len(self.package(login, url)["releases"]), 1)

    def test_those_who_know_of_it_are_told_why(self):
        url = f"{self.offered}/@centrale-ocds"
        for login in ("bertrix", "alpha", "agent", "auditor"):
            with self.subTest(login):
                self.client(login).refused("GET", url, None, 409, "ocds_not_published")

    def test_full(self):
        url = f"{self.offered}/@centrale-ocds?view=full"
        for login in ("bertrix", "alpha"):
            self.assertEqual(self.status(login, url), 403)
        for login in ("agent", "auditor"):
            (found,) = self.package(login, url, full=True)["releases"]
            code = found["tender"]["designation"]["trackingCode"]
            self.assertEqual(code, self.offered.rpartition("/")[2])

    def test_a_draft_has_no_release_for_anybody(self):
        draft = self.direct(until="draft")
        url = f"{draft}/@centrale-ocds?view=full"
        self.client("agent").refused("GET", url, None, 409, "ocds_not_published")

    def test_switched_off(self):
        self.switched_off()
        url = f"{self.confirmed}/@centrale-ocds"
        self.client("bertrix").refused("GET", url, None, 409, "ocds_not_published")

    def test_withheld(self):
        with self.given() as centrale:
            withhold(centrale["marches"]["market"]["direct"])
        self.assertEqual(len(self.package(None, CENTRALE)["releases"]), 1)
        url = "cyber/marches/market/direct"
        text = self.client("bertrix").get(url).text
        self.assertIn("Lot direct", text)
        self.assertNotIn("withheld", text)
        self.assertNotIn("Sécurité du réseau", text)
        for login, status in ((None, 401), ("stranger", 403), ("intake", 403)):
            self.client(login).refused("GET", url, None, status, "not_permitted")
        for path in ("cyber/@centrale-catalogue", "@search?SearchableText=direct"):
            self.assertNotIn("Lot direct", self.client().get(path).text)

    def test_withholding_over_rest_asks_for_a_reason(self):
        url = "cyber/marches/market/direct"
        answer = self.agent.patch(url, {"withheld": True})
        self.assertEqual(answer.status_code, 400, answer.text)
        body = {"withheld": True, "withheld_reason": "Sécurité du réseau"}
        self.assertEqual(self.agent.patch(url, body).status_code, 204)
        self.assertEqual(len(self.package(None, CENTRALE)["releases"]), 1)
