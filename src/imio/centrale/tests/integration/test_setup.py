"""Installing, uninstalling, installing again, upgrading."""

from imio.centrale import codes
from imio.centrale import parties
from imio.centrale import rooms
from imio.centrale import setuphandlers
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.testing import PACKAGE_INTEGRATION
from imio.centrale.tests import fixture
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.base.utils import get_installer
from plone.browserlayer.utils import registered_layers
from plone.registry import Record
from plone.registry.field import TextLine
from unittest import mock
from zope.annotation.interfaces import IAnnotations

import time
import unittest


PRODUCT = "imio.centrale"
DEFAULT = "imio.centrale:default"
DEPENDENCIES = (
    "plone.app.dexterity:default",
    "plone.restapi:default",
    "collective.z3cform.datagridfield:default",
    "eea.facetednavigation:default",
)
TYPES = """
Adhesion AdhesionsFolder AuthoritiesRegister Centrale ClosureFile Consultation
LiquidationBatch LocalAuthority Lot Market MarketsFolder MissionRequest MissionsFolder
MissionsYear Offer Order PriceInventory ProgramsFolder SubsidyProgram Supplier
SuppliersRegister
InformationSession SessionsFolder ContactsFolder Enquiry
""".split()
ROLES = {
    "Centrale Manager",
    "Centrale Auditor",
    "Centrale Authority",
    "Centrale Supplier",
    "Centrale Intake",
    "Centrale Requester",
    "Centrale Provider",
    "Centrale Consulted",
}
CONTRACT_INDEXES = """
tracking_code centrale_uid market_uid lot_uid authority_uid supplier_uid centrale_step
next_actor due amount_excl_vat province authority_type external_id
""".split()


def permissions_on_root(portal):
    """The roles of each permission as they are set on the site, and what is acquired."""
    return {
        name: (
            tuple(
                sorted(
                    r["name"] for r in portal.rolesOfPermission(name) if r["selected"]
                )
            ),
            bool(portal.acquiredRolesAreUsedBy(name)),
        )
        for name in portal.possible_permissions()
    }


def actions(portal):
    """The path of every action."""
    return sorted(
        f"{category.getId()}/{action.getId()}"
        for category in portal.portal_actions.objectValues()
        for action in category.objectValues()
    )


def catalog_of(portal):
    catalog = portal.portal_catalog
    return sorted(catalog.indexes()), sorted(catalog.schema())


def workflows_of(portal):
    tool = portal.portal_workflow
    return sorted(tool.objectIds()), {
        k: tuple(v) for k, v in tool._chains_by_type.items()
    }


SNAPSHOT = {
    "registry": lambda portal: {
        key: record.value
        for key, record in portal.portal_registry.records.items()
        # how often caches were emptied
        if key
        not in ("plone.bundles.last_compilation", "plone.resources.last_legacy_import")
    },
    "roles": lambda portal: sorted(portal.valid_roles()),
    "roles of users": lambda portal: sorted(
        portal.acl_users.portal_role_manager.listRoleIds()
    ),
    "groups": lambda portal: sorted(g.getId() for g in api.group.get_groups()),
    "permissions": permissions_on_root,
    "types": lambda portal: sorted(portal.portal_types.objectIds()),
    "workflows": workflows_of,
    "catalog": catalog_of,
    "actions": actions,
    "control panels": lambda portal: sorted(
        action.getId() for action in portal.portal_controlpanel.listActions()
    ),
    "browser layers": lambda portal: sorted(
        each.__name__ for each in registered_layers()
    ),
    "skins": lambda portal: sorted(portal.portal_skins.objectIds()),
    "components": lambda portal: sorted(
        repr(each.provided) + each.name
        for each in portal.getSiteManager().registeredUtilities()
    ),
    "users": lambda portal: sorted(user.getId() for user in api.user.get_users()),
}


def changes(before, after):
    """What differs between two entries of a snapshot: key -> (before, after)."""
    if isinstance(before, dict) and isinstance(after, dict):
        return {
            key: (before.get(key), after.get(key))
            for key in {*before, *after}
            if before.get(key) != after.get(key)
        }
    return {} if before == after else {"": (before, after)}


