"""Groups and roles: putting a user in a group is all it takes to give access."""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import system
from Acquisition import aq_base
from contextlib import contextmanager
from plone import api


AUTHORITY_ROLE = "Centrale Authority"
SUPPLIER_ROLE = "Centrale Supplier"
CONSULTED_ROLE = "Centrale Consulted"
REQUESTER_ROLE = "Centrale Requester"
PROVIDER_ROLE = "Centrale Provider"
AUTHORITY_GROUP = "centrale-authority-{}"
SUPPLIER_GROUP = "centrale-supplier-{}"


def authority_group(uid):
    """The id of the group of an authority."""
    return AUTHORITY_GROUP.format(uid)


def supplier_group(uid):
    """The id of the group of a supplier."""
    return SUPPLIER_GROUP.format(uid)


def make_group(group_id, title, role):
    """Make a group once; its members get ``role`` in the whole site."""
    if api.group.get(groupname=group_id) is None:
        api.group.create(groupname=group_id, title=title, roles=[role])


def title_group(group_id, title):
    """The group bears the name of its party."""
    group = api.group.get(groupname=group_id)
    if group is not None and group.getProperty("title") != title:
        group.setGroupProperties({"title": title})


def drop_group(group_id):
    """Remove a group, if it is there."""
    if api.group.get(groupname=group_id) is not None:
        api.group.delete(groupname=group_id)


def groups_of_user():
    """The ids of the groups of the current user; nobody and the system have none.

    Nobody stands in the user folder, and would acquire its ``getGroups``.
    """
    user = getSecurityManager().getUser()
    return (hasattr(aq_base(user), "getGroups") and user.getGroups()) or ()


def belongs_to(authority_uid):
    """Whether the current user is in the group of that authority."""
    return authority_group(authority_uid) in groups_of_user()


def own_authorities():
    """The UIDs of the authorities in whose groups the current user is."""
    return _uids_in_groups(AUTHORITY_GROUP)


def own_suppliers():
    """The UIDs of the suppliers in whose groups the current user is."""
    return _uids_in_groups(SUPPLIER_GROUP)


def _uids_in_groups(pattern):
    start = pattern.format("")
    found = (group for group in groups_of_user() if group.startswith(start))
    return sorted(group.removeprefix(start) for group in found)


def may(obj, permission):
    """Whether the current user has the permission on the object."""
    return bool(getSecurityManager().checkPermission(permission, obj))


def may_view(obj):
    """Whether the current user may view the object."""
    return may(obj, "View")


def acts_for_centrale(obj):
    """Whether the current user is an agent of the centrale there."""
    return may(obj, "imio.centrale: Act for the Centrale")


def is_known(request):
    """Whether the credentials are right: refused on the way, nobody is logged in."""
    if not api.user.is_anonymous():
        return True
    users = api.portal.get_tool("acl_users")
    return bool(users._extractUserIds(request, users.plugins))


@contextmanager
def nobody():
    """What is made inside bears no name: not that of the rank that was asked before."""
    manager = getSecurityManager()
    newSecurityManager(None, system)
    try:
        yield
    finally:
        setSecurityManager(manager)


def no_owner(obj, event):
    """Access comes from groups only: whoever made a dossier and leaves, leaves it."""
    for user_id, roles in obj.get_local_roles():
        if "Owner" in roles:
            take_role(obj, user_id, "Owner")


def give_role(obj, group_id, role):
    """Give the members of a group a role on ``obj`` and what acquires from it."""
    roles = set(dict(obj.get_local_roles()).get(group_id, ()))
    if role not in roles:
        obj.manage_setLocalRoles(group_id, sorted(roles | {role}))
        obj.reindexObjectSecurity()


def give_role_only(obj, group_id, role):
    """Give a role to the members of one group, and take it back from any other."""
    for other, roles in obj.get_local_roles():
        if role in roles and other != group_id:
            take_role(obj, other, role)
    give_role(obj, group_id, role)


def take_role(obj, group_id, role):
    """Take a role back."""
    roles = set(dict(obj.get_local_roles()).get(group_id, ()))
    if role in roles:
        kept = sorted(roles - {role})
        if kept:
            obj.manage_setLocalRoles(group_id, kept)
        else:
            obj.manage_delLocalRoles([group_id])
        obj.reindexObjectSecurity()
