"""What a version of annexe B changes of the one before, and whom it concerns."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.domain.inventory_import import changed_fields
from imio.centrale.domain.percent import percent_change
from imio.centrale.domain.pricing import InventoryLine


@dataclass(frozen=True)
class ChangedLine:
    """A code that both versions have, with something else to it."""

    old: InventoryLine
    new: InventoryLine

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ."""
        return changed_fields(self.old, self.new)

    @property
    def percent(self) -> Decimal | None:
        """The change of the price in per cent; ``None`` when it was free before."""
        return percent_change(self.old.unit_price, self.new.unit_price)


@dataclass(frozen=True)
class Difference:
    """Two versions compared; a line may be both repriced and relabelled.

    ``relabelled`` are those with another label or unit, ``reclassified`` with another
    VAT rate or option.
    """

    repriced: tuple[ChangedLine, ...]
    relabelled: tuple[ChangedLine, ...]
    reclassified: tuple[ChangedLine, ...]
    new: tuple[InventoryLine, ...]
    gone: tuple[InventoryLine, ...]
    unchanged: int

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the version before that are no longer what they were."""
        changed = (*self.repriced, *self.relabelled, *self.reclassified)
        return frozenset(
            [*(each.old.code for each in changed), *(line.code for line in self.gone)]
        )


def compare(old: Sequence[InventoryLine], new: Sequence[InventoryLine]) -> Difference:
    """``new`` against ``old``, code by code; the order of the lines does not count."""
    before = {line.code: line for line in old}
    after = {line.code: line for line in new}
    changed = [
        ChangedLine(before[code], line)
        for code, line in after.items()
        if code in before and before[code] != line
    ]
    kept = before.keys() & after.keys()
    return Difference(
        repriced=tuple(_changed_in(changed, "unit_price")),
        relabelled=tuple(_changed_in(changed, "label", "unit")),
        reclassified=tuple(_changed_in(changed, "vat_rate", "option")),
        new=tuple(line for code, line in after.items() if code not in before),
        gone=tuple(line for code, line in before.items() if code not in after),
        unchanged=len(kept) - len(changed),
    )


def _changed_in(lines: Iterable[ChangedLine], *fields: str) -> Iterator[ChangedLine]:
    return (line for line in lines if set(fields) & set(line.fields))


@dataclass(frozen=True)
class MissionUse:
    """An open mission, the version it rests on, and the codes its offer names."""

    mission_uid: str
    inventory_uid: str
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ConcernedMission:
    """A mission that keeps the version before, and which of its codes differ now.

    None when it has no offer yet: it will be made on the version before.
    """

    mission_uid: str
    codes: tuple[str, ...]


def concerned(
    difference: Difference, old_inventory_uid: str, uses: Iterable[MissionUse]
) -> list[ConcernedMission]:
    """The open missions that rest on the version before and use what changed.

    They keep that version, in force when they were assigned: nothing changes for them,
    but their prices are no longer those of the inventory that everybody sees.
    """
    return [
        ConcernedMission(use.mission_uid, tuple(sorted(use.codes & difference.codes)))
        for use in uses
        if use.inventory_uid == old_inventory_uid
        and difference.codes
        and (not use.codes or use.codes & difference.codes)
    ]
