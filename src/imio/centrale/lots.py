"""Whether a lot takes a request today."""

from decimal import Decimal
from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.market import IMarket
from imio.centrale.domain.lots import lot_reasons
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import state_of
from plone import api


COMMITTED_STATES = ("ordered", "confirmed", "closing", "closed")


def committed(lot):
    """Euros excluding VAT of the orders on a lot; read from the catalog only."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionRequest",
        lot_uid=lot.UID(),
        review_state=COMMITTED_STATES,
    )
    return sum((brain.amount_excl_vat or Decimal(0) for brain in brains), Decimal(0))


def reasons_against(mission):
    """Why the lot of a mission refuses it: not open, expired, at its ceiling."""
    lot = resolve(mission.lot)
    if ancestor(lot, ICentrale).UID() != ancestor(mission, ICentrale).UID():
        return [reason("lot_of_another_centrale", "lot")]
    market = ancestor(lot, IMarket)
    return lot_reasons(
        state_of(market),
        market.start,
        market.end,
        clock.today(),
        lot.ceiling_excl_vat,
        committed(lot) if lot.ceiling_excl_vat is not None else Decimal(0),
    )


def option_reasons(mission):
    """A request names options of its lot only."""
    lot = resolve(mission.lot)
    known = {row["code"] for row in lot.options or ()}
    return [
        reason("unknown_option", f"options.{index}", option=code)
        for index, code in enumerate(mission.options or ())
        if code not in known
    ]
