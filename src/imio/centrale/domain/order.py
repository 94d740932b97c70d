"""What the deposit of an order needs.

An order is the deliberation and the purchase order, copied to the centrale
([iMio-cyber] text 000 points 3 and 8). Whether its offer can be ordered is for
``imio.centrale.domain.offer``.
"""

from datetime import date
from imio.centrale.domain.deliberation import deliberation_reasons
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


def deposit_reasons(
    has_deliberation: bool,
    has_purchase_order: bool,
    organ: str | None,
    deliberation_date: date | None,
) -> list[Reason]:
    """What an order lacks to be deposited: the reasons of its deliberation, and
    ``purchase_order_missing``.
    """
    reasons = deliberation_reasons(has_deliberation, deliberation_date, organ)
    if not has_purchase_order:
        reasons.append(reason("purchase_order_missing", "purchase_order"))
    return reasons
