"""The price of an offer, on the inventory its supplier filled in.

"L'estimation budgétaire de cette offre doit impérativement reposer sur l'annexe B -
Inventaire" ([iMio-cyber] text 000 point 4): each line names a code of the inventory, at
its price or below. Amounts are euro, prices exclude VAT.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.money import exact_product
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import to_text
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.vat import vat_amount
from imio.centrale.domain.vat import VAT_RATES


UNIT_PRICE_DIGITS = 4


@dataclass(frozen=True)
class InventoryLine:
    """A line of annexe B: the price is a ceiling, for one ``unit``."""

    code: str
    label: str
    unit: str
    unit_price: Decimal
    vat_rate: str
    option: str = ""


@dataclass(frozen=True)
class OfferLine:
    """A line as the supplier writes it; no price means the inventory's."""

    code: str
    quantity: Decimal | None
    unit_price: Decimal | None


@dataclass(frozen=True)
class PricedLine:
    """A line of an offer with what the inventory says of its code copied in."""

    code: str
    label: str
    unit: str
    vat_rate: str
    quantity: Decimal
    unit_price: Decimal
    inventory_price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times unit price, all digits kept."""
        return exact_product(self.quantity, self.unit_price)


@dataclass(frozen=True)
class RateTotal:
    """What an offer holds at one VAT rate, each figure to the cent."""

    rate: str
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Totals:
    """An offer added up; ``by_rate`` has only the rates it holds, in order."""

    excl_vat: Decimal
    incl_vat: Decimal
    by_rate: tuple[RateTotal, ...]


@dataclass(frozen=True)
class InventoryVersion:
    """A published inventory of one supplier for one lot; both dates are included."""

    uid: str
    version: int | str
    valid_from: date
    valid_to: date | None = None


def check_inventory(lines: Sequence[InventoryLine]) -> list[Reason]:
    """Why an inventory cannot be published: ``no_lines``, ``duplicate_code``,
    ``price_negative``, ``unknown_vat_rate``.
    """
    if not lines:
        return [reason("no_lines", "lines")]
    seen: set[str] = set()
    reasons = []
    for i, line in enumerate(lines):
        if line.code in seen:
            reasons.append(reason("duplicate_code", f"lines.{i}.code", code=line.code))
        if line.unit_price < 0:
            reasons.append(_price_negative(i, line.code, line.unit_price))
        if line.vat_rate not in VAT_RATES:
            reasons.append(
                reason("unknown_vat_rate", f"lines.{i}.vat_rate", rate=line.vat_rate)
            )
        seen.add(line.code)
    return reasons


def price_lines(
    offer_lines: Sequence[OfferLine], inventory_lines: Iterable[InventoryLine]
) -> list[PricedLine]:
    """The lines of an offer, priced; or ``Refused`` with every reason, line by line.

    ``no_lines``, ``unknown_line``, ``price_negative``, ``price_above_inventory``,
    ``quantity_not_positive``. Raises ``ValueError`` for an inventory with a code twice.
    """
    inventory = _by_code(inventory_lines)
    if not offer_lines:
        raise Refused([reason("no_lines", "lines")])
    reasons = [
        found
        for i, line in enumerate(offer_lines)
        for found in _line_reasons(i, line, inventory.get(line.code))
    ]
    if reasons:
        raise Refused(reasons)
    return [_priced(line, inventory[line.code]) for line in offer_lines]


def _by_code(lines: Iterable[InventoryLine]) -> dict[str, InventoryLine]:
    inventory: dict[str, InventoryLine] = {}
    for line in lines:
        if line.code in inventory:
            raise ValueError(f"The inventory has the code {line.code!r} twice.")
        inventory[line.code] = line
    return inventory


def _line_reasons(
    i: int, line: OfferLine, inventory_line: InventoryLine | None
) -> Iterator[Reason]:
    price = line.unit_price
    if inventory_line is None:
        yield reason("unknown_line", f"lines.{i}.code", code=line.code)
    if price is not None and price < 0:
        yield _price_negative(i, line.code, price)
    if price is not None and inventory_line and price > inventory_line.unit_price:
        yield _price_above_inventory(i, price, inventory_line)
    if not _is_positive(line.quantity):
        yield reason(
            "quantity_not_positive",
            f"lines.{i}.quantity",
            code=line.code,
            quantity=line.quantity,
        )


def _price_negative(i: int, code: str, price: Decimal) -> Reason:
    return reason(
        "price_negative",
        f"lines.{i}.unit_price",
        code=code,
        offered=to_text(price, UNIT_PRICE_DIGITS),
    )


def _price_above_inventory(i: int, price: Decimal, line: InventoryLine) -> Reason:
    return reason(
        "price_above_inventory",
        f"lines.{i}.unit_price",
        code=line.code,
        offered=to_text(price, UNIT_PRICE_DIGITS),
        ceiling=to_text(line.unit_price, UNIT_PRICE_DIGITS),
    )


def _is_positive(quantity: Decimal | None) -> bool:
    return quantity is not None and quantity.is_finite() and quantity > 0


def _priced(line: OfferLine, inventory_line: InventoryLine) -> PricedLine:
    ceiling = inventory_line.unit_price
    return PricedLine(
        code=line.code,
        label=inventory_line.label,
        unit=inventory_line.unit,
        vat_rate=inventory_line.vat_rate,
        quantity=line.quantity,
        unit_price=ceiling if line.unit_price is None else line.unit_price,
        inventory_price=ceiling,
    )


def totals(priced_lines: Iterable[PricedLine]) -> Totals:
    """The totals of an offer, rounded half up once per VAT rate.

    At each rate the exact sum of the lines is rounded to the cent, and the VAT is
    computed on that. Raises ``ValueError`` for a rate that is not Belgian.
    """
    lines = list(priced_lines)
    by_rate = tuple(
        _rate_total(rate, (line.amount for line in lines if line.vat_rate == rate))
        for rate in sorted({line.vat_rate for line in lines}, key=int)
    )
    excl_vat = exact_sum([ZERO, *(part.base for part in by_rate)])
    incl_vat = exact_sum([excl_vat, *(part.vat for part in by_rate)])
    return Totals(excl_vat, incl_vat, by_rate)


def _rate_total(rate: str, amounts: Iterable[Decimal]) -> RateTotal:
    base = round_cents(exact_sum(amounts))
    return RateTotal(rate, base, vat_amount(base, rate))


def in_force(
    versions: Iterable[InventoryVersion], day: date
) -> InventoryVersion | None:
    """The version that holds on ``day``, ``None`` when none does.

    Of several, the one valid from the latest day; of those, the last one given.
    """
    valid = [version for version in versions if _holds(version, day)]
    return max(reversed(valid), key=lambda version: version.valid_from, default=None)


def _holds(version: InventoryVersion, day: date) -> bool:
    return version.valid_from <= day and (
        version.valid_to is None or day <= version.valid_to
    )
