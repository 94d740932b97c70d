"""Whether a lot takes a request today."""

from decimal import Decimal
from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.market import IMarket
from imio.centrale.domain.lots import ceiling_reasons
from imio.centrale.domain.lots import lot_reasons
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.procedure import ENDED
from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import state_of
from plone import api


AMOUNT = "amount_excl_vat"
COMMITTED_STATES = ("ordered", "confirmed", "closing", "closed")
UNDER_WAY = tuple(state for state in MISSION_STEP if state not in {"draft", *ENDED})


def _missions(states, **query):
    return api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionRequest", review_state=states, **query
    )


def committed(**query):
    """Euros excluding VAT of the orders on a lot or a market; from the index only.

    Sorted and not merged, the catalog gives the amounts themselves: no brain is made,
    however many orders there are.
    """
    found = _missions(COMMITTED_STATES, sort_on=AMOUNT, _merge=False, **query)
    return sum((amount for amount, *_record in found), Decimal(0))


def awaited(lot):
    """Whether a request on the lot waits for its supplier."""
    return bool(_missions(("submitted", "consulting"), lot_uid=lot.UID()))


def is_under_way(lot_uid):
    """Whether some mission on the lot was submitted and has not ended."""
    return bool(_missions(UNDER_WAY, lot_uid=lot_uid))


def ranks_of(supplier_uid):
    """Whether a supplier stands in the ranking of some lot."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.Lot"
    )
    return any(
        row.supplier == supplier_uid
        for brain in brains
        for row in brain._unrestrictedGetObject().ranks()
    )


def place_reasons(mission):
    """A request names a lot of its own centrale."""
    lot = resolve(mission.lot)
    if ancestor(lot, ICentrale).UID() != ancestor(mission, ICentrale).UID():
        return [reason("lot_of_another_centrale", "lot")]
    return []


def reasons_against(mission):
    """Why the lot of a mission refuses it: not open, expired, at its ceiling."""
    elsewhere = place_reasons(mission)
    if elsewhere:
        return elsewhere
    return closed_reasons(resolve(mission.lot))


def closed_reasons(lot):
    """Why a lot takes no request today: not open, expired, at its ceiling."""
    market = ancestor(lot, IMarket)
    day = clock.today()
    reasons = lot_reasons(
        state_of(market), market.start, market.end, day, *_ceiling(lot, "lot_uid")
    )
    ceiling, spent = _ceiling(market, "market_uid")
    return reasons or ceiling_reasons(ceiling, spent)


def _ceiling(obj, index):
    """The ceiling of a lot or market and what is committed; nothing read without one."""
    ceiling = obj.ceiling_excl_vat
    return ceiling, committed(**{index: obj.UID()}) if ceiling is not None else ZERO


def option_reasons(mission):
    """A request names options of its lot only."""
    lot = resolve(mission.lot)
    known = {row["code"] for row in lot.options or ()}
    return [
        reason("unknown_option", f"options.{index}", option=code)
        for index, code in enumerate(mission.options or ())
        if code not in known
    ]
