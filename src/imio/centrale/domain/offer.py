"""Whether an offer can be ordered ([iMio-cyber] text 000 point 4)."""

from datetime import date
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


ACCEPTED = "accepted"


def order_reasons(
    offer_state: str | None, valid_until: date | None, today: date
) -> list[Reason]:
    """Why no order can rest on an offer: ``offer_not_accepted``, ``offer_expired``.

    The last day of validity is included. ``None`` as state is for no offer at all.
    """
    reasons = []
    if offer_state != ACCEPTED:
        reasons.append(reason("offer_not_accepted"))
    if valid_until and today > valid_until:
        reasons.append(reason("offer_expired", valid_until=valid_until))
    return reasons
