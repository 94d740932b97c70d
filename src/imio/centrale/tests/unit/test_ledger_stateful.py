"""Any sequence of operations on the ledger, beside a reference without any cleverness."""

from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from decimal import Decimal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger import explain
from imio.centrale.domain.ledger_audit import replay
from imio.centrale.domain.ledger_audit import verify
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.reasons import Refused
from imio.centrale.tests.unit.test_ledger import AT
from imio.centrale.tests.unit.test_ledger_audit import tampered_value


WHO = {"at": AT, "actor": "agent"}
ZERO = Decimal(0)

dossiers = st.sampled_from([f"{authority}{i}" for authority in "abcd" for i in "123"])
#: Few values, so that bounds meet; and cents.
amounts = st.sampled_from(
    [Decimal(cents) / 100 for cents in (1, 99, 100, 2500, 3333, 5000, 7501, 10000)]
)
categories = st.sampled_from([Decimal(0), Decimal(50), Decimal("80.01"), Decimal(120)])
envelopes = st.sampled_from([Decimal(n) for n in (1, 50, 100, 150, 200, 300, 1000)])
#: Parts of what is possible, and a little more than all.
parts = st.sampled_from([Decimal(n) for n in ("0.25", "0.5", "0.99", "1", "1.25")])

field_names = st.sampled_from([each.name for each in fields(Entry)])


def part_of(amount, part):
    return (amount * part).quantize(Decimal("0.01"))


@dataclass
class Line:
    """One dossier of the reference."""

    authority: str
    rank: int
    ceiling: Decimal
    category: Decimal
    order: Decimal
    open: Decimal = ZERO
    paid: Decimal = ZERO
    confirmed: bool = False

    @property
    def held(self):
        return self.open + self.paid


class Reference:
    """The rules as one reads them, by scanning everything each time."""

    def __init__(self, envelope):
        self.envelope = envelope
        self.lines = {}
        self.ranks = 0

    @property
    def balance(self):
        return self.envelope - sum(line.held for line in self.lines.values())

    def missing(self, line):
        of_authority = sum(
            other.held
            for other in self.lines.values()
            if other.authority == line.authority
        )
        return max(ZERO, min(line.ceiling - line.held, line.category - of_authority))

    def serve(self):
        while self.balance > 0:
            waiting = [line for line in self.lines.values() if self.missing(line)]
            if not waiting:
                return
            first = min(waiting, key=lambda line: (line.held == 0, line.rank))
            first.open += min(self.missing(first), self.balance)

    def deposit(self, dossier, order, category):
        self.ranks += 1
        line = Line(dossier[0], self.ranks, order, category, order)
        self.lines[dossier] = line
        line.open = min(self.missing(line), self.balance)

    def lower(self, line, ceiling):
        line.ceiling = min(line.ceiling, ceiling)
        line.open = min(line.open, line.ceiling - line.paid)
        self.serve()


