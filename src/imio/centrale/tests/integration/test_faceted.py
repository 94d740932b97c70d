"""The list of missions: what its facets tell whom, its order, its acts, its files."""

from datetime import date
from decimal import Decimal
from eea.facetednavigation.interfaces import ICriteria
from eea.facetednavigation.interfaces import IFacetedNavigable
from imio.centrale import clock
from imio.centrale.browser.faceted_export import MissionsCsv
from imio.centrale.browser.faceted_export import MissionsXlsx
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.saved_view import LONGEST_NAME
from imio.centrale.domain.saved_view import MOST_VIEWS
from imio.centrale.faceted import saved
from imio.centrale.faceted.criteria import FACETS
from imio.centrale.faceted.criteria import forget
from imio.centrale.faceted.criteria import make_faceted
from imio.centrale.faceted.facts import facts_of
from imio.centrale.faceted.listing import MissionList
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.kept import state_of_catalog
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_faceted
from io import BytesIO
from openpyxl import load_workbook
from plone import api
from unittest import mock
from zope.interface import alsoProvides

import transaction


class FacetedTestCase(ProcedureTestCase):
    """Base: the list as an account asks it."""

    def setUp(self):
        super().setUp()
        self.room = self.centrale["missions"]
        self.http = self.layer["request"]
        alsoProvides(self.http, ICentraleLayer)

    def list(self, login="agent", **form):
        with acting(login):
            found = MissionList(self.room, self.http, form)
            found.in_order, found.facets
        return found

    def found(self, login="agent", **form):
        """The codes that are found, in their order."""
        asked = self.list(login, **form)
        return [asked.brain(id_).tracking_code for id_ in asked.in_order]

    def choices(self, facet, login="agent", **form):
        """Title -> number of missions of a facet that is shown, ``None`` otherwise."""
        for widget, choices in self.list(login, **form).facets:
            if widget.id == facet:
                return {each.title: each.count for each in choices}
        return None

    def of_arlon(self):
        """A draft of the other authority."""
        return self.request_of("arlon", self.arlon, title="Formation")

    def request_of(self, login, authority, **changes):
        return self.request(login=login, authority=authority.UID(), **changes)


class TestCriteria(FacetedTestCase):
    """Where the facets are kept."""

    def test_a_centrale_comes_with_them(self):
        self.assertTrue(IFacetedNavigable.providedBy(self.room))
        self.assertEqual(ICriteria(self.room).keys(), [each.id for each in FACETS])

    def test_made_once(self):
        ICriteria(self.room).delete("late")
        make_faceted(self.room)
        self.assertNotIn("late", ICriteria(self.room).keys())

    def test_one_that_is_hidden_or_renamed_on_their_screen(self):
        self.request()
        self.of_arlon()
        criteria = ICriteria(self.room)
        criteria.edit("late", title="Dépassées")
        criteria.get("authority").hidden = True
        titles = {w.id: w.title for w, _choices in self.list().facets}
        self.assertEqual(titles["late"], "Dépassées")
        self.assertNotIn("authority", titles)
        self.assertEqual(len(self.found(authority=self.arlon.UID())), 2)

    def test_nothing_stays_when_they_go(self):
        forget(self.room)
        self.assertFalse(IFacetedNavigable.providedBy(self.room))
        self.assertNotIn("FacetedCriteria", self.room.__annotations__)


class TestUpgrade(FacetedTestCase):
    """A room of before has no facets, and nobody the permission."""

    def test_the_rooms_that_are_there(self):
        forget(self.room)
        self.room.reindexObject(idxs=["object_provides"])
        self.portal.manage_permission("imio.centrale: Save Views", [], acquire=1)
        v1003_faceted.upgrade(self.portal.portal_setup)
        self.assertTrue(IFacetedNavigable.providedBy(self.room))
        self.assertEqual(ICriteria(self.room).keys(), [each.id for each in FACETS])
        roles = self.portal.rolesOfPermission("imio.centrale: Save Views")
        given = {role["name"] for role in roles if role["selected"]}
        self.assertEqual(given, set(v1003_faceted.ROLES))

    def test_what_an_administrator_changed_stays(self):
        ICriteria(self.room).delete("late")
        v1003_faceted.upgrade(self.portal.portal_setup)
        self.assertNotIn("late", ICriteria(self.room).keys())

    def test_as_the_profile_gives_it(self):
        roles = self.portal.rolesOfPermission("imio.centrale: Save Views")
        given = {role["name"] for role in roles if role["selected"]}
        self.assertEqual(given, set(v1003_faceted.ROLES))


