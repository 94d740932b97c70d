"""One entry of the ledger of a subsidy, and the hash that chains it to the one before.

The ledger is append-only; the balance is the sum of its entries (domain page, section 6,
Subsidy). Amounts are euro, to the cent; instants are aware and kept in UTC.
"""

from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from hashlib import sha256
from imio.centrale.domain.money import ZERO

import json


#: The kinds of entries, and what an entry of ``amount`` does.
RESERVE = "reserve"  #: balance -> reserved, at a deposit or from the waiting list
GRANT = "grant"  #: reserved -> granted, at the confirmation
RELEASE = "release"  #: reserved, then granted -> balance
LIQUIDATE = "liquidate"  #: granted -> liquidated
CORRECT = "correct"  #: with a dossier: liquidated -> granted; without: the envelope
KINDS = frozenset((RESERVE, GRANT, RELEASE, LIQUIDATE, CORRECT))

#: The codes that the ledger itself gives. Those of releases are the caller's.
OPENED = "envelope_opened"
CHANGED = "envelope_changed"
DEPOSITED = "order_deposited"
SERVED = "waiting_list_served"
CONFIRMED = "order_confirmed"
PAID = "paid"
#: The usual codes of releases and corrections.
RETURNED = "order_returned"
REFUSED = "order_refused"
CANCELLED = "order_cancelled"
LOWER_INVOICE = "lower_invoice"
DEADLINE_MISSED = "deadline_missed"
BANK_REFUSED = "bank_refused"

#: What the first entry names as the hash of the entry before it.
NO_HASH = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What happened once, for ever.

    ``number`` counts from 1 without holes. ``amount`` is zero or more, except that an
    entry which lowers the envelope (``correct``, without dossier) carries a negative
    one. It is zero where the event matters and no money moves: a deposit that gets
    nothing, the confirmation of an order without subsidy, an order that gives up its
    place on the waiting list.

    ``dossier`` is the UID of the order; it, ``mission`` and ``authority`` are empty in
    an entry about the envelope. ``rank``, ``ceiling`` and ``category`` are the terms of
    the dossier once the entry is written: its place in the deposits, the most it may
    hold (the order's amount, less after a lower invoice or a release), and the amount
    of its authority's category, frozen at the deposit.

    ``balance`` is what the envelope has free after the entry; ``previous`` is the hash
    of the entry before, ``NO_HASH`` for the first; ``hash`` is ``digest`` of the rest.
    """

    number: int
    kind: str
    code: str
    at: datetime
    amount: Decimal
    dossier: str
    mission: str
    authority: str
    rank: int
    ceiling: Decimal
    category: Decimal
    actor: str
    note: str
    balance: Decimal
    previous: str
    hash: str = ""


_FIELDS = fields(Entry)


def canonical(entry: Entry) -> str:
    """The text that is hashed: a JSON object of every field but ``hash``.

    The names are sorted, nothing stands between the values, and whatever is not ASCII
    is escaped. An amount is a text with a dot and the decimals it has, two for those of
    a ``Book`` ("-1234.50"); an instant is ISO 8601 in UTC with six decimals
    ("2024-06-28T10:00:00.000000+00:00"); numbers are integers.
    """
    values = {each.name: getattr(entry, each.name) for each in _FIELDS}
    del values["hash"]
    return json.dumps(values, default=_as_text, separators=(",", ":"), sort_keys=True)


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value.astimezone(timezone.utc).isoformat(timespec="microseconds")
    return repr(value)


def digest(entry: Entry) -> str:
    """SHA-256 of ``canonical(entry)`` in UTF-8, as 64 hexadecimal digits."""
    return sha256(canonical(entry).encode()).hexdigest()


def sealed(entry: Entry) -> Entry:
    """The entry with its hash."""
    return replace(entry, hash=digest(entry))


def is_well_formed(entry: object) -> bool:
    """Whether it is an entry whose every field has its type and whose kind is known.

    Amounts are finite, instants aware, and ``True`` is no number.
    """
    return (
        isinstance(entry, Entry)
        and all(_has_type(getattr(entry, each.name), each.type) for each in _FIELDS)
        and entry.kind in KINDS
    )


def _has_type(value: object, expected: type) -> bool:
    if not isinstance(value, expected) or isinstance(value, bool):
        return False
    if isinstance(value, Decimal):
        return value.is_finite()
    return not isinstance(value, datetime) or value.utcoffset() is not None


def effect(entry: Entry) -> Decimal:
    """What the entry adds to the balance of the envelope."""
    if entry.kind == RESERVE:
        return -entry.amount
    if entry.kind == RELEASE or is_about_envelope(entry):
        return entry.amount
    return ZERO


def is_about_envelope(entry: Entry) -> bool:
    """Whether the entry changes the envelope itself, and no dossier."""
    return entry.kind == CORRECT and not entry.dossier


def is_deposit(entry: Entry) -> bool:
    """Whether the entry is the deposit of an order, which gives it its rank."""
    return entry.kind == RESERVE and entry.code == DEPOSITED