class Ledger(RuleBasedStateMachine):
    @initialize(envelope=envelopes)
    def start(self, envelope):
        self.book = Book(Store())
        self.book.open(envelope, **WHO)
        self.reference = Reference(envelope)
        self.written = 1

    def line(self, dossier):
        return self.reference.lines.get(dossier)

    def attempt(self, allowed, call, *args, **kwargs):
        """Call; the ledger accepts exactly when the reference allows it."""
        before = self.book.head
        try:
            entries = call(*args, **WHO, **kwargs)
        except Refused:
            assert not allowed
            assert self.book.head == before
            return False
        assert allowed
        self.written += len(entries)
        return True

    @rule(dossier=dossiers, order=amounts, category=categories)
    def deposit(self, dossier, order, category):
        line = self.line(dossier)
        free = line is None or not line.ceiling
        args = (dossier, "m", dossier[0], order, category)
        if self.attempt(free, self.book.deposit, *args):
            self.reference.deposit(dossier, order, category)

    @rule(dossier=dossiers)
    def confirm(self, dossier):
        line = self.line(dossier)
        allowed = bool(line and line.ceiling and not line.confirmed)
        if self.attempt(allowed, self.book.confirm, dossier):
            line.confirmed = True

    @rule(dossier=dossiers, order=amounts, category=categories)
    def enter_late(self, dossier, order, category):
        """A derogation lets a confirmed order in: it ranks, and is granted at once."""
        line = self.line(dossier)
        if line is None or not line.ceiling:
            self.deposit(dossier, order, category)
            self.confirm(dossier)

    @rule(dossier=dossiers)
    def release(self, dossier):
        line = self.line(dossier)
        allowed = bool(line and line.ceiling > line.paid)
        if self.attempt(allowed, self.book.release, dossier, code="x"):
            self.reference.lower(line, line.paid)

    @rule(dossier=dossiers, part=parts)
    def release_part(self, dossier, part):
        line = self.line(dossier)
        amount = part_of(line.open, part) if line else Decimal(1)
        allowed = bool(line and 0 < amount <= line.open)
        if self.attempt(allowed, self.book.release, dossier, code="x", amount=amount):
            self.reference.lower(line, line.held - amount)

    @rule(dossier=dossiers, part=parts)
    def reduce(self, dossier, part):
        line = self.line(dossier)
        amount = part_of(line.order, part) if line else Decimal(1)
        allowed = bool(line and line.ceiling and amount >= line.paid)
        if self.attempt(allowed, self.book.reduce_to, dossier, amount):
            self.reference.lower(line, amount)

    @rule(dossier=dossiers, part=parts, rest=st.booleans())
    def liquidate(self, dossier, part, rest):
        line = self.line(dossier)
        amount = part_of(line.open, part) if line else Decimal(1)
        allowed = bool(line and line.confirmed and 0 < amount <= line.open)
        if self.attempt(
            allowed, self.book.liquidate, dossier, amount, release_rest=rest
        ):
            line.open -= amount
            line.paid += amount
            if rest:
                self.reference.lower(line, line.paid)

    @rule(dossier=dossiers, part=parts)
    def correct(self, dossier, part):
        line = self.line(dossier)
        amount = part_of(line.paid, part) if line else Decimal(1)
        allowed = bool(line and 0 < amount <= line.paid)
        if self.attempt(allowed, self.book.correct, dossier, amount):
            line.open += amount
            line.paid -= amount

    @rule(envelope=envelopes)
    def change_envelope(self, envelope):
        committed = self.reference.envelope - self.reference.balance
        allowed = envelope >= committed
        if self.attempt(allowed, self.book.change_envelope, envelope, note="x"):
            self.reference.envelope = envelope
            self.reference.serve()

    @rule(place=st.floats(0, 1, exclude_max=True), name=field_names, data=st.data())
    def tamper(self, place, name, data):
        """One field of one entry is changed: the entry is found, be it by its number."""
        entries = list(self.book.store.entries.values())
        index = int(place * len(entries))
        other = data.draw(tampered_value(name, getattr(entries[index], name)))
        entries[index] = replace(entries[index], **{name: other})
        first = verify(entries)[0]
        assert first.number in (index + 1, entries[index].number)

    @precondition(lambda self: hasattr(self, "book"))
    @invariant()
    def the_same_as_the_reference(self):
        head = self.book.head
        assert self.book.balance == self.reference.balance >= 0
        assert head["envelope"] == self.reference.envelope
        assert head["rank"] == self.reference.ranks
        for dossier, line in self.reference.lines.items():
            found = self.book.position(dossier)
            assert (found.rank, found.ceiling) == (line.rank, line.ceiling)
            assert (found.reserved + found.granted, found.liquidated) == (
                line.open,
                line.paid,
            )
            assert not (found.granted if not line.confirmed else found.reserved)

    @precondition(lambda self: hasattr(self, "book"))
    @invariant()
    def within_every_bound(self):
        head, store = self.book.head, self.book.store
        total = head["reserved"] + head["granted"] + head["liquidated"]
        assert total <= head["envelope"]
        assert total == sum(found.held for found in store.dossiers.values())
        for found in store.dossiers.values():
            assert min(found.reserved, found.granted, found.liquidated) >= 0
            assert found.held <= found.ceiling <= found.order_amount
        for authority, totals in store.authorities.items():
            mine = [p for p in store.dossiers.values() if p.authority == authority]
            assert totals.held == sum(found.held for found in mine)
            for bound in totals.categories:
                assert bound >= sum(
                    found.held for found in mine if found.category_amount <= bound
                )

    @precondition(lambda self: hasattr(self, "book"))
    @invariant()
    def the_waiting_list_is_served(self):
        waiting = [
            line
            for line in self.reference.lines.values()
            if self.reference.missing(line)
        ]
        assert not (self.book.balance and waiting)
        listed = list(self.book.waiting())
        assert bool(listed) == bool(waiting)
        turns = [(not found.held, found.rank) for found, _ in listed]
        assert turns == sorted(turns)
        # The list promises what a boundless envelope would give.
        other = Book(replay(self.book.store.entries.values()))
        other.change_envelope(Decimal(10**6), **WHO, note="boundless")
        due_to = {found.dossier: due for found, due in listed}
        for dossier, found in self.book.store.dossiers.items():
            due = due_to.get(dossier, ZERO)
            assert other.position(dossier).held == found.held + due

    @precondition(lambda self: hasattr(self, "book"))
    @invariant()
    def every_entry_stands(self):
        store = self.book.store
        entries = list(store.entries.values())
        assert [entry.number for entry in entries] == list(range(1, self.written + 1))
        assert verify(entries, store, self.reference.envelope) == []
        assert replay(entries) == store
        for dossier, found in store.dossiers.items():
            told = explain(self.book, dossier)
            assert told.reserved_at_deposit == min(
                told.order_amount, told.category_left, told.balance_before
            )
            assert len(told.former) + 1 + len(told.later) == len(found.entries)


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=70, stateful_step_count=40, deadline=None)
