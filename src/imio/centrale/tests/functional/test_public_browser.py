"""The catalogue over HTTP: REST, Atom, iCalendar, and its pages in a browser."""

from icalendar import Calendar
from imio.centrale.feeds import atom
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase
from imio.centrale.tests.rest import upload
from lxml import etree


SESSION = {
    "@type": "imio.centrale.InformationSession",
    "title": "Présentation",
    "start": "2099-03-02T10:00:00",
    "end": "2099-03-02T11:30:00",
    "place": "Namur",
    "markets": ["/cyber/marches/market"],
}
NAMES = {"a": atom.NAMESPACE}


class PublicTestCase(PagesTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.agent = self.client("agent")
        self.public = self.client()
        self.market = f"{self.public.site}/cyber/marches/market"

    def feed(self, name, login=None, **headers):
        session = self.client(login).session
        session.headers["Accept"] = "*/*"
        url = name if name.startswith("http") else f"{self.public.site}/cyber/{name}"
        return session.get(url, headers=headers, timeout=60)

    def session(self, **changes):
        body = {**SESSION, **changes}
        url = self.agent.created("cyber/sessions", body)["@id"]
        self.agent.moved(url, "publish", "published")
        return url


class TestJson(PublicTestCase):
    def test_everybody_reads_the_same(self):
        expected = self.public.got("cyber/@centrale-catalogue")
        for login in ("bertrix", "alpha", "beta", "agent", "auditor", "stranger"):
            found = self.client(login).got("cyber/@centrale-catalogue")
            self.assertEqual(found, expected, login)
        self.assertEqual(expected["items_total"], 2)
        (market,) = expected["markets"]
        self.assertEqual(market["state"], "open")
        self.assertEqual(market["end"], "2099-12-31")
        lot = expected["items"][0]
        self.assertEqual(
            set(lot),
            {
                "@id",
                "@type",
                "UID",
                "number",
                "title",
                "description",
                "state",
                "options",
                "suppliers",
                "lead_time_days",
                "measured_lead_time",
                "market",
                "updated",
            },
        )
        self.assertEqual(lot["market"], market["UID"])
        self.assertEqual(lot["suppliers"], ["Alpha Test"])
        self.assertEqual(
            lot["options"], [{"code": "AUD", "label": "Audit", "kind": "audit"}]
        )

    def test_batches(self):
        first = self.public.got("cyber/@centrale-catalogue?b_size=1")
        self.assertEqual([each["number"] for each in first["items"]], ["1"])
        second = self.public.got(first["batching"]["next"])
        self.assertEqual([each["number"] for each in second["items"]], ["2"])
        self.assertNotIn("next", second["batching"])

    def test_filters(self):
        for query, numbers in (
            ("words=cascade", ["2"]),
            ("kind=audit", ["1"]),
            ("state=ended", []),
            ("state=open&market=none", []),
        ):
            found = self.public.got(f"cyber/@centrale-catalogue?{query}")
            self.assertEqual([each["number"] for each in found["items"]], numbers)

    def test_bad_filters(self):
        for query in ("state=closed", "kind=x"):
            self.public.refused(
                "GET", f"cyber/@centrale-catalogue?{query}", None, 400, "unknown_filter"
            )

    def test_caches(self):
        headers = self.public.get("cyber/@centrale-catalogue").headers
        self.assertEqual(headers["Cache-Control"], "public, max-age=300")
        headers = self.agent.get("cyber/@centrale-catalogue").headers
        self.assertEqual(headers["Cache-Control"], "private, no-cache")

    def test_a_market_in_preparation_is_for_the_centrale(self):
        body = {
            "@type": "imio.centrale.Market",
            "title": "Futur",
            "start": "2099-01-01",
        }
        self.agent.created("cyber/marches", body)
        for login, count in ((None, 1), ("bertrix", 1), ("agent", 2), ("auditor", 2)):
            found = self.client(login).got("cyber/@centrale-catalogue")["markets"]
            self.assertEqual(len(found), count, login)

    def test_suppliers_that_are_not_published(self):
        admin = self.client("admin")
        record = {"imio.centrale.publish_suppliers": False}
        admin.expect(admin.patch("@registry", record), 204)
        found = self.public.got("cyber/@centrale-catalogue")
        self.assertEqual([lot["suppliers"] for lot in found["items"]], [[], []])
        text = self.public.get(
            "cyber/marches/@search?metadata_fields=catalogue_facts&metadata_fields=_all"
        ).text
        self.assertNotIn(admin.got("prestataires/alpha-test")["UID"], text)


class TestAtom(PublicTestCase):
    def read(self, **headers):
        response = self.feed("@@centrale-catalogue.atom", **headers)
        self.assertEqual(response.status_code, 200)
        self.assertIn("application/atom+xml", response.headers["Content-Type"])
        return response, etree.fromstring(response.content)

    def titles(self, root):
        return set(root.xpath("a:entry/a:title/text()", namespaces=NAMES))

    def test_entries(self):
        _response, root = self.read()
        self.assertEqual(
            self.titles(root),
            {
                "Marché Test – Open",
                "Lot 1: Lot direct – Open",
                "Lot 2: Lot en cascade – Open",
            },
        )
        for name in ("id", "updated", "title", "link", "summary"):
            self.assertEqual(len(root.xpath(f"a:entry/a:{name}", namespaces=NAMES)), 3)

    def test_a_change_is_told_and_what_has_not_changed_is_not_sent(self):
        first, root = self.read()
        tag = first.headers["ETag"]
        again = self.feed("@@centrale-catalogue.atom", **{"If-None-Match": f"W/{tag}"})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.agent.moved(self.market, "suspend", "suspended")
        second = self.feed("@@centrale-catalogue.atom", **{"If-None-Match": tag})
        self.assertEqual(second.status_code, 200)
        changed = etree.fromstring(second.content)
        self.assertIn("Lot 1: Lot direct – Running", self.titles(changed))
        path = "a:entry/a:id/text()"
        self.assertEqual(
            set(root.xpath(path, namespaces=NAMES)),
            set(changed.xpath(path, namespaces=NAMES)),
        )
        (before,), (after,) = (
            each.xpath("a:updated/text()", namespaces=NAMES) for each in (root, changed)
        )
        self.assertLessEqual(before, after)
        self.assertNotEqual(second.headers["ETag"], tag)

    def test_headers(self):
        response, _root = self.read()
        self.assertTrue(response.headers["Last-Modified"].endswith("GMT"))
        self.assertEqual(response.headers["Cache-Control"], "public, max-age=300")


class TestCalendar(PublicTestCase):
    def events(self, login=None, name="@@centrale-calendar.ics"):
        response = self.feed(name, login)
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.assertIn("text/calendar", response.headers["Content-Type"])
        found = Calendar.from_ical(response.content).walk("VEVENT")
        return response, {str(each["summary"]): each for each in found}

    def test_markets_and_sessions_for_everybody(self):
        self.session()
        response, events = self.events()
        self.assertEqual(set(events), {"Last day: Marché Test", "Présentation"})
        session = events["Présentation"]
        self.assertEqual(session["location"], "Namur")
        self.assertEqual(f"{session.decoded('dtstart'):%H:%M}", "09:00")
        self.assertEqual(response.headers["Cache-Control"], "public, max-age=300")

    def test_of_one_session(self):
        url = self.session()
        _response, events = self.events(name=f"{url}/@@centrale-calendar.ics")
        self.assertEqual(set(events), {"Présentation"})

    def test_deadlines_are_for_those_who_may_view_the_dossiers(self):
        url = self.consulting()
        code = url.rpartition("/")[2]
        for login, seen in (
            (None, False),
            ("bertrix", True),
            ("alpha", True),
            ("agent", True),
            ("arlon", False),
            ("beta", False),
            ("stranger", False),
        ):
            response, events = self.events(login)
            titles = [title for title in events if title.startswith(code)]
            self.assertEqual(bool(titles), seen, login)
            if login:
                self.assertEqual(response.headers["Cache-Control"], "private, no-cache")

    def test_deadlines_of_programs_are_for_the_centrale(self):
        body = {
            "@type": "imio.centrale.SubsidyProgram",
            "title": "Subside",
            "envelope": "1000.00",
            "order_deadline": "2099-06-30",
            "dossier_deadline": "2099-07-05T17:00:00",
            "categories": [
                {"code": "A", "min_users": 0, "max_users": None, "amount": "10.00"}
            ],
        }
        url = self.agent.created("cyber/subsides", body)["@id"]
        self.agent.moved(url, "open", "open")
        _response, events = self.events("agent")
        self.assertIn("Order received by: Subside", events)
        closing = events["Closure file received by: Subside"]
        self.assertEqual(f"{closing.decoded('dtstart'):%H:%M}", "15:00")
        for login in (None, "bertrix", "alpha"):
            self.assertNotIn("Subside", str(self.events(login)[1]), login)


class TestSessions(PublicTestCase):
    def test_over_rest_alone(self):
        url = self.session(
            slides=upload("diapositives.pdf"), recording_url="https://video.example/1"
        )
        found = self.public.got(url)
        self.assertEqual(found["title"], "Présentation")
        self.assertEqual(found["start"], "2099-03-02T09:00:00+00:00")
        self.assertEqual(found["recording_url"], "https://video.example/1")
        self.assertEqual(len(found["markets"]), 1)
        download = self.feed(f"{url}/@@download/slides")
        self.assertEqual(download.content, b"%PDF-1.4 test")
        self.agent.expect(self.agent.patch(url, {"place": "Liège"}), 204)
        self.assertEqual(self.public.got(url)["place"], "Liège")

    def test_bad_input(self):
        for changes in (
            {"recording_url": "javascript:alert(1)"},
            {"registration_url": 5},
            {"start": "tomorrow"},
            {"start": None},
            {"end": "2098-01-01T10:00:00"},
            {"registration_email": "nobody"},
            {"markets": ["/cyber/marches/market/direct"]},
            {"markets": "x"},
            {"title": "x" * 300},
        ):
            with self.subTest(str(changes)[:60]):
                response = self.agent.post("cyber/sessions", {**SESSION, **changes})
                self.assertEqual(response.status_code, 400, response.text)

    def test_who_may_announce_one(self):
        for login in (None, "bertrix", "alpha", "auditor", "stranger", "intake"):
            response = self.client(login).post("cyber/sessions", SESSION)
            self.assertIn(response.status_code, (401, 403), login)
        draft = self.agent.created("cyber/sessions", SESSION)["@id"]
        for login in (None, "bertrix", "alpha", "stranger"):
            self.assertIn(self.client(login).get(draft).status_code, (401, 403), login)

    def test_announced_in_a_browser(self):
        visitor = self.visitor("agent")
        visitor.open("cyber/sessions/++add++imio.centrale.InformationSession")
        visitor.save(visitor.url, title="Rencontre")
        self.assertIn("formfield-form-widgets-start", visitor.text)
        visitor.save(
            visitor.url,
            files=("slides",),
            title="Rencontre",
            start="2099-05-04T14:00",
            place="Arlon",
        )
        self.assertIn("04/05/2099 14:00", visitor.text)
        visitor.send(f"{visitor.url}/@@centrale-transition", transition="publish")
        reader = self.visitor().open("cyber/@@centrale-offers")
        self.assertIn("Rencontre", reader.text)
        self.assertIn("04/05/2099 14:00", reader.text)


class TestPages(PublicTestCase):
    """What a visitor without name comes across."""

    def test_the_centrale_opens_on_its_offers(self):
        reader = self.visitor().open("cyber")
        self.assertIn("Lot en cascade", reader.text)
        reader.open("cyber/@@centrale-offers?words=cascade&state=open")
        self.assertNotIn("Lot direct<", reader.text)

    def test_status_by_code(self):
        code = self.assigned().rpartition("/")[2]
        for place in ("cyber", ""):
            reader = self.visitor()
            reader.open(f"{place}/@@centrale-status?code={code.lower()}".lstrip("/"))
            self.assertIn(code, reader.text)
            self.assertNotIn("Bertrix", reader.text)
        reader.open("cyber/@@centrale-status?code=%00%F0")
        self.assertIn("No dossier has this tracking code.", reader.text)

    def test_a_lead_time_is_typed_in_the_form_of_the_lot(self):
        visitor = self.visitor("agent").open(f"{self.market}/direct/edit")
        self.assertIn("form.widgets.lead_time_days", visitor.text)
        self.agent.expect(
            self.agent.patch(f"{self.market}/direct", {"lead_time_days": 20}), 204
        )
        self.assertIn("20 days", self.visitor().open("cyber/@@centrale-offers").text)
        for wrong in (0, -1, 4000, "x", 1.5):
            response = self.agent.patch(
                f"{self.market}/direct", {"lead_time_days": wrong}
            )
            self.assertEqual(response.status_code, 400, wrong)
