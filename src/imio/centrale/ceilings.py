"""The ceilings of a lot, its market and its authorities, and what missions hold of them.

A submitted offer reserves its total excluding VAT, its confirmed order consumes it, a
return, a withdrawal or a cancellation releases it. What is asked must fit under the
ceiling of the lot, under that of the market, and under the maximum that the authority
declared for the lot in its adhesion; a ceiling that is not given refuses nothing.
"""

from Acquisition import aq_base
from dataclasses import dataclass
from dataclasses import replace
from imio.centrale import missions
from imio.centrale.adhesions import adhesion_of
from imio.centrale.ceiling_book import ALL
from imio.centrale.ceiling_book import CeilingBook
from imio.centrale.ceiling_book import Held
from imio.centrale.content.lot import ILot
from imio.centrale.content.market import IMarket
from imio.centrale.domain.ceilings import AUTHORITY
from imio.centrale.domain.ceilings import Commitment
from imio.centrale.domain.ceilings import LOT
from imio.centrale.domain.ceilings import MARKET
from imio.centrale.domain.ceilings import usage
from imio.centrale.domain.ceilings import use_of
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import ZERO
from imio.centrale.lookup import ancestor
from imio.centrale.parties import may
from imio.centrale.workflows import names
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of
from plone import api


OFFER = "imio.centrale.Offer"
ORDER = "imio.centrale.Order"
PERMISSION = "imio.centrale: View Ceilings"


@dataclass(frozen=True)
class Difference:
    """What a book has of a mission, and what the mission says; ``None`` is nothing."""

    mission: str
    written: Held | None
    expected: Held | None


# -- the books -------------------------------------------------------------------------


def book_of(obj):
    """The book of a lot or a market; an empty one that is kept nowhere without it."""
    book = getattr(aq_base(obj), "ceiling_book", None)
    if book is None or book.owner != obj.UID():
        return CeilingBook(obj.UID())
    return book


def open_book(obj):
    """The book of a lot or a market, made now if it has none.

    Two that make it at the same time meet on the lot or market itself.
    """
    book = book_of(obj)
    if book is not getattr(aq_base(obj), "ceiling_book", None):
        obj.ceiling_book = book
    return book


def places_of(mission):
    """The lot of a mission and its market: whose books it stands in."""
    lot = missions.lot_of(mission)
    return (lot, ancestor(lot, IMarket)) if lot is not None else ()


def settle(mission):
    """Write in the books what a mission holds now, as its pieces say."""
    held = held_by(mission)
    for place in places_of(mission):
        open_book(place).write(mission.UID(), held)


def forget(mission):
    """A mission that is deleted holds nothing."""
    for place in places_of(mission):
        if mission.UID() in book_of(place).held:
            book_of(place).write(mission.UID(), None)


# -- what a mission holds --------------------------------------------------------------


def held_by(mission):
    """What a mission reserves or consumes now; ``None`` when it is nothing."""
    commitment = commitment_of(mission)
    use = use_of(commitment)
    return Held(use, commitment.amount, mission.authority) if use else None


def commitment_of(mission):
    """The offer that counts and its order, as ceilings see them."""
    offer = missions.current(mission, OFFER)
    if offer is None:
        return Commitment(ZERO, state_of(mission))
    return Commitment(
        offer.total_excl_vat or ZERO,
        state_of(mission),
        state_of(offer),
        order_state(mission, offer),
    )


def order_state(mission, offer):
    """The state of the live order; ``cancelled`` when the last thing that happened since
    the offer was submitted is that a deposited order was cancelled.
    """
    live = missions.children_in(mission, ORDER, names.LIVE_ORDER)
    if live:
        return state_of(live[-1])
    events = _events(offer, "submit")
    for order in missions.children_of(mission, ORDER):
        if _events(order, "deposit"):
            events += _events(order, "deposit", "cancel")
    return "cancelled" if events and max(events)[1] == "cancel" else None


def _events(obj, *actions):
    return [
        (status["time"], status["action"])
        for status in history_of(obj)
        if status.get("action") in actions
    ]


# -- the ceilings ----------------------------------------------------------------------


