"""The conformity of an offer with annexe B, line by line, as an annex to deliberations.

A code that stands on several rows of the offer counts once, with its quantities added
up, and each of its prices is checked. "L'estimation budgétaire de cette offre doit
impérativement reposer sur l'annexe B - Inventaire" ([iMio-cyber] text 000 point 4).
Amounts are euro and exclude VAT.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from imio.centrale.domain.money import exact_product
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.percent import percent_change
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.domain.pricing import price_lines
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import Totals
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import Refused


@dataclass(frozen=True)
class ConformityRow:
    """A code of the offer against the inventory; ``rows`` of the offer count from 1.

    ``inventory`` is ``None`` for a code it does not have. ``prices`` are those offered,
    each once, in the order of the offer. ``offered_amount`` keeps all its digits.
    """

    code: str
    rows: tuple[int, ...]
    inventory: InventoryLine | None
    quantity: Decimal
    prices: tuple[Decimal, ...]
    offered_amount: Decimal
    reasons: tuple[Reason, ...]

    @property
    def is_conform(self) -> bool:
        return not self.reasons

    @property
    def offered_price(self) -> Decimal | None:
        """The highest price offered: the one that has to stay under the inventory's."""
        return max(self.prices, default=None)

    @property
    def difference(self) -> Decimal | None:
        """``offered_price`` less the inventory's: positive is too dear."""
        if self.inventory is None:
            return None
        return self.offered_price - self.inventory.unit_price

    @property
    def percent(self) -> Decimal | None:
        """``difference`` in per cent of the inventory's price."""
        if self.inventory is None:
            return None
        return percent_change(self.inventory.unit_price, self.offered_price)

    @property
    def inventory_amount(self) -> Decimal | None:
        """What the quantity costs at the inventory's price."""
        if self.inventory is None:
            return None
        return exact_product(self.quantity, self.inventory.unit_price)


@dataclass(frozen=True)
class Conformity:
    """An offer against one ``version`` of the inventory.

    ``offered`` and ``ceiling`` add up the lines that the inventory has: at the prices
    offered, and at its own.
    """

    version: str
    rows: tuple[ConformityRow, ...]
    offered: Totals
    ceiling: Totals

    @property
    def is_conform(self) -> bool:
        """An offer without any line is not."""
        return bool(self.rows) and all(row.is_conform for row in self.rows)

    @property
    def difference(self) -> Decimal:
        """Offered less ceiling, excluding VAT."""
        return self.offered.excl_vat - self.ceiling.excl_vat

    @property
    def percent(self) -> Decimal | None:
        return percent_change(self.ceiling.excl_vat, self.offered.excl_vat)


def conformity(
    offer: Sequence[OfferLine], inventory: Sequence[InventoryLine], version: str
) -> Conformity:
    """The table; a line without price has the inventory's.

    The reasons of a row are those of ``price_lines`` for the rows of the offer it sums.
    """
    known = {line.code: line for line in inventory}
    reasons = _reasons_by_line(offer, inventory)
    places: dict[str, list[int]] = {}
    for i, line in enumerate(offer):
        places.setdefault(line.code, []).append(i)
    rows = tuple(
        _row(known.get(code), {i: offer[i] for i in found}, reasons)
        for code, found in places.items()
    )
    priced = [
        _priced(offer[i - 1], row.inventory)
        for row in rows
        if row.inventory
        for i in row.rows
    ]
    return Conformity(
        version,
        rows,
        totals(priced),
        totals(replace(line, unit_price=line.inventory_price) for line in priced),
    )


def _reasons_by_line(
    offer: Sequence[OfferLine], inventory: Sequence[InventoryLine]
) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = {}
    try:
        if offer:
            price_lines(offer, inventory)
    except Refused as refused:
        for each in refused.reasons:
            _, i, _ = each.field.split(".")
            found.setdefault(int(i), []).append(each)
    return found


def _row(
    inventory: InventoryLine | None,
    lines: dict[int, OfferLine],
    reasons: dict[int, list[Reason]],
) -> ConformityRow:
    prices = [_price(line, inventory) for line in lines.values()]
    quantities = [_quantity(line) for line in lines.values()]
    return ConformityRow(
        code=next(iter(lines.values())).code,
        rows=tuple(i + 1 for i in lines),
        inventory=inventory,
        quantity=exact_sum(quantities),
        prices=tuple(dict.fromkeys(price for price in prices if price is not None)),
        offered_amount=exact_sum(
            exact_product(quantity, price or ZERO)
            for quantity, price in zip(quantities, prices, strict=True)
        ),
        reasons=tuple(found for i in lines for found in reasons.get(i, ())),
    )


def _price(line: OfferLine, inventory: InventoryLine | None) -> Decimal | None:
    if line.unit_price is None and inventory:
        return inventory.unit_price
    return line.unit_price


def _quantity(line: OfferLine) -> Decimal:
    """A quantity that is none counts for nothing; its row says why."""
    if line.quantity is None or not line.quantity.is_finite():
        return Decimal(0)
    return line.quantity


def _priced(line: OfferLine, inventory: InventoryLine) -> PricedLine:
    return PricedLine(
        code=line.code,
        label=inventory.label,
        unit=inventory.unit,
        vat_rate=inventory.vat_rate,
        quantity=_quantity(line),
        unit_price=_price(line, inventory),
        inventory_price=inventory.unit_price,
    )


@dataclass(frozen=True)
class RevisionLine:
    """A code of one revision of an offer, its rows added up."""

    code: str
    label: str
    quantity: Decimal
    prices: tuple[Decimal, ...]
    amount: Decimal


@dataclass(frozen=True)
class ChangedRevisionLine:
    """A code that both revisions have, with another quantity, price or label."""

    old: RevisionLine
    new: RevisionLine

    @property
    def difference(self) -> Decimal:
        """Of the amounts excluding VAT, all digits kept."""
        return self.new.amount - self.old.amount


@dataclass(frozen=True)
class Revisions:
    """Two revisions side by side, in the order of the new one, then what is removed."""

    added: tuple[RevisionLine, ...]
    removed: tuple[RevisionLine, ...]
    changed: tuple[ChangedRevisionLine, ...]
    unchanged: tuple[RevisionLine, ...]
    old_totals: Totals
    new_totals: Totals

    @property
    def difference(self) -> Decimal:
        """Of the totals excluding VAT."""
        return self.new_totals.excl_vat - self.old_totals.excl_vat


def compare_revisions(
    old: Sequence[PricedLine], new: Sequence[PricedLine]
) -> Revisions:
    """``new`` against ``old``, code by code; how a code is split over rows does not count."""
    before = _by_code(old)
    after = _by_code(new)
    kept = [(before[code], line) for code, line in after.items() if code in before]
    return Revisions(
        added=tuple(line for code, line in after.items() if code not in before),
        removed=tuple(line for code, line in before.items() if code not in after),
        changed=tuple(ChangedRevisionLine(was, now) for was, now in kept if was != now),
        unchanged=tuple(now for was, now in kept if was == now),
        old_totals=totals(old),
        new_totals=totals(new),
    )


def _by_code(lines: Iterable[PricedLine]) -> dict[str, RevisionLine]:
    found: dict[str, list[PricedLine]] = {}
    for line in lines:
        found.setdefault(line.code, []).append(line)
    return {code: _summed(code, same) for code, same in found.items()}


def _summed(code: str, lines: list[PricedLine]) -> RevisionLine:
    return RevisionLine(
        code,
        lines[-1].label,
        exact_sum(line.quantity for line in lines),
        tuple(sorted({line.unit_price for line in lines})),
        exact_sum(line.amount for line in lines),
    )
