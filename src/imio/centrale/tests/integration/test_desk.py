"""What waits for an agent, where everybody lands, and the bar of a centrale."""

from datetime import timedelta
from imio.centrale import clock
from imio.centrale import finding
from imio.centrale import waiting
from imio.centrale.browser import desk as desk_page
from imio.centrale.browser import showing
from imio.centrale.browser import workplaces
from imio.centrale.demo.dates import act
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.subsidy.positions import book_of
from imio.centrale.tests.loads import loaded_by
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_desk
from imio.centrale.workflows.state import move
from plone import api
from Products.CMFCore.indexing import processQueue
from unittest import mock
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import re


#: classes of what the desk is about, and of what it names
OF_DOSSIERS = """
MissionRequest MissionsYear Consultation Offer Order ClosureFile Adhesion LocalAuthority
Supplier Lot Market LiquidationBatch
""".split()


class DeskTestCase(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.request_ = self.layer["request"]
        alsoProvides(self.request_, ICentraleLayer)

    def view(self, name="centrale-desk", context=None, **form):
        self.request_.form.clear()
        self.request_.form.update(form)
        context = self.centrale if context is None else context
        view = getMultiAdapter((context, self.request_), name=name)
        view.__name__ = name
        return view

    def page(self, login, name="centrale-desk", **form):
        with acting(login):
            return self.view(name, **form)()

    def sections(self, login="agent", **form):
        """Section -> how many wait."""
        with acting(login):
            return {each["id"]: each["count"] for each in self.view(**form).sections}

    def waiting(self, login="agent"):
        return {id for id, count in self.sections(login).items() if count}

    def rows(self, section, login="agent"):
        """The texts of the rows of a section, with age and lateness."""
        with acting(login):
            found = {each["id"]: each for each in self.view().sections}[section]
        return [
            (
                *(cell["text"] for cell in row["cells"]),
                row["age"],
                row["due"],
                row["late"],
            )
            for row in found["rows"]
        ]


class TestSections(DeskTestCase):
    """Each kind of work, while it waits and no longer."""

    def test_nothing_waits(self):
        self.assertEqual(self.waiting(), set())
        self.assertIn("Nothing waits for the centrale.", self.page("agent"))

    def test_a_request_waits_for_the_cascade(self):
        mission = self.request(lot="cascade")
        self.assertEqual(self.waiting(), set())
        self.moved("bertrix", mission, "submit", "submitted")
        self.assertEqual(self.waiting(), {"requests"})
        self.assertIn(mission.tracking_code, self.page("agent"))
        self.moved("agent", mission, "consult", "consulting")
        self.assertEqual(self.waiting(), set())

    def test_consultations_near_their_end_and_after_it(self):
        mission = self.consulting()
        due = mission.objectValues()[0].due
        for before, found in (
            (timedelta(days=6), set()),
            (timedelta(hours=12), {"expiring"}),
            (timedelta(hours=-12), {"expired"}),
        ):
            with clock.at(due - before), self.subTest(before):
                self.assertEqual(self.waiting(), found)

    def test_an_expired_consultation_says_whose_and_since_when(self):
        mission = self.consulting()
        due = mission.objectValues()[0].due
        with clock.at(due + timedelta(days=2)):
            ((code, subject, authority, lot, supplier, *_rest, late),) = self.rows(
                "expired"
            )
        self.assertEqual(code, mission.tracking_code)
        self.assertEqual(subject, "Audit de sécurité")
        self.assertEqual(authority, "Bertrix")
        self.assertEqual(lot, "Lot en cascade")
        self.assertEqual(supplier, "Alpha Test")
        self.assertEqual(late, "overdue by 2 days")

    def test_a_cascade_without_rank_waits_for_a_decision(self):
        mission = self.consulting()
        for login in ("alpha", "beta", "gamma"):
            consultation = mission.objectValues()[-1]
            self.moved(login, consultation, "decline", "declined")
        self.assertEqual(self.waiting(), {"cascades"})

    def test_an_offer_that_is_no_longer_valid(self):
        self.mission("offered")
        self.assertEqual(self.waiting(), set())
        with clock.at(clock.now().replace(year=2099, month=1, day=3)):
            self.assertEqual(self.waiting(), {"offers"})

    def test_orders_and_closures(self):
        mission = self.mission("ordered")
        self.assertEqual(self.waiting(), {"orders"})
        self.moved("agent", mission["commande-1"], "confirm", "confirmed")
        self.assertEqual(self.waiting(), set())
        self.moved("alpha", self.closure(mission), "deposit", "deposited")
        self.assertEqual(self.waiting(), {"closures"})

    def test_what_was_sent_back_waits_for_its_maker(self):
        mission = self.mission("closing")
        closure = mission["cloture-1"]
        self.moved("agent", closure, "return", "returned")
        self.assertEqual(self.waiting(), set())

    def test_adhesions(self):
        adhesion = self.adhesion_of(self.newcomer())
        self.assertEqual(self.waiting(), set())
        self.moved("agent", adhesion, "submit", "submitted")
        self.assertEqual(self.waiting(), {"adhesions"})

    def test_accounts_wait_for_a_second_person(self):
        self.declare(self.bertrix, "BE68539007547034")
        self.assertEqual(self.waiting(), {"accounts"})
        self.assertIn("bertrix/@@centrale-account", self.page("agent"))
        self.account(self.bertrix, "BE68539007547034")
        self.assertEqual(self.waiting(), set())

    def test_an_account_given_with_the_authority_waits_for_nobody(self):
        self.newcomer(iban="BE68539007547034")
        self.assertEqual(self.waiting(), set())

    def test_other_centrales_have_their_own_work(self):
        with acting("agent"):
            api.content.create(
                self.portal,
                "imio.centrale.Centrale",
                id="smart",
                title="Smart",
                code_prefix="SMART",
                contact_email="smart@centrale.example",
                purchase_model="intermediary",
            )
        self.mission("ordered")
        with acting("agent"):
            view = self.view(context=self.portal["smart"])
            self.assertEqual(view.total, 0)


class TestOrder(DeskTestCase):
    """Ages, due dates, and what comes first."""

    def submitted(self, title, days):
        """A request that was submitted so many days ago."""
        mission = self.request(lot="cascade", title=title)
        instant = clock.now() - timedelta(days=days)
        with act(instant, "bertrix", mission):
            move(mission, "submit")
        mission.reindexObject(idxs=["state_since"])
        return mission

    def test_overdue_first_then_the_oldest(self):
        for title, days in (("young", 0), ("late", 30), ("later", 20)):
            self.submitted(title, days)
        rows = self.rows("requests")
        self.assertEqual([row[1] for row in rows], ["late", "later", "young"])
        self.assertEqual(rows[0][4], "for 30 days")
        self.assertRegex(rows[0][6], r"^overdue by \d\d days$")
        self.assertEqual(rows[2][4], "since today")
        self.assertEqual(rows[2][6], "")

    def test_the_centrale_may_set_no_due_date(self):
        self.submitted("late", 30)
        api.portal.set_registry_record("imio.centrale.centrale_days", 0)
        (row,) = self.rows("requests")
        self.assertEqual(row[5:], ("", ""))

    def test_a_few_rows_and_the_way_to_all_of_them(self):
        for number in range(3):
            self.submitted(f"Request {number}", number)
        with mock.patch.object(desk_page, "TOP", 2):
            text = self.page("agent")
            self.assertEqual(len(self.rows("requests")), 2)
        self.assertIn("@@centrale-desk?section=requests", text)
        self.assertEqual(self.sections(section="requests"), {"requests": 3})
        text = self.page("agent", section="requests")
        self.assertIn("Request 2", text)
        self.assertIn("All my work", text)

    def test_an_unknown_section_is_no_section(self):
        self.assertIn(
            "Nothing waits for the centrale.", self.page("agent", section="nonsense")
        )


class TestReading(DeskTestCase):
    """Who reads the desk, and what it costs."""

    def test_agents_and_auditors(self):
        self.mission("ordered")
        for login in ("agent", "auditor"):
            self.assertEqual(self.waiting(login), {"orders"}, login)
        self.assertIn("Edit the centrale", self.page("agent"))
        self.assertNotIn("Edit the centrale", self.page("auditor"))

    def test_nobody_else(self):
        for login in (None, "bertrix", "alpha", "stranger", "siteadmin", "intake"):
            with acting(login), self.subTest(login):
                found = self.centrale.restrictedTraverse("@@centrale-desk", None)
                self.assertIsNone(found)

    def test_the_balance_stands_beside_the_orders(self):
        program = self.program("10000.00")
        self.mission("ordered")
        text = self.page("agent")
        self.assertIn("Programme Test", text)
        balance = book_of(program).balance
        self.assertLess(balance, 10000)
        self.assertIn(showing.euros(balance), text)

    def test_no_dossier_is_read(self):
        """The catalog has the answer; the program keeps its balance."""
        self.program()
        self.mission("ordered")
        self.mission("closing")
        self.consulting()
        loaded = loaded_by(self.portal, lambda: self.page("agent"))
        self.assertIn("SubsidyProgram", loaded)
        for name in OF_DOSSIERS:
            self.assertNotIn(name, loaded)

    def test_what_is_read_would_be_noticed(self):
        mission = self.mission("ordered")
        self.assertIn("MissionRequest", loaded_by(self.portal, lambda: mission.title))


class TestHome(DeskTestCase):
    """Where a centrale opens, and the tabs of the bar."""

    def tabs(self, login, context=None):
        with acting(login):
            found = workplaces.workplaces_of(context or self.centrale)
        return [each.view for each in found]

    def test_agents_and_auditors_land_on_their_work(self):
        for login in ("agent", "auditor"):
            self.assertEqual(self.tabs(login)[0], "@@centrale-desk", login)
            self.assertIn("centrale-counts", self.page(login, "view"), login)

    def test_the_others_do_not(self):
        for login in (None, "bertrix", "alpha", "stranger", "siteadmin"):
            self.assertNotIn("@@centrale-desk", self.tabs(login), login)
            self.assertNotIn("centrale-counts", self.page(login, "view"), login)

    def bar(self, login, context=None):
        context = self.centrale if context is None else context
        with acting(login):
            view = getMultiAdapter((context, self.request_), name="view")
            manager = getMultiAdapter(
                (context, self.request_, view), name="plone.abovecontent"
            )
            manager.update()
            found = [
                each
                for each in manager.viewlets
                if each.__name__ == "imio.centrale.bar"
            ]
            return found[0].render() if found else ""

    def test_the_current_tab_is_said(self):
        bar = self.page("agent").partition("centrale-bar")[2].partition("</nav>")[0]
        self.assertEqual(len(re.findall(r'aria-current="page"', bar)), 1)
        self.assertRegex(
            bar, r'href="[^"]*/cyber/@@centrale-desk"[^>]*aria-current="page"'
        )

    def test_the_home_is_that_workplace(self):
        self.assertRegex(
            self.page("agent", "view"),
            r'href="[^"]*/cyber/@@centrale-desk"[^>]*aria-current="page"',
        )

    def test_the_bar_is_everywhere_in_a_centrale(self):
        mission = self.mission("offered")
        for login in ("agent", "bertrix", "alpha"):
            self.assertIn("@@centrale-find", self.bar(login, mission), login)

    def test_elsewhere_for_those_who_work_with_one(self):
        for login in ("agent", "auditor", "bertrix", "alpha"):
            text = self.bar(login, self.portal)
            self.assertIn("/cyber", text, login)
            self.assertIn("nohost/plone/@@centrale-find", text, login)
        for login in (None, "stranger", "siteadmin", "intake"):
            self.assertNotIn("centrale-bar", self.bar(login, self.portal), login)

    def test_the_public_has_no_quick_search(self):
        self.assertNotIn("@@centrale-find", self.bar(None))


class TestFinding(DeskTestCase):
    """Codes, whole, in part and wrong."""

    def setUp(self):
        super().setUp()
        self.mission_ = self.mission("assigned")
        self.code = self.mission_.tracking_code
        processQueue()

    def found(self, login, text):
        with acting(login):
            return self.view("centrale-find", code=text)()

    def redirected(self, login, text):
        self.found(login, text)
        return self.request_.response.getHeader("Location")

    def test_a_whole_code_in_any_writing_leads_to_the_dossier(self):
        for text in (self.code, self.code.lower().replace("-", " ")):
            self.assertEqual(
                self.redirected("agent", text), self.mission_.absolute_url()
            )

    def test_who_may_not_view_it_is_led_to_its_status(self):
        for login in (None, "arlon", "beta"):
            self.assertEqual(
                self.redirected(login, self.code),
                f"{self.centrale.absolute_url()}/@@centrale-status?code={self.code}",
                login,
            )

    def test_a_part_proposes_what_one_may_view(self):
        part = self.code[-6:].lower()
        for login in ("agent", "bertrix", "alpha"):
            self.assertIn(self.mission_.absolute_url(), self.found(login, part), login)
        for login in ("arlon", "beta", "stranger", None):
            text = self.found(login, part)
            self.assertNotIn(self.code, text, login)
            self.assertIn("No dossier that you may view has such a code.", text)

    def test_for_nobody_no_code_is_looked_through(self):
        with mock.patch.object(finding.codes, "register") as register:
            for part in (self.code[-6:], self.wrong_code()):
                self.found(None, part)
        register.assert_not_called()

    def test_a_wrong_character_proposes_what_is_meant(self):
        wrong = self.wrong_code()
        text = self.found("bertrix", wrong)
        self.assertIn("A character of this code is wrong. Perhaps you mean:", text)
        self.assertIn(self.mission_.absolute_url(), text)
        for login in ("arlon", None):
            text = self.found(login, wrong)
            self.assertIn("A character of this code is wrong: compare", text)
            self.assertNotIn(self.code, text)

    def wrong_code(self):
        last = "3" if self.code[-1] != "3" else "4"
        return self.code[:-1] + last

    def test_little_is_not_looked_for(self):
        self.assertIn("Type at least three characters", self.found("agent", "c-y"))
        self.assertNotIn("Type at least three", self.found("agent", ""))

    def test_what_is_typed_stands_in_the_field_and_nowhere_raw(self):
        text = self.found("agent", '"><script>')
        self.assertNotIn('<script>"', text)
        self.assertIn("&lt;script&gt;", text)

    def test_twenty_at_most(self):
        self.request()
        with mock.patch.object(finding, "MOST", 1):
            text = self.found("agent", self.code[:3])
        self.assertIn("The first 1: type more of the code.", text)


class TestUpgrade(DeskTestCase):
    """From version 1002: no index of states, authorities without next actor."""

    def test_what_waited_already_is_found(self):
        self.declare(self.bertrix, "BE68539007547034")
        self.mission("ordered")
        processQueue()
        catalog = self.portal.portal_catalog
        catalog.delIndex("state_since")
        rid = catalog.getrid("/".join(self.bertrix.getPhysicalPath()))
        catalog._catalog.getIndex("next_actor").unindex_object(rid)
        self.assertNotIn("accounts", self.counted("accounts"))
        v1003_desk.upgrade()
        v1003_desk.upgrade()
        self.assertEqual(self.waiting(), {"accounts", "orders"})

    def counted(self, section):
        with acting("agent"):
            found = waiting.found(
                waiting.BY_ID[section], self.centrale, waiting.times()
            )
        return [section] if len(found) else []
