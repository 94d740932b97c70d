"""The ledger of a subsidy: "premier arrivé, premier servi", to the cent.

[iMio-cyber] text 000 points 8 and 9; domain page, section 6, Subsidy, Closure and
Liquidation. The deposit of a complete order takes the next rank and reserves; the
confirmation grants; a refusal, a cancellation, a return, a lower invoice or a missed
deadline releases, and what is released serves the waiting list at once, partial grants
first, then by rank. Whoever waits is served as soon as there is a cent: while anything
is free in the envelope, nobody waits for it.

What a dossier gives back, it does not ask for again: its ceiling comes down to what it
keeps. What it held of its category goes back to its authority, whose other dossiers
may then claim it.

Every operation takes the instant (aware) and the actor, returns the entries it wrote,
and costs O(log n) and as much again for each dossier it serves. It raises ``Refused``,
before it writes anything, with one of these reasons:

``ledger_not_open``, ``ledger_already_open``
    no envelope yet, or one already;
``already_deposited``
    the dossier is in the ledger and may hold something, or was paid all of it;
``not_deposited``
    the dossier was never deposited, or was released;
``already_confirmed``
    the dossier was confirmed;
``nothing_reserved``
    a release of a dossier that was paid all it may hold: nothing is left to give back;
``amount_absurd``
    not a ``Decimal``, not finite, fractions of a cent, more than twelve digits;
``amount_negative``, ``amount_not_positive``
    below zero; zero or below, where there must be something;
``amount_above_held``
    a release of more than is reserved and granted;
``amount_above_granted``
    a payment of more than is granted and not paid;
``amount_above_liquidated``
    a correction of more than was paid;
``amount_below_liquidated``
    a lower invoice of less than was paid: the payment must be corrected first;
``envelope_below_commitments``
    an envelope smaller than what is reserved, granted and liquidated;
``note_missing``
    a change of the envelope without its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from imio.centrale.domain import ledger_entry as entry_of
from imio.centrale.domain import ledger_state as state
from imio.centrale.domain.envelope import grant
from imio.centrale.domain.ledger_entry import effect
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import is_deposit
from imio.centrale.domain.ledger_entry import is_well_formed
from imio.centrale.domain.ledger_entry import sealed
from imio.centrale.domain.ledger_state import Position
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused


#: Amounts have at most twelve digits before the dot, as in ``money``.
LIMIT = Decimal(10) ** 12

_ENVELOPE = Position()


@dataclass(frozen=True)
class _Act:
    """Why an entry is written: its code, when, by whom, and a note."""

    code: str
    at: datetime
    actor: str
    note: str = ""


@dataclass(frozen=True)
class Explanation:
    """The arithmetic of one dossier, from which a page can say why that amount.

    At its deposit the dossier could have ``order_amount``, ``category_left`` (the
    amount of the category less ``already``, what its authority held then) and
    ``balance_before``; ``reserved_at_deposit`` is the least of the three, and
    ``limited_by`` names the first of them that is as small: ``order``, ``category``,
    ``balance``. ``later`` are the entries since; ``former`` those of an earlier deposit.
    ``ceiling`` to ``liquidated`` are the amounts now, ``waits_for`` is what an envelope
    without end would add now, by this dossier alone.
    """

    dossier: str
    mission: str
    authority: str
    state: str
    rank: int
    deposited: datetime
    order_amount: Decimal
    category_amount: Decimal
    already: Decimal
    category_left: Decimal
    balance_before: Decimal
    reserved_at_deposit: Decimal
    limited_by: str
    later: tuple[Entry, ...]
    former: tuple[Entry, ...]
    ceiling: Decimal
    reserved: Decimal
    granted: Decimal
    liquidated: Decimal
    waits_for: Decimal


class Book:
    """The ledger of one envelope, over the mappings of ``store``."""

    def __init__(self, store: Store):
        self.store = store

    # What it says

    @property
    def is_open(self) -> bool:
        """Whether the envelope was opened."""
        return bool(self.head["number"])

    @property
    def head(self) -> dict[str, object]:
        """A copy of the head: see ``Store``."""
        return state.head_of(self.store)

    @property
    def balance(self) -> Decimal:
        """What the envelope has free."""
        return state.balance_of(self.store)

    def position(self, dossier: str) -> Position | None:
        """The dossier, released or not; ``None`` if it was never deposited."""
        return self.store.dossiers.get(dossier)

    def authority(self, authority: str) -> state.AuthorityTotals:
        """The totals of an authority, zero for an unknown one."""
        return state.authority_of(self.store, authority)

    def waits_for(self, dossier: str) -> Decimal:
        """What the dossier would get, alone, from an envelope without end."""
        position = self._deposited(dossier)
        return state.entitlement(self.store, position, position.ceiling)

    def waiting(self) -> Iterator[tuple[Position, Decimal]]:
        """The waiting list in the order it is served: see ``ledger_state.in_turn``."""
        return state.in_turn(self.store)

    # What it does

    def open(self, envelope: Decimal, at: datetime, actor: str) -> tuple[Entry, ...]:
        """Open the ledger with its envelope, above zero. Once."""
        if self.is_open:
            raise _refused("ledger_already_open")
        amount = _positive(envelope, "envelope")
        act = _Act(entry_of.OPENED, at, actor)
        return (self._write(act, entry_of.CORRECT, amount, _ENVELOPE),)

    def deposit(
        self,
        dossier: str,
        mission: str,
        authority: str,
        order_amount: Decimal,
        category_amount: Decimal,
        at: datetime,
        actor: str,
    ) -> tuple[Entry, ...]:
        """A complete order is deposited: it takes the next rank and reserves.

        It reserves ``envelope.grant``: the least of the order, of what its category
        leaves the authority over all its dossiers, and of the balance; one entry says
        so, be it for nothing. What the order could still get waits at its rank. The
        amount of the category is frozen in the dossier; it may be zero.
        """
        self._must_be_open()
        if not dossier or not authority:
            raise ValueError("A deposit needs its dossier and its authority.")
        known = self.position(dossier)
        if known is not None and known.state != state.RELEASED:
            raise _refused("already_deposited", rank=known.rank)
        asked = _positive(order_amount, "order_amount")
        category = _not_negative(category_amount, "category_amount")
        terms = Position(
            dossier=dossier,
            mission=mission,
            authority=authority,
            rank=self.head["rank"] + 1,
            category_amount=category,
            ceiling=asked,
        )
        held = self.authority(authority).held
        act = _Act(entry_of.DEPOSITED, at, actor)
        amount = grant(asked, category, held, self.balance)
        return (self._write(act, entry_of.RESERVE, amount, terms),)

    def confirm(self, dossier: str, at: datetime, actor: str) -> tuple[Entry, ...]:
        """The order is confirmed: what it has reserved is granted, be it nothing.

        What it gets later from the waiting list is granted at once.
        """
        position = self._deposited(dossier)
        if position.confirmed:
            raise _refused("already_confirmed", rank=position.rank)
        act = _Act(entry_of.CONFIRMED, at, actor)
        return (self._write(act, entry_of.GRANT, position.reserved, position),)

    def release(
        self,
        dossier: str,
        at: datetime,
        actor: str,
        code: str,
        amount: Decimal | None = None,
        note: str = "",
    ) -> tuple[Entry, ...]:
        """The dossier gives back ``amount``, or all that is not paid, and waits no more.

        Then the waiting list is served. A dossier left with nothing may be deposited
        again, at a new rank. ``code`` says why, see ``ledger_entry``.
        """
        position = self._deposited(dossier)
        open_amount = position.reserved + position.granted
        if not open_amount and not position.is_short:
            raise _refused("nothing_reserved")
        if amount is None:
            amount = open_amount
        else:
            amount = _positive(amount)
            if amount > open_amount:
                raise _refused("amount_above_held", held=open_amount)
        act = _Act(_named(code), at, actor, note)
        return self._give_back(act, position, amount, position.held - amount)

    def reduce_to(
        self,
        dossier: str,
        amount: Decimal,
        at: datetime,
        actor: str,
        code: str = entry_of.LOWER_INVOICE,
        note: str = "",
    ) -> tuple[Entry, ...]:
        """The order turns out to be worth ``amount``: what is held above is released.

        The dossier goes on waiting for what it lacks up to that amount. No entry for an
        amount that is not below its ceiling.
        """
        position = self._deposited(dossier)
        ceiling = _not_negative(amount)
        if ceiling < position.liquidated:
            raise _refused("amount_below_liquidated", liquidated=position.liquidated)
        if ceiling >= position.ceiling:
            return ()
        act = _Act(_named(code), at, actor, note)
        excess = max(ZERO, position.held - ceiling)
        return self._give_back(act, position, excess, ceiling)

    def liquidate(
        self,
        dossier: str,
        amount: Decimal,
        at: datetime,
        actor: str,
        release_rest: bool = False,
        code: str = entry_of.LOWER_INVOICE,
        note: str = "",
    ) -> tuple[Entry, ...]:
        """Pay ``amount`` out of what is granted.

        With ``release_rest`` whatever is not paid is released for the reason ``code``,
        and serves the waiting list.
        """
        position = self._deposited(dossier)
        paid = _positive(amount)
        if paid > position.granted:
            raise _refused("amount_above_granted", granted=position.granted)
        act = _Act(entry_of.PAID, at, actor, note)
        rest_act = replace(act, code=_named(code))
        entries = (self._write(act, entry_of.LIQUIDATE, paid, position),)
        position = self.position(dossier)
        if not release_rest or position.state == state.SETTLED:
            return entries
        rest = position.reserved + position.granted
        return entries + self._give_back(rest_act, position, rest, position.liquidated)

    def correct(
        self,
        dossier: str,
        amount: Decimal,
        at: datetime,
        actor: str,
        code: str = entry_of.BANK_REFUSED,
        note: str = "",
    ) -> tuple[Entry, ...]:
        """A payment did not arrive: ``amount`` is granted again, no more liquidated."""
        position = self._deposited(dossier)
        back = _positive(amount)
        if back > position.liquidated:
            raise _refused("amount_above_liquidated", liquidated=position.liquidated)
        act = _Act(_named(code), at, actor, note)
        return (self._write(act, entry_of.CORRECT, back, position),)

    def change_envelope(
        self, envelope: Decimal, at: datetime, actor: str, note: str
    ) -> tuple[Entry, ...]:
        """The envelope becomes that amount; a raise serves the waiting list.

        It is never less than what is committed, and never rewrites a grant. No entry
        for the amount that it has already.
        """
        self._must_be_open()
        new = _not_negative(envelope, "envelope")
        committed = state.totals_of(self.store).held
        if new < committed:
            raise _refused(
                "envelope_below_commitments", "envelope", committed=committed
            )
        if not note.strip():
            raise _refused("note_missing", "note")
        change = new - self.head["envelope"]
        if not change:
            return ()
        act = _Act(entry_of.CHANGED, at, actor, note)
        entry = self._write(act, entry_of.CORRECT, change, _ENVELOPE)
        return (entry, *self._serve(act))

    # How

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise _refused("ledger_not_open")

    def _deposited(self, dossier: str) -> Position:
        """The dossier, if it may hold something; ``not_deposited`` otherwise."""
        position = self.position(dossier)
        if position is None or position.state == state.RELEASED:
            raise _refused("not_deposited")
        return position

    def _give_back(
        self, act: _Act, position: Position, amount: Decimal, ceiling: Decimal
    ) -> tuple[Entry, ...]:
        lowered = replace(position, ceiling=ceiling)
        entry = self._write(act, entry_of.RELEASE, amount, lowered)
        return (entry, *self._serve(act))

    def _serve(self, act: _Act) -> Iterator[Entry]:
        """Serve the waiting list until the envelope or the list is empty."""
        served = replace(act, code=entry_of.SERVED, note="")
        while (balance := self.balance) and (found := state.next_served(self.store)):
            amount = state.entitlement(self.store, found, balance)
            if not amount:
                raise RuntimeError(f"{found.dossier} has a turn and no claim: verify.")
            yield self._write(served, entry_of.RESERVE, amount, found)
            if found.confirmed:
                yield self._write(served, entry_of.GRANT, amount, found)

    def _write(self, act: _Act, kind: str, amount: Decimal, terms: Position) -> Entry:
        """Append an entry about the dossier with those terms."""
        head = self.head
        draft = Entry(
            number=head["number"] + 1,
            kind=kind,
            code=act.code,
            at=_in_utc(act.at),
            amount=amount,
            dossier=terms.dossier,
            mission=terms.mission,
            authority=terms.authority,
            rank=terms.rank,
            ceiling=terms.ceiling,
            category=terms.category_amount,
            actor=act.actor,
            note=act.note,
            balance=self.balance,
            previous=head["hash"],
        )
        entry = sealed(replace(draft, balance=draft.balance + effect(draft)))
        if not is_well_formed(entry):
            raise ValueError(f"{entry!r} has a field of the wrong type.")
        state.apply(self.store, entry)
        return entry


def explain(book: Book, dossier: str) -> Explanation:
    """The arithmetic of a dossier. Reads its own entries only.

    Raises ``Refused``, ``not_deposited``, for a dossier that never was.
    """
    found = book.position(dossier)
    if found is None:
        raise _refused("not_deposited")
    entries = tuple(book.store.entries[number] for number in found.entries)
    last = max(i for i, entry in enumerate(entries) if is_deposit(entry))
    category_left = max(ZERO, found.category_amount - found.already)
    bounds = {
        "order": found.order_amount,
        "category": category_left,
        "balance": found.balance_before,
    }
    return Explanation(
        dossier=dossier,
        mission=found.mission,
        authority=found.authority,
        state=found.state,
        rank=found.rank,
        deposited=entries[last].at,
        order_amount=found.order_amount,
        category_amount=found.category_amount,
        already=found.already,
        category_left=category_left,
        balance_before=found.balance_before,
        reserved_at_deposit=entries[last].amount,
        limited_by=min(bounds, key=bounds.get),
        later=entries[last + 1 :],
        former=entries[:last],
        ceiling=found.ceiling,
        reserved=found.reserved,
        granted=found.granted,
        liquidated=found.liquidated,
        waits_for=state.entitlement(book.store, found, found.ceiling),
    )


def _refused(code: str, field: str = "", **values: object) -> Refused:
    return Refused([reason(code, field, **values)])


def _amount(value: Decimal, field: str) -> Decimal:
    """The amount with its two decimals; ``amount_absurd`` if that is not possible."""
    if (
        not isinstance(value, Decimal)
        or not value.is_finite()
        or value.copy_abs() >= LIMIT
        or value != round_cents(value)
    ):
        raise _refused("amount_absurd", field, amount=value)
    return round_cents(value)


def _not_negative(value: Decimal, field: str = "amount") -> Decimal:
    amount = _amount(value, field)
    if amount < 0:
        raise _refused("amount_negative", field, amount=amount)
    return amount


def _positive(value: Decimal, field: str = "amount") -> Decimal:
    amount = _amount(value, field)
    if amount <= 0:
        raise _refused("amount_not_positive", field, amount=amount)
    return amount


def _named(code: str) -> str:
    if not code:
        raise ValueError("A release or a correction needs its reason code.")
    return code


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment.astimezone(timezone.utc)
