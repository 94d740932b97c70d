"""Installing and uninstalling what the XML of the profiles cannot say."""

from imio.centrale import codes
from imio.centrale import parties
from imio.centrale import rooms
from imio.centrale.faceted.criteria import forget
from imio.centrale.faceted.criteria import make_faceted
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
#: exceptions of ours that the error log leaves out
REFUSALS = ("Refused", "BadInput")
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
        return [f"imio.centrale:{name}" for name in ("uninstall", "testing", "demo")]

    def getNonInstallableProducts(self):
        return ["imio.centrale.upgrades"]


def post_install(setup_tool):
    """The registers; after a reinstallation, the groups and the catalog too."""
    codes.make_register()
    rooms.make_registers()
    ignore_refusals(True)
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=list(PARTY_TYPES)
    )
    for brain in brains:
        name_of_group, role = PARTY_TYPES[brain.portal_type]
        parties.make_group(name_of_group(brain.UID), brain.Title, role)
    if brains and indexes_are_new():
        reindex_content()
        for room in rooms_of_missions():
            make_faceted(room)


def rooms_of_missions():
    """The rooms whose list has facets."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionsFolder"
    )
    return [brain._unrestrictedGetObject() for brain in brains]


def indexes_are_new():
    """Whether our indexes have just been made: every party has an enterprise number."""
    catalog = api.portal.get_tool("portal_catalog")
    return not catalog._catalog.getIndex("enterprise_number").indexSize()


def ignore_refusals(ignored):
    """A rule that refuses is an answer, not an error for the log of the site."""
    log = api.portal.get().error_log
    properties = log.getProperties()
    names = [name for name in properties["ignored_exceptions"] if name not in REFUSALS]
    log.setProperties(
        properties["keep_entries"],
        properties["copy_to_zlog"],
        names + (list(REFUSALS) if ignored else []),
    )


def reindex_content():
    """Fill our indexes again: the content stayed while they were away."""
    ours = [
        name
        for name in api.portal.get_tool("portal_types").objectIds()
        if name.startswith("imio.centrale.")
    ]
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type=ours):
        brain._unrestrictedGetObject().reindexObject()


def post_uninstall(setup_tool):
    """Groups and roles go; the content, and the codes it was given, stay."""
    for group in api.group.get_groups():
        if group.getId().startswith(("centrale-authority-", "centrale-supplier-")):
            api.group.delete(groupname=group.getId())
    for room in rooms_of_missions():
        forget(room)
    portal = api.portal.get()
    ignore_refusals(False)
    _forget_roles(portal)
    _forget_permissions(portal)
    _forget_displayed_types()


def _forget_roles(portal):
    """The site first: the role manager of the users takes up what the site has."""
    portal._delRoles([role for role in ROLES if role in portal.userdefined_roles()])
    role_manager = portal.acl_users.portal_role_manager
    for role in ROLES:
        if role in role_manager.listRoleIds():
            role_manager.removeRole(role)


def _forget_permissions(portal):
    """The mapping of our permissions on the site root goes back to the default."""
    for permission in portal.ac_inherited_permissions(1):
        if permission[0].startswith("imio.centrale: "):
            portal.manage_permission(permission[0], roles=[], acquire=1)


def _forget_displayed_types():
    """The navigation lists centrales no more; XML can only add to this record."""
    shown = api.portal.get_registry_record("plone.displayed_types")
    api.portal.set_registry_record(
        "plone.displayed_types",
        tuple(name for name in shown if not name.startswith("imio.centrale.")),
    )


def make_testing_content(setup_tool):
    """The objects of ``profiles/testing``: see ``imio.centrale.tests.fixture``."""
    from imio.centrale.tests import fixture

    fixture.make(api.portal.get())
