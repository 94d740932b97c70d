"""The public catalogue: its facts in the portal catalog, and information sessions."""

from imio.centrale import catalogue
from imio.centrale import rooms
from imio.centrale.upgrades.reading import add_type
from imio.centrale.upgrades.reading import add_workflow
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from plone import api


SESSION = "imio.centrale.InformationSession"
ROOM = "imio.centrale.SessionsFolder"
INDEX = "option_kinds"
SHOWN = (catalogue.MARKET, catalogue.LOT, "imio.centrale.SubsidyProgram")


def upgrade(setup_tool):
    """Centrales get the room of their sessions; lots and markets show what they are."""
    give_permission(
        "imio.centrale: Add Information Session", ["Manager", "Centrale Manager"]
    )
    for portal_type in (ROOM, SESSION):
        add_type(setup_tool, portal_type)
    add_workflow(setup_tool, "session_workflow", SESSION)
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes((ROOM,), ("public_room_workflow",))
    add_to_catalog(api.portal.get_tool("portal_catalog"))
    for centrale in every("imio.centrale.Centrale"):
        make_room(centrale)
    for portal_type in SHOWN:
        for obj in every(portal_type):
            obj.reindexObject(idxs=[INDEX])


def make_room(centrale):
    """The room of the sessions alone: other rooms may be of types still to come."""
    room = next(each for each in rooms.ROOMS if each[1] == ROOM)
    rooms.make_room(centrale, *room)


def add_to_catalog(catalog):
    """The index and the column that the pages read."""
    if INDEX not in catalog.indexes():
        catalog.addIndex(INDEX, "KeywordIndex")
    if catalogue.COLUMN not in catalog.schema():
        catalog.addColumn(catalogue.COLUMN)
