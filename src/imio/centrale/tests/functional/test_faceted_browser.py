"""The list of missions by pages, without JavaScript: who sees, saves and does what."""

from imio.centrale.content.mission import MissionRequest
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase
from io import BytesIO
from openpyxl import load_workbook
from unittest import mock

import re


ROOM = "cyber/missions"
BATCH = f"{ROOM}/@@centrale-batch"
VIEWS = f"{ROOM}/@@centrale-views"


class FacetedTestCase(PagesTestCase):
    def submitted(self):
        """The address of a request whose cascade waits to be started."""
        url = self.draft("cascade")
        self.client("bertrix").moved(url, "submit", "submitted")
        return url

    def uid_of(self, url):
        return self.client("admin").got(url)["UID"]

    def code_of(self, url):
        return self.client("admin").got(url)["tracking_code"]

    def headings(self, page):
        return re.findall(r'<th[^>]*aria-sort="(\w+)"', page.text)

    def views(self, page):
        """(address, name) of the saved views above the list."""
        nav = re.search(r'<nav class="mb-3".*?</nav>', page.text, re.DOTALL)
        text = nav.group(0) if nav else ""
        return re.findall(r'<a href="([^"]+)"\s*>([^<]+)</a>', text)


class TestList(FacetedTestCase):
    def test_whoever_has_missions_sees_his_own(self):
        mine = self.draft()
        code = self.code_of(mine)
        for login, seen in (
            ("agent", True),
            ("auditor", True),
            ("bertrix", True),
            ("arlon", False),
            ("alpha", False),
        ):
            with self.subTest(login):
                page = self.visitor(login).open(ROOM)
                self.assertEqual(code in page.text, seen)
                results = self.visitor(login).open(
                    f"{ROOM}/@@centrale-missions-results"
                )
                self.assertEqual(code in results.text, seen)

    def test_nobody_else_gets_in(self):
        for view in ("", "/@@centrale-missions-results", "/@@centrale-missions.csv"):
            with self.subTest(view):
                page = self.visitor().open(f"{ROOM}{view}")
                self.assertIn("login", page.url)

    def test_a_form_that_is_sent_is_a_clean_address(self):
        self.draft()
        page = self.visitor("agent").open(f"{ROOM}?text=&state=draft&_authenticator=x")
        self.assertTrue(page.url.endswith(f"{ROOM}?state=draft"))

    def test_the_order_is_said_and_kept_with_the_filters(self):
        self.draft()
        page = self.visitor("agent").open(f"{ROOM}?state=draft&sort=due")
        self.assertEqual(self.headings(page).count("ascending"), 1)
        self.assertEqual(self.headings(page).count("none"), 8)
        self.assertIn("missions?state=draft&sort=-due", page.text)
        self.assertIn('name="sort"', page.text)

    def test_the_screen_of_the_facets_opens_for_an_administrator(self):
        page = self.visitor("admin").open(f"{ROOM}/@@configure_faceted.html")
        self.assertIn("late_widget", page.text)
        for login in ("agent", "bertrix"):
            other = self.visitor(login).open(f"{ROOM}/@@configure_faceted.html")
            self.assertNotIn("late_widget", other.text)

    def test_the_query_of_the_package_answers_too(self):
        mine = self.draft()
        path = f"{ROOM}/@@faceted_query"
        title = self.client("admin").got(mine)["title"]
        self.assertIn(title, self.visitor("agent").open(f"{path}?state=draft").text)
        self.assertNotIn(title, self.visitor("agent").open(f"{path}?state=closed").text)
        self.assertNotIn(title, self.visitor("arlon").open(path).text)

    def test_no_mission_is_loaded(self):
        mine = self.draft()
        self.draft()
        agent = self.visitor("agent")
        agent.open(ROOM)
        loaded = []

        def setstate(mission, state):
            loaded.append(mission)
            return real(mission, state)

        real = MissionRequest.__setstate__
        self.layer["app"]._p_jar.db().cacheMinimize()
        with mock.patch.object(MissionRequest, "__setstate__", setstate, create=True):
            page = agent.open(f"{ROOM}?state=draft&sort=authority")
            self.assertEqual(page.text.count("centrale-sort"), 9)
            self.assertEqual(loaded, [])
            agent.open(f"{ROOM}/@@centrale-missions.csv")
            self.assertEqual(loaded, [])
            agent.open(mine)
            self.assertEqual(len(loaded), 1)


class TestFiles(FacetedTestCase):
    def test_as_it_is_shown(self):
        self.draft()
        self.submitted()
        session = self.visitor("agent").session
        url = f"{self.layer['portal'].absolute_url()}/{ROOM}/@@centrale-missions.xlsx"
        answer = session.get(f"{url}?state=submitted")
        self.assertIn("missions-cyber-", answer.headers["Content-Disposition"])
        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        self.assertEqual(len(rows), 2)

    def test_text_is_sent_whole(self):
        code = self.code_of(self.draft())
        page = self.visitor("bertrix").open(f"{ROOM}/@@centrale-missions.csv")
        self.assertEqual(len(page.text.strip().splitlines()), 2)
        self.assertIn(code, page.text)


