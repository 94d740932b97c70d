"""The home of an authority: from the catalog, whatever the number of its dossiers."""

from decimal import Decimal
from imio.centrale.asking import drafts
from imio.centrale.browser import authority
from imio.centrale.browser.authority_tasks import Tasks
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.content.order import IOrder
from imio.centrale.domain.order_form import LONGEST_NUMBER
from imio.centrale.domain.request_draft import Answers
from imio.centrale.domain.request_draft import LONGEST
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.joining import joining_of
from imio.centrale.subsidy.entitlements import entitlement
from imio.centrale.subsidy.entitlements import next_rank
from imio.centrale.tests.loads import brains_made_by
from imio.centrale.tests.loads import loaded_by
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.sections import FirstRows
from unittest import mock
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


DOSSIERS = {"MissionRequest", "Offer", "Order", "Consultation", "ClosureFile"}


class HomeCase(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.request_ = self.layer["request"]
        alsoProvides(self.request_, ICentraleLayer)

    def view(self, **form):
        self.request_.form.clear()
        self.request_.form.update(form)
        return getMultiAdapter(
            (self.centrale, self.request_), name="centrale-authority"
        )

    def home(self, login="bertrix", **form):
        with acting(login):
            return self.view(**form)()

    def tasks(self):
        with acting("bertrix"):
            found = Tasks(self.centrale, self.bertrix.UID(), self.request_)
            rows = found.rows(found.ids)
            return [(each.url.rpartition("/")[2], each.late) for each in rows]


class TestLoads(HomeCase):
    """No page reads objects where the catalog has the answer."""

    def test_no_dossier_is_loaded(self):
        self.mission("assigned")
        self.mission("offered")
        self.mission("accepted")
        loaded = loaded_by(self.portal, self.home)
        self.assertEqual(DOSSIERS & set(loaded), set())
        self.assertIn("Adhesion", loaded)

    def test_the_count_sees_what_is_loaded(self):
        mission = self.mission("offered")
        loaded = loaded_by(self.portal, lambda: mission["offre-1"].valid_until)
        self.assertIn("Offer", loaded)


class TestTasks(HomeCase):
    """What waits for the authority, the most urgent first."""

    def test_what_has_a_deadline_comes_first(self):
        self.request()
        self.mission("offered")
        self.assertEqual(
            self.tasks(),
            [
                ("@@centrale-decide", False),
                ("@@centrale-transition?transition=submit", False),
            ],
        )

    def test_nothing_while_others_act(self):
        self.mission("assigned")
        self.mission("ordered")
        self.assertEqual(self.tasks(), [])

    def test_an_offer_that_expired_goes_back(self):
        self.mission("offered")
        self.mission("accepted")
        with at("2100-01-01 09:00"):
            self.assertEqual(self.tasks(), [("@@centrale-decide", True)] * 2)


class TestLimits(FirstRows, HomeCase):
    """A few rows of each section, how many there are, and the way to all of them."""

    page_module = authority

    def test_everything_to_do_can_be_reached(self):
        codes = {self.mission("offered").tracking_code for _number in range(2)}
        codes.add(self.request().tracking_code)
        with acting("bertrix"):
            view = self.view()
            self.assertEqual(view.tasks_count, 3)
            self.assertEqual(len(view.tasks), 1)
            self.assertIn(view.tasks_url.replace("&", "&amp;"), view())
            alone = self.view(**self.queried(view.tasks_url))
            self.assertEqual({task.code for task in alone.tasks}, codes)
            self.assertEqual(alone.tasks_url, "")
            text = alone()
        self.assertIn("All my work", text)
        self.assertNotIn("What you can ask for", text)

    def test_a_page_at_a_time(self):
        codes = {self.mission("offered").tracking_code for _number in range(3)}
        found = set()
        with mock.patch.object(authority, "BATCH_SIZE", 2), acting("bertrix"):
            for start, size in (("0", 2), ("2", 1)):
                view = self.view(section="tasks", b_start=start)
                self.assertEqual(len(view.tasks), size)
                self.assertIn("b_start", view())
                found.update(task.code for task in view.tasks)
        self.assertEqual(found, codes)

    def test_the_dossiers_of_a_step_are_in_the_list_of_missions(self):
        for _number in range(2):
            self.mission("offered")
        self.mission("assigned")
        self.mission("ordered")
        with acting("bertrix"):
            steps = {each["table"].title: each for each in self.view().steps}
            self.assertEqual(
                {title: each["count"] for title, each in steps.items()},
                {"3. Offer": 3, "4. Order": 1},
            )
            self.assertEqual(steps["4. Order"]["all_url"], "")
            url = steps["3. Offer"]["all_url"]
            self.assertEqual(len(steps["3. Offer"]["table"].rows), 1)
            self.request_.form.clear()
            self.request_.form.update(self.queried(url))
            room = self.centrale["missions"]
            listed = getMultiAdapter((room, self.request_), name="view")
            self.assertEqual(listed.total, 3)

    def test_ended_dossiers_too(self):
        for _number in range(2):
            self.closed()
        with acting("bertrix"):
            ended = self.view().ended
        self.assertEqual(ended["count"], 2)
        self.assertEqual(len(ended["table"].rows), 1)
        self.assertIn("state=closed", ended["all_url"])

    def test_no_way_to_more_when_there_is_none(self):
        self.mission("offered")
        with acting("bertrix"):
            view = self.view()
            self.assertEqual(view.tasks_url, "")
            self.assertEqual([each["all_url"] for each in view.steps], [""])
            self.assertEqual(view.ended["count"], 0)

    def test_more_dossiers_make_no_more_brains(self):
        def made():
            return brains_made_by(self.home)

        def add():
            self.mission("offered")
            self.mission("accepted")
            self.mission("ordered")
            self.request()

        add()
        add()
        before = made()
        add()
        add()
        self.assertEqual(made(), before)


class TestDrafts(HomeCase):
    """Where drafts wait."""

    def keep(self, login="bertrix", token=None, **answers):
        with acting(login):
            given = {"authority": self.bertrix.UID(), **answers}
            return drafts.keep(
                self.centrale, token or drafts.new_token(), Answers(**given)
            )

    def waiting(self, login="bertrix"):
        with acting(login):
            found = drafts.waiting(self.centrale, self.bertrix.UID())
            return [each.answers.title for each in found]

    def test_the_one_saved_last_comes_first(self):
        with at("2026-03-02 09:00"):
            self.keep(title="First")
        with at("2026-03-03 09:00"):
            self.keep(title="Second")
            self.assertEqual(self.waiting(), ["Second", "First"])
        self.assertEqual(self.waiting("arlon"), [])

    def test_a_token_is_of_one_user(self):
        token = drafts.new_token()
        self.keep(token=token, title="Mine")
        self.keep("arlon", token=token, title="His")
        self.assertEqual(self.waiting(), ["Mine"])
        self.assertTrue(drafts.is_token(token))
        for text in ("", "a", "x" * 23, "/" * 22):
            self.assertFalse(drafts.is_token(text), text)

    def test_forgotten_after_a_year(self):
        with at("2026-03-02 09:00"):
            old = self.keep(title="Old").token
        with at("2027-03-01 09:00"):
            self.keep(title="Recent")
            self.assertEqual(self.waiting(), ["Recent", "Old"])
        with at("2027-03-03 09:00"):
            self.keep(title="New")
            self.assertEqual(self.waiting(), ["New", "Recent"])
        with acting("bertrix"):
            self.assertIsNone(drafts.find(self.centrale, old))

    def test_what_is_asked_is_what_a_mission_takes(self):
        for name, longest in LONGEST.items():
            self.assertEqual(IMissionRequest[name].max_length, longest, name)
        self.assertEqual(IOrder["order_number"].max_length, LONGEST_NUMBER)


class TestStanding(HomeCase):
    """The adhesion and the subsidy."""

    def test_how_far_it_has_come_to_join(self):
        self.assertTrue(joining_of(self.centrale, self.bertrix.UID()).is_active)
        newcomer = self.newcomer()
        self.assertEqual(joining_of(self.centrale, newcomer.UID()).state, "")
        self.adhesion_of(newcomer, organ=None)
        found = joining_of(self.centrale, newcomer.UID())
        self.assertEqual([each.code for each in found.lacks], ["organ_missing"])

    def test_what_is_left_of_the_subsidy(self):
        self.assertIsNone(entitlement(self.centrale, self.bertrix, self.adhesion))
        self.program()
        mission = self.mission("accepted")
        self.assertEqual(next_rank(mission), 1)
        self.moved("bertrix", self.order(mission), "deposit", "deposited")
        found = entitlement(self.centrale, self.bertrix, self.adhesion)
        self.assertEqual(found.held.reserved, Decimal("2299.00"))
        self.assertEqual(found.ahead.amount, Decimal("2701.00"))
        self.assertEqual(next_rank(mission), 2)

    def test_an_authority_that_did_not_join_gets_nothing(self):
        self.program()
        found = entitlement(self.centrale, self.newcomer(), None)
        self.assertFalse(found.ahead.eligible)