class SetupTestCase(unittest.TestCase):
    """Base: the package is there and not installed."""

    layer = PACKAGE_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.installer = get_installer(self.portal, self.layer["request"])

    def install(self):
        applyProfile(self.portal, DEFAULT)

    def uninstall(self):
        self.installer.uninstall_product(PRODUCT)

    def snapshot(self):
        return {name: take(self.portal) for name, take in SNAPSHOT.items()}


class TestInstall(SetupTestCase):
    """What is there afterwards."""

    def test_from_the_control_panel_in_less_than_ten_seconds(self):
        self.assertTrue(self.installer.is_product_installable(PRODUCT))
        start = time.monotonic()
        self.assertTrue(self.installer.install_product(PRODUCT))
        self.assertLess(time.monotonic() - start, 10)
        self.assertTrue(self.installer.is_product_installed(PRODUCT))

    def test_the_profile_of_the_control_panel(self):
        self.assertEqual(self.installer.get_install_profile(PRODUCT)["id"], DEFAULT)

    def test_what_it_brings(self):
        self.install()
        portal = self.portal
        types = {f"imio.centrale.{name}" for name in TYPES}
        self.assertLessEqual(types, set(portal.portal_types.objectIds()))
        self.assertLessEqual(ROLES, set(portal.valid_roles()))
        catalog = portal.portal_catalog
        self.assertLessEqual(set(CONTRACT_INDEXES), set(catalog.indexes()))
        self.assertLessEqual(set(CONTRACT_INDEXES), set(catalog.schema()))
        self.assertIn(ICentraleLayer, registered_layers())
        self.assertEqual(
            api.portal.get_registry_record("imio.centrale.authorities_id"), "autorites"
        )
        self.assertEqual(
            [portal[each].portal_type for each in ("autorites", "prestataires")],
            ["imio.centrale.AuthoritiesRegister", "imio.centrale.SuppliersRegister"],
        )

    def test_the_register_of_codes_is_made(self):
        self.assertNotIn(codes.KEY, IAnnotations(self.portal))
        self.install()
        self.assertEqual(len(codes.register()), 0)

    def configure(self, **ids):
        """Put records in the registry by hand, as its control panel does."""
        registry = self.portal.portal_registry
        for name, value in ids.items():
            field = TextLine(title=name)
            registry.records[f"imio.centrale.{name}"] = Record(field, value)

    def test_ids_configured_before(self):
        self.configure(authorities_id="membres", suppliers_id="adjudicataires")
        self.install()
        self.assertEqual(
            [self.portal[each].portal_type for each in ("membres", "adjudicataires")],
            ["imio.centrale.AuthoritiesRegister", "imio.centrale.SuppliersRegister"],
        )
        self.assertNotIn("autorites", self.portal)
        self.assertNotIn("prestataires", self.portal)
        self.assertEqual(rooms.authorities_id(), "membres")
        self.assertEqual(rooms.suppliers_id(), "adjudicataires")

    def test_an_id_that_is_taken(self):
        """What an intranet has at that id is no register."""
        api.content.create(self.portal, "Folder", id="autorites", title="Autorités")
        with self.assertRaises(rooms.IdTaken) as caught:
            self.install()
        sentence = str(caught.exception)
        self.assertIn("“autorites”", sentence)
        self.assertIn("imio.centrale.authorities_id", sentence)
        self.assertNotIn("${", sentence)

    def test_another_id_than_the_one_that_is_taken(self):
        kept = api.content.create(self.portal, "Document", id="prestataires", title="P")
        self.configure(suppliers_id="prestataires-centrale")
        self.install()
        self.assertEqual(self.portal["prestataires"].aq_base, kept.aq_base)
        self.assertEqual(
            self.portal["prestataires-centrale"].portal_type,
            "imio.centrale.SuppliersRegister",
        )

    def test_every_permission_is_set(self):
        self.install()
        found = permissions_on_root(self.portal)
        ours = {name for name in found if name.startswith("imio.centrale: ")}
        self.assertGreaterEqual(len(ours), 21)
        for name in ours:
            self.assertFalse(found[name][1], f"{name} is acquired")

    def test_twice_changes_nothing(self):
        self.install()
        once = self.snapshot()
        self.install()
        self.assertEqual(self.snapshot(), once)

    def test_twice_indexes_nothing_again(self):
        self.install()
        fixture.make(self.portal)
        with mock.patch.object(setuphandlers, "reindex_content") as reindexed:
            self.install()
        reindexed.assert_not_called()


