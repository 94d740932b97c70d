"""What the entries of the ledger add up to, kept so that no rule reads them all again.

``apply`` is the one way the state moves: the book calls it for each entry it writes,
and ``verify`` for each entry it reads again. It costs O(log n) accesses whatever the
number of entries, dossiers and authorities. The values in the mappings are immutable
and replaced as a whole, so that persistent mappings notice every change.

Served in turn. A dossier that holds less than its ceiling has a place in ``claims``,
which puts it in the line of those that share its authority and category. A line that
has anything left of its category has its first dossier in ``turns``. The first of
``turns`` is the next one to be served: partial grants first, then by rank.
"""

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import MutableMapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from imio.centrale.domain import envelope
from imio.centrale.domain.ledger_entry import CORRECT
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import GRANT
from imio.centrale.domain.ledger_entry import is_about_envelope
from imio.centrale.domain.ledger_entry import is_deposit
from imio.centrale.domain.ledger_entry import LIQUIDATE
from imio.centrale.domain.ledger_entry import NO_HASH
from imio.centrale.domain.ledger_entry import RELEASE
from imio.centrale.domain.ledger_entry import RESERVE
from imio.centrale.domain.money import ZERO
from typing import Self


DEPOSITED = "deposited"
CONFIRMED = "confirmed"
SETTLED = "settled"
RELEASED = "released"

#: Partial grants are served before the dossiers that hold nothing.
_PARTIAL, _NOTHING_YET = 0, 1

ClaimKey = tuple[str, Decimal, int, int]
TurnKey = tuple[int, int]


class SortedDict(dict):
    """The part of an ``OOBTree`` that the ledger uses, in memory: ``minKey``."""

    def __init__(self):
        super().__init__()
        self._keys = []

    def __setitem__(self, key, value):
        if key not in self:
            self._keys.insert(bisect_left(self._keys, key), key)
        super().__setitem__(key, value)

    def pop(self, key, *default):
        if key in self:
            del self._keys[bisect_left(self._keys, key)]
        return super().pop(key, *default)

    def minKey(self, minimum=None):
        """The least key that is not under ``minimum``; ``ValueError`` for none."""
        found = 0 if minimum is None else bisect_left(self._keys, minimum)
        if found == len(self._keys):
            raise ValueError("no such key")
        return self._keys[found]


@dataclass(frozen=True)
class Totals:
    """Euro reserved, granted and not yet paid, and liquidated."""

    reserved: Decimal = ZERO
    granted: Decimal = ZERO
    liquidated: Decimal = ZERO

    @property
    def held(self) -> Decimal:
        """What is taken from the envelope."""
        return self.reserved + self.granted + self.liquidated

    def moved(self, entry: Entry) -> Self:
        """The totals after the entry. What is reserved is released before a grant."""
        reserved, granted, liquidated = self.reserved, self.granted, self.liquidated
        amount = entry.amount
        if entry.kind == RESERVE:
            reserved += amount
        elif entry.kind == GRANT:
            reserved, granted = reserved - amount, granted + amount
        elif entry.kind == RELEASE:
            first = min(amount, reserved)
            reserved, granted = reserved - first, granted - (amount - first)
        elif entry.kind == LIQUIDATE:
            granted, liquidated = granted - amount, liquidated + amount
        elif entry.kind == CORRECT:
            granted, liquidated = granted + amount, liquidated - amount
        return replace(self, reserved=reserved, granted=granted, liquidated=liquidated)