class TestFacets(FacetedTestCase):
    """What each facet finds."""

    def setUp(self):
        super().setUp()
        self.first = self.request(title="Audit de sécurité")
        self.second = self.of_arlon()

    def test_everything(self):
        codes = {self.first.tracking_code, self.second.tracking_code}
        self.assertEqual(set(self.found()), codes)

    def test_values_of_one_facet_add_up_facets_narrow(self):
        self.moved("bertrix", self.first, "submit", "assigned")
        both = self.found(state=["draft", "assigned"])
        self.assertEqual(len(both), 2)
        self.assertEqual(self.found(state="draft"), [self.second.tracking_code])
        nothing = self.found(state="draft", authority=self.bertrix.UID())
        self.assertEqual(nothing, [])

    def test_each_facet_of_values(self):
        self.moved("bertrix", self.first, "submit", "assigned")
        first = [self.first.tracking_code]
        lot = self.lot("direct").UID()
        for facet, value in (
            ("step", "3"),
            ("state", "assigned"),
            ("actor", "supplier"),
            ("authority", self.bertrix.UID()),
            ("supplier", self.alpha.UID()),
        ):
            with self.subTest(facet):
                self.assertEqual(self.found(**{facet: value}), first)
        for facet, value in (
            ("market", self.market.UID()),
            ("lot", lot),
            ("province", "luxembourg"),
            ("kind", "commune"),
        ):
            with self.subTest(facet):
                self.assertEqual(len(self.found(**{facet: value})), 2)
                self.assertEqual(self.found(**{facet: "nothing"}), [])

    def test_counts_are_those_of_the_other_facets(self):
        self.assertEqual(
            self.choices("authority", authority=self.arlon.UID()),
            {"Arlon": 1, "Bertrix": 1},
        )
        self.assertEqual(
            self.choices("authority", text="formation"), {"Arlon": 1, "Bertrix": 0}
        )

    def test_a_facet_with_one_choice_is_not_shown(self):
        self.assertIsNone(self.choices("market"))
        self.assertIsNotNone(self.choices("market", market=self.market.UID()))

    def test_words_and_their_beginnings(self):
        first = [self.first.tracking_code]
        for text in ("sécu", "SECURITE audit", "audit de", "“audit”", "audit*"):
            with self.subTest(text):
                self.assertEqual(self.found(text=text), first)

    def test_words_that_say_nothing(self):
        for text in ('"', "(", "* ?", "and", "or not", "'--", "audit and formation"):
            with self.subTest(text):
                self.assertEqual(self.found(text=text), [])

    def test_a_tracking_code_as_people_write_it(self):
        code = self.second.tracking_code
        for text in (code, code.lower(), code.replace("-", " "), f" {code} "):
            self.assertEqual(self.found(text=text), [code])

    def test_the_days_it_was_made(self):
        today = clock.today().isoformat()
        self.assertEqual(len(self.found(**{"created-from": today})), 2)
        self.assertEqual(len(self.found(**{"created-to": today})), 2)
        self.assertEqual(self.found(**{"created-from": "2999-01-01"}), [])
        self.assertEqual(self.found(**{"created-to": "2020-01-01"}), [])

    def test_what_is_no_day_asks_nothing(self):
        for text in ("yesterday", "2026-02-31", "0001-01-01", "9999-12-31", ""):
            with self.subTest(text):
                self.assertEqual(len(self.found(**{"created-from": text})), 2)

    def test_values_that_make_no_sense(self):
        for form in (
            {"step": "three"},
            {"step": ["9" * 300, "²"]},
            {"state": ["x" * 5000]},
            {"authority": {"a": 1}},
            {"sort": ["code", "lot"]},
            {"sort": "--code"},
            {"sort": "portal_type"},
        ):
            with self.subTest(form):
                self.found(**form)

    def test_missions_of_another_centrale_are_not_here(self):
        with acting("agent"):
            other = api.content.create(
                self.portal,
                "imio.centrale.Centrale",
                id="autre",
                title="Autre",
                code_prefix="AUT",
                contact_email="autre@centrale.example",
                purchase_model="intermediary",
            )
            found = MissionList(other["missions"], self.http, {})
            self.assertEqual(found.in_order, [])
            self.assertEqual([w.id for w, c in found.facets if c], [])


