"""What missions hold of the ceiling of a lot or a market, in the database.

Every change rewrites the sums, so two offers that arrive at the same time meet there
whatever else they touch: one of them commits, the other is run again on what the first
one wrote. This is what keeps a ceiling right to the cent on several servers.
"""

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.domain.ceilings import CONSUMED
from imio.centrale.domain.ceilings import RESERVED
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import ZERO
from persistent import Persistent
from persistent.mapping import PersistentMapping


#: the key of the sums of all authorities together
ALL = ""
NOTHING = (ZERO, ZERO)
_PLACES = (CONSUMED, RESERVED)


@dataclass(frozen=True)
class Held:
    """Euros excluding VAT that a mission reserves or consumes, for its authority."""

    use: str
    amount: Decimal
    authority: str


class CeilingBook(Persistent):
    """``held`` by the UID of the mission; ``sums`` (consumed, reserved) by authority.

    The sums are a mapping without conflict resolution, on purpose. ``owner`` is the UID
    of the lot or market: a copy of it has no book of its own yet.
    """

    def __init__(self, owner):
        self.owner = owner
        self.held = OOBTree()
        self.sums = PersistentMapping()

    def write(self, mission, held):
        """What a mission holds from now on; ``None`` when it is nothing."""
        before = self.held.get(mission)
        if held == before:
            return
        if before is not None:
            self._add(before, -before.amount)
            del self.held[mission]
        if held is not None:
            self._add(held, held.amount)
            self.held[mission] = held

    def _add(self, held, amount):
        place = _PLACES.index(held.use)
        for key in (ALL, held.authority):
            sums = list(self.sums.get(key, NOTHING))
            sums[place] = exact_sum([sums[place], amount])
            self.sums[key] = tuple(sums)

    def sum(self, authority=ALL, without=None):
        """Consumed and reserved, by one authority or all; ``without`` leaves out what
        the mission of that UID holds.
        """
        consumed, reserved = self.sums.get(authority, NOTHING)
        own = self.held.get(without) if without else None
        if own is None or authority not in (ALL, own.authority):
            return consumed, reserved
        if own.use == CONSUMED:
            return exact_sum([consumed, -own.amount]), reserved
        return consumed, exact_sum([reserved, -own.amount])
