"""Whether a lot takes requests, and who serves a lot without cascade.

A request concerns one lot ([iMio-cyber] text 000 points 2 and 3); the lot is open while
its market is open, within its dates and below its ceiling.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from imio.centrale.domain.cascade import Rank
from imio.centrale.domain.cascade import ranks_on
from imio.centrale.domain.money import to_text
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


OPEN = "open"


def lot_reasons(
    market_state: str,
    market_start: date | None,
    market_end: date | None,
    day: date,
    ceiling: Decimal | None,
    committed: Decimal,
) -> list[Reason]:
    """Why a lot refuses a request on ``day``.

    ``lot_expired`` after the last day of the market, whatever its state; otherwise
    ``lot_not_open`` while the market is not open or has not begun. ``ceiling_reached``
    once ``committed`` is the ceiling or more, both in euro excluding VAT; a lot without
    ceiling never reaches it.
    """
    reasons = []
    if market_end and day > market_end:
        reasons.append(reason("lot_expired", end=market_end))
    elif market_state != OPEN or (market_start and day < market_start):
        reasons.append(reason("lot_not_open", state=market_state, start=market_start))
    return reasons + ceiling_reasons(ceiling, committed)


def ceiling_reasons(ceiling: Decimal | None, committed: Decimal) -> list[Reason]:
    """``ceiling_reached`` for a lot or a market whose orders have used up its ceiling."""
    if ceiling is not None and committed >= ceiling:
        return [reason("ceiling_reached", ceiling=to_text(ceiling))]
    return []


def the_direct_supplier(ranking: Iterable[Rank], day: date) -> str | None:
    """The supplier of a lot without cascade: its first valid rank on ``day``."""
    return next((row.supplier for row in ranks_on(ranking, day)), None)