@dataclass(frozen=True)
class AuthorityTotals(Totals):
    """An authority over all its dossiers.

    ``categories`` are the amounts of category its dossiers were deposited with: one,
    and one more each time its category changed.
    """

    categories: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Position(Totals):
    """One dossier: an order, as the ledger knows it.

    ``order_amount`` and ``category_amount`` are frozen at the deposit; ``ceiling`` is
    the most the dossier may hold, the order's amount until a lower invoice or a release
    lowers it. ``already`` is what its authority held and ``balance_before`` what the
    envelope had free just before the deposit. ``entries`` are the numbers of all its
    entries, those of an earlier deposit included.
    """

    dossier: str = ""
    mission: str = ""
    authority: str = ""
    rank: int = 0
    order_amount: Decimal = ZERO
    category_amount: Decimal = ZERO
    ceiling: Decimal = ZERO
    already: Decimal = ZERO
    balance_before: Decimal = ZERO
    confirmed: bool = False
    entries: tuple[int, ...] = ()

    @property
    def state(self) -> str:
        """``released``: it may hold nothing; ``settled``: all it may hold is paid."""
        if not self.ceiling:
            return RELEASED
        if self.liquidated == self.ceiling:
            return SETTLED
        return CONFIRMED if self.confirmed else DEPOSITED

    @property
    def is_short(self) -> bool:
        """Whether it holds less than it may, because of its category or the envelope."""
        return self.held < self.ceiling

    @property
    def turn(self) -> TurnKey:
        """Where it stands among those to be served."""
        return (_PARTIAL if self.held else _NOTHING_YET, self.rank)

    @property
    def claim_key(self) -> ClaimKey:
        """Its place in ``claims``."""
        return (self.authority, self.category_amount, *self.turn)


@dataclass
class Store:
    """The mappings of a ledger, injected: ``dict`` and ``SortedDict``, or BTrees.

    ``entries``: number -> ``Entry``. ``dossiers``: UID -> ``Position``.
    ``authorities``: UID -> ``AuthorityTotals``. ``claims``: (authority, category
    amount, tier, rank) -> UID and ``turns``: (tier, rank) -> UID, both with the
    ``minKey`` of an ``OOBTree``. ``head``: a small mapping, empty
    at first, with ``number`` and ``hash`` of the last entry, the last ``rank``,
    ``envelope``, ``reserved``, ``granted``, ``liquidated``, ``released`` (the sum of
    all releases).
    """

    entries: MutableMapping[int, Entry] = field(default_factory=dict)
    dossiers: MutableMapping[str, Position] = field(default_factory=dict)
    authorities: MutableMapping[str, AuthorityTotals] = field(default_factory=dict)
    claims: MutableMapping[ClaimKey, str] = field(default_factory=SortedDict)
    turns: MutableMapping[TurnKey, str] = field(default_factory=SortedDict)
    head: MutableMapping[str, object] = field(default_factory=dict)


#: The head of a ledger without entry.
EMPTY_HEAD = {
    "number": 0,
    "hash": NO_HASH,
    "rank": 0,
    "envelope": ZERO,
    "reserved": ZERO,
    "granted": ZERO,
    "liquidated": ZERO,
    "released": ZERO,
}


def head_of(store: Store) -> dict[str, object]:
    """A copy of the head, complete even when nothing is written yet."""
    return {**EMPTY_HEAD, **store.head}


def totals_of(store: Store) -> Totals:
    """The totals of the envelope."""
    head = head_of(store)
    return Totals(head["reserved"], head["granted"], head["liquidated"])


def balance_of(store: Store) -> Decimal:
    """What the envelope has free."""
    return head_of(store)["envelope"] - totals_of(store).held


def authority_of(store: Store, authority: str) -> AuthorityTotals:
    """The totals of an authority; zero for one without dossier."""
    return store.authorities.get(authority, AuthorityTotals())


def entitlement(store: Store, position: Position, balance: Decimal) -> Decimal:
    """What the dossier can get now, on top of what it holds, from that balance."""
    return envelope.grant(
        position.ceiling - position.held,
        position.category_amount,
        authority_of(store, position.authority).held,
        balance,
    )


def next_served(store: Store) -> Position | None:
    """The dossier whose turn it is: a partial grant first, then the lowest rank."""
    key = _least(store.turns)
    return None if key is None else store.dossiers[store.turns[key]]


