"""What a file of annexe B is for: a new version of a supplier of a lot, or a draft."""

from dataclasses import dataclass
from datetime import date
from imio.centrale import inventories
from imio.centrale.content.inventory import PriceInventory
from imio.centrale.content.lot import ILot
from imio.centrale.content.lot import Lot
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.parties import may
from imio.centrale.workflows.state import wrong_state


ADD = "imio.centrale: Add Price Inventory"
EDIT = "Modify portal content"


@dataclass(frozen=True)
class Target:
    """A version to make for a supplier of a lot, or the draft that takes the lines."""

    lot: Lot
    #: UID of the supplier
    supplier: str
    version: str
    valid_from: date
    draft: PriceInventory | None = None


def new_version(lot, supplier, version, valid_from):
    """A version that is not there yet; or ``Refused``, as its publication would be."""
    reasons = inventories.version_reasons(lot, supplier, version, valid_from)
    if reasons:
        raise Refused(reasons)
    return Target(lot, supplier, version, valid_from)


def existing(inventory):
    """An inventory whose lines are replaced: ``Refused`` once it is published."""
    if not may(inventory, EDIT):
        raise Refused([wrong_state(inventory)])
    return Target(
        ancestor(inventory, ILot),
        inventory.supplier,
        inventory.version,
        inventory.valid_from,
        inventory,
    )


def compared_with(target):
    """The inventory that the file is compared with, or ``None``.

    The draft itself where it has lines, since they are replaced; else the version in
    force.
    """
    if target.draft is not None and target.draft.lines:
        return target.draft
    return inventories.version_in_force(target.lot, target.supplier)


def current_lines(target):
    """The lines that the file is compared with."""
    inventory = compared_with(target)
    return inventory.inventory_lines() if inventory is not None else ()


def option_codes(lot):
    """The options that a line may name."""
    return frozenset(row["code"] for row in lot.options or ())
