"""The documents deposited before are read, where something still waits for them."""

from imio.centrale.missions import mission_of
from imio.centrale.proving.documents import FIELDS
from imio.centrale.proving.keeping import read_documents
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of


def upgrade():
    """Agents and auditors may read whole dossiers; those under way have their proofs."""
    give_permission(
        "imio.centrale: Inspect Dossier",
        ["Manager", "Centrale Manager", "Centrale Auditor"],
    )
    for portal_type in FIELDS:
        for piece in every(portal_type):
            mission = mission_of(piece)
            if mission is not None and state_of(mission) not in names.ENDED_MISSION:
                read_documents(piece)
