"""Two versions of annexe B side by side, and the missions that keep the older one."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from imio.centrale import inventories
from imio.centrale import missions
from imio.centrale.content.inventory import IPriceInventory
from imio.centrale.content.lot import ILot
from imio.centrale.domain.inventory_versions import compare
from imio.centrale.domain.inventory_versions import concerned
from imio.centrale.domain.inventory_versions import Difference
from imio.centrale.domain.inventory_versions import MissionUse
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.lookup import uid_of
from imio.centrale.parties import may_view
from plone import api


#: states of a mission that has its supplier and is not over
OPEN = ("assigned", "offered", "ordered", "confirmed", "closing")
REPRICED = "repriced"
RELABELLED = "relabelled"
RECLASSIFIED = "reclassified"
NEW = "new"
GONE = "gone"
KINDS = (REPRICED, RELABELLED, RECLASSIFIED, NEW, GONE)


@dataclass
class Change:
    """A code that is not the same in both versions; a line may change in several ways."""

    old: InventoryLine | None
    new: InventoryLine | None
    kinds: list = field(default_factory=list)
    #: of the price, in per cent
    percent: object = None

    @property
    def line(self):
        return self.new or self.old


def changes(difference: Difference) -> Iterator[Change]:
    """Each code once: those that changed, those that are new, those that are gone."""
    found: dict[str, Change] = {}
    for kind in (REPRICED, RELABELLED, RECLASSIFIED):
        for each in getattr(difference, kind):
            change = found.setdefault(each.old.code, Change(each.old, each.new))
            change.kinds.append(kind)
            change.percent = each.percent
    yield from found.values()
    yield from (Change(None, line, [NEW]) for line in difference.new)
    yield from (Change(line, None, [GONE]) for line in difference.gone)


def counts(difference: Difference) -> dict[str, int]:
    """The number of lines of each kind, and of those that are the same."""
    found = {kind: len(getattr(difference, kind)) for kind in KINDS}
    return {**found, "unchanged": difference.unchanged}


def other_versions(inventory):
    """The other versions of its supplier and lot that this user may view, the latest
    first; drafts included.
    """
    lot = ancestor(inventory, ILot)
    found = [
        obj
        for obj in lot.objectValues()
        if IPriceInventory.providedBy(obj)
        and obj.supplier == inventory.supplier
        and obj.UID() != inventory.UID()
        and may_view(obj)
    ]
    return sorted(found, key=lambda obj: obj.valid_from, reverse=True)


def version_to_compare(inventory, named=""):
    """The version named by its UID or path; without a name the one published before.

    ``None`` when there is none; ``Refused`` for a name of no other version.
    """
    others = other_versions(inventory)
    if named:
        return _named(others, named)
    published = {
        obj.UID()
        for obj in inventories.versions(ancestor(inventory, ILot), inventory.supplier)
    }
    earlier = (
        obj
        for obj in others
        if obj.UID() in published and obj.valid_from <= inventory.valid_from
    )
    return next(earlier, None)


def _named(others, named):
    try:
        uid = uid_of(named)
    except ValueError:
        uid = ""
    for obj in others:
        if obj.UID() == uid:
            return obj
    raise Refused([reason("unknown_version", "with")])


def difference_of(old, new):
    """What ``new`` changes of ``old``."""
    return compare(old.inventory_lines(), new.inventory_lines())


def missions_concerned(old, difference):
    """(mission, codes) of the open missions that rest on ``old`` and use what changed."""
    uses = [_use(mission) for mission in _open_missions(old)]
    return [
        (resolve(each.mission_uid), each.codes)
        for each in concerned(difference, old.UID(), uses)
    ]


def _open_missions(inventory):
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionRequest",
        lot_uid=ancestor(inventory, ILot).UID(),
        supplier_uid=inventory.supplier,
        review_state=OPEN,
        sort_on="created",
    )
    found = (brain._unrestrictedGetObject() for brain in brains)
    return [each for each in found if each.inventory == inventory.UID()]


def _use(mission):
    offer = missions.current(mission, "imio.centrale.Offer")
    lines = offer.offer_lines() if offer is not None else ()
    return MissionUse(
        mission.UID(), mission.inventory, frozenset(line.code for line in lines)
    )