def in_turn(store: Store) -> Iterator[tuple[Position, Decimal]]:
    """Who waits for the envelope, and what for, in the order they will be served.

    Each amount is what is left to the dossier once those before it are served. Dossiers
    whose category is used up are left out. Costs as much as the dossiers that wait.
    """
    waiting = []
    for uid in store.turns.values():
        waiting.extend(_line(store, store.dossiers[uid]))
    promised = {}
    for found in sorted(waiting, key=lambda position: position.turn):
        before = promised.get(found.authority, ZERO)
        held = authority_of(store, found.authority).held + before
        missing = found.ceiling - found.held
        amount = envelope.grant(missing, found.category_amount, held, missing)
        if amount:
            promised[found.authority] = before + amount
            yield found, amount


def _line(store: Store, first: Position) -> Iterator[Position]:
    key = first.claim_key
    while key is not None and key[:2] == first.claim_key[:2]:
        yield store.dossiers[store.claims[key]]
        key = _least(store.claims, (*key[:3], key[3] + 1))


def apply(store: Store, entry: Entry) -> None:
    """Add a well-formed entry to the state. Checks nothing: that is for the callers."""
    if not is_about_envelope(entry):
        _apply_to_dossier(store, entry)
    store.entries[entry.number] = entry
    store.head.update(_next_head(store, entry))


def _next_head(store: Store, entry: Entry) -> dict[str, object]:
    head = head_of(store)
    head.update(number=entry.number, hash=entry.hash)
    if is_about_envelope(entry):
        head["envelope"] += entry.amount
        return head
    totals = totals_of(store).moved(entry)
    head.update(
        reserved=totals.reserved, granted=totals.granted, liquidated=totals.liquidated
    )
    if is_deposit(entry):
        head["rank"] = entry.rank
    if entry.kind == RELEASE:
        head["released"] += entry.amount
    return head


def _apply_to_dossier(store: Store, entry: Entry) -> None:
    old = store.dossiers.get(entry.dossier)
    known = authority_of(store, entry.authority)
    turns = _turns(store, entry.authority, known)
    if old is not None and old.is_short:
        store.claims.pop(old.claim_key, None)

    new = _deposited(store, entry, old, known) if is_deposit(entry) else old
    new = replace(
        new.moved(entry),
        ceiling=entry.ceiling,
        confirmed=new.confirmed or entry.kind == GRANT,
        entries=(*new.entries, entry.number),
    )
    if entry.category not in known.categories:
        known = replace(known, categories=(*known.categories, entry.category))
    store.dossiers[entry.dossier] = new
    store.authorities[entry.authority] = known = known.moved(entry)

    if new.is_short:
        store.claims[new.claim_key] = entry.dossier
    _replace_turns(store, turns, _turns(store, entry.authority, known))


def _deposited(
    store: Store, entry: Entry, old: Position | None, known: AuthorityTotals
) -> Position:
    return Position(
        dossier=entry.dossier,
        mission=entry.mission,
        authority=entry.authority,
        rank=entry.rank,
        order_amount=entry.ceiling,
        category_amount=entry.category,
        already=known.held,
        balance_before=balance_of(store),
        entries=old.entries if old else (),
    )


def _turns(store: Store, authority: str, known: AuthorityTotals) -> dict[TurnKey, str]:
    """The turns of an authority: one for each category that leaves it anything."""
    turns = {}
    for category in known.categories:
        key = known.held < category and _least(store.claims, (authority, category))
        if key and key[:2] == (authority, category):
            turns[key[2:]] = store.claims[key]
    return turns


def _replace_turns(
    store: Store, old: dict[TurnKey, str], new: dict[TurnKey, str]
) -> None:
    for key in old.keys() - new.keys():
        store.turns.pop(key, None)
    for key in new.keys() - old.keys():
        store.turns[key] = new[key]


def _least(tree, minimum=None):
    """The least key from ``minimum`` on, or ``None``."""
    try:
        return tree.minKey() if minimum is None else tree.minKey(minimum)
    except ValueError:
        return None