class TestUninstall(SetupTestCase):
    """Nothing stays but the content."""

    def setUp(self):
        super().setUp()
        for profile in DEPENDENCIES:
            applyProfile(self.portal, profile)
        self.before = self.snapshot()
        self.install()
        fixture.make(self.portal)

    def test_every_trace_goes(self):
        self.uninstall()
        after = self.snapshot()
        for name, expected in self.before.items():
            with self.subTest(name):
                self.assertEqual(changes(expected, after[name]), {})
        self.assertFalse(self.installer.is_product_installed(PRODUCT))

    def test_the_content_stays(self):
        given = set(codes.register())
        self.uninstall()
        self.assertIn("cyber", self.portal)
        self.assertIn("bertrix", self.portal["autorites"])
        self.assertEqual(set(codes.register()), given)

    def test_other_roles_and_groups_stay(self):
        api.group.create("centrale-des-autres")
        self.uninstall()
        self.assertIsNotNone(api.group.get("centrale-des-autres"))
        self.assertIn("Site Administrator", self.portal.valid_roles())

    def test_installed_again_it_works_with_what_stayed(self):
        self.uninstall()
        self.install()
        bertrix = self.portal["autorites"]["bertrix"]
        alpha = self.portal["prestataires"]["alpha-test"]
        for group, role in (
            (parties.authority_group(bertrix.UID()), "Centrale Requester"),
            (parties.supplier_group(alpha.UID()), "Centrale Provider"),
        ):
            self.assertIn(role, api.group.get(group).getRoles())
        catalog = self.portal.portal_catalog
        (lot,) = catalog.unrestrictedSearchResults(lot_number="2")
        self.assertFalse(setuphandlers.indexes_are_new())
        self.assertEqual(
            lot.market_uid, self.portal["cyber"]["marches"]["market"].UID()
        )
        (found,) = catalog.unrestrictedSearchResults(enterprise_number="0999000129")
        self.assertEqual(found.UID, bertrix.UID())

    def test_installed_again_the_procedure_goes_on(self):
        self.uninstall()
        self.install()
        fixture.make_users(self.portal)
        steps = ProcedureTestCase()
        steps.layer = self.layer
        steps.setUp()
        mission = steps.mission(until="closing")
        steps.moved("agent", mission["cloture-1"], "accept", "accepted")


class TestUpgrade(SetupTestCase):
    """The scaffold of the upgrade steps."""

    def upgrade(self):
        setup = self.portal.portal_setup
        setup.setLastVersionForProfile(DEFAULT, "1")
        self.assertTrue(setup.listUpgrades(DEFAULT))
        setup.upgradeProfile(DEFAULT)
        self.assertEqual(setup.getLastVersionForProfile(DEFAULT), ("1003",))
        self.assertEqual(setup.listUpgrades(DEFAULT), [])

    def test_the_registers_that_are_missing(self):
        self.install()
        del IAnnotations(self.portal)[codes.KEY]
        self.portal._delObject("prestataires")
        kept = self.portal["autorites"].UID()
        self.upgrade()
        self.assertEqual(len(codes.register()), 0)
        self.assertIn("prestataires", self.portal)
        self.assertEqual(self.portal["autorites"].UID(), kept)

    def test_the_codes_that_were_given_stay(self):
        self.install()
        codes.register()["CYB26234679W"] = "some UID"
        self.upgrade()
        self.assertEqual(codes.uid_for("CYB-26-234679W"), "some UID")

    def test_what_the_site_decided_stays(self):
        """The profile is not read again as a whole."""
        self.install()
        portal = self.portal
        portal.manage_permission("imio.centrale: Run the Clock", ["Manager"], acquire=0)
        portal.portal_workflow.setChainForPortalTypes(["imio.centrale.Market"], ())
        portal.portal_types["imio.centrale.Offer"].title = "Devis"
        api.portal.set_registry_record("imio.centrale.suppliers_id", "prestataires")
        before = self.snapshot()
        self.upgrade()
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(portal.portal_types["imio.centrale.Offer"].title, "Devis")
