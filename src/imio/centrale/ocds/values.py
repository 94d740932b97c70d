"""The small things of OCDS: identifiers, amounts, instants, exact JSON."""

from datetime import date
from datetime import datetime
from datetime import time
from decimal import Decimal
from hashlib import sha256
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels

import json


#: org-id.guide, the register of enterprises
ENTERPRISE_SCHEME = "BE-BCE_KBO"
_LAST_SECOND = time(23, 59, 59)


def ocid(prefix: str, key: str) -> str:
    """The number of a contracting process, always the same for the same ``key``.

    It says nothing of the key: a UID leads to the address of a dossier, which has the
    tracking code in it.
    """
    return f"{prefix}-{digest(f'ocid {key}', 20)}"


def digest(text: str, length: int) -> str:
    """The beginning of a fingerprint, hexadecimal."""
    return sha256(text.encode()).hexdigest()[:length]


def value(amount: Decimal | None) -> dict | None:
    """Euro; ``None`` where there is no amount."""
    return None if amount is None else {"amount": amount, "currency": "EUR"}


def instant(moment: datetime | None) -> str | None:
    """An aware instant with the offset of Brussels, to the second."""
    if moment is None:
        return None
    return to_brussels(moment).isoformat(timespec="seconds")


def start_of(day: date | None) -> str | None:
    """The first second of a day in Brussels."""
    return day and datetime.combine(day, time(), BRUSSELS).isoformat()


def end_of(day: date | None) -> str | None:
    """The last second of a day in Brussels."""
    return day and datetime.combine(day, _LAST_SECOND, BRUSSELS).isoformat()


def compact(members: dict) -> dict:
    """The members that say something: neither ``None`` nor empty."""
    return {
        name: found
        for name, found in members.items()
        if found is not None and found != "" and found != [] and found != {}
    }


def dumps(found) -> str:
    """JSON; a ``Decimal`` is a number with the very digits it has."""
    if isinstance(found, Decimal):
        return format(found, "f")
    if isinstance(found, dict):
        members = (f"{json.dumps(name)}: {dumps(each)}" for name, each in found.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(found, (list, tuple)):
        return "[" + ", ".join(dumps(each) for each in found) + "]"
    return json.dumps(found, ensure_ascii=False)
