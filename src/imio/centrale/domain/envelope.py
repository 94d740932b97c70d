"""The subsidy: who may have it, and how much.

One single amount per authority, by its category of users, usable over all of its orders
and never above the order; first come, first served until the envelope is used up
([iMio-cyber] text 000 points 8 and 9). Amounts are euro.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from math import inf


OPEN = "open"

#: The nine communes of the German-speaking Community; their CPAS have the same code.
GERMAN_SPEAKING_NIS = frozenset(
    "63001 63012 63013 63023 63040 63048 63061 63067 63087".split()
)

#: A deadline is a day, to its end in Brussels, or an instant; ``None`` bounds nothing.
Deadline = date | datetime | None


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
    """The conditions of a subsidy programme, and the state it is in."""

    state: str
    eligible_types: Collection[str]
    excluded_nis: Collection[str] = GERMAN_SPEAKING_NIS
    interest_deadline: Deadline = None
    order_deadline: Deadline = None


def category_for(categories: Iterable[Category], users_count: int) -> Category | None:
    """The category of an authority with that many users, if it has one."""
    return next((found for found in categories if found.holds(users_count)), None)


def check_categories(categories: Sequence[Category]) -> list[Reason]:
    """What is wrong in a list of categories, in any order.

    ``category_missing`` for none at all; ``category_amount_negative``;
    ``category_bounds_inverted``; and, once the bounds are right, ``category_gap`` and
    ``category_overlap`` with the category below. A programme may leave out the smallest
    or the largest authorities: they then have no category.
    """
    if not categories:
        return [reason("category_missing", "categories")]
    reasons = []
    for i, row in enumerate(categories):
        if row.amount < 0:
            reasons.append(reason("category_amount_negative", f"categories.{i}.amount"))
        if row.is_inverted:
            reasons.append(
                reason("category_bounds_inverted", f"categories.{i}.max_users")
            )
    if not any(row.is_inverted for row in categories):
        reasons.extend(_neighbour_reasons(categories))
    return reasons


def _neighbour_reasons(categories: Sequence[Category]) -> Iterator[Reason]:
    """Go up the categories; ``reached`` is the first number of users not yet in one."""
    upwards = sorted(enumerate(categories), key=lambda pair: pair[1].min_users)
    reached = upwards[0][1].min_users
    for i, row in upwards:
        if row.min_users > reached:
            yield reason("category_gap", f"categories.{i}.min_users")
        if row.min_users < reached:
            yield reason("category_overlap", f"categories.{i}.min_users")
        reached = max(reached, inf if row.max_users is None else row.max_users)


def eligibility_reasons(
    rules: ProgramRules,
    authority_type: str,
    nis_code: str | None,
    interest_date: date | None,
    received: datetime,
) -> list[Reason]:
    """Why an order gets no subsidy ([iMio-cyber] text 000 point 8).

    ``program_closed`` unless the programme is open; ``type_not_eligible``;
    ``german_speaking`` for an excluded NIS code; ``interest_too_late`` for an interest
    declared after its deadline, after the order, or never; ``order_too_late`` for an
    order that reached the centrale, complete, after its deadline.
    """
    reasons = []
    if rules.state != OPEN:
        reasons.append(reason("program_closed"))
    if authority_type not in rules.eligible_types:
        reasons.append(reason("type_not_eligible", authority_type=authority_type))
    if nis_code in rules.excluded_nis:
        reasons.append(reason("german_speaking", nis_code=nis_code))
    if (
        interest_date is None
        or is_late(interest_date, received)
        or is_late(interest_date, rules.interest_deadline)
    ):
        reasons.append(_too_late("interest_too_late", rules.interest_deadline))
    if is_late(received, rules.order_deadline):
        reasons.append(_too_late("order_too_late", rules.order_deadline))
    return reasons


def grant(
    order_amount: Decimal,
    category_amount: Decimal,
    already_granted: Decimal,
    balance: Decimal,
) -> Decimal:
    """What an order is granted: the least of its amount, of what its category still
    leaves the authority, and of the balance of the envelope; never below zero.
    """
    return max(ZERO, min(order_amount, category_amount - already_granted, balance))


def _too_late(code: str, deadline: Deadline) -> Reason:
    return reason(code, deadline=deadline and deadline.isoformat())
