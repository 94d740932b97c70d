"""Notes between agents, by the page and by REST, for each account."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase


WORDS = "Rappeler la commune : le plan manque."
PARTIES = ("bertrix", "alpha", "arlon", "stranger", "intake")


class NotesTestCase(PagesTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.mission = self.assigned()

    @property
    def api(self):
        return f"{self.mission}/@centrale-notes"

    def notes(self):
        return [each["text"] for each in self.client("agent").got(self.api)["items"]]

    def written(self, text=WORDS):
        return self.client("agent").created(self.api, {"text": text})


class TestRest(NotesTestCase):
    """``@centrale-notes``"""

    def test_agents_write_agents_and_auditors_read(self):
        written = self.written()
        self.assertEqual(set(written), {"at", "agent", "name", "text"})
        self.assertEqual((written["agent"], written["text"]), ("agent", WORDS))
        for login in ("agent", "agent2", "auditor"):
            items = self.client(login).got(self.api)["items"]
            self.assertEqual(items, [written], login)

    def test_nobody_else_reads_or_writes(self):
        self.written()
        for login in PARTIES:
            client = self.client(login)
            for method, body in (("GET", None), ("POST", {"text": "Moi."})):
                client.refused(method, self.api, body, 403, "not_permitted")
        for method, body in (("GET", None), ("POST", {"text": "Moi."})):
            self.client().refused(method, self.api, body, 401, "not_permitted")
        self.client("auditor").refused(
            "POST", self.api, {"text": "Moi."}, 403, "not_permitted"
        )
        self.assertEqual(self.notes(), [WORDS])

    def test_bad_input(self):
        agent = self.client("agent")
        for body, code in (
            ({}, "note_empty"),
            ({"text": "  \n "}, "note_empty"),
            ({"text": 5}, "wrong_type"),
            ({"text": ["a"]}, "wrong_type"),
            ({"text": "x" * 5001}, "note_too_long"),
            ({"text": "a\x00b"}, "unkeepable"),
        ):
            error = agent.refused("POST", self.api, body, 400, code)
            self.assertEqual(error["reasons"][0]["field"], "text")
        self.assertEqual(self.notes(), [])

    def test_twice_within_a_minute_is_once(self):
        first = self.written()
        agent = self.client("agent")
        again = agent.expect(agent.post(self.api, {"text": f" {WORDS}\n"}), 200)
        self.assertEqual(again, first)
        self.assertEqual(self.notes(), [WORDS])
        self.client("agent2").created(self.api, {"text": WORDS})
        self.assertEqual(self.notes(), [WORDS, WORDS])

    def test_no_party_meets_it_anywhere(self):
        before = self.client("bertrix").got(self.mission)["modified"]
        self.written("Xylophone")
        for login in ("bertrix", "alpha", "agent"):
            client = self.client(login)
            self.assertEqual(client.got(self.mission)["modified"], before)
            for path in (
                self.mission,
                f"{self.mission}?expand=actions,workflow",
                f"{self.mission}/@history",
                f"{self.mission}/@centrale-timeline",
            ):
                self.assertNotIn("Xylophone", client.get(path).text, (login, path))
            found = client.got("@search?SearchableText=Xylophone")
            self.assertEqual(found["items_total"], 0, login)


class TestPages(NotesTestCase):
    """The card on the page of the mission, and ``@@centrale-notes``."""

    @property
    def url(self):
        return f"{self.mission}/@@centrale-notes"

    def test_written_on_the_page_of_the_mission(self):
        agent = self.visitor("agent").open(self.mission)
        agent.send(self.url, note=WORDS)
        self.assertEqual(agent.url.partition("#")[0], self.mission)
        self.assertIn("The note is kept.", agent.text)
        self.assertIn(WORDS, agent.text)

    def test_pressed_twice_is_once_and_said(self):
        agent = self.visitor("agent").open(self.mission)
        agent.send(self.url, note=WORDS)
        agent.send(self.url, note=WORDS)
        self.assertIn("This note was there already: it is kept once.", agent.text)
        self.assertEqual(self.notes(), [WORDS])

    def test_what_is_refused_stays_in_the_form(self):
        agent = self.visitor("agent").open(self.mission)
        agent.send(self.url, status=409, note="y" * 5001)
        self.assertIn("longer than 5000 characters", agent.text)
        self.assertIn("y" * 5001, agent.text)
        self.assertIn('href="#centrale-note"', agent.text)
        agent.send(self.url, status=409, note="  ")
        self.assertIn("Write the note first.", agent.text)
        agent.send(self.url, note=WORDS)
        self.assertEqual(self.notes(), [WORDS])

    def test_a_forged_form_is_refused(self):
        agent = self.visitor("agent").open(self.mission)
        agent.send(self.url, status=403, token="forged", note=WORDS)
        agent.session.get(self.url, params={"note": WORDS}, timeout=60)
        self.assertEqual(self.notes(), [])

    def test_markup_is_text(self):
        agent = self.visitor("agent").open(self.mission)
        agent.send(self.url, note="<script>alert(1)</script>")
        raw = agent.session.get(self.mission, timeout=60).text
        self.assertIn("&lt;script&gt;alert(1)", raw)
        self.assertNotIn("<script>alert(1)", raw)

    def test_auditors_read_and_have_no_form(self):
        self.written()
        auditor = self.visitor("auditor").open(self.mission)
        self.assertIn(WORDS, auditor.text)
        self.assertNotIn('id="centrale-note"', auditor.text)
        auditor.open(self.url)
        self.assertIn(WORDS, auditor.text)
        auditor.send(self.url, status=403, token="forged", note="Moi.")
        self.assertEqual(self.notes(), [WORDS])

    def test_parties_see_neither_notes_nor_form(self):
        self.written()
        for login in ("bertrix", "alpha"):
            party = self.visitor(login).open(self.mission)
            self.assertNotIn(WORDS, party.text, login)
            self.assertNotIn("centrale-notes", party.text, login)
            answer = party.session.post(
                self.url, data={"note": "Moi."}, allow_redirects=False, timeout=60
            )
            self.assertNotEqual(answer.status_code, 200, login)
        self.assertEqual(self.notes(), [WORDS])


class TestMission(NotesTestCase):
    """Money and people on the one screen."""

    def ordered(self):
        alpha, bertrix = self.client("alpha"), self.client("bertrix")
        return alpha, bertrix

    def test_people(self):
        for login in ("agent", "auditor", "bertrix", "alpha"):
            text = self.visitor(login).open(self.mission).text
            self.assertIn("mailto:camille@bertrix.example", text, login)
            self.assertIn("mailto:alpha@supplier.example", text, login)

    def test_no_amount_no_table(self):
        self.assertNotIn(
            "centrale-amounts", self.visitor("agent").open(self.mission).text
        )


class TestFind(PagesTestCase):
    """The quick search, by a browser."""

    def test_from_the_bar_to_the_dossier(self):
        mission = self.assigned()
        code = mission.rpartition("/")[2]
        agent = self.visitor("agent").open("cyber")
        self.assertIn('action="' + agent.site + '/cyber/@@centrale-find"', agent.text)
        typed = code.lower().replace("-", " ")
        agent.open(f"cyber/@@centrale-find?code={typed}")
        self.assertEqual(agent.url, mission)

    def test_deleting_says_what_follows(self):
        draft = self.draft()
        text = self.visitor("bertrix").open(f"{draft}/delete_confirmation").text
        self.assertIn("Its tracking code is never given again.", text)
        self.assertIn("This cannot be undone.", text)
