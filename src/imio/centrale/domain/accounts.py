"""The account an authority is paid on: a change needs a second person.

An account that is changed by one person alone is how public money gets lost. The account
given with the authority itself is in use at once; every later one, the first included,
and its removal too, waits until somebody other than who declared it confirms it. While
it waits nothing is paid, neither on the old account nor on the new one.

The history is append-only: a row for each account, the last one being that of today.
Instants are aware.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


NONE = "none"
IN_USE = "in_use"
PENDING = "pending"


@dataclass(frozen=True)
class Account:
    """An account as it was declared; ``iban`` is empty where it was removed.

    ``confirmed`` is ``None`` while it waits. ``confirmed_by`` is empty for the account
    that came with the authority, which nobody had to confirm.
    """

    iban: str
    declared: datetime
    declared_by: str
    confirmed: datetime | None = None
    confirmed_by: str = ""


History = Sequence[Account]


def opened(iban: str, at: datetime, actor: str) -> tuple[Account, ...]:
    """The history of a new authority: its account is in use; none without account."""
    return (Account(iban, at, actor, confirmed=at),) if iban else ()


def declared_iban(history: History) -> str:
    """The account declared last, confirmed or not; empty for none."""
    return history[-1].iban if history else ""


def declared(
    history: History, iban: str, at: datetime, actor: str
) -> tuple[Account, ...]:
    """The history after ``actor`` wrote ``iban``; the same when nothing changes."""
    if iban == declared_iban(history):
        return tuple(history)
    return (*history, Account(iban, at, actor))


def state_of(history: History) -> str:
    """``pending`` while the last change waits, ``in_use``, or ``none``."""
    if history and history[-1].confirmed is None:
        return PENDING
    return IN_USE if declared_iban(history) else NONE


def account_in_use(history: History) -> str:
    """The last account that was confirmed, be another one pending; empty for none."""
    confirmed = (each.iban for each in reversed(history) if each.confirmed is not None)
    return next(confirmed, "")


def payment_reasons(history: History, field: str = "") -> list[Reason]:
    """Why nothing can be paid now: ``iban_not_confirmed`` or ``iban_missing``."""
    state = state_of(history)
    if state == PENDING:
        return [reason("iban_not_confirmed", field)]
    return [reason("iban_missing", field)] if state == NONE else []


def confirmation_reasons(history: History, iban: str, actor: str) -> list[Reason]:
    """Why ``actor`` cannot confirm the change to ``iban``.

    ``nothing_to_confirm``; ``iban_differs`` when it is not the one declared last, which
    is how a second change in between is noticed; ``same_person``.
    """
    if state_of(history) != PENDING:
        return [reason("nothing_to_confirm")]
    last = history[-1]
    reasons = []
    if iban != last.iban:
        reasons.append(reason("iban_differs", "iban"))
    if actor == last.declared_by:
        reasons.append(reason("same_person"))
    return reasons


def confirmed(history: History, at: datetime, actor: str) -> tuple[Account, ...]:
    """The history once ``actor`` confirmed what ``confirmation_reasons`` lets pass."""
    return (*history[:-1], replace(history[-1], confirmed=at, confirmed_by=actor))
