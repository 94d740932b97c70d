"""The Belgian VAT rates (arrêté royal n° 20 du 20 juillet 1970)."""

from decimal import Decimal
from imio.centrale.domain.money import exact_product
from imio.centrale.domain.money import round_cents


#: Per cent, in the order in which totals show them.
VAT_RATES = ("0", "6", "12", "21")


def vat_amount(base: Decimal, rate: str) -> Decimal:
    """The VAT on ``base``, to the cent; ``ValueError`` for a rate that is not one."""
    if rate not in VAT_RATES:
        raise ValueError(f"{rate!r} is not a Belgian VAT rate.")
    return round_cents(exact_product(base, Decimal(rate).scaleb(-2)))
