"""What the catalog keeps of the course of dossiers, and the upgrade that fills it."""

from datetime import timedelta
from DateTime import DateTime
from imio.centrale import clock
from imio.centrale.settings import ICentraleSettings
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_figures
from plone import api
from Products.CMFCore.indexing import processQueue


def days_ago(count):
    return clock.now() - timedelta(days=count)


def date_history(obj, workflow_id, **days):
    """Each state was entered so many days ago."""
    history = obj.workflow_history[workflow_id]
    obj.workflow_history[workflow_id] = tuple(
        {**status, "time": DateTime(days_ago(days[status["review_state"]]))}
        for status in history
    )
    obj.reindexObject(idxs=["review_state"])


class TestMilestones(ProcedureTestCase):
    def test_a_mission_shows_its_days(self):
        mission = self.mission(until="confirmed")
        today = clock.today().isoformat()
        self.assertEqual(
            self.brain(mission).milestones,
            dict.fromkeys(
                ("submitted", "assigned", "offered", "ordered", "confirmed"), today
            ),
        )

    def test_each_day_is_that_of_its_transition(self):
        mission = self.mission(until="offered")
        date_history(
            mission,
            "mission_workflow",
            draft=9,
            submitted=8,
            assigned=5,
            offered=3,
        )
        self.assertEqual(
            self.brain(mission).milestones,
            {
                "submitted": days_ago(8).date().isoformat(),
                "assigned": days_ago(5).date().isoformat(),
                "offered": days_ago(3).date().isoformat(),
            },
        )
        self.assertEqual(
            self.brain(mission).state_since[:16], days_ago(3).isoformat()[:16]
        )

    def test_a_return_moves_the_state_and_dates_nothing(self):
        mission = self.mission(until="offered")
        date_history(
            mission, "mission_workflow", draft=9, submitted=8, assigned=5, offered=3
        )
        self.moved("bertrix", mission["offre-1"], "return", "returned")
        brain = self.brain(mission)
        self.assertEqual(brain.milestones["assigned"], days_ago(5).date().isoformat())
        self.assertEqual(brain.state_since[:10], clock.today().isoformat())

    def test_a_draft(self):
        self.assertEqual(self.brain(self.request()).milestones, {})

    def test_an_adhesion(self):
        today = clock.today().isoformat()
        brain = self.brain(self.adhesion)
        self.assertEqual(brain.milestones, {"submitted": today, "active": today})
        self.assertEqual(brain.state_since[:10], today)

    def test_others_have_none(self):
        mission = self.mission(until="accepted")
        for obj in (mission["offre-1"], self.market, self.bertrix):
            self.assertFalse(self.brain(obj).milestones)
            self.assertFalse(self.brain(obj).state_since)

    def test_what_figures_read_of_authorities_and_lots(self):
        self.bertrix.population = 8500
        self.bertrix.reindexObject()
        brain = self.brain(self.bertrix)
        self.assertEqual((brain.population, brain.nis_code), (8500, "84009"))
        self.assertEqual(self.brain(self.lot("cascade")).lot_number, "2")


class TestUpgrade(ProcedureTestCase):
    """From 1002: no columns, two settings, no control panel."""

    def setUp(self):
        super().setUp()
        self.mission_ = self.mission(until="assigned")
        processQueue()
        for name in v1003_figures.COLUMNS:
            self.portal.portal_catalog.delColumn(name)
        self.forget_settings()
        self.portal.portal_controlpanel.unregisterConfiglet("imio.centrale")
        self.portal.manage_permission("imio.centrale: Configure", (), acquire=0)

    def forget_settings(self):
        records = self.portal.portal_registry.records
        for name in ICentraleSettings.names():
            if name not in ("authorities_id", "suppliers_id"):
                del records[f"imio.centrale.{name}"]

    def upgrade(self):
        v1003_figures.upgrade(self.portal.portal_setup)

    def test_columns_are_filled(self):
        self.upgrade()
        today = clock.today().isoformat()
        self.assertEqual(
            self.brain(self.mission_).milestones,
            {"submitted": today, "assigned": today},
        )
        self.assertEqual(self.brain(self.adhesion).milestones["active"], today)
        self.assertEqual(self.brain(self.bertrix).nis_code, "84009")
        self.assertEqual(self.brain(self.lot("direct")).lot_number, "1")

    def test_settings_are_added_and_what_was_decided_stays(self):
        api.portal.set_registry_record("imio.centrale.authorities_id", "membres")
        self.upgrade()
        record = api.portal.get_registry_record
        self.assertEqual(record("imio.centrale.authorities_id"), "membres")
        self.assertEqual(record("imio.centrale.warning_days"), 2)

    def test_the_control_panel_is_there(self):
        self.upgrade()
        panel = self.portal.portal_controlpanel
        self.assertIn("imio.centrale", [each.getId() for each in panel.listActions()])
        roles = self.portal.rolesOfPermission("imio.centrale: Configure")
        self.assertEqual(
            sorted(each["name"] for each in roles if each["selected"]),
            ["Manager", "Site Administrator"],
        )

    def test_twice_is_once(self):
        self.upgrade()
        api.portal.set_registry_record("imio.centrale.warning_days", 5)
        self.upgrade()
        self.assertEqual(
            api.portal.get_registry_record("imio.centrale.warning_days"), 5
        )
