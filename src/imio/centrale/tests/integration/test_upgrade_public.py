"""From a site without sessions, whose lots say nothing to the catalogue."""

from imio.centrale import catalogue
from imio.centrale.catalogue import Catalogue
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_public
from plone.dexterity.utils import createContentInContainer


SESSION = "imio.centrale.InformationSession"
ROOM = "imio.centrale.SessionsFolder"


class TestPublicUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        portal = self.portal
        self.tools = portal.portal_types, portal.portal_workflow, portal.portal_catalog
        types, workflows, catalog = self.tools
        self.centrale._delObject("sessions", suppress_events=True)
        catalog.delColumn(catalogue.COLUMN)
        catalog.delIndex("option_kinds")
        workflows.setChainForPortalTypes((SESSION, ROOM), ())
        workflows._delObject("session_workflow")
        for name in (SESSION, ROOM):
            types._delObject(name)
        portal.manage_permission(
            "imio.centrale: Add Information Session", (), acquire=0
        )

    def upgrade(self):
        v1003_public.upgrade(self.portal.portal_setup)

    def test_the_catalogue_is_read(self):
        self.upgrade()
        with acting(None):
            lots = Catalogue(self.centrale).lots
        self.assertEqual([lot.state for lot in lots], ["open", "open"])
        self.assertEqual(lots[0].holders, ("Alpha Test",))
        self.assertEqual(
            [brain.UID for brain in self.tools[2](option_kinds="audit")],
            [self.lot("direct").UID()],
        )

    def test_sessions_are_announced(self):
        self.upgrade()
        with acting("agent"):
            session = createContentInContainer(
                self.centrale["sessions"],
                SESSION,
                title="Présentation",
                start=self.market.created().asdatetime(),
            )
        self.moved("agent", session, "publish", "published")
        self.assertEqual(
            self.tools[1].getChainForPortalType(ROOM), ("public_room_workflow",)
        )
        self.assertIn("View", self.tools[1]["session_workflow"].permissions)

    def test_what_the_site_decided_stays(self):
        self.tools[0]["imio.centrale.Offer"].title = "Devis"
        self.upgrade()
        self.upgrade()
        self.assertEqual(self.tools[0]["imio.centrale.Offer"].title, "Devis")
        self.tools[0][SESSION].title = "Séance"
        self.tools[1].setChainForPortalTypes((SESSION,), ())
        self.upgrade()
        self.assertEqual(self.tools[0][SESSION].title, "Séance")
        self.assertEqual(self.tools[1].getChainForPortalType(SESSION), ())
