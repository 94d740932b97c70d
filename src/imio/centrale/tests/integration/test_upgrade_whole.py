"""From version 1002 to 1003: an old site has what the profile gives to a new one."""

from eea.facetednavigation.interfaces import IFacetedNavigable
from imio.centrale import rooms
from imio.centrale.faceted.criteria import forget
from imio.centrale.feed.recording import feed_of
from imio.centrale.feed.recording import KEY as FEED
from imio.centrale.settings import PREFIX
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003
from imio.centrale.upgrades.reading import PROFILE
from lxml import etree
from plone.app.workflow.interfaces import ISharingPageRole
from plone.registry.interfaces import IRegistry
from zope.annotation.interfaces import IAnnotations
from zope.component import getSiteManager
from zope.component import getUtility
from zope.component import queryUtility


INTAKE = "Centrale Intake"
NEW_ROOMS = ("contacts", "sessions")
NEW_TYPES = ("ContactsFolder", "Enquiry", "SessionsFolder", "InformationSession")
NEW_WORKFLOWS = ("enquiry_workflow", "session_workflow")
NEW_INDEXES = ("state_since", "option_kinds")
NEW_COLUMNS = (
    *("enquiry_kind", "lots_held", "interest_lots", "member_card", "to_correct"),
    *("inventory_version", "catalogue_facts", "milestones", "state_since"),
    *("population", "nis_code", "lot_number"),
)
NEW_PERMISSIONS = (
    "Add Information Session",
    "Save Views",
    "Read Feed",
    "Manage Callbacks",
    "Configure",
    "Ask the Centrale",
    "Use the Supplier Workplace",
    "View Members",
    "Send Forms",
)


class TestUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.mission("closing")
        self.types = self.portal.portal_types
        self.workflows = self.portal.portal_workflow
        self.catalog = self.portal.portal_catalog
        self.records = getUtility(IRegistry).records
        self.back_to_1002()
        v1003.upgrade(self.portal.portal_setup)

    def back_to_1002(self):
        new_types = [f"imio.centrale.{name}" for name in NEW_TYPES]
        for room_id in NEW_ROOMS:
            self.centrale._delObject(room_id, suppress_events=True)
        self.types.manage_delObjects(new_types)
        self.workflows.setChainForPortalTypes(new_types, ())
        self.workflows.manage_delObjects(list(NEW_WORKFLOWS))
        self.catalog.manage_delIndex(list(NEW_INDEXES))
        self.catalog.manage_delColumn(list(NEW_COLUMNS))
        for name in NEW_PERMISSIONS:
            self.portal.manage_permission(f"imio.centrale: {name}", (), acquire=0)
        for name in self.names_of_icons(new_types):
            del self.records[name]
        self.portal.portal_controlpanel.unregisterConfiglet("imio.centrale")
        forget(self.centrale["missions"])
        del IAnnotations(self.centrale)[FEED]
        getSiteManager().unregisterUtility(provided=ISharingPageRole, name=INTAKE)
        for name in (f"{PREFIX}.public_figures", f"{PREFIX}.closing_days"):
            del self.records[name]

    def names_of_icons(self, portal_types):
        kinds = (each.lower().replace(".", "-") for each in portal_types)
        return [f"plone.icon.contenttype/{kind}" for kind in kinds]

    def profile(self, name, subdir=None):
        context = self.portal.portal_setup._getImportContext(PROFILE)
        return etree.fromstring(context.readDataFile(name, subdir=subdir))

    def given(self, name, path, subdir=None):
        """Values in a file of the profile."""
        found = self.profile(name, subdir).xpath(path)
        self.assertTrue(found, path)
        return set(map(str, found))

    def test_the_catalog(self):
        indexes = self.given("catalog.xml", "index/@name")
        columns = self.given("catalog.xml", "column/@value")
        self.assertLessEqual(indexes, set(self.catalog.indexes()))
        self.assertLessEqual(columns, set(self.catalog.schema()))
        for node in self.profile("catalog.xml").iterfind("index"):
            index = self.catalog.Indexes[node.get("name")]
            self.assertEqual(index.meta_type, node.get("meta_type"))

    def test_types_and_workflows(self):
        types = self.given("types.xml", "object/@name")
        self.assertLessEqual(types, set(self.types.objectIds()))
        workflows = self.given("workflows.xml", "object/@name")
        self.assertLessEqual(workflows, set(self.workflows.objectIds()))
        for node in self.profile("workflows.xml").iterfind("bindings/type"):
            chain = [
                each.get("workflow_id") for each in node.iterfind("bound-workflow")
            ]
            found = self.workflows.getChainForPortalType(node.get("type_id"))
            self.assertEqual(list(found), chain, node.get("type_id"))

    def test_permissions(self):
        for node in self.profile("rolemap.xml").iterfind("permissions/permission"):
            name = node.get("name")
            roles = self.portal.rolesOfPermission(name)
            found = sorted(each["name"] for each in roles if each["selected"])
            given = sorted(each.get("name") for each in node.iterfind("role"))
            self.assertEqual(found, given, name)

    def test_records_and_the_control_panel(self):
        icons = self.given("icons.xml", "record/@name", "registry")
        self.assertLessEqual(icons, set(self.records.keys()))
        self.assertIn(f"{PREFIX}.public_figures", self.records)
        self.assertIn(f"{PREFIX}.closing_days", self.records)
        self.assertIsNotNone(queryUtility(ISharingPageRole, INTAKE))
        panel = self.portal.portal_controlpanel
        self.assertIn("imio.centrale", [each.id for each in panel.listActions()])

    def test_the_centrale_is_as_a_new_one(self):
        for room_id, portal_type, _title in rooms.ROOMS:
            self.assertEqual(self.centrale[room_id].portal_type, portal_type)
        self.assertTrue(IFacetedNavigable.providedBy(self.centrale["missions"]))
        self.assertIsNotNone(feed_of(self.centrale))

    def test_again_changes_nothing(self):
        feed = feed_of(self.centrale)
        v1003.upgrade(self.portal.portal_setup)
        self.assertIs(feed_of(self.centrale), feed)