class TestLate(FacetedTestCase):
    """Late is said when it is asked, not when it was indexed."""

    def setUp(self):
        super().setUp()
        with at("2026-03-02 09:00"):
            self.consulted = self.consulting()
        self.due = self.brain(self.consulted).due

    def test_time_passes_and_nothing_is_indexed(self):
        code = [self.consulted.tracking_code]
        with at("2026-03-02 10:00"):
            self.assertEqual(self.found(late="1"), [])
        with at("2026-06-01 10:00"):
            self.assertEqual(self.found(late="1"), code)

    def test_the_very_instant(self):
        due = brussels(self.due[:19].replace("T", " "))
        with clock.at(due.replace(microsecond=1)):
            self.assertEqual(self.found(late="1"), [self.consulted.tracking_code])

    def test_the_days_it_is_due(self):
        day = self.due[:10]
        code = [self.consulted.tracking_code]
        for form, expected in (
            ({"due-from": day, "due-to": day}, code),
            ({"due-to": "2026-03-02"}, []),
            ({"due-from": "2026-12-01"}, []),
        ):
            with self.subTest(form):
                self.assertEqual(self.found(**form), expected)

    def test_what_has_ended_is_not_late(self):
        why = {"reason_code": "duplicate", "reason_note": "Deux fois."}
        self.moved("agent", self.consulted, "cancel", "cancelled", **why)
        with at("2026-06-01 10:00"):
            self.assertEqual(self.found(late="1"), [])


class TestWhoSeesWhat(FacetedTestCase):
    """Choices and counts tell nobody of a mission he may not view."""

    def setUp(self):
        super().setUp()
        self.mine = self.request()
        self.moved("bertrix", self.mine, "submit", "assigned")
        self.other = self.request_of("arlon", self.arlon, lot="cascade")
        self.moved("arlon", self.other, "submit", "submitted")
        self.moved("agent", self.other, "consult", "consulting")
        self.moved(
            "alpha", self.other["consultation-1"], "decline", "declined", **DECLINED
        )
        self.moved("beta", self.other["consultation-2"], "accept", "accepted")

    def titles(self, login):
        """Every title of every choice."""
        return {
            each.title for _w, choices in self.list(login).facets for each in choices
        }

    def test_agents_and_auditors_see_all(self):
        for login in ("agent", "auditor"):
            with self.subTest(login):
                self.assertEqual(
                    self.choices("supplier", login), {"Alpha Test": 1, "Beta Test": 1}
                )
                self.assertEqual(
                    self.choices("authority", login), {"Arlon": 1, "Bertrix": 1}
                )

    def test_an_authority_sees_its_own(self):
        self.assertEqual(self.found("bertrix"), [self.mine.tracking_code])
        self.assertFalse(self.titles("bertrix") & {"Arlon", "Beta Test", "Alpha Test"})

    def test_a_supplier_sees_its_own(self):
        self.assertEqual(self.found("beta"), [self.other.tracking_code])
        self.assertFalse(self.titles("beta") & {"Alpha Test", "Bertrix", "Gamma Test"})

    def test_a_rank_that_declined_sees_nothing_of_it(self):
        self.assertEqual(self.found("alpha"), [self.mine.tracking_code])
        self.assertEqual(self.found("gamma"), [])

    def test_asking_for_what_is_another_s_tells_nothing(self):
        for form in (
            {"supplier": self.beta.UID()},
            {"authority": self.arlon.UID()},
            {"text": self.other.tracking_code},
            {"step": "3", "lot": self.lot("cascade").UID()},
        ):
            with self.subTest(form):
                self.assertEqual(self.found("bertrix", **form), [])
        shown = self.list("bertrix", supplier=self.beta.UID())
        titles = {each.title for _w, choices in shown.facets for each in choices}
        self.assertNotIn("Beta Test", titles)

    def test_a_stranger_sees_nothing(self):
        self.assertEqual(self.found("stranger"), [])
        self.assertEqual(self.titles("stranger"), set())


