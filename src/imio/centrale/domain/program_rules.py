"""The rules of a subsidy programme, as data with a number and a date.

Categories, amounts, kinds of authority, municipalities, deadlines and basis are decided
by the Region and change while a programme runs: text 000 itself gives two sets of
deadlines. Each change makes a new version; what was granted under an older one stays.
A deadline can be later for one dossier: a derogation. Amounts are euro.
"""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timezone
from decimal import Decimal
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: The nine communes of the German-speaking Community; their CPAS have the same code.
GERMAN_SPEAKING_NIS = frozenset(
    "63001 63012 63013 63023 63040 63048 63061 63067 63087".split()
)

#: A deadline is a day, to its end in Brussels, or an instant; ``None`` bounds nothing.
Deadline = date | datetime | None

DEADLINES = (
    "interest_deadline",
    "order_deadline",
    "invoice_issue_deadline",
    "dossier_deadline",
    "invoice_copy_deadline",
)

#: In years; a derogation that goes further beyond its deadline has its year mistyped.
LONGEST_DEROGATION = 10

EXCL_VAT = "excl_vat"
INCL_VAT = "incl_vat"


@dataclass(frozen=True)
class Category:
    """An amount for the authorities with ``min_users <= users < max_users``.

    ``max_users`` is ``None`` for the category without upper bound.
    """

    code: str
    min_users: int
    max_users: int | None
    amount: Decimal

    def holds(self, users_count: int) -> bool:
        """Whether an authority with that many users is in the category."""
        return self.min_users <= users_count and (
            self.max_users is None or users_count < self.max_users
        )

    @property
    def is_inverted(self) -> bool:
        """Whether no number of users can be in the category."""
        return self.max_users is not None and self.max_users <= self.min_users


@dataclass(frozen=True)
class ProgramRules:
    """Everything a programme decides by, its envelope excepted."""

    categories: tuple[Category, ...] = ()
    amount_basis: str = INCL_VAT
    eligible_types: Collection[str] = ("commune", "cpas")
    excluded_nis: Collection[str] = GERMAN_SPEAKING_NIS
    interest_deadline: Deadline = None
    order_deadline: Deadline = None
    invoice_issue_deadline: Deadline = None
    dossier_deadline: Deadline = None
    invoice_copy_deadline: Deadline = None

    def amount_of(
        self, excl_vat: Decimal | None, incl_vat: Decimal | None
    ) -> Decimal | None:
        """The amount of an order or an invoice that counts, on the basis chosen."""
        return excl_vat if self.amount_basis == EXCL_VAT else incl_vat


@dataclass(frozen=True)
class RulesVersion:
    """The rules and the envelope from an instant on, who decided and why.

    ``number`` counts from 1, which is what the programme opened with.
    """

    number: int
    at: datetime
    actor: str
    note: str
    envelope: Decimal
    rules: ProgramRules


@dataclass(frozen=True)
class Derogation:
    """One deadline, later for one dossier."""

    deadline: str
    until: date | datetime


def derogated(rules: ProgramRules, derogations: Iterable[Derogation]) -> ProgramRules:
    """The rules as they hold for a dossier: a derogation extends, never shortens."""
    for each in derogations:
        if _is_later(each.until, getattr(rules, each.deadline)):
            rules = replace(rules, **{each.deadline: each.until})
    return rules


def claim_rules(granted: ProgramRules, current: ProgramRules) -> ProgramRules:
    """The rules by which a claim is judged: those under which the order was deposited.

    A change of the programme never rewrites a grant: a deadline that was moved forward
    since holds for later orders only; one that was put off helps everybody.
    """
    later = {
        name: getattr(current, name)
        for name in DEADLINES
        if _is_later(getattr(current, name), getattr(granted, name))
    }
    return replace(granted, **later)


def _is_later(deadline: Deadline, current: Deadline) -> bool:
    if deadline is None or current is None:
        return deadline is None and current is not None
    return is_late(deadline, current)


def until_from(text: str) -> datetime:
    """Until when a deadline is extended: a day, to its last second in Brussels, or an
    instant; one without offset is on the clock of Brussels.

    Raises ``ValueError`` for what is neither, or is out of the calendar there.
    """
    try:
        read = datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    except ValueError:
        read = datetime.fromisoformat(text)
    aware = read if read.tzinfo is not None else read.replace(tzinfo=BRUSSELS)
    try:
        return to_brussels(aware.astimezone(timezone.utc))
    except OverflowError:
        raise ValueError(f"{text!r} is out of the calendar.")


def derogation_reasons(
    rules: ProgramRules, deadline: str, until: date | datetime | None, note: str
) -> list[Reason]:
    """Why a deadline cannot be extended so; ``rules`` are those of the dossier now.

    ``unknown_deadline``; ``derogation_without_deadline`` when the programme sets none;
    ``derogation_not_later``; ``derogation_too_long``; ``note_missing``.
    """
    reasons = _extension_reasons(rules, deadline, until)
    if not note.strip():
        reasons.append(reason("note_missing", "note"))
    return reasons


def _extension_reasons(
    rules: ProgramRules, deadline: str, until: date | datetime | None
) -> list[Reason]:
    if deadline not in DEADLINES:
        return [reason("unknown_deadline", "deadline", deadline=deadline)]
    current = getattr(rules, deadline)
    if current is None:
        return [reason("derogation_without_deadline", "deadline")]
    if until is None or not is_late(until, current):
        return [_until("derogation_not_later", current)]
    if until.year - current.year > LONGEST_DEROGATION:
        return [_until("derogation_too_long", current)]
    return []


def _until(code: str, current: date | datetime) -> Reason:
    return reason(code, "until", deadline=current.isoformat())


def changed(old: ProgramRules, new: ProgramRules) -> list[str]:
    """The names of the rules that differ, in the order they are declared.

    Lists of kinds and municipalities are compared as sets.
    """
    return [
        each.name
        for each in fields(ProgramRules)
        if _comparable(old, each.name) != _comparable(new, each.name)
    ]


def _comparable(rules: ProgramRules, name: str) -> object:
    value = getattr(rules, name)
    return frozenset(value) if name in ("eligible_types", "excluded_nis") else value
