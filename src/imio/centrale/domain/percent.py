"""How much a price changed, in per cent."""

from decimal import Context
from decimal import Decimal
from decimal import ROUND_HALF_UP


_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def percent_change(old: Decimal, new: Decimal) -> Decimal | None:
    """The change from ``old`` to ``new``, to the hundredth of a per cent, half up.

    ``None`` from zero to anything else: no percentage says that.
    """
    if old == new:
        return Decimal("0.00")
    if not old:
        return None
    change = _WIDE.divide(_WIDE.multiply(new - old, Decimal(100)), abs(old))
    return change.quantize(Decimal("0.01"), context=_WIDE)
