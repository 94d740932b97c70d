"""The subsidy: who may have it, and how much.

One single amount per authority, by its category of users, usable over all of its orders
and never above the order; first come, first served until the envelope is used up
([iMio-cyber] text 000 points 8 and 9). Amounts are euro.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import Deadline
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from math import inf


OPEN = "open"


@dataclass(frozen=True)
class Applicant:
    """What is known of the authority that orders.

    ``users_count`` is the number it declared with its interest, on ``interest_date``.
    """

    authority_type: str
    nis_code: str | None
    users_count: int | None
    interest_date: date | None


@dataclass(frozen=True)
class Assessment:
    """What an order was judged by, kept with it: a year later it reads the same.

    ``program`` is a UID, ``rules`` the number of the version of its rules.
    """

    program: str
    rules: int
    at: datetime
    applicant: Applicant


def category_for(categories: Iterable[Category], users_count: int) -> Category | None:
    """The category of an authority with that many users, if it has one."""
    return next((found for found in categories if found.holds(users_count)), None)


def check_categories(categories: Sequence[Category]) -> list[Reason]:
    """What is wrong in a list of categories, in any order.

    ``category_missing`` for none at all; ``category_code_twice``;
    ``category_amount_negative``; ``category_bounds_inverted``; and, once the bounds are
    right, ``category_gap`` and ``category_overlap`` with the category below. A programme
    may leave out the smallest or the largest authorities: they then have no category.
    """
    if not categories:
        return [reason("category_missing", "categories")]
    reasons = list(_code_reasons(categories))
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


def _code_reasons(categories: Sequence[Category]) -> Iterator[Reason]:
    """A code names one category, however it is written."""
    seen = set()
    for i, row in enumerate(categories):
        code = row.code.strip().casefold()
        if code in seen:
            yield reason("category_code_twice", f"categories.{i}.code", code=row.code)
        seen.add(code)


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
    program_state: str, rules: ProgramRules, applicant: Applicant, received: datetime
) -> list[Reason]:
    """Why an order gets no subsidy ([iMio-cyber] text 000 point 8).

    ``program_closed`` unless the programme is open; ``type_not_eligible``;
    ``german_speaking`` for an excluded NIS code; ``interest_too_late`` for an interest
    declared after its deadline, after the order, or never; ``order_too_late`` for an
    order that reached the centrale, complete, after its deadline; ``category_unknown``
    for a number of users that no category holds.
    """
    reasons = []
    if program_state != OPEN:
        reasons.append(reason("program_closed"))
    if applicant.authority_type not in rules.eligible_types:
        reasons.append(
            reason("type_not_eligible", authority_type=applicant.authority_type)
        )
    if applicant.nis_code in rules.excluded_nis:
        reasons.append(reason("german_speaking", nis_code=applicant.nis_code))
    interest = applicant.interest_date
    if (
        interest is None
        or is_late(interest, received)
        or is_late(interest, rules.interest_deadline)
    ):
        reasons.append(_too_late("interest_too_late", rules.interest_deadline))
    if is_late(received, rules.order_deadline):
        reasons.append(_too_late("order_too_late", rules.order_deadline))
    if category_for(rules.categories, applicant.users_count or 0) is None:
        reasons.append(reason("category_unknown", users=applicant.users_count))
    return reasons


def availability_reasons(
    category_amount: Decimal, already_granted: Decimal, balance: Decimal
) -> list[Reason]:
    """Why an eligible order would get nothing today; it takes its rank all the same.

    ``entitlement_used`` when the authority holds the amount of its category already,
    ``envelope_exhausted`` when nothing is left for anybody.
    """
    reasons = []
    if already_granted >= category_amount:
        reasons.append(reason("entitlement_used", category_amount=category_amount))
    if balance <= 0:
        reasons.append(reason("envelope_exhausted"))
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
