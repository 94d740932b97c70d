"""Which lots a supplier holds: those whose ranking names it, those it has missions on.

The ranking is for agents and auditors. What is kept for the catalog stands on the
supplier, whom its own users see and no other supplier does; it names no rank.
"""

from imio.centrale import clock
from imio.centrale import records
from imio.centrale.columns import read_day
from imio.centrale.domain.cascade import Rank
from imio.centrale.domain.cascade import ranks_on
from imio.centrale.domain.procedure import ENDED
from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.lookup import brains_of
from imio.centrale.lookup import search


LOT = "imio.centrale.Lot"
MARKET = "imio.centrale.Market"
MISSION = "imio.centrale.MissionRequest"
SUPPLIER = "imio.centrale.Supplier"
UNDER_WAY = [state for state in MISSION_STEP if state not in ENDED]


# -- for the catalog ---------------------------------------------------------------


def for_catalog(supplier):
    """The rows of the rankings that name a supplier, without the rank."""
    lots = (brain._unrestrictedGetObject() for brain in search(portal_type=LOT))
    uid = supplier.UID()
    return tuple(
        (lot.UID(), row.status, _iso(row.valid_from), _iso(row.valid_to))
        for lot in lots
        for row in lot.ranks()
        if row.supplier == uid
    )


def _iso(day):
    return day.isoformat() if day is not None else ""


def show(lot):
    """Whoever its ranking names, or named, has it in the catalog or no more."""
    named = {row.supplier for row in lot.ranks()}
    for brain in search(portal_type=SUPPLIER):
        if brain.UID in named or lot.UID() in lots_in(brain):
            brain._unrestrictedGetObject().reindexObject(idxs=["enterprise_number"])


def lots_in(brain):
    """The lots that the catalog keeps of a supplier."""
    return {row[0] for row in brain.lots_held or ()}


# -- from the catalog --------------------------------------------------------------


def open_lots(centrale):
    """UID -> brain of the lots of the open markets of a centrale, by number."""
    place = {"centrale_uid": centrale.UID()}
    markets = search(portal_type=MARKET, review_state="open", **place)
    uids = [brain.UID for brain in markets]
    if not uids:
        return {}
    lots = search(portal_type=LOT, market_uid=uids, sort_on="lot_number", **place)
    return {brain.UID: brain for brain in lots}


def lots_held(centrale, supplier_uids):
    """UID -> brain of the lots of the open markets that these suppliers hold today."""
    if not supplier_uids:
        return {}
    held = _ranked(supplier_uids) | _designated(centrale, supplier_uids)
    lots = open_lots(centrale)
    return {uid: brain for uid, brain in lots.items() if uid in held}


def _ranked(supplier_uids):
    rows = (
        row
        for brain in brains_of(supplier_uids).values()
        for row in brain.lots_held or ()
    )
    today = clock.today()
    return {row[0] for row in rows if ranks_on([_rank_of(*row)], today)}


def _rank_of(lot_uid, status, first, last):
    """A row as the domain reads it; which rank it was is not kept."""
    return Rank(0, lot_uid, read_day(first), read_day(last), status)


def holders_on(day):
    """UID of a lot -> the names of its holders on a day, in alphabetical order."""
    names = {}
    for brain in search(portal_type=SUPPLIER):
        for row in brain.lots_held or ():
            if ranks_on([_rank_of(*row)], day):
                names.setdefault(row[0], set()).add(brain.Title)
    return {uid: tuple(sorted(found)) for uid, found in names.items()}


def _designated(centrale, supplier_uids):
    missions = search(
        portal_type=MISSION,
        supplier_uid=list(supplier_uids),
        review_state=UNDER_WAY,
        centrale_uid=centrale.UID(),
    )
    lots = records.values("lot_uid")
    return {lots.get(each) for each in records.record_ids(missions)}
