"""What of the procedure is published, and from when.

"Transparency of what is done for whom" ([Parlement] text 004, point 27), within the
limits of the law of 17 June 2016 art. 13: before a contract is concluded nothing of the
procedure is disclosed, and after it no price or trade secret of a supplier. A call-off
is concluded when its order is confirmed. The page ``docs/explanation/publication.rst``
says it whole.
"""

from collections.abc import Collection
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from typing import TypeVar


class _Lot(Protocol):
    withheld: bool


class _Order(Protocol):
    confirmed: datetime | None


LotT = TypeVar("LotT", bound=_Lot)
OrderT = TypeVar("OrderT", bound=_Order)


def market_is_published(state: str) -> bool:
    """From its opening on, whatever becomes of it."""
    return state != "preparing"


def call_off_is_published(reached: Collection[str], lot_is_withheld: bool) -> bool:
    """From the first confirmation of an order on, for ever: what was public stays.

    ``reached`` has the states that the mission came to. Nothing of a lot that is
    withheld is published.
    """
    return "confirmed" in reached and not lot_is_withheld


def published_lots(lots: Sequence[LotT]) -> tuple[LotT, ...]:
    """Those that are not withheld."""
    return tuple(lot for lot in lots if not lot.withheld)


def published_orders(orders: Sequence[OrderT]) -> tuple[OrderT, ...]:
    """Those that were confirmed once, be they cancelled since."""
    return tuple(order for order in orders if order.confirmed is not None)
