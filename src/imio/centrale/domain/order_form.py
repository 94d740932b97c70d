"""An order as it is typed: its number, its dates, its organ, its two documents.

Both documents carry the tracking code ([iMio-cyber] text 000 point 3); the copy that
reaches the centrale takes the rank (point 8).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from imio.centrale.domain.order import deposit_reasons
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.typed_text import text_reasons

import re


#: characters of the number of an order
LONGEST_NUMBER = 100
DOCUMENTS = ("deliberation", "purchase_order")

_AS_PEOPLE_WRITE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


@dataclass(frozen=True)
class OrderTyped:
    """The texts of the form; days are ISO, or as people write them: 31/12/2026."""

    order_number: str = ""
    order_date: str = ""
    organ: str = ""
    deliberation_date: str = ""

    @property
    def ordered_on(self) -> date | None:
        """The day of the order; raises ``ValueError`` for a text that is no day."""
        return read_day(self.order_date)

    @property
    def decided_on(self) -> date | None:
        """The same for the deliberation."""
        return read_day(self.deliberation_date)


def read_day(text: str) -> date | None:
    """The day a text says, ``None`` for an empty one; ``ValueError`` for another text."""
    if not text:
        return None
    match = _AS_PEOPLE_WRITE.fullmatch(text)
    if match is None:
        return date.fromisoformat(text)
    day, month, year = map(int, match.groups())
    return date(year, month, day)


def order_form_reasons(
    typed: OrderTyped, organs: Collection[str], documents: Collection[str]
) -> list[Reason]:
    """What is wrong; ``documents`` are the fields whose file is there.

    ``order_number_missing``, ``order_date_missing``, ``not_a_day`` for a text that is no
    day, and what an order lacks to be deposited. An organ that is not in ``organs``
    counts as none.
    """
    reasons = _number_reasons(typed.order_number)
    reasons += _day_reasons("order_date", typed.order_date)
    if not typed.order_date:
        reasons.append(reason("order_date_missing", "order_date"))
    wrong_days = _day_reasons("deliberation_date", typed.deliberation_date)
    lacking = deposit_reasons(
        "deliberation" in documents,
        "purchase_order" in documents,
        typed.organ if typed.organ in organs else None,
        None if wrong_days else typed.decided_on,
    )
    known_wrong = {each.field for each in wrong_days}
    reasons += wrong_days
    return reasons + [each for each in lacking if each.field not in known_wrong]


def _number_reasons(text: str) -> list[Reason]:
    if not text:
        return [reason("order_number_missing", "order_number")]
    return text_reasons("order_number", text, LONGEST_NUMBER)


def _day_reasons(field: str, text: str) -> list[Reason]:
    try:
        read_day(text)
    except ValueError:
        return [reason("not_a_day", field)]
    return []
