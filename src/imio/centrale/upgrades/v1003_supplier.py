"""The workplace of the suppliers, annexe D and the enquiries."""

from imio.centrale import rooms
from imio.centrale.enquiries import PORTAL_TYPE
from imio.centrale.enquiries import ROOM
from imio.centrale.upgrades.reading import add_type
from imio.centrale.upgrades.reading import add_workflow
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from plone import api


FOLDER = "imio.centrale.ContactsFolder"
COLUMNS = (
    "enquiry_kind",
    "lots_held",
    "interest_lots",
    "member_card",
    "inventory_version",
    "to_correct",
)
#: types whose columns are new, and an index that is theirs
FILLED = {
    "imio.centrale.Supplier": "enterprise_number",
    "imio.centrale.Adhesion": "authority_uid",
    "imio.centrale.LocalAuthority": "enterprise_number",
    "imio.centrale.PriceInventory": "supplier_uid",
    "imio.centrale.ClosureFile": "tracking_code",
    "imio.centrale.SubsidyProgram": "due",
}
PERMISSIONS = {
    "imio.centrale: Ask the Centrale": ["Anonymous"],
    "imio.centrale: Use the Supplier Workplace": ["Manager", "Centrale Provider"],
    "imio.centrale: View Members": [
        "Manager",
        "Centrale Manager",
        "Centrale Auditor",
        "Centrale Provider",
    ],
}


def upgrade(setup_tool):
    """Centrales get the room of their enquiries, the catalog what the pages read."""
    for permission, roles in PERMISSIONS.items():
        give_permission(permission, roles)
    for portal_type in (FOLDER, PORTAL_TYPE):
        add_type(setup_tool, portal_type)
    add_workflow(setup_tool, "enquiry_workflow", PORTAL_TYPE)
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes((FOLDER,), ("agents_room_workflow",))
    make_rooms()
    fill_catalog(api.portal.get_tool("portal_catalog"))


def make_rooms():
    """The one room that is new: the others are for those who bring them."""
    (room,) = [each for each in rooms.ROOMS if each[0] == ROOM]
    for centrale in every("imio.centrale.Centrale"):
        rooms.make_room(centrale, *room)


def fill_catalog(catalog):
    """The columns, and what they hold of the objects that are there."""
    for column in COLUMNS:
        if column not in catalog.schema():
            catalog.addColumn(column)
    for portal_type, index in FILLED.items():
        for obj in every(portal_type):
            obj.reindexObject(idxs=[index])
