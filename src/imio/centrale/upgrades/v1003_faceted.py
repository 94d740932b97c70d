"""The list of missions gets its facets, and people may keep views of it."""

from imio.centrale.browser.faceted import SAVE_VIEWS
from imio.centrale.faceted.criteria import make_faceted
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from plone.base.utils import get_installer


PACKAGE = "eea.facetednavigation"
ROLES = (
    "Manager",
    "Centrale Manager",
    "Centrale Auditor",
    "Centrale Requester",
    "Centrale Provider",
)


def upgrade(setup_tool):
    """The rooms that are there become what a new one is."""
    installer = get_installer(setup_tool)
    if not installer.is_product_installed(PACKAGE):
        installer.install_product(PACKAGE)
    give_permission(SAVE_VIEWS, list(ROLES))
    for room in every("imio.centrale.MissionsFolder"):
        make_faceted(room)
