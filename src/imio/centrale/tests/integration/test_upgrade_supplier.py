"""From version 1002 to 1003: the workplace of the suppliers and the enquiries."""

from imio.centrale import enquiries
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.tests.integration.test_enquiries import VALUES
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1003_supplier as step
from imio.centrale.workflows.state import state_of
from plone import api


class TestUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.filed = self.mission("closing")["cloture-1"]
        self.tool = api.portal.get_tool("portal_workflow")
        self.back_to_1002()

    def back_to_1002(self):
        """No room, no type, no workflow, no column, no permission."""
        self.centrale._delObject("contacts")
        types = api.portal.get_tool("portal_types")
        types.manage_delObjects([step.FOLDER, step.PORTAL_TYPE])
        self.tool.setChainForPortalTypes((step.FOLDER, step.PORTAL_TYPE), ())
        self.tool.manage_delObjects(["enquiry_workflow"])
        for column in step.COLUMNS:
            self.portal.portal_catalog.delColumn(column)
        for permission in step.PERMISSIONS:
            self.portal.manage_permission(permission, (), acquire=0)

    def upgrade(self):
        step.upgrade(api.portal.get_tool("portal_setup"))

    def test_anybody_can_write(self):
        self.upgrade()
        with acting(None):
            enquiry = enquiries.ask(self.centrale, cleaned(VALUES), "form")
        self.assertEqual(state_of(enquiry), "open")
        self.assertEqual(state_of(self.centrale["contacts"]), "available")

    def test_the_catalog_is_filled(self):
        self.upgrade()
        self.assertEqual(len(self.brain(self.alpha).lots_held), 2)
        self.assertEqual(self.brain(self.adhesion).interest_lots, ())
        self.assertEqual(self.brain(self.bertrix).member_card["role"], "")
        self.assertEqual(self.brain(self.filed).to_correct, ())
        (brain,) = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.PriceInventory",
            lot_uid=self.lot("direct").UID(),
        )
        self.assertEqual(brain.inventory_version, ("1", "2024-01-01", ""))

    def test_permissions_are_those_of_the_profile(self):
        self.upgrade()
        for permission, expected in step.PERMISSIONS.items():
            roles = self.portal.rolesOfPermission(permission)
            found = [each["name"] for each in roles if each["selected"]]
            self.assertEqual(sorted(found), sorted(expected), permission)

    def test_twice_is_once(self):
        self.upgrade()
        room = self.centrale["contacts"].UID()
        self.upgrade()
        self.assertEqual(self.centrale["contacts"].UID(), room)
