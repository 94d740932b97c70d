"""What waits for an agent, in the order it came; accounts that wait for a second one."""

from imio.centrale.upgrades.reading import every
from plone import api


INDEX = "state_since"
#: type -> the index that is read from now on
READ = {
    "imio.centrale.MissionRequest": INDEX,
    "imio.centrale.Adhesion": INDEX,
    "imio.centrale.LocalAuthority": "next_actor",
}


def upgrade():
    """One new index; of the authorities, one that only missions had."""
    catalog = api.portal.get_tool("portal_catalog")
    if INDEX not in catalog.indexes():
        catalog.addIndex(INDEX, "FieldIndex")
    for portal_type, index in READ.items():
        for obj in every(portal_type):
            obj.reindexObject(idxs=[index])