DECLINED = {"reason_code": "capacity", "reason_note": "Plus de place."}


class TestOrder(FacetedTestCase):
    """Columns that sort; what has no value comes last, both ways."""

    def setUp(self):
        super().setUp()
        with at("2026-03-02 09:00"):
            self.consulted = self.consulting(title="B")
        self.plain = self.request_of("arlon", self.arlon, title="a")
        self.offered = self.mission("ordered")
        self.offered.title = "C"
        self.offered.reindexObject()

    def names(self, sort):
        names = {
            self.consulted.tracking_code: "consulted",
            self.plain.tracking_code: "plain",
            self.offered.tracking_code: "offered",
        }
        return [names[code] for code in self.found(sort=sort)]

    def test_each_column(self):
        for sort, expected in (
            ("subject", ["plain", "consulted", "offered"]),
            ("-subject", ["offered", "consulted", "plain"]),
            ("step", ["plain", "consulted", "offered"]),
            ("state", ["plain", "consulted", "offered"]),
            ("-state", ["offered", "consulted", "plain"]),
            ("next", ["plain", "offered", "consulted"]),
        ):
            with self.subTest(sort):
                found = self.names(sort)
                if sort in ("step", "next"):
                    self.assertEqual(set(found), set(expected))
                else:
                    self.assertEqual(found, expected)

    def test_the_authority_is_sorted_by_its_title(self):
        self.assertEqual(self.names("authority")[0], "plain")
        self.assertEqual(self.names("-authority")[-1], "plain")

    def test_lots_are_sorted_by_their_numbers(self):
        self.assertEqual(self.names("lot")[-1], "consulted")
        self.lot("cascade").number = "10"
        self.lot("direct").number = "9"
        for lot in ("cascade", "direct"):
            self.lot(lot).reindexObject()
        self.assertEqual(self.names("lot")[-1], "consulted")

    def test_what_is_not_due_comes_last(self):
        self.assertEqual(self.names("due")[0], "consulted")
        self.assertEqual(self.names("-due")[0], "consulted")
        self.assertEqual(len(self.names("due")), 3)

    def test_what_has_no_amount_comes_last(self):
        for sort in ("amount", "-amount"):
            self.assertEqual(self.names(sort)[0], "offered")

    def test_codes(self):
        self.assertEqual(self.found(sort="code"), sorted(self.found()))
        self.assertEqual(self.found(sort="-code"), sorted(self.found(), reverse=True))

    def test_filters_stay_with_the_order(self):
        asked = self.list(sort="-code", state=["draft", "consulting"])
        self.assertEqual(asked.address, "state=draft&state=consulting&sort=-code")

    def test_the_same_question_has_one_address(self):
        asked = self.list(due="", state="draft", text=" audit ", junk="x", late="yes")
        self.assertEqual(asked.address, "text=audit&state=draft&late=1")


