"""Annexe D: who may read it, and what stands in it."""

from AccessControl import Unauthorized
from datetime import date
from imio.centrale import members
from imio.centrale.browser.members import HEADINGS
from imio.centrale.domain.reasons import Refused
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.tables import read
from imio.centrale.tests.loads import loaded_by
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent


class MembersTestCase(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        alsoProvides(self.layer["request"], ICentraleLayer)

    def rank_rows(self, lot, **changes):
        """Change the rows of a ranking as an agent does."""
        lot = self.lot(lot)
        with acting("agent"):
            lot.ranking = [{**row, **changes} for row in lot.ranking]
            notify(ObjectModifiedEvent(lot))

    def lots(self, login):
        with acting(login):
            return [brain.Title for brain in members.lots_for(self.centrale).values()]

    def found(self, login="alpha", **query):
        with acting(login):
            lots = members.lots_for(self.centrale)
            return members.members_of(self.centrale, lots, **query)

    def view(self, login, name="centrale-members", **form):
        request = self.layer["request"]
        request.form.clear()
        request.form.update(form)
        with acting(login):
            return getMultiAdapter((self.centrale, request), name=name)()


class TestLots(MembersTestCase):
    """Which lots a supplier holds."""

    def test_those_whose_ranking_names_it(self):
        self.assertEqual(self.lots("alpha"), ["Lot direct", "Lot en cascade"])
        self.assertEqual(self.lots("beta"), ["Lot en cascade"])
        self.assertEqual(self.lots("agent"), ["Lot direct", "Lot en cascade"])

    def test_a_row_that_no_longer_holds(self):
        for changes in (
            {"status": "ended"},
            {"status": "suspended"},
            {"valid_to": date.fromisoformat("2020-01-01")},
            {"valid_from": date.fromisoformat("2099-01-01")},
        ):
            reset = {"status": "active", "valid_from": None, "valid_to": None}
            self.rank_rows("cascade", **{**reset, **changes})
            self.assertEqual(self.lots("beta"), [], changes)
        self.rank_rows("cascade", **reset)
        self.assertEqual(self.lots("beta"), ["Lot en cascade"])

    def test_who_leaves_the_ranking_leaves_the_list(self):
        lot = self.lot("cascade")
        with acting("agent"):
            lot.ranking = lot.ranking[:1]
            notify(ObjectModifiedEvent(lot))
        self.assertEqual(self.lots("beta"), [])

    def test_a_mission_under_way_is_enough(self):
        self.mission("assigned")
        self.rank_rows("direct", status="ended")
        self.assertEqual(self.lots("alpha"), ["Lot direct", "Lot en cascade"])

    def test_open_markets_only(self):
        self.moved("agent", self.market, "suspend", "suspended")
        self.assertEqual(self.lots("alpha"), [])
        self.assertEqual(self.lots("agent"), [])

    def test_periods_are_read_on_the_day(self):
        self.rank_rows("cascade", valid_to=date.fromisoformat("2030-06-30"))
        with at("2030-06-30 12:00"):
            self.assertEqual(self.lots("beta"), ["Lot en cascade"])
        with at("2030-07-01 12:00"):
            self.assertEqual(self.lots("beta"), [])

    def test_the_catalog_names_no_rank_and_no_other(self):
        brain = self.brain(self.alpha)
        self.assertEqual(len(brain.lots_held), 2)
        for row in brain.lots_held:
            self.assertEqual(row[1:], ("active", "", ""))
        for login in ("beta", "bertrix", "stranger", None):
            with acting(login):
                found = api.content.find(UID=self.alpha.UID())
            self.assertEqual(len(found), 0, login)

    def test_a_lot_that_goes(self):
        with acting("agent"):
            lot = createContentInContainer(
                self.market,
                "imio.centrale.Lot",
                title="Lot éphémère",
                number="9",
                award_mode="direct",
                ranking=self.lot("cascade").ranking[2:],
            )
        self.assertIn("Lot éphémère", self.lots("gamma"))
        with acting("agent"):
            self.market.manage_delObjects([lot.getId()])
        self.assertEqual(self.lots("gamma"), ["Lot en cascade"])
        self.assertEqual(len(self.brain(self.gamma).lots_held), 1)


class TestMembers(MembersTestCase):
    """Who is listed, with what."""

    def contacts(self):
        self.bertrix.address = "Rue du Test 1\n6880 Bertrix"
        self.bertrix.contacts = [
            {"name": "Jo Privé", "role": "", "email": "jo@bertrix.example"},
            {"name": "Al Privée", "role": "Direction", "email": "dg@bertrix.example"},
        ]
        with acting("agent"):
            notify(ObjectModifiedEvent(self.bertrix))

    def test_active_adhesions_only(self):
        self.assertEqual([each.title for each in self.found()], ["Arlon", "Bertrix"])
        self.moved("agent", self.adhesion, "suspend", "suspended")
        self.assertEqual([each.title for each in self.found()], ["Arlon"])

    def test_a_function_and_no_person(self):
        self.contacts()
        member = self.found(text="bertrix")[0]
        self.assertEqual(member.role, "Direction")
        self.assertEqual(member.email, "dg@bertrix.example")
        self.assertEqual(member.address, "Rue du Test 1\n6880 Bertrix")
        self.assertEqual(member.nis_code, "84009")
        text = self.view("alpha")
        self.assertIn("dg@bertrix.example", text)
        for word in ("Privé", "jo@", "0999"):
            self.assertNotIn(word, text)

    def test_what_only_the_centrale_needs_is_not_there(self):
        with acting("agent"):
            self.adhesion.interests = [
                {"lot": self.lot("cascade").UID(), "max_amount": 4321}
            ]
            self.adhesion.users_count = 987
            notify(ObjectModifiedEvent(self.adhesion))
        for login in ("alpha", "agent"):
            text = self.view(login)
            for word in ("4321", "987", "deliberation.pdf"):
                self.assertNotIn(word, text)

    def test_interest_in_the_lots_of_the_reader(self):
        lots = [self.lot(each).UID() for each in ("direct", "cascade")]
        with acting("agent"):
            self.adhesion.interests = [{"lot": uid, "max_amount": None} for uid in lots]
            notify(ObjectModifiedEvent(self.adhesion))
        for login, expected in (("alpha", lots), ("beta", lots[1:]), ("agent", lots)):
            member = self.found(login, text="Bertrix")[0]
            self.assertEqual(list(member.lots), expected, login)

    def test_search(self):
        for text in ("BERT", "bértrix", "84009", " bertrix "):
            self.assertEqual([e.title for e in self.found(text=text)], ["Bertrix"])
        self.assertEqual(self.found(text="8400"), [])
        self.assertEqual(len(self.found(province="luxembourg")), 2)
        self.assertEqual(self.found(province="namur"), [])


class TestPage(MembersTestCase):
    def test_for_suppliers_of_the_centrale_agents_and_auditors(self):
        for login in ("alpha", "beta", "agent", "auditor"):
            self.assertIn("Bertrix", self.view(login), login)
        self.rank_rows("cascade", status="ended")
        for name in ("centrale-members", "centrale-members-export"):
            with self.assertRaises(Unauthorized):
                self.view("beta", name)
        for login in ("bertrix", "stranger", "intake", "siteadmin", None):
            with acting(login):
                for name in ("centrale-members", "centrale-members-export"):
                    found = self.centrale.restrictedTraverse(f"@@{name}", None)
                    self.assertIsNone(found, login)

    def test_nothing_found(self):
        text = self.view("alpha", q="zzz")
        self.assertIn("No member is found with this search.", text)
        self.assertIn("Show all", text)

    def test_a_province_that_does_not_exist_is_none(self):
        self.assertIn("Bertrix", self.view("alpha", province="<script>"))

    def test_files(self):
        for kind in ("xlsx", "csv"):
            data = self.view("alpha", "centrale-members-export", format=kind, q="bert")
            table = read(data, f"annexe-d.{kind}")
            rows = table.sheets[0].rows
            self.assertEqual(len(rows), 2)
            self.assertEqual(rows[0].cells[0], HEADINGS[0])
            self.assertEqual(rows[1].cells[0], "Bertrix")
            header = self.layer["request"].response.getHeader("Content-Disposition")
            self.assertIn(f"annexe-d-cyber.{kind}", header)

    def test_another_format(self):
        with self.assertRaises(Refused):
            self.view("alpha", "centrale-members-export", format="pdf")

    def test_no_member_is_loaded(self):
        texts = []
        found = loaded_by(self.portal, lambda: texts.append(self.view("alpha")))
        self.assertIn("Bertrix", texts[0])
        for name in ("Adhesion", "LocalAuthority", "Lot", "Market", "Supplier"):
            self.assertNotIn(name, found)
