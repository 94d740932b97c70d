"""Workplaces, and other programs that join in."""

from imio.centrale.upgrades import v1003_desk
from imio.centrale.upgrades import v1003_faceted
from imio.centrale.upgrades import v1003_feed
from imio.centrale.upgrades import v1003_figures
from imio.centrale.upgrades import v1003_intake
from imio.centrale.upgrades import v1003_public
from imio.centrale.upgrades import v1003_resources
from imio.centrale.upgrades import v1003_supplier


def upgrade(setup_tool):
    """Each part brings what it needs; dossiers stay as they are."""
    v1003_resources.upgrade(setup_tool)
    v1003_figures.upgrade(setup_tool)
    v1003_desk.upgrade()
    v1003_faceted.upgrade(setup_tool)
    v1003_supplier.upgrade(setup_tool)
    v1003_public.upgrade(setup_tool)
    v1003_intake.upgrade(setup_tool)
    v1003_feed.upgrade()