def maximum_of(mission):
    """What the authority declared for the lot at most, rows added up, or ``None``."""
    adhesion = adhesion_of(mission)
    return maximum_in(adhesion, mission.lot) if adhesion is not None else None


def maximum_in(adhesion, lot_uid):
    """The same from its adhesion; a row without amount sets no limit of its own."""
    amounts = [
        row["max_amount"]
        for row in adhesion.interests or ()
        if row["lot"] == lot_uid and row.get("max_amount") is not None
    ]
    return exact_sum(amounts) if amounts else None


def usages(mission, asked):
    """Each ceiling with what others use of it and what this mission asks: scope, usage."""
    lot, market = places_of(mission)
    own, authority = mission.UID(), mission.authority
    for scope, ceiling, book, key in (
        (LOT, lot.ceiling_excl_vat, book_of(lot), ALL),
        (MARKET, market.ceiling_excl_vat, book_of(market), ALL),
        (AUTHORITY, maximum_of(mission), book_of(lot), authority),
    ):
        if ceiling is not None:
            consumed, reserved = book.sum(key, without=own)
            yield scope, usage(ceiling, consumed, reserved, asked, scope)


def reasons_against(mission, asked):
    """``ceiling_reached`` for each ceiling that has no room for what is asked."""
    return [
        reason
        for _scope, found in usages(mission, asked or ZERO)
        for reason in found.reasons
    ]


def warnings_for(mission):
    """How near the ceilings are, for agents, auditors and the authority: no supplier."""
    if not mission.lot or not may(mission, PERMISSION):
        return []
    return [
        reason
        for scope, found in usages(mission, amount_of(mission))
        for reason in warnings_in(scope, found)
    ]


def warnings_of(obj):
    """How near the ceiling of a lot or a market is."""
    return warnings_in(scope_of(obj), standing(obj))


def warnings_in(scope, found):
    """The warnings of one ceiling, which say whose it is; why it refuses, above it."""
    named = (("scope", scope),)
    near = [replace(each, values=each.values + named) for each in found.warnings]
    return [*near, *found.reasons]


def amount_of(mission):
    """What the mission holds, or would with the offer under way."""
    held = held_by(mission)
    if held is not None:
        return held.amount
    offer = missions.current(mission, OFFER)
    is_coming = offer is not None and state_of(offer) in ("draft", "returned")
    return offer.total_excl_vat or ZERO if is_coming else ZERO


def standing(obj):
    """How far the ceiling of a lot or a market is used."""
    consumed, reserved = book_of(obj).sum()
    return usage(obj.ceiling_excl_vat, consumed, reserved, ZERO, scope_of(obj))


def scope_of(obj):
    return LOT if ILot.providedBy(obj) else MARKET


# -- the books against the missions ----------------------------------------------------


def expected(obj):
    """UID of a mission -> what it holds of a lot or a market, as the missions say."""
    index = "lot_uid" if ILot.providedBy(obj) else "market_uid"
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionRequest", **{index: obj.UID()}
    )
    found = {
        brain.UID: held_by(brain._unrestrictedGetObject())
        for brain in brains
        if brain.review_state != "draft"
    }
    return {uid: held for uid, held in found.items() if held is not None}


def differences(obj):
    """Where the book of a lot or a market and its missions disagree; sums included."""
    book, right = book_of(obj), expected(obj)
    wrong = [
        Difference(uid, book.held.get(uid), right.get(uid))
        for uid in sorted({*book.held, *right})
        if book.held.get(uid) != right.get(uid)
    ]
    if not wrong and nonzero(book.sums) != nonzero(rebuilt(obj, right).sums):
        wrong.append(Difference(ALL, None, None))
    return wrong


def nonzero(sums):
    """The sums without those that came back to nothing."""
    return {key: each for key, each in sums.items() if any(each)}


def rebuilt(obj, right):
    """A book with that and nothing else."""
    book = CeilingBook(obj.UID())
    for uid, held in right.items():
        book.write(uid, held)
    return book


def rebuild(obj):
    """Write the book of a lot or a market again from its missions."""
    obj.ceiling_book = rebuilt(obj, expected(obj))
