"""The feed: everything that changes, in order, for those who may know of it."""

from concurrent.futures import ThreadPoolExecutor
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload


FEED = "cyber/@centrale-feed"
KEYS = {
    "id",
    "event",
    "at",
    "object",
    "mission",
    "tracking_code",
    "transition",
    "previous_state",
    "review_state",
    "step",
}


class FeedTestCase(RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.agent, self.auditor, self.bertrix, self.arlon = map(
            self.client, ("agent", "auditor", "bertrix", "arlon")
        )
        self.alpha, self.beta = map(self.client, ("alpha", "beta"))

    def latest(self, client=None):
        """The cursor after everything there is."""
        return (client or self.agent).got(f"{FEED}?cursor=latest")["cursor"]

    def after(self, client, cursor, **query):
        more = "".join(f"&{name}={value}" for name, value in query.items())
        answer = client.got(f"{FEED}?cursor={cursor}{more}")
        for each in answer["items"]:
            self.assertEqual(set(each), KEYS)
        return answer

    def told(self, client, cursor):
        """(type, event, transition, state) of what came after a cursor."""
        return [
            (
                each["object"]["@type"].rpartition(".")[2],
                each["event"],
                each["transition"],
                each["review_state"],
            )
            for each in self.after(client, cursor)["items"]
        ]

    def request(self, client, **changes):
        return client.created("cyber/missions", self.request_body(**changes))


class TestWhatIsTold(FeedTestCase):
    def test_a_request_with_what_follows_from_each_act(self):
        start = self.latest()
        mission = self.request(self.bertrix)
        self.bertrix.moved(mission["@id"], "submit", "submitted")
        body = {"action": "consult"}
        url = f"{mission['@id']}/@centrale-consultation"
        self.agent.expect(self.agent.post(url, body), 200)
        self.assertEqual(
            self.told(self.agent, start),
            [
                ("MissionRequest", "created", None, "draft"),
                ("MissionRequest", "moved", "submit", "submitted"),
                ("MissionRequest", "moved", "consult", "consulting"),
                ("Consultation", "created", None, "sent"),
            ],
        )
        for each in self.after(self.agent, start)["items"]:
            self.assertEqual(each["tracking_code"], mission["tracking_code"])
            self.assertEqual(each["mission"], mission["UID"])
            self.assertEqual(each["step"], 2)

    def test_the_piece_comes_before_the_mission_that_follows_it(self):
        mission = self.request(self.bertrix, lot="cyber/marches/market/direct")
        self.bertrix.moved(mission["@id"], "submit", "assigned")
        offer = self.alpha.created(
            mission["@id"],
            {
                "@type": "imio.centrale.Offer",
                "valid_until": "2099-01-01",
                "lines": [{"code": "A1", "quantity": "2", "unit_price": "900"}],
            },
        )
        start = self.latest()
        self.alpha.moved(offer["@id"], "submit", "submitted")
        self.assertEqual(
            self.told(self.agent, start),
            [
                ("Offer", "moved", "submit", "submitted"),
                ("MissionRequest", "moved", "offer", "offered"),
            ],
        )

    def test_a_change_is_told_once(self):
        mission = self.request(self.bertrix)
        start = self.latest()
        body = {"title": "Un autre titre", "description": "Et une autre description"}
        self.bertrix.expect(self.bertrix.patch(mission["@id"], body), 204)
        self.assertEqual(
            self.told(self.agent, start),
            [("MissionRequest", "changed", None, "draft")],
        )

    def test_a_document_comes_changes_and_goes(self):
        mission = self.request(self.bertrix)
        start = self.latest()
        body = {"@type": "File", "title": "Plan", "file": upload("plan.pdf")}
        file = self.bertrix.created(mission["@id"], body)
        self.bertrix.expect(self.bertrix.patch(file["@id"], {"title": "Plans"}), 204)
        self.bertrix.expect(self.bertrix.call("DELETE", file["@id"]), 204)
        self.assertEqual(
            [each[:2] for each in self.told(self.agent, start)],
            [("File", "created"), ("File", "changed"), ("File", "removed")],
        )
        urls = [
            each["object"]["@id"] for each in self.after(self.agent, start)["items"]
        ]
        self.assertEqual(urls, [None, None, None])

    def test_nothing_of_what_was_refused(self):
        start = self.latest()
        body = self.request_body(authority="/autorites/arlon")
        self.assertEqual(self.bertrix.post("cyber/missions", body).status_code, 409)
        self.assertEqual(self.told(self.agent, start), [])

    def test_the_register_is_not_of_a_centrale(self):
        start = self.latest()
        body = {"population": 12}
        path = "autorites/bertrix"
        self.agent.expect(self.agent.patch(path, body), 204)
        self.assertEqual(self.told(self.agent, start), [])


class TestPages(FeedTestCase):
    def test_page_by_page_it_is_the_whole(self):
        for number in range(7):
            self.request(self.bertrix, title=f"Demande {number}")
        whole = self.agent.got(FEED)
        self.assertFalse(whole["more"])
        self.assertNotIn("batching", whole)
        found, url, pages = [], f"{FEED}?b_size=3", 0
        while url:
            page = self.agent.got(url)
            found += page["items"]
            url = page.get("batching", {}).get("next")
            pages += 1
        self.assertEqual(found, whole["items"])
        self.assertEqual(pages, -(-len(found) // 3))
        self.assertEqual(page["cursor"], whole["cursor"])

    def test_an_empty_page_keeps_the_cursor(self):
        cursor = self.latest()
        answer = self.after(self.agent, cursor)
        self.assertEqual(
            (answer["items"], answer["cursor"], answer["more"]), ([], cursor, False)
        )

    def test_an_id_is_the_cursor_after_it(self):
        self.request(self.bertrix)
        items = self.agent.got(FEED)["items"]
        rest = self.after(self.agent, items[1]["id"])["items"]
        self.assertEqual(rest, items[2:])

    def test_what_cannot_be_read(self):
        other = self.client("admin").created(
            "",
            {
                "@type": "imio.centrale.Centrale",
                "title": "Autre centrale",
                "code_prefix": "AUT",
                "contact_email": "autre@centrale.example",
                "purchase_model": "intermediary",
            },
        )
        foreign = self.agent.got(f"{other['@id']}/@centrale-feed")["cursor"]
        for cursor in ("x", foreign, "%C3%A9", "A" * 5000):
            self.agent.refused(
                "GET", f"{FEED}?cursor={cursor}", None, 400, "wrong_cursor"
            )
        for query in ("cursor=a&cursor=b", "cursor:list=a", "cursor:int=1"):
            self.agent.refused("GET", f"{FEED}?{query}", None, 400, "wrong_cursor")
        for size in ("0", "1001", "x", "-1", "1&b_size=2"):
            self.agent.refused("GET", f"{FEED}?b_size={size}", None, 400, "wrong_type")


class TestWhoReads(FeedTestCase):
    def setUp(self):
        super().setUp()
        self.start = self.latest()
        self.mine = self.request(self.bertrix)
        self.bertrix.moved(self.mine["@id"], "submit", "submitted")
        body = {"action": "consult"}
        url = f"{self.mine['@id']}/@centrale-consultation"
        self.agent.expect(self.agent.post(url, body), 200)

    def types(self, client):
        return [each[0] for each in self.told(client, self.start)]

    def test_an_auditor_reads_all(self):
        self.assertEqual(
            self.told(self.auditor, self.start), self.told(self.agent, self.start)
        )

    def test_an_authority_reads_its_dossiers_without_who_was_asked(self):
        self.assertEqual(self.types(self.bertrix), ["MissionRequest"] * 3)
        self.assertEqual(self.types(self.arlon), [])

    def test_a_supplier_reads_what_it_is_asked(self):
        self.assertIn("Consultation", self.types(self.alpha))
        self.assertEqual(self.types(self.beta), [])

    def test_who_views_little_gets_full_pages_of_it(self):
        for number in range(5):
            self.request(self.arlon, authority="/autorites/arlon", title=f"{number}")
        answer = self.after(self.arlon, self.start, b_size=4)
        self.assertEqual((len(answer["items"]), answer["more"]), (4, True))
        answer = self.after(self.arlon, answer["cursor"], b_size=4)
        self.assertEqual((len(answer["items"]), answer["more"]), (1, False))

    def test_what_is_gone_is_told_to_the_centrale_only(self):
        draft = self.request(self.arlon, authority="/autorites/arlon")
        self.assertEqual(len(self.types(self.arlon)), 1)
        agent = self.client("admin")
        agent.expect(agent.call("DELETE", draft["@id"]), 204)
        self.assertEqual(self.types(self.arlon), [])
        last = self.after(self.agent, self.start)["items"][-1]
        self.assertEqual(last["event"], "removed")
        self.assertEqual(last["tracking_code"], draft["tracking_code"])

    def test_nobody_else(self):
        self.client().refused("GET", FEED, None, 401, "not_permitted")
        self.client("intake").refused("GET", FEED, None, 403, "not_permitted")


class TestTogether(FeedTestCase):
    def test_readers_and_writers_at_once(self):
        """Threads of one server; several servers meet in the tests of the races."""
        start = self.latest()

        def write(number):
            return self.request(self.client("bertrix"), title=f"{number}")

        def follow(client):
            found, cursor = [], start
            while len(found) < 12:
                page = self.after(client, cursor, b_size=2)
                found += [each["id"] for each in page["items"]]
                cursor = page["cursor"]
            return found

        with ThreadPoolExecutor(6) as pool:
            readers = [pool.submit(follow, self.client("agent")) for _n in range(2)]
            made = list(pool.map(write, range(12)))
        first, second = (each.result() for each in readers)
        self.assertEqual(first, second)
        self.assertEqual(len(set(first)), len(made))
