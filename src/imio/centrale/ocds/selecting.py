"""Which releases are in a package: from the catalog, before any object is read."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from imio.centrale import settings
from imio.centrale.content.market import IMarket
from imio.centrale.domain.publication import call_off_is_published
from imio.centrale.domain.publication import market_is_published
from imio.centrale.lookup import children
from imio.centrale.missions import lot_of
from imio.centrale.ocds.values import ocid
from imio.centrale.progress import reached
from imio.centrale.withholding import withheld_in
from imio.centrale.workflows.state import state_of
from itertools import islice
from plone import api


@dataclass(frozen=True)
class Window:
    """Which releases are asked for: that of one process, or those dated in these days,
    from one on, so many.
    """

    number: str = ""
    since: date | None = None
    until: date | None = None
    start: int = 0
    size: int | None = None

    def names(self, obj_uid):
        """Whether the process of that object is asked for; told before it is read."""
        wanted = self.number
        return not wanted or ocid(settings.get("ocds_prefix"), obj_uid) == wanted

    def takes(self, release):
        """Whether its date lies in the days; both are included."""
        day = datetime.fromisoformat(release["date"]).date()
        return (self.since or day) <= day <= (self.until or day)

    def cut(self, releases):
        """The releases of the window, and one more where there is one."""
        wanted = filter(self.takes, releases)
        stop = None if self.size is None else self.start + self.size + 1
        return islice(wanted, self.start, stop)


def is_published():
    """Whether anything of this site is published."""
    return bool(settings.get("publish_ocds"))


def markets(centrale, window, full):
    """The markets that are published, in the order they were made."""
    return [
        each
        for each in children(centrale["marches"], IMarket)
        if window.names(each.UID()) and (full or market_is_published(state_of(each)))
    ]


def mission_paths(centrale, window, full):
    """The paths of the missions that are published, the first made first."""
    withheld = set() if full else withheld_in(centrale)
    return [
        brain.getPath()
        for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            portal_type="imio.centrale.MissionRequest",
            centrale_uid=centrale.UID(),
            sort_on="created",
        )
        if window.names(brain.UID) and _is_taken(brain, withheld, full)
    ]


def _is_taken(brain, withheld, full):
    if full:
        return brain.review_state != "draft"
    return call_off_is_published(brain.milestones or (), brain.lot_uid in withheld)


def mission_is_taken(mission, full):
    """Whether a mission has a release: the same rule, asked of the object."""
    if full:
        return state_of(mission) != "draft"
    return call_off_is_published(reached(mission), bool(lot_of(mission).withheld))
