"""The style sheet of our pages, and the icons of the types that are new."""

from imio.centrale.upgrades.reading import read_registry
from plone import api


RECORD = "plone.bundles/imio-centrale.csscompilation"
STYLES = "++resource++imio.centrale/centrale.css"


def upgrade(setup_tool):
    """The bundle brings it from now on; icons that the site chose stay."""
    api.portal.set_registry_record(RECORD, STYLES)
    read_registry(setup_tool, "icons.xml")
