"""What a change of the rules of a programme would do, dossier by dossier.

A change never rewrites what was reserved or granted: those dossiers keep it, and the
new rules hold for what comes from then on. An envelope that is raised serves the
waiting list first. An order that came and was refused by the rules of its day enters
when the new ones let it in: it ranks from the change on, in the order of the deposits.

Everything is tried on a copy of the ledger in memory; nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.closure import admissibility_reasons
from imio.centrale.domain.envelope import Applicant
from imio.centrale.domain.envelope import OPEN
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import RESERVE
from imio.centrale.domain.ledger_state import head_of
from imio.centrale.domain.ledger_state import Position
from imio.centrale.domain.ledger_state import SortedDict
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.program_rules import claim_rules
from imio.centrale.domain.program_rules import derogated
from imio.centrale.domain.program_rules import Derogation
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.prospect import Prospect
from imio.centrale.domain.prospect import prospect
from imio.centrale.domain.reasons import Reason


@dataclass(frozen=True)
class Standing:
    """A dossier as a change of the rules finds it.

    ``order`` and ``received`` are empty while no order came; ``excl_vat`` and
    ``incl_vat`` while there is no offer. ``granted`` are the rules of its deposit, for
    an order that stands in the ledger. ``invoice_date`` and ``filed`` are those of its
    closure file.
    """

    mission: str
    authority: str
    applicant: Applicant
    order: str = ""
    received: datetime | None = None
    excl_vat: Decimal | None = None
    incl_vat: Decimal | None = None
    derogations: tuple[Derogation, ...] = ()
    granted: ProgramRules | None = None
    invoice_date: date | None = None
    filed: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What a dossier gets by some rules; why nothing, or why it cannot be claimed."""

    reasons: tuple[Reason, ...]
    amount: Decimal

    @property
    def eligible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


@dataclass(frozen=True)
class Touched:
    """A dossier that would get something else by the new rules than by the old ones.

    ``kept`` is what it holds already and keeps whatever the rules become; ``None`` for
    a dossier that holds nothing yet.
    """

    standing: Standing
    before: Outcome
    after: Outcome
    kept: Decimal | None


@dataclass(frozen=True)
class Rehearsal:
    """What a change would do: the dossiers it touches, and what the queue gets."""

    touched: tuple[Touched, ...]
    served: tuple[Entry, ...]


@dataclass(frozen=True)
class Situation:
    """What a dossier is judged by: a programme, its rules, its ledger, an instant."""

    state: str
    rules: ProgramRules
    book: Book
    now: datetime

    def outcome(self, standing: Standing) -> Outcome:
        """What the dossier gets, as if its order came to this ledger without it."""
        reasons = self.prospect(standing).reasons + self.claim_reasons(standing)
        amount = ZERO if reasons else self.prospect(standing).amount
        return Outcome(reasons, amount)

    def prospect(self, standing: Standing) -> Prospect:
        """The arithmetic of the dossier. An order that came did so in time to be judged
        by this programme, closed since or not.
        """
        rules = derogated(self.rules, standing.derogations)
        own = held_by(self.book, standing)
        return prospect(
            program_state=OPEN if standing.received else self.state,
            rules=rules,
            applicant=standing.applicant,
            received=standing.received or self.now,
            order_amount=rules.amount_of(standing.excl_vat, standing.incl_vat),
            already=self.book.authority(standing.authority).held - own,
            balance=self.book.balance + own,
        )

    def claim_reasons(self, standing: Standing) -> tuple[Reason, ...]:
        """Why what the order got could no longer be claimed."""
        if standing.received is None:
            return ()
        rules = self.rules
        if standing.granted is not None:
            rules = claim_rules(standing.granted, rules)
        rules = derogated(rules, standing.derogations)
        filed = standing.filed or self.now
        return tuple(admissibility_reasons(rules, standing.invoice_date, filed))

    def admit(self, standing: Standing) -> Outcome:
        """The same, and an order that came and is not in the ledger enters it."""
        found = self.outcome(standing)
        terms = self.prospect(standing)
        if enters(standing) and found.eligible and terms.order_amount:
            self.book.deposit(
                dossier=standing.order,
                mission=standing.mission,
                authority=standing.authority,
                order_amount=terms.order_amount,
                category_amount=terms.category_amount,
                at=self.now,
                actor="",
            )
        return found


def enters(standing: Standing) -> bool:
    """Whether the order came and holds nothing: new rules may let it in."""
    return standing.received is not None and standing.granted is None


def held_by(book: Book, standing: Standing) -> Decimal:
    """What the dossier holds."""
    return (book.position(standing.order) or Position()).held


def copy_of(store: Store) -> Store:
    """The same ledger in memory, to try things on; without its entries."""
    copy = Store(
        dossiers=dict(store.dossiers.items()),
        authorities=dict(store.authorities.items()),
        head=head_of(store),
    )
    for name in ("claims", "turns"):
        tree = SortedDict()
        for key, value in sorted(getattr(store, name).items()):
            tree[key] = value
        setattr(copy, name, tree)
    return copy


def rehearse(
    before: Situation,
    rules: ProgramRules,
    envelope: Decimal,
    standings: Iterable[Standing],
) -> Rehearsal:
    """What it would do to change to these rules and to this envelope.

    Raises ``Refused``, ``envelope_below_commitments``, as the ledger does.
    """
    book = Book(copy_of(before.book.store))
    served = book.change_envelope(envelope, before.now, "", "rehearsal")
    after = Situation(before.state, rules, book, before.now)
    touched = []
    for standing in sorted(standings, key=_turn):
        was, becomes = before.outcome(standing), after.admit(standing)
        if was != becomes:
            kept = None if enters(standing) else _kept(before.book, standing)
            touched.append(Touched(standing, was, becomes, kept))
    reserved = (each for each in served if each.kind == RESERVE)
    return Rehearsal(tuple(touched), tuple(reserved))


def _turn(standing: Standing) -> tuple[bool, float]:
    """Orders that came first, in the order they came; then those that may come."""
    if standing.received is None:
        return True, 0.0
    return False, standing.received.timestamp()


def _kept(book: Book, standing: Standing) -> Decimal | None:
    return held_by(book, standing) if standing.order else None
