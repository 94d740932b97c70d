"""Payment of what was granted: what a batch may hold, and when it may go to the bank.

A batch is frozen, approved by the tutelle, exported as SEPA pain.001, then paid (domain
page, section 6, Liquidation; [iMio-cyber] text 000 points 8 and 9). Amounts are euro.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from decimal import Decimal
from imio.centrale.domain import accounts
from imio.centrale.domain.calendar import add_business_days
from imio.centrale.domain.calendar import is_business_day
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: What the bank did with a payment; ``waiting`` until it is known.
WAITING = "waiting"
PAID = "paid"
REFUSED = "refused"

#: Banks take a transfer at most a year ahead.
LONGEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Dossier:
    """What is known now of a dossier that somebody wants to pay.

    ``granted`` is what the ledger of this programme holds granted and not yet paid;
    ``other_program`` and ``other_batch`` are the titles of those that have the dossier
    instead, empty where there is none. ``confirmed_by`` is who confirmed its order.
    """

    code: str
    accepted: bool
    granted: Decimal
    account: Sequence[accounts.Account] = ()
    other_program: str = ""
    other_batch: str = ""
    confirmed_by: str = ""

    @property
    def is_payable(self) -> bool:
        """Whether a batch may take it now; its account is judged at the approval."""
        return not dossier_reasons(self)


@dataclass(frozen=True)
class Payment:
    """A row of a batch: so much for that dossier, on the account of when it froze."""

    dossier: Dossier
    amount: Decimal | None
    iban: str = ""


def dossier_reasons(dossier: Dossier, field: str = "") -> list[Reason]:
    """Why a dossier may stand in no batch, or not in this one.

    ``dossier_of_another_program``; ``closure_not_accepted``; ``nothing_granted``;
    ``in_another_batch`` while that other one has not paid it nor noted a refusal.
    """
    code = dossier.code
    if dossier.other_program:
        return [
            reason(
                "dossier_of_another_program",
                field,
                code=code,
                program=dossier.other_program,
            )
        ]
    reasons = []
    if not dossier.accepted:
        reasons.append(reason("closure_not_accepted", field, code=code))
    if dossier.granted <= ZERO:
        reasons.append(reason("nothing_granted", field, code=code))
    if dossier.other_batch:
        reasons.append(
            reason("in_another_batch", field, code=code, batch=dossier.other_batch)
        )
    return reasons


def amount_reasons(
    amount: Decimal | None, granted: Decimal, field: str = ""
) -> list[Reason]:
    """``amount_not_positive`` or ``amount_above_granted``; no amount is all of it."""
    if amount is None:
        return []
    if amount <= ZERO:
        return [reason("amount_not_positive", field)]
    if amount > granted:
        return [reason("amount_above_granted", field, granted=granted)]
    return []


def entries_reasons(payments: Sequence[Payment]) -> list[Reason]:
    """Why these payments cannot stand together in a batch, row by row.

    Besides the reasons of each row, ``twice_in_batch`` for a dossier that comes again.
    """
    times = Counter()
    reasons = []
    for i, row in enumerate(payments):
        code = row.dossier.code
        times[code] += 1
        if times[code] > 1:
            reasons.append(reason("twice_in_batch", f"entries.{i}.mission", code=code))
            continue
        found = dossier_reasons(row.dossier, f"entries.{i}.mission")
        reasons += found or amount_reasons(
            row.amount, row.dossier.granted, f"entries.{i}.amount"
        )
    return reasons


def freezing_reasons(payments: Sequence[Payment]) -> list[Reason]:
    """Why a batch cannot be frozen: ``batch_empty``, its rows, or their accounts."""
    if not payments:
        return [reason("batch_empty", "entries")]
    return entries_reasons(payments) + [
        found for i, row in enumerate(payments) for found in _account_reasons(i, row)
    ]


def _account_reasons(i: int, row: Payment) -> list[Reason]:
    """The account cannot be used, or is no more the one that was frozen."""
    field = f"entries.{i}.mission"
    code = row.dossier.code
    history = row.dossier.account
    found = accounts.payment_reasons(history, field)
    if not found and row.iban and row.iban != accounts.account_in_use(history):
        found = [reason("iban_changed", field)]
    return [reason(each.code, each.field, code=code) for each in found]


def approval_reasons(
    reference: str | None, approved_on: date | None, today: date
) -> list[Reason]:
    """The tutelle approves with a reference and a date, which is not to come."""
    reasons = []
    if not (reference or "").strip() or approved_on is None:
        reasons.append(reason("approval_missing", "tutelle_reference"))
    if approved_on is not None and approved_on > today:
        reasons.append(reason("approval_in_future", "tutelle_date"))
    return reasons


def four_eyes_reasons(payments: Sequence[Payment], approver: str) -> list[Reason]:
    """``confirmed_by_same_person`` for each dossier whose order ``approver`` confirmed.

    Who says that an order is right does not say as well that it is paid.
    """
    return [
        reason(
            "confirmed_by_same_person", f"entries.{i}.mission", code=row.dossier.code
        )
        for i, row in enumerate(payments)
        if row.dossier.confirmed_by == approver
    ]


def export_reasons(
    debtor_iban: str | None, wanted: date | None, today: date
) -> list[Reason]:
    """What a transfer lacks: ``debtor_missing``, ``execution_date_past`` or
    ``execution_date_too_far``.
    """
    reasons = [] if debtor_iban else [reason("debtor_missing", "debtor_iban")]
    if wanted is not None and wanted < today:
        reasons.append(reason("execution_date_past", "execution_date"))
    if wanted is not None and wanted - today > LONGEST_AHEAD:
        reasons.append(reason("execution_date_too_far", "execution_date"))
    return reasons


def execution_day(wanted: date | None, today: date) -> date:
    """The day the bank is asked for: the one wanted, else today; the next business day
    when banks do not work on it.
    """
    day = wanted or today
    return day if is_business_day(day) else add_business_days(day, 1)


def cents(amount: Decimal) -> int:
    """The amount in cents, exactly; ``ValueError`` for a fraction of a cent."""
    scaled = amount.scaleb(2)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has a fraction of a cent.")
    return int(scaled)


def paying_reasons(
    status: str, code: str, paid_on: date, approved_on: date, today: date
) -> list[Reason]:
    """Why the payment of a row cannot be noted: ``already_paid``, ``already_refused``,
    ``payment_before_approval``, ``payment_in_future``.
    """
    reasons = _known_reasons(status, code, (PAID, REFUSED))
    if paid_on < approved_on:
        reasons.append(reason("payment_before_approval", "paid_on"))
    if paid_on > today:
        reasons.append(reason("payment_in_future", "paid_on"))
    return reasons


def refusing_reasons(status: str, code: str) -> list[Reason]:
    """A payment is refused once; one that was noted as paid may come back as well."""
    return _known_reasons(status, code, (REFUSED,))


def _known_reasons(status: str, code: str, known: tuple[str, ...]) -> list[Reason]:
    return [reason(f"already_{status}", code=code)] if status in known else []


def is_finished(statuses: Sequence[str]) -> bool:
    """Whether no payment waits: each was made, or refused by the bank."""
    return WAITING not in statuses
