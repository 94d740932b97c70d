"""Installing and uninstalling what the XML of the profiles cannot say."""

from imio.centrale import parties
from imio.centrale import rooms
from plone import api
from plone.base.interfaces import INonInstallable
from zope.interface import implementer


ROLES = (
    "Centrale Manager",
    "Centrale Auditor",
    "Centrale Authority",
    "Centrale Supplier",
    "Centrale Intake",
    "Centrale Requester",
    "Centrale Provider",
    "Centrale Consulted",
)
PARTY_TYPES = {
    "imio.centrale.LocalAuthority": (
        parties.authority_group,
        parties.REQUESTER_ROLE,
    ),
    "imio.centrale.Supplier": (parties.supplier_group, parties.PROVIDER_ROLE),
}


@implementer(INonInstallable)
class HiddenProfiles:
    """Profiles that the control panel of add-ons does not offer."""

    def getNonInstallableProfiles(self):
        return ["imio.centrale:uninstall", "imio.centrale:testing"]

    def getNonInstallableProducts(self):
        return ["imio.centrale.upgrades"]


def post_install(setup_tool):
    """The two registers; after a reinstallation, the groups and the catalog too."""
    rooms.make_registers()
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=list(PARTY_TYPES)
    )
    for brain in brains:
        name_of_group, role = PARTY_TYPES[brain.portal_type]
        parties.make_group(name_of_group(brain.UID), brain.Title, role)
    if brains:
        reindex_content()


def reindex_content():
    """Fill our indexes again: the content stayed while they were away."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults():
        if brain.portal_type.startswith("imio.centrale."):
            brain._unrestrictedGetObject().reindexObject()


def post_uninstall(setup_tool):
    """Groups and roles go; the content, and the codes it was given, stay."""
    for group in api.group.get_groups():
        if group.getId().startswith(("centrale-authority-", "centrale-supplier-")):
            api.group.delete(groupname=group.getId())
    portal = api.portal.get()
    role_manager = portal.acl_users.portal_role_manager
    for role in ROLES:
        if role in role_manager.listRoleIds():
            role_manager.removeRole(role)
    portal._delRoles([role for role in ROLES if role in portal.userdefined_roles()])
    _forget_permissions(portal)


def _forget_permissions(portal):
    """The mapping of our permissions on the site root goes back to the default."""
    for permission in portal.ac_inherited_permissions(1):
        if permission[0].startswith("imio.centrale: "):
            portal.manage_permission(permission[0], roles=[], acquire=1)


def make_testing_content(setup_tool):
    """The objects of ``profiles/testing``: see ``imio.centrale.tests.fixture``."""
    from imio.centrale.tests import fixture

    fixture.make(api.portal.get())
