"""What anybody may read of the figures: totals that tell of nobody in particular.

A count below three would tell who is behind it; so would the difference between a total
and all of its parts but one. Small parts are therefore put together with the next
larger ones until three stand behind them.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures_members import Share
from imio.centrale.domain.figures_orders import Activity
from imio.centrale.domain.lead_times import DELIVERY
from imio.centrale.domain.lead_times import Times


#: so many authorities, or dossiers, stand behind a figure that is published
FEWEST = 3
#: the key of the small parts once they are put together
OTHERS = "others"


def is_published(figure: Figure) -> bool:
    """Nothing, or enough."""
    return not figure.uids or figure.number >= FEWEST


def put_together(numbers: Mapping[str, int]) -> frozenset[str]:
    """The keys of the parts to publish as one; all of them when nothing else will do.

    Parts that count nothing stay: nobody is behind them.
    """
    filled = sorted((number, key) for key, number in numbers.items() if number)
    hidden = [key for number, key in filled if number < FEWEST]
    if not hidden:
        return frozenset()
    for _number, key in filled[len(hidden) :]:
        if sum(numbers[each] for each in hidden) >= FEWEST and len(hidden) > 1:
            break
        hidden.append(key)
    return frozenset(hidden)


def together(figures: Mapping[str, Figure], keys: frozenset[str]) -> Figure:
    """Those parts as one figure."""
    parts = [figures[key] for key in figures if key in keys]
    amounts = [part.amount for part in parts if part.amount is not None]
    uids = tuple(uid for part in parts for uid in part.uids)
    return Figure(uids, sum(amounts) if amounts else None)


def published_shares(shares: Sequence[Share]) -> tuple[Share, ...]:
    """The members of each part, the small ones as one more part ``others``.

    Nothing when all of them together are fewer than three.
    """
    members = {share.key: share.members for share in shares}
    hidden = put_together({key: each.number for key, each in members.items()})
    shown = tuple(share for share in shares if share.key not in hidden)
    if not hidden:
        return shown
    registered = {share.key: share.registered for share in shares}
    others = Share(OTHERS, together(registered, hidden), together(members, hidden))
    return (*shown, others) if is_published(others.members) else shown


def published_orders(lots: Sequence[Activity]) -> dict[str, Figure]:
    """Lot -> its orders, the small ones together as ``others``; nothing for too few."""
    orders = {lot.key: lot.orders for lot in lots if lot.orders.uids}
    hidden = put_together({key: each.number for key, each in orders.items()})
    shown = {key: each for key, each in orders.items() if key not in hidden}
    if not hidden:
        return shown
    others = together(orders, hidden)
    return {**shown, OTHERS: others} if is_published(others) else shown


def published_times(times_by_lot: Mapping[str, Sequence[Times]]) -> dict[str, Times]:
    """Lot -> from the order to the delivery, where enough dossiers tell."""
    found = {
        lot: each
        for lot, times in times_by_lot.items()
        for each in times
        if each.span is DELIVERY
    }
    return {lot: each for lot, each in found.items() if each.number >= FEWEST}