class TestFacts(FacetedTestCase):
    """What is kept between requests is never older than what is read."""

    def setUp(self):
        super().setUp()
        self.request()

    def tearDown(self):
        transaction.abort()

    def test_nothing_is_kept_while_the_catalog_changes(self):
        self.assertIsNone(state_of_catalog(self.portal.portal_catalog))
        uid = self.centrale.UID()
        self.assertIsNot(facts_of(uid), facts_of(uid))

    def test_the_same_state_of_the_catalog_is_read_once(self):
        uid = self.centrale.UID()
        with mock.patch(FACTS_STATE, return_value=b"one"):
            first = facts_of(uid)
            self.assertIs(facts_of(uid), first)
        with mock.patch(FACTS_STATE, return_value=b"two"):
            self.assertIsNot(facts_of(uid), first)

    def test_each_user_has_his_own(self):
        with mock.patch(FACTS_STATE, return_value=b"three"):
            self.assertEqual(len(self.found("agent")), 1)
            self.assertEqual(len(self.found("bertrix")), 1)
            self.assertEqual(self.found("arlon"), [])
            self.assertEqual(len(self.found("agent")), 1)


FACTS_STATE = "imio.centrale.kept.state_of_catalog"


class TestPage(FacetedTestCase):
    """The page reads the catalog."""

    def page(self, login="agent", view="view", **form):
        request = self.http.clone()
        alsoProvides(request, ICentraleLayer)
        request.form.update(form)
        with acting(login):
            return api.content.get_view(view, self.room, request)

    def test_no_object_is_read(self):
        self.request()
        self.of_arlon()
        page = self.page(late="", sort="lot")
        read = []
        brain = "Products.ZCatalog.CatalogBrains.AbstractCatalogBrain"
        with (
            mock.patch(f"{brain}._unrestrictedGetObject", side_effect=read.append),
            mock.patch(f"{brain}.getObject", side_effect=read.append),
            acting("agent"),
        ):
            self.assertEqual(len(page.rows), 2)
            page.facets, page.headings, page.active, page.counts
        self.assertEqual(read, [])

    def test_rows_say_it_in_words(self):
        with at("2026-03-02 09:00"):
            mission = self.consulting()
        with at("2026-06-01 09:00"), acting("agent"):
            (row,) = self.page().rows
        self.assertEqual(row.code, mission.tracking_code)
        self.assertEqual((row.authority, row.lot), ("Bertrix", "2. Lot en cascade"))
        self.assertTrue(row.late)
        self.assertTrue(row.due.startswith("0") or row.due.startswith("1"))

    def test_the_order_is_told_and_turns(self):
        page = self.page(sort="due", state="draft")
        orders = {each.text: each.order for each in page.headings}
        self.assertEqual(sorted(orders.values()).count("ascending"), 1)
        (due,) = [each for each in page.headings if each.order == "ascending"]
        self.assertTrue(due.url.endswith("missions?state=draft&sort=-due"))

    def test_one_authority_needs_no_column(self):
        self.request()
        self.of_arlon()
        with acting("agent"):
            self.assertEqual(len(self.page().headings), 10)
        with acting("bertrix"):
            self.assertEqual(len(self.page("bertrix").headings), 9)

    def test_a_filter_can_be_taken_away(self):
        with acting("agent"):
            page = self.page(
                **{"state": "draft", "due-from": "2026-03-02", "late": "1"}
            )
            texts = [each.text for each in page.active]
        self.assertIn("02/03/2026", " ".join(texts))
        first = page.active[0]
        self.assertTrue(first.url.endswith("missions?due-from=2026-03-02&late=1"))

    def test_a_room_without_facets_lists_plainly(self):
        mission = self.request()
        forget(self.room)
        with acting("agent"):
            text = self.page()()
        self.assertIn(mission.tracking_code, text)
        self.assertNotIn("centrale-facets", text)

    def test_a_page_beyond_the_last_is_the_first(self):
        self.request()
        with acting("agent"):
            self.assertEqual(len(self.page(b_start=5000).rows), 1)


