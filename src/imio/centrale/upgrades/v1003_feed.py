"""Each centrale gets its feed; what was before is in the dossiers, not in the feed."""

from imio.centrale.feed.recording import feed_of
from imio.centrale.feed.recording import open_feed
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission


ROLES = {
    "imio.centrale: Read Feed": [
        "Manager",
        "Centrale Manager",
        "Centrale Auditor",
        "Centrale Requester",
        "Centrale Provider",
    ],
    "imio.centrale: Manage Callbacks": [
        "Manager",
        "Site Administrator",
        "Centrale Manager",
    ],
}


def upgrade():
    for permission, roles in ROLES.items():
        give_permission(permission, roles)
    for centrale in every("imio.centrale.Centrale"):
        if feed_of(centrale) is None:
            open_feed(centrale)
