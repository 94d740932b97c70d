"""An envelope day by day, and by authority: what was committed, and who has it.

Amounts are euro; days are those of Brussels.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.ledger_entry import effect
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import is_about_envelope
from imio.centrale.domain.ledger_state import AuthorityTotals
from imio.centrale.domain.ledger_state import Position
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.money import ZERO


@dataclass(frozen=True)
class Day:
    """The end of a day: ``committed`` is reserved, granted or paid."""

    day: date
    envelope: Decimal
    committed: Decimal

    @property
    def left(self) -> Decimal:
        """What the envelope has free."""
        return self.envelope - self.committed


def by_day(entries: Iterable[Entry]) -> list[Day]:
    """The days that have an entry, in their order; the first is that of the opening.

    Reads every entry once. An entry counts for the day of its instant, wherever it
    stands in the ledger.
    """
    changes: dict[date, tuple[Decimal, Decimal]] = {}
    for entry in entries:
        day = to_brussels(entry.at).date()
        envelope, committed = changes.get(day, (ZERO, ZERO))
        if is_about_envelope(entry):
            envelope += entry.amount
        else:
            committed -= effect(entry)
        changes[day] = envelope, committed
    return list(_added_up(changes))


def _added_up(changes: dict[date, tuple[Decimal, Decimal]]) -> Iterator[Day]:
    envelope = committed = ZERO
    for day, change in sorted(changes.items()):
        envelope += change[0]
        committed += change[1]
        yield Day(day, envelope, committed)


@dataclass(frozen=True)
class Holder:
    """What an authority has over all its dossiers.

    ``dossiers`` is the number of those that hold something, ``category_amount`` that
    of the last one deposited.
    """

    authority: str
    dossiers: int
    totals: AuthorityTotals
    category_amount: Decimal

    @property
    def left(self) -> Decimal:
        """What the category leaves it."""
        return max(ZERO, self.category_amount - self.totals.held)


def holders(store: Store) -> list[Holder]:
    """The authorities that hold something, the largest amount first."""
    count = Counter()
    last: dict[str, Position] = {}
    for position in store.dossiers.values():
        known = last.setdefault(position.authority, position)
        last[position.authority] = max(known, position, key=lambda each: each.rank)
        count[position.authority] += bool(position.held)
    found = [
        Holder(uid, count[uid], totals, last[uid].category_amount)
        for uid, totals in store.authorities.items()
        if count[uid]
    ]
    return sorted(found, key=lambda each: (-each.totals.held, each.authority))