class TestExport(FacetedTestCase):
    """What is shown, as a file."""

    def setUp(self):
        super().setUp()
        self.done = self.mission("ordered")
        self.other = self.request_of("arlon", self.arlon, title="=HYPERLINK(0)")

    def exported(self, factory, login="agent", **form):
        request = self.http.clone()
        alsoProvides(request, ICentraleLayer)
        request.form.update(form)
        with acting(login):
            answer = factory(self.room, request)()
            return answer if isinstance(answer, bytes) else b"".join(answer)

    def table(self, **form):
        sheet = load_workbook(BytesIO(self.exported(MissionsXlsx, **form))).active
        return [[cell.value for cell in row] for row in sheet.rows]

    def test_the_same_filters_and_order(self):
        rows = self.table(sort="amount")
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[1][0], self.done.tracking_code)
        self.assertEqual(rows[1][12], 1900)
        self.assertEqual(len(self.table(state="draft")), 2)

    def test_the_selection(self):
        (row,) = self.table(uid=[self.other.UID()])[1:]
        self.assertEqual(row[0], self.other.tracking_code)

    def test_a_text_is_no_formula(self):
        text = self.exported(MissionsCsv, state="draft").decode("utf-8-sig")
        self.assertIn(";'=HYPERLINK(0);Arlon;", text)

    def test_of_what_one_may_view(self):
        text = self.exported(MissionsCsv, login="bertrix").decode("utf-8-sig")
        self.assertIn(self.done.tracking_code, text)
        self.assertNotIn("Arlon", text)

    def test_the_name_has_the_day(self):
        request = self.http.clone()
        with at("2026-03-02 09:00"), acting("agent"):
            MissionsCsv(self.room, request)()
        name = request.response.getHeader("Content-Disposition")
        self.assertEqual(name, 'attachment; filename="missions-cyber-2026-03-02.csv"')


class TestSavedViews(FacetedTestCase):
    """Each person's own, until he removes them."""

    def codes(self, act, *args):
        with self.assertRaises(Refused) as caught:
            act(self.room, *args)
        return [each.code for each in caught.exception.reasons]

    def names(self, user):
        return [view.name for _id, view in saved.views_of(self.room, user)]

    def test_kept_by_name(self):
        for name in ("Lot 10", "lot 2", "Échus"):
            saved.save(self.room, "agent", name, "late=1")
        self.assertEqual(self.names("agent"), ["Échus", "lot 2", "Lot 10"])
        self.assertEqual(self.names("agent2"), [])

    def test_renamed(self):
        id_ = saved.save(self.room, "agent", "Un", "late=1")
        saved.save(self.room, "agent", "Deux", "")
        saved.rename(self.room, "agent", id_, " Trois ")
        saved.rename(self.room, "agent", id_, "TROIS")
        self.assertEqual(self.names("agent"), ["Deux", "TROIS"])
        self.assertEqual(
            self.codes(saved.rename, "agent", id_, "deux"), ["view_name_taken"]
        )

    def test_removed(self):
        id_ = saved.save(self.room, "agent", "Un", "late=1")
        with self.assertRaises(KeyError):
            saved.drop(self.room, "agent2", id_)
        saved.drop(self.room, "agent", id_)
        self.assertEqual(self.names("agent"), [])

    def test_shared(self):
        id_ = saved.save(self.room, "agent", "Un", "late=1")
        self.assertEqual(saved.shared_with(self.room, "agent2"), [])
        saved.share(self.room, "agent", id_, True)
        ((owner, view),) = saved.shared_with(self.room, "agent2")
        self.assertEqual((owner, view.name), ("agent", "Un"))
        self.assertEqual(saved.shared_with(self.room, "agent"), [])

    def test_limits(self):
        name = "x" * (LONGEST_NAME + 1)
        self.assertEqual(
            self.codes(saved.save, "agent", name, ""), ["view_name_too_long"]
        )
        for number in range(MOST_VIEWS):
            saved.save(self.room, "agent", str(number), "")
        self.assertEqual(
            self.codes(saved.save, "agent", "encore", ""), ["too_many_views"]
        )

    def test_two_people_write_different_objects(self):
        saved.save(self.room, "agent", "Un", "")
        saved.save(self.room, "agent2", "Un", "")
        trees = saved.kept(self.room)
        self.assertIsNot(trees["agent"], trees["agent2"])

    def test_asking_writes_nothing(self):
        saved.views_of(self.room, "agent")
        self.assertNotIn(saved.KEY, self.room.__annotations__)

    def test_they_outlive_the_facets(self):
        saved.save(self.room, "agent", "Un", "late=1")
        forget(self.room)
        make_faceted(self.room)
        self.assertEqual(self.names("agent"), ["Un"])