class TestSavedViews(FacetedTestCase):
    def save(self, login="agent", **form):
        visitor = self.visitor(login).open(f"{ROOM}?state=draft&sort=-code")
        values = {
            "act": "save",
            "name": "À suivre",
            "query": "state=draft&sort=-code&junk=1",
            **form,
        }
        return visitor.send(VIEWS, **values)

    def test_kept_and_opened(self):
        self.draft()
        page = self.save()
        self.assertTrue(page.url.endswith("missions?state=draft&sort=-code"))
        ((url, name),) = self.views(page)[:1]
        self.assertEqual(name, "À suivre")
        self.assertTrue(url.endswith("missions?state=draft&sort=-code"))

    def test_it_is_the_owner_s_alone(self):
        self.draft()
        self.save()
        for login in ("agent2", "bertrix", "auditor"):
            with self.subTest(login):
                page = self.visitor(login).open(ROOM)
                self.assertNotIn("À suivre", page.text)

    def test_agents_share_and_others_cannot(self):
        self.draft()
        self.save(shared="1")
        self.assertIn("À suivre", self.visitor("agent2").open(ROOM).text)
        self.assertNotIn("À suivre", self.visitor("auditor").open(ROOM).text)
        self.save("bertrix", shared="1", name="Mienne")
        self.assertNotIn("Mienne", self.visitor("agent").open(ROOM).text)

    def test_a_name_that_is_taken_is_refused_and_nothing_is_kept(self):
        self.draft()
        self.save()
        page = self.visitor("agent").open(ROOM)
        page.send(VIEWS, status=409, act="save", name="à SUIVRE", query="")
        self.assertIn('value="à SUIVRE"', page.text)
        self.assertEqual(len(self.views(page.open(ROOM))), 1)

    def test_renamed_and_deleted_after_it_was_asked(self):
        self.draft()
        self.save()
        visitor = self.visitor("agent").open(VIEWS)
        id_ = re.search(r'name="id"[^>]*value="(\w+)"', visitor.text).group(1)
        visitor.send(VIEWS, act="rename", id=id_, name="Autre")
        self.assertIn("Autre", visitor.text)
        visitor.open(f"{VIEWS}?delete={id_}")
        self.assertIn("Autre", visitor.text)
        visitor.send(VIEWS, act="delete", id=id_)
        self.assertNotIn('value="Autre"', visitor.text)

    def test_that_of_another_is_unknown(self):
        self.draft()
        self.save()
        visitor = self.visitor("agent").open(VIEWS)
        id_ = re.search(r'name="id"[^>]*value="(\w+)"', visitor.text).group(1)
        other = self.visitor("agent2").open(ROOM)
        for act in ("rename", "delete", "share", "unshare"):
            with self.subTest(act):
                other.send(VIEWS, status=409, act=act, id=id_, name="x")

    def test_not_without_the_token(self):
        self.draft()
        visitor = self.visitor("agent").open(ROOM)
        visitor.send(VIEWS, status=403, token="x", act="save", name="N", query="")

    def test_not_by_a_stranger(self):
        page = self.visitor("stranger").open(VIEWS)
        self.assertNotIn("centrale-name", page.text)


class TestBatch(FacetedTestCase):
    def test_from_the_selection_to_the_result(self):
        first, second = self.submitted(), self.submitted()
        draft = self.draft()
        uids = [self.uid_of(url) for url in (first, second, draft)]
        query = "&".join(f"uid={uid}" for uid in uids)
        agent = self.visitor("agent").open(f"{BATCH}?{query}")
        self.assertIn("act=mission_workflow.consult", agent.text)
        agent.open(f"{BATCH}?{query}&act=mission_workflow.consult")
        self.assertEqual(self.state(first), "submitted")
        self.assertEqual(agent.text.count('name="uid"'), 2)
        agent.send(BATCH, act="mission_workflow.consult", uid=uids[:2])
        self.assertEqual(self.state(first), "consulting")
        self.assertEqual(self.state(second), "consulting")
        agent.send(BATCH, act="mission_workflow.consult", uid=uids[:2])
        self.assertIn("alert-info", agent.text)
        agent.send(BATCH, status=409, act="mission_workflow.consult", uid=uids[2:])
        self.assertEqual(self.state(draft), "draft")

    def test_nothing_selected_says_what_to_do(self):
        page = self.visitor("agent").open(BATCH)
        self.assertIn("alert-info", page.text)

    def test_not_by_the_parties_nor_an_auditor(self):
        url = self.submitted()
        uid = self.uid_of(url)
        for login in ("bertrix", "alpha", "auditor", "stranger"):
            with self.subTest(login):
                visitor = self.visitor(login).open(ROOM)
                self.assertNotIn("@@centrale-batch?act", visitor.text)
                answer = visitor.session.post(
                    f"{visitor.site}/{BATCH}",
                    data={"act": "mission_workflow.consult", "uid": uid},
                    allow_redirects=False,
                )
                self.assertIn(answer.status_code, (302, 401, 403))
                self.assertEqual(self.state(url), "submitted")

    def test_not_without_the_token(self):
        url = self.submitted()
        agent = self.visitor("agent").open(ROOM)
        agent.send(
            BATCH,
            status=403,
            token="x",
            act="mission_workflow.consult",
            uid=self.uid_of(url),
        )
        self.assertEqual(self.state(url), "submitted")
