"""Evidence: documents are read, invoices matched, ceilings kept, revisions numbered."""

from imio.centrale.upgrades import v1002_closures
from imio.centrale.upgrades import v1002_offers
from imio.centrale.upgrades import v1002_proofs


def upgrade(setup_tool):
    """Each part brings what it needs; nothing that was decided is judged again."""
    v1002_offers.upgrade()
    v1002_proofs.upgrade()
    v1002_closures.upgrade()
