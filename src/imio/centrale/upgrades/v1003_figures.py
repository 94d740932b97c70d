"""Days of each step in the catalog, settings with their control panel."""

from imio.centrale.settings import ICentraleSettings
from imio.centrale.settings import PREFIX
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from imio.centrale.upgrades.reading import PROFILE
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


#: column -> the types that have something in it
COLUMNS = {
    "milestones": ("imio.centrale.MissionRequest", "imio.centrale.Adhesion"),
    "state_since": ("imio.centrale.MissionRequest", "imio.centrale.Adhesion"),
    "population": ("imio.centrale.LocalAuthority",),
    "nis_code": ("imio.centrale.LocalAuthority",),
    "lot_number": ("imio.centrale.Lot",),
}


def upgrade(setup_tool):
    """Columns are filled from the histories; what was configured stays."""
    fill_columns()
    getUtility(IRegistry).registerInterface(ICentraleSettings, prefix=PREFIX)
    give_permission("imio.centrale: Configure", ["Manager", "Site Administrator"])
    setup_tool.runImportStepFromProfile(PROFILE, "controlpanel", run_dependencies=False)


def fill_columns():
    """Only the columns: any index makes the catalog read them again."""
    catalog = api.portal.get_tool("portal_catalog")
    new = [name for name in COLUMNS if name not in catalog.schema()]
    for name in new:
        catalog.addColumn(name)
    for portal_type in {each for name in new for each in COLUMNS[name]}:
        for obj in every(portal_type):
            obj.reindexObject(idxs=["portal_type"])
