"""The demo installs through the real rules and holds what the tutorial promises."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default as mail_policy
from imio.centrale import agent_notes
from imio.centrale import clock
from imio.centrale import closure_facts
from imio.centrale import inventories
from imio.centrale import missions
from imio.centrale import parties
from imio.centrale import progress
from imio.centrale import reported
from imio.centrale import waiting
from imio.centrale.annexe_b import comparing
from imio.centrale.asking import drafts
from imio.centrale.cascade import consultations
from imio.centrale.cascade import open_consultation
from imio.centrale.catalogue import Catalogue
from imio.centrale.demo import ACCOUNTS
from imio.centrale.demo import install
from imio.centrale.demo.communes import COMMUNES
from imio.centrale.demo.dossiers import DOSSIERS
from imio.centrale.demo.files import pdf
from imio.centrale.demo.mail import mail_directory
from imio.centrale.domain import tracking
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.code_proof import FOUND
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.domain.lot_state import STATES
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.proving.documents import pieces_of
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.sessions import coming_and_past
from imio.centrale.sessions import SESSION
from imio.centrale.sessions import sessions_in
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.tests.demo_site import DemoLayer
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from plone import api
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.schema import getFieldsInOrder

import re
import transaction
import unittest


NOW = datetime(2026, 11, 20, 15, tzinfo=BRUSSELS)
MISSION = "imio.centrale.MissionRequest"
#: state of the mission -> states of its last offer, order and closure file
CHILDREN = {
    "draft": (None, None, None),
    "submitted": (None, None, None),
    "consulting": (None, None, None),
    "assigned": (None, None, None),
    "offered": (("submitted", "accepted"), None, None),
    "ordered": (("accepted",), ("deposited",), None),
    "confirmed": (("accepted",), ("confirmed",), None),
    "closing": (("accepted",), ("confirmed",), ("deposited",)),
    "closed": (("accepted",), ("confirmed",), ("accepted",)),
    "cancelled": (None, None, None),
    "unsuccessful": (None, None, None),
}

SUPPLIERS = ("exemple", "modele", "specimen")
#: who can do what now: login, mission, type of its child if any, transition
WAITING = (
    ("daverdisse", "Conseiller en sécurité à temps partagé", None, "submit"),
    ("agent", "Plan de continuité de l'administration", None, "consult"),
    (
        "modele",
        "Politique de sécurité de la commune",
        "imio.centrale.Consultation",
        "accept",
    ),
    (
        "specimen",
        "Sensibilisation de tous les agents",
        "imio.centrale.Consultation",
        "decline",
    ),
    ("daverdisse", "Remplacement du pare-feu", "imio.centrale.Offer", "accept"),
    ("agent", "Pare-feu de l'hôtel de ville", "imio.centrale.Order", "confirm"),
    (
        "agent",
        "Authentification forte et sauvegarde",
        "imio.centrale.ClosureFile",
        "accept",
    ),
)


class FixedDemoLayer(DemoLayer):
    """The demo as it is made on a fixed day."""

    def setUpPloneSite(self, portal):
        with clock.at(NOW):
            super().setUpPloneSite(portal)


DEMO_FIXTURE = FixedDemoLayer()
DEMO_INTEGRATION = IntegrationTesting(
    bases=(DEMO_FIXTURE,), name="imio.centrale:DemoIntegration"
)

DEMO_FUNCTIONAL = FunctionalTesting(
    bases=(DEMO_FIXTURE,), name="imio.centrale:DemoFunctional"
)


class DemoTestCase(unittest.TestCase):
    layer = DEMO_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        frozen = clock.at(NOW)
        frozen.__enter__()
        self.addCleanup(frozen.__exit__, None, None, None)

    def found(self, portal_type, **query):
        """What there is, whoever asks."""
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(portal_type=portal_type, **query)
        return [brain._unrestrictedGetObject() for brain in brains]

    def seen(self, login, portal_type):
        """What a user finds."""
        with api.env.adopt_user(username=login):
            brains = api.portal.get_tool("portal_catalog")(portal_type=portal_type)
            return [brain._unrestrictedGetObject() for brain in brains]

    def everything(self):
        """All objects of our types."""
        brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults()
        found = [brain._unrestrictedGetObject() for brain in brains]
        return [obj for obj in found if ICentraleContent.providedBy(obj)]

    def mission(self, title):
        return next(each for each in self.found(MISSION) if each.title == title)


class TestContent(DemoTestCase):
    """Types, states and documents."""

    def test_two_centrales(self):
        found = {each.getId(): each for each in self.found("imio.centrale.Centrale")}
        self.assertEqual(set(found), {"cyber", "smart"})
        self.assertEqual(found["cyber"].code_prefix, "CYB")
        self.assertEqual(found["smart"].code_prefix, "SMART")

    def test_the_centrales_are_in_the_navigation(self):
        navigation = api.content.get_view("portal_tabs_view", self.portal)
        shown = [tab["id"] for tab in navigation.topLevelTabs(actions=[])]
        self.assertEqual(shown, ["cyber", "smart"])

    def test_lots(self):
        modes = Counter(
            (lot.aq_parent.getId(), lot.award_mode, len(lot.ranking))
            for lot in self.found("imio.centrale.Lot")
        )
        self.assertEqual(
            modes,
            {
                ("audit-et-equipement", "direct", 1): 3,
                ("accompagnement", "cascade", 3): 2,
                ("gestion-de-crise", "direct", 1): 1,
                ("postes-des-ecoles", "direct", 1): 1,
                ("reseau-des-bibliotheques", "direct", 1): 1,
                ("diagnostic-express", "direct", 1): 1,
                ("solutions", "direct", 1): 10,
            },
        )

    def test_every_supplier_of_a_lot_has_its_price_list(self):
        for lot in self.found("imio.centrale.Lot"):
            day = max(clock.today(), lot.aq_parent.start)
            for row in lot.ranking:
                inventory = inventories.inventory_on(lot, row["supplier"], day)
                self.assertEqual(state_of(inventory), "published")
                if inventory.version == "1":
                    self.assertTrue(8 <= len(inventory.lines) <= 15)
                options = {line["option"] for line in inventory.lines} - {""}
                self.assertEqual(options, {each["code"] for each in lot.options})
                self.assertGreater(len({x["vat_rate"] for x in inventory.lines}), 1)

    def test_the_catalogue_shows_every_state(self):
        found = Catalogue(self.portal["cyber"]).lots
        self.assertEqual({lot.state for lot in found}, set(STATES))

    def test_sessions(self):
        coming, past = coming_and_past(sessions_in(self.portal["cyber"]))
        self.assertEqual([len(coming), len(past)], [1, 1])
        self.assertIn(".example/", past[0].recording_url)
        self.assertTrue(past[0].slides_url)
        self.assertEqual(
            [state_of(each) for each in self.found(SESSION)], ["published"] * 2
        )

    def test_one_price_list_of_five_thousand_lines_was_imported(self):
        (large,) = [
            each
            for each in self.found("imio.centrale.PriceInventory")
            if each.version == "2"
        ]
        self.assertEqual(len({line["code"] for line in large.lines}), 5000)
        self.assertTrue(large.source_file.data.startswith(b"PK"))
        with api.env.adopt_roles(["Manager"]):
            before = comparing.version_to_compare(large)
        difference = comparing.difference_of(before, large)
        self.assertEqual(comparing.counts(difference)["repriced"], 2)
        concerned = comparing.missions_concerned(before, difference)
        self.assertEqual(
            {mission.title for mission, codes in concerned},
            {"Pare-feu de l'hôtel de ville", "Réseau sans fil sécurisé des bâtiments"},
        )
        rests_on_it = self.mission("Remplacement du pare-feu")
        self.assertEqual(rests_on_it.inventory, large.UID())

    def test_every_state_of_a_mission_in_the_cyber_centrale(self):
        cyber = self.portal["cyber"].UID()
        found = self.found(MISSION, centrale_uid=cyber)
        self.assertEqual({state_of(each) for each in found}, set(CHILDREN))

    def test_dossiers_of_the_texts(self):
        lots = {lot.UID(): lot.getId() for lot in self.found("imio.centrale.Lot")}
        wanted = {
            (missions.authority_of(each).getId(), lots[each.lot])
            for each in self.found(MISSION, centrale_uid=self.portal["smart"].UID())
        }
        self.assertEqual(
            wanted,
            {
                ("bertrix", "travaux-et-signalement"),
                ("bertrix", "e-guichet"),
                ("bertrix", "application-mobile"),
                ("bertrix", "budget-participatif"),
                ("daverdisse", "e-guichet"),
                ("daverdisse", "travaux-et-signalement"),
                ("arlon", "repas-et-extrascolaire"),
                ("attert", "repas-et-extrascolaire"),
                ("vaux-sur-sure", "repas-et-extrascolaire"),
                ("aubange", "consultation-citoyenne"),
                ("habay", "consultation-citoyenne"),
            },
        )

    def test_adhesions(self):
        """23 of the 44 communes joined the Smart centrale [IDELUX] 001."""
        expected = {
            "cyber": {"active": 7, "submitted": 1, "interest": 1},
            "smart": {"active": 23, "submitted": 1, "interest": 4},
        }
        for centrale, by_state in expected.items():
            states = Counter(
                state_of(each)
                for each in self.found(
                    "imio.centrale.Adhesion", centrale_uid=self.portal[centrale].UID()
                )
            )
            self.assertEqual(states, by_state, centrale)

    def test_the_communes_of_the_province(self):
        communes = [
            each
            for each in self.found("imio.centrale.LocalAuthority")
            if each.province == "luxembourg" and each.authority_type == "commune"
        ]
        self.assertEqual(len(communes), 44)
        self.assertEqual(len({each.nis_code for each in communes}), 44)
        self.assertEqual(len({each.enterprise_number for each in communes}), 44)
        self.assertTrue(all(each.nis_code[0] == "8" for each in communes))
        self.assertTrue(all(each.population for each in communes))

    def test_nis_codes(self):
        by_name = {name for name, _nis_code, _population in COMMUNES}
        codes = {
            each.getId(): each.nis_code
            for each in self.found("imio.centrale.LocalAuthority")
            if each.title not in by_name
        }
        self.assertEqual(
            codes,
            {
                "arlon": "81001",
                "attert": "81003",
                "aubange": "81004",
                "vaux-sur-sure": "82036",
                "bertrix": "84009",
                "cpas-de-bertrix": "84009",
                "daverdisse": "84016",
                "habay": "85046",
                "eupen": "63023",
                "province-de-luxembourg": None,
            },
        )

    def test_missions_agree_with_their_children(self):
        types = ("Offer", "Order", "ClosureFile")
        for mission in self.found(MISSION):
            expected = CHILDREN[state_of(mission)]
            for name, states in zip(types, expected):
                child = missions.latest(mission, f"imio.centrale.{name}")
                where = (mission.title, name)
                if states is None:
                    self.assertIsNone(child, where)
                else:
                    self.assertIn(state_of(child), states, where)

    def test_a_mission_closed_with_a_ubl_invoice(self):
        mission = self.mission("Audit de sécurité initial")
        self.assertEqual(state_of(mission), "closed")
        closure = missions.latest(mission, "imio.centrale.ClosureFile")
        self.assertEqual(closure.invoice_number, f"F-{mission.tracking_code}")
        self.assertEqual(
            closure.invoice_incl_vat, missions.accepted_offer(mission).total_incl_vat
        )
        self.assertEqual(closure_facts.findings_of(closure), ())
        states = {each.definition.code: each.state for each in closure.judgement.lines}
        self.assertEqual(set(states.values()) - {"ok", "not_asked"}, set(), states)

    def test_indicators_over_the_dossiers(self):
        for centrale in ("cyber", "smart"):
            found = {
                each.indicator.code: (each.dossiers, each.reached)
                for each in reported.figures_in(self.portal[centrale])
            }
            self.assertEqual(set(found), {"LIV", "DEL", "PRI"})
            for dossiers, reached in found.values():
                self.assertEqual(dossiers, reached)
                self.assertGreater(dossiers, 0)

    def test_cascade(self):
        mission = self.mission("Politique de sécurité de la commune")
        self.assertEqual(
            [(each.rank, each.answer) for each in consultations(mission)],
            [(1, "declined"), (2, None)],
        )
        self.assertGreater(progress.due(mission), clock.now())
        failed = self.mission("Formation des informaticiens avant l'été")
        self.assertEqual(
            [(each.rank, each.answer) for each in consultations(failed)],
            [(1, "declined"), (2, "declined"), (3, "declined")],
        )

    def test_valid_offers(self):
        for offer in self.found("imio.centrale.Offer"):
            lapsed = offer.aq_parent.title == "Audit des accès à distance"
            self.assertEqual(offer.valid_until < clock.today(), lapsed, offer)
            self.assertEqual(inventories.offer_reasons(offer), [])

    def test_codes(self):
        for mission in self.found(MISSION):
            self.assertEqual(mission.getId(), mission.tracking_code)
            self.assertEqual(
                tracking.key(mission.tracking_code).startswith("CYB"),
                "/cyber/" in mission.absolute_url(),
            )

    def test_everything_is_valid(self):
        for obj in self.everything():
            for schema in iterSchemata(obj):
                for name, field in getFieldsInOrder(schema):
                    value = getattr(obj, name, None)
                    if value is not None or field.required:
                        field.bind(obj).validate(value)

    def test_no_address_leads_anywhere(self):
        for obj in self.everything():
            for address in addresses(obj):
                self.assertRegex(address, r"\.example$", obj.absolute_url())
        for user in api.user.get_users():
            if user.getId() in {each.login for each in ACCOUNTS}:
                self.assertRegex(user.getProperty("email"), r"\.example$")
        sender = api.portal.get_registry_record("plone.email_from_address")
        self.assertRegex(sender, r"\.example$")

    def test_documents_carry_the_code(self):
        for mission in self.found(MISSION):
            for child in mission.objectValues():
                for file in files(child):
                    self.assertIn(mission.tracking_code, file.filename)
                    self.assertIn(mission.tracking_code.encode(), file.data)

    def test_the_code_was_read_in_every_document(self):
        found = [
            evidence.verdict
            for mission in self.found(MISSION)
            for piece in pieces_of(mission)
            for evidence in evidence_of(piece)
        ]
        self.assertGreater(len(found), 40)
        self.assertEqual(set(found), {Verdict(FOUND)})

    def test_documents_are_pdf(self):
        data = pdf(("Délibération (copie)", "Code de suivi : CYB-26-XXXXXXX"))
        self.assertTrue(data.startswith(b"%PDF-1.4\n"))
        start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])
        self.assertTrue(data[start:].startswith(b"xref\n0 6\n"))
        offsets = re.findall(rb"^(\d{10}) 00000 n $", data, re.MULTILINE)
        for number, offset in enumerate(offsets, start=1):
            self.assertTrue(data[int(offset) :].startswith(b"%d 0 obj\n" % number))
        length, stream = re.search(
            rb"/Length (\d+) >>\nstream\n(.*)\nendstream", data, re.DOTALL
        ).groups()
        self.assertEqual(int(length), len(stream))

    def test_again(self):
        before = {obj.absolute_url() for obj in self.everything()}
        install(self.portal.portal_setup)
        self.assertEqual({obj.absolute_url() for obj in self.everything()}, before)


class TestHistory(DemoTestCase):
    """Who did what, and when."""

    def test_somebody_did_everything(self):
        logins = {each.getId() for each in api.user.get_users()}
        for obj in self.found([MISSION, "imio.centrale.Adhesion"]):
            for status in statuses(obj):
                self.assertIn(status["actor"], logins)

    def test_it_happened_before_today_and_in_order(self):
        for mission in self.found(MISSION):
            times = [status["time"].timeTime() for status in statuses(mission)]
            self.assertEqual(times, sorted(times))
            self.assertLess(times[-1], NOW.timestamp())
            for child in mission.objectValues():
                self.assertGreaterEqual(
                    child.created().timeTime(), mission.created().timeTime()
                )

    def test_suppliers_act_in_their_own_name(self):
        mission = self.mission("Audit de sécurité initial")
        offer = missions.latest(mission, "imio.centrale.Offer")
        self.assertEqual([x["actor"] for x in statuses(offer)][:2], ["exemple"] * 2)
        order = missions.latest(mission, "imio.centrale.Order")
        self.assertEqual(
            [x["actor"] for x in statuses(order)],
            ["daverdisse", "daverdisse", "agent"],
        )


class TestSubsidy(DemoTestCase):
    """The two programs and what they hold."""

    def programs(self):
        """Those of the cyber centrale, by state."""
        return {
            state_of(each): each
            for each in self.portal["cyber"]["subsides"].objectValues()
        }

    def small(self):
        return self.portal["smart"]["subsides"]["subside-smart"]

    def orders_of(self, program):
        return [
            order
            for order in self.found("imio.centrale.Order")
            if order.subsidy_program == program.UID()
        ]

    def test_deadlines_of_the_text(self):
        program = self.programs()["closed"]
        self.assertEqual(f"{program.order_deadline}", "2024-06-30")
        self.assertEqual(f"{program.invoice_issue_deadline}", "2024-06-30")
        self.assertEqual(
            f"{to_brussels(program.dossier_deadline)}", "2024-07-05 17:00:00+02:00"
        )
        self.assertEqual(f"{program.invoice_copy_deadline}", "2024-08-31")
        self.assertEqual(program.payment_expected, "octobre 2024")
        self.assertEqual(book_of(program).head["rank"], 0)

    def test_same_rules_one_period_ahead(self):
        program = self.programs()["open"]
        self.assertEqual(program.title, "Subside Cyber 2026-2027 (illustratif)")
        self.assertEqual(f"{program.order_deadline}", "2027-06-30")
        self.assertEqual(
            f"{to_brussels(program.dossier_deadline)}", "2027-07-05 17:00:00+02:00"
        )
        self.assertEqual(
            [(row["min_users"], row["max_users"]) for row in program.categories],
            [(0, 50), (50, 100), (100, 501), (501, None)],
        )
        self.assertEqual(program.envelope, Decimal("1750000.00"))
        self.assertEqual(len(program.excluded_nis), 9)

    def test_within_the_envelope(self):
        for program in (self.programs()["open"], self.small()):
            orders = self.orders_of(program)
            noted = sum(x.subsidy_reserved + x.subsidy_granted for x in orders)
            book = book_of(program)
            self.assertEqual(program.envelope - book.balance, noted)
            self.assertTrue(0 < noted <= program.envelope)
            self.assertEqual(findings_of(program), [])

    def test_every_state(self):
        book = book_of(self.programs()["open"])
        states = Counter(each.state for each in book.store.dossiers.values())
        self.assertEqual(states, {"confirmed": 3, "deposited": 1})
        for order in self.orders_of(self.programs()["open"]):
            offer = missions.accepted_offer(missions.mission_of(order))
            self.assertLessEqual(
                order.subsidy_reserved + order.subsidy_granted, offer.total_incl_vat
            )

    def test_a_small_envelope_runs_dry_and_is_raised(self):
        program = self.small()
        book = book_of(program)
        self.assertEqual(book.balance, 0)
        self.assertTrue(list(book.waiting()))
        codes = [entry.code for entry in book.store.entries.values()]
        self.assertIn("waiting_list_served", codes)
        raised = program.rules_versions[-1]
        self.assertEqual((raised.number, raised.envelope), (2, Decimal("55000.00")))

    def test_a_batch_is_paid(self):
        (batch,) = self.found("imio.centrale.LiquidationBatch", review_state="paid")
        self.assertEqual({row["status"] for row in batch.entries}, {"paid"})
        self.assertTrue(batch.payment_file.data)
        paid = sum(row["amount"] for row in batch.entries)
        self.assertEqual(book_of(self.small()).head["liquidated"], paid)

    def test_instants_follow_each_other(self):
        for program in (self.programs()["open"], self.small()):
            days = [each.at.date() for each in book_of(program).store.entries.values()]
            self.assertEqual(days, sorted(days))

    def test_one_amount_for_an_authority(self):
        program = self.programs()["open"]
        for adhesion in self.found("imio.centrale.Adhesion"):
            category = next(
                each
                for each in program.domain_categories()
                if each.holds(adhesion.users_count)
            )
            self.assertLessEqual(
                book_of(program).authority(adhesion.authority).held, category.amount
            )

    def test_eupen_orders_without_subsidy(self):
        mission = self.mission("Protection des postes de l'administration")
        order = missions.latest(mission, "imio.centrale.Order")
        self.assertEqual(state_of(order), "confirmed")
        self.assertEqual(order.subsidy_granted, Decimal("0.00"))


class TestAccounts(DemoTestCase):
    """One account for each role; each finds something to do and nothing of others."""

    def accounts(self, register):
        return [each for each in ACCOUNTS if each.party in self.portal[register]]

    def test_one_for_each_role(self):
        roles = Counter(each.role.split(":")[0] for each in ACCOUNTS)
        self.assertEqual(
            roles,
            {
                "agent of the centrales": 1,
                "second agent": 1,
                "authority": 2,
                "supplier": 3,
                "auditor": 1,
                "intake (REST only)": 1,
                "site administrator": 1,
            },
        )

    def test_they_log_in(self):
        for account in ACCOUNTS:
            user = self.portal.acl_users.authenticate(
                account.login, account.password, self.layer["request"]
            )
            self.assertIsNotNone(user, account.login)
            self.assertIn("(fictif)", account.fullname)
            invalid = self.portal.portal_registration.testPasswordValidity(
                account.password
            )
            self.assertIsNone(invalid, account.login)

    def test_groups(self):
        for register, group_of in (
            ("autorites", parties.authority_group),
            ("prestataires", parties.supplier_group),
        ):
            for account in self.accounts(register):
                party = self.portal[register][account.party]
                members = api.user.get_users(groupname=group_of(party.UID()))
                self.assertEqual([x.getId() for x in members], [account.login])

    def test_roles(self):
        for account in ACCOUNTS:
            if account.site_role:
                roles = api.user.get_roles(username=account.login)
                self.assertIn(account.site_role, roles)

    def test_suppliers_see_their_own_only(self):
        for account in self.accounts("prestataires"):
            uid = self.portal["prestataires"][account.party].UID()
            seen = self.seen(account.login, MISSION)
            self.assertTrue(seen)
            for mission in seen:
                waiting = open_consultation(mission)
                asked = waiting is not None and waiting.supplier == uid
                self.assertTrue(asked or mission.supplier == uid, mission.title)
            for portal_type in ("Consultation", "PriceInventory"):
                others = {
                    each.supplier
                    for each in self.seen(account.login, f"imio.centrale.{portal_type}")
                }
                self.assertEqual(others - {uid}, set())
            for portal_type in ("Offer", "Order", "ClosureFile"):
                for child in self.seen(account.login, f"imio.centrale.{portal_type}"):
                    self.assertEqual(missions.mission_of(child).supplier, uid)

    def test_authorities_see_their_own_only(self):
        for account in self.accounts("autorites"):
            uid = self.portal["autorites"][account.party].UID()
            for portal_type in (MISSION, "imio.centrale.Adhesion"):
                owners = {x.authority for x in self.seen(account.login, portal_type)}
                self.assertEqual(owners, {uid})

    def test_auditor_sees_everything_and_intake_nothing(self):
        everything = {x.UID() for x in self.found(MISSION)}
        self.assertEqual(len(everything), len(DOSSIERS))
        seen = {x.UID() for x in self.seen("auditeur", MISSION)}
        self.assertEqual(seen, everything)
        self.assertEqual(self.seen("guichet", MISSION), [])

    def test_something_to_do(self):
        awaited = {"agent": "manager", "daverdisse": "authority"}
        awaited["bertrix"] = "authority"
        for login in ("agent", "daverdisse", "bertrix", *SUPPLIERS):
            actor = awaited.get(login, "supplier")
            with api.env.adopt_user(username=login):
                mine = [
                    mission
                    for mission in self.found(MISSION)
                    if api.user.has_permission("View", obj=mission)
                    and progress.next_actor(mission) == actor
                ]
            self.assertTrue(mine, login)

    def test_a_draft_waits_for_its_author(self):
        authority = self.portal["autorites"]["daverdisse"].UID()
        waiting = {}
        for login in ("daverdisse", "bertrix"):
            with api.env.adopt_user(username=login):
                waiting[login] = drafts.waiting(self.portal["cyber"], authority)
        (draft,) = waiting["daverdisse"]
        self.assertEqual(draft.answers.options, ("SEN",))
        self.assertEqual(draft.answers.contact_name, "")
        self.assertEqual(waiting["bertrix"], [])

    def test_acts_that_wait(self):
        for login, title, portal_type, transition in WAITING:
            mission = self.mission(title)
            obj = missions.latest(mission, portal_type) if portal_type else mission
            with api.env.adopt_user(username=login):
                self.assertEqual(refusals(obj, transition), [], title)


class TestMails(DemoTestCase):
    """Mails of the demo are files, and none leaves."""

    layer = DEMO_FUNCTIONAL

    def tearDown(self):
        for path in self.paths():
            path.unlink()

    def paths(self):
        return sorted(mail_directory().glob("*.eml"))

    def mails(self):
        return [
            message_from_bytes(path.read_bytes(), policy=mail_policy)
            for path in self.paths()
        ]

    def submit_the_draft(self):
        mission = self.mission("Conseiller en sécurité à temps partagé")
        with api.env.adopt_user(username="daverdisse"):
            move(mission, "submit")
        return mission.tracking_code

    def test_the_invented_past_sent_nothing(self):
        self.assertEqual(self.mails(), [])

    def test_a_mail_is_a_file_once_committed(self):
        code = self.submit_the_draft()
        self.assertEqual(self.mails(), [])
        transaction.commit()
        (mail,) = self.mails()
        self.assertIn(code, mail["Subject"])
        self.assertIn(code, mail.get_content())
        self.assertEqual(mail["From"].addresses[0].addr_spec, "cyber@imio.example")
        self.assertEqual(
            mail["To"].addresses[0].addr_spec, "direction@daverdisse.example"
        )

    def test_it_is_read_without_decoding(self):
        self.submit_the_draft()
        transaction.commit()
        text = self.paths()[0].read_text(encoding="utf-8")
        self.assertIn("Direction générale (fictive)", text)
        self.assertNotIn("=?utf-8?", text)

    def test_none_when_the_transaction_aborts(self):
        self.submit_the_draft()
        transaction.abort()
        self.assertEqual(self.mails(), [])

    def test_an_immediate_mail_is_a_file_as_well(self):
        self.portal.MailHost.send(
            "To: a@b.example\nFrom: c@d.example\nSubject: x\n\nx", immediate=True
        )
        self.assertEqual(len(self.mails()), 1)


def statuses(obj):
    """The history of an object."""
    return [status for history in obj.workflow_history.values() for status in history]


def fields_of(obj):
    """(field, value) of an object, those of its rows included."""
    for schema in iterSchemata(obj):
        for name, field in getFieldsInOrder(schema):
            value = getattr(obj, name, None)
            yield field, value
            if isinstance(field, Rows):
                for row in value or ():
                    for key, column in getFieldsInOrder(field.row_schema):
                        yield column, row.get(key)


def addresses(obj):
    """The mail addresses of an object."""
    return [
        value
        for field, value in fields_of(obj)
        if isinstance(field, MailAddress) and value
    ]


def files(obj):
    """The files of an object."""
    return [
        value for _field, value in fields_of(obj) if INamedBlobFile.providedBy(value)
    ]


class TestDesk(DemoTestCase):
    """An agent of the demo finds each kind of work."""

    def counts(self, centrale):
        with api.env.adopt_user(username="agent"):
            return {
                section.id: waiting.found(
                    section, self.portal[centrale], waiting.times(), 1
                ).actual_result_count
                for section in waiting.SECTIONS
            }

    def test_something_waits_in_each_section(self):
        found = self.counts("cyber")
        self.assertEqual([name for name, count in found.items() if not count], [])

    def test_agents_wrote_to_each_other(self):
        notes = agent_notes.notes_of(self.mission("Pare-feu de l'hôtel de ville"))
        self.assertEqual([each.agent for each in notes], ["agent", "directrice"])
        self.assertLess(notes[0].at, notes[1].at)
        self.assertLess(notes[1].at, NOW)
