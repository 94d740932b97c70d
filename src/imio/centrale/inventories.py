"""Annexe B: which version holds for a mission, and how versions follow each other."""

from datetime import timedelta
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.content.inventory import IPriceInventory
from imio.centrale.content.lot import ILot
from imio.centrale.domain.pricing import in_force
from imio.centrale.domain.pricing import price_lines
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import state_of


def versions(lot, supplier_uid):
    """The published versions of a supplier for a lot, superseded ones included."""
    return [
        obj
        for obj in lot.objectValues()
        if IPriceInventory.providedBy(obj)
        and obj.supplier == supplier_uid
        and state_of(obj) in ("published", "superseded")
    ]


def inventory_on(lot, supplier_uid, day):
    """The inventory of a supplier for a lot in force on a day, or ``None``."""
    by_uid = {obj.UID(): obj for obj in versions(lot, supplier_uid)}
    found = in_force([obj.as_version() for obj in by_uid.values()], day)
    return by_uid[found.uid] if found else None


def inventory_for(mission):
    """The version in force on the day the mission was assigned, or ``None``.

    It is noted at the assignment, so that a later version changes nothing.
    """
    if mission.inventory:
        return resolve(mission.inventory)
    if not mission.assigned:
        return None
    lot = missions.lot_of(mission)
    return inventory_on(lot, mission.supplier, clock.day_of(mission.assigned))


def required_for(mission):
    """The same, where an offer cannot do without it; ``Refused`` when there is none."""
    inventory = inventory_for(mission)
    if inventory is None:
        assigned = mission.assigned or clock.now()
        day = f"{clock.day_of(assigned):%d/%m/%Y}"
        raise Refused([reason("no_inventory", "lines", day=day)])
    return inventory


def priced(offer):
    """The lines of an offer with what annexe B says of them; ``Refused`` otherwise."""
    inventory = required_for(missions.mission_of(offer))
    return price_lines(offer.offer_lines(), inventory.inventory_lines())


def offer_reasons(offer):
    """Why the lines of an offer are refused, line by line."""
    try:
        priced(offer)
    except Refused as refused:
        return list(refused.reasons)
    return []


def version_in_force(lot, supplier_uid, but=""):
    """The last version published and not superseded, but for the one of a UID."""
    published = [
        obj
        for obj in versions(lot, supplier_uid)
        if state_of(obj) == "published" and obj.UID() != but
    ]
    return max(published, key=lambda obj: obj.valid_from, default=None)


def version_before(inventory):
    """The version of the same supplier and lot that is in force, or ``None``."""
    lot = ancestor(inventory, ILot)
    return version_in_force(lot, inventory.supplier, inventory.UID())


def succession_reasons(inventory):
    """A version starts after the one it supersedes, for a supplier of the lot."""
    return version_reasons(
        ancestor(inventory, ILot),
        inventory.supplier,
        inventory.version,
        inventory.valid_from,
        inventory.UID(),
    )


def version_reasons(lot, supplier_uid, version, valid_from, but=""):
    """Why a supplier cannot have that version from that day; ``but`` is the UID of the
    inventory that is to have it, if it is there.
    """
    reasons = []
    if supplier_uid not in {row.supplier for row in lot.ranks()}:
        reasons.append(reason("supplier_not_in_ranking", "supplier"))
    if any(
        obj.version == version and obj.UID() != but
        for obj in versions(lot, supplier_uid)
    ):
        reasons.append(reason("version_exists", "version", version=version))
    before = version_in_force(lot, supplier_uid, but)
    if before is not None and valid_from <= before.valid_from:
        start = f"{before.valid_from:%d/%m/%Y}"
        reasons.append(reason("version_not_later", "valid_from", start=start))
    return reasons


def superseding_reasons(inventory):
    """A version is superseded when a later one is published."""
    later = [
        obj
        for obj in versions(ancestor(inventory, ILot), inventory.supplier)
        if obj.valid_from > inventory.valid_from
    ]
    return [] if later else [reason("newer_version_missing")]


def supersede_version_before(inventory):
    """Publication ends the version before, the day before the new one starts."""
    before = version_before(inventory)
    if before is not None:
        last_day = inventory.valid_from - timedelta(days=1)
        before.valid_to = min(before.valid_to or last_day, last_day)
        move_as_product(before, "supersede")