class TestBatch(FacetedTestCase):
    """Acts on several missions: each stands or falls alone."""

    def setUp(self):
        super().setUp()
        self.one = self.mission("ordered")
        self.two = self.mission("ordered")
        self.draft_one = self.request()

    def batch(self, *missions, act="", method="GET", login="agent"):
        request = self.http.clone()
        alsoProvides(request, ICentraleLayer)
        request.form.update(uid=[each.UID() for each in missions], act=act)
        request.method = method
        with acting(login):
            view = api.content.get_view("centrale-batch", self.room, request)
            view.missions
        return view

    def posted(self, *missions, act="order_workflow.confirm", login="agent"):
        view = self.batch(*missions, act=act, login=login)
        with acting(login):
            return {
                each.mission.text: each.status
                for each in map(view.carry_out, view.missions)
            }

    def test_the_acts_that_are_possible(self):
        with acting("agent"):
            view = self.batch(self.one, self.two, self.draft_one)
            offered = {act.key: count for act, _title, count in view.offered}
        self.assertEqual(offered["order_workflow.confirm"], 2)
        self.assertNotIn("mission_workflow.cancel", offered)

    def test_an_act_that_needs_a_reason_is_not_for_many(self):
        for act in ("mission_workflow.cancel", "order_workflow.return", "no.such", ""):
            with self.subTest(act):
                self.assertIsNone(self.batch(self.one, act=act).act)

    def test_what_each_becomes_is_said_first(self):
        view = self.batch(self.one, self.draft_one, act="order_workflow.confirm")
        with acting("agent"):
            (ready,) = view.ready
            (refused,) = view.refused_lines
        self.assertEqual(ready.uid, self.one.UID())
        self.assertTrue(ready.becomes)
        self.assertTrue(refused.sentences)
        self.assertEqual(self.shown(self.one)[0], "ordered")

    def test_done_once(self):
        done = self.posted(self.one, self.two)
        self.assertEqual(set(done.values()), {"done"})
        self.assertEqual(self.shown(self.one)[0], "confirmed")
        again = self.posted(self.one, self.two)
        self.assertEqual(set(again.values()), {"before"})
        self.assertEqual(self.shown(self.one)[0], "confirmed")

    def test_one_that_is_refused_leaves_the_others(self):
        self.moved(
            "agent", self.two["commande-1"], "return", "returned", reason_note="Faux."
        )
        done = self.posted(self.one, self.two)
        self.assertEqual(done[self.one.tracking_code], "done")
        self.assertEqual(done[self.two.tracking_code], "refused")

    def test_a_refusal_in_the_middle_keeps_nothing_of_it(self):
        """A rule that refuses only once the act has begun."""
        first = min(self.one, self.two, key=lambda mission: mission.tracking_code)

        def move(obj, transition, **kw):
            obj.title = "half done"
            raise Refused([reason("mission_not_waiting", state="Draft")])

        with mock.patch("imio.centrale.browser.faceted_batch.move", move):
            done = self.posted(self.one, self.two)
        self.assertEqual(set(done.values()), {"refused"})
        self.assertNotEqual(first["commande-1"].title, "half done")

    def test_missions_of_elsewhere_are_not_taken(self):
        view = self.batch(self.centrale, self.bertrix)
        self.assertEqual(view.missions, [])

    def test_totals_of_the_world(self):
        """The amount that sorts is that of the accepted offer."""
        self.assertEqual(self.brain(self.one).amount_excl_vat, Decimal("1900.00"))
        self.assertEqual(self.one["offre-1"].valid_until, date(2099, 1, 1))
