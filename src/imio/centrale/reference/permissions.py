"""The page of the roles and permissions of the site."""

from imio.centrale.reference import definitions
from imio.centrale.reference import rst
from pathlib import Path
from xml.etree import ElementTree


PERMISSIONS = Path(__file__).parents[1] / "permissions.zcml"
ZOPE = "{http://namespaces.zope.org/zope}"

#: where each role is given, and what for
ROLES = {
    "Centrale Manager": "site: the agents of the centrale",
    "Centrale Auditor": "site: reads everything, changes nothing",
    "Centrale Intake": "site: accounts of other programs, REST only",
    "Centrale Requester": "site, by the group of an authority: may begin a dossier",
    "Centrale Provider": "site, by the group of a supplier: may find the missions",
    "Centrale Authority": "local, on the dossiers of that authority",
    "Centrale Supplier": "local, on what is addressed to that supplier",
    "Centrale Consulted": "local, on a mission while its rank is consulted",
}


def permission_ids(path=PERMISSIONS):
    """Title -> id of every permission."""
    root = ElementTree.parse(path).getroot()
    return {
        node.get("title"): node.get("id") for node in root.iter(f"{ZOPE}permission")
    }


def roles_table():
    """Every role of the profile; ``KeyError`` for one that nobody explained."""
    rows = [(name, rst.plain(ROLES[name])) for name in definitions.roles()]
    return rst.list_table(("Role", "Where it is given"), rows)


def site_table():
    """Who holds each permission before any workflow."""
    grants = definitions.site_grants()
    managed = {name for each in definitions.workflows() for name in each.managed}
    rows = [
        (
            rst.code(permission_id),
            rst.plain(title),
            who_holds(grants.get(title), title in managed),
        )
        for title, permission_id in permission_ids().items()
    ]
    return rst.list_table(("Permission", "Title", "Roles"), rows)


def who_holds(grant, managed):
    """The roles at the root of the site; workflows give ``managed`` permissions."""
    if grant is None:
        return "the default of Zope: Manager"
    nobody = "nobody: the workflows give it" if managed else "nobody"
    return ", ".join(grant.roles) or nobody


def workflows_list():
    """Links to the matrices of the workflows, with their types."""
    bindings = definitions.bindings()
    return "\n".join(
        f"* `{each.id} <workflows/{each.id}.rst>`_: "
        + rst.codes(name for name, bound in bindings.items() if bound == each.id)
        for each in definitions.workflows()
    )


def page():
    """``permissions.rst``"""
    return rst.page(
        "Roles and permissions",
        rst.heading("Roles", "-"),
        roles_table(),
        rst.heading("At the root of the site", "-"),
        site_table(),
        rst.heading("In each state", "-"),
        "Each workflow has its matrix at the end of its page:\n",
        workflows_list() + "\n",
    )
