"""The business terms below an element of a UBL file, read one by one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from imio.centrale.domain.invoice import FIELD
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.evidence.ubl_file import NAMESPACES
from lxml import etree

import re


#: Characters kept of one text.
MAX_TEXT = 5_000
#: Faults kept of one file.
MAX_FAULTS = 50

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,10})?|\.[0-9]{1,10})")
#: xs:date, whose time zone Peppol does without.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


class Terms:
    """The terms below an element; what cannot be read is added to ``faults``.

    Without element every term is absent.
    """

    def __init__(
        self,
        element: etree._Element | None,
        currency: str = "",
        faults: list[Reason] | None = None,
    ):
        self.element = element
        self.currency = currency
        self.faults = [] if faults is None else faults

    def first(self, path: str) -> "Terms":
        """Below the first element of that path, or below none."""
        return next(self.each(path), Terms(None, self.currency, self.faults))

    def each(self, path: str) -> "Iterator[Terms]":
        """Below each element of that path."""
        for found in self._all(path):
            yield Terms(found, self.currency, self.faults)

    def _all(self, path: str) -> Iterator[etree._Element]:
        if self.element is None:
            return iter(())
        return self.element.iterfind(path, NAMESPACES)

    def texts(self, path: str) -> tuple[str, ...]:
        """The texts that are not empty, each with single blanks."""
        return tuple(filter(None, (text_of(found) for found in self._all(path))))

    def text(self, path: str) -> str:
        """The first text of that path, empty where there is none."""
        return next(map(text_of, self._all(path)), "")

    def number(self, term: str, path: str) -> Decimal | None:
        """An xs:decimal of at most twelve digits and ten decimals."""
        text = self.text(path)
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            return self.fault(term, text)
        return Decimal(text)

    def amount(self, term: str, path: str) -> Decimal | None:
        """A number of cents at most, in the currency of the invoice."""
        found = next(self._all(path), None)
        number = self.number(term, path)
        if number is None:
            return None
        currency = found.get("currencyID", self.currency)
        if currency != self.currency:
            self.note(reason("foreign_currency", FIELD, text=currency[:20]))
        if round_cents(number) != number:
            return self.fault(term, self.text(path))
        return round_cents(number)

    def optional_amount(self, term: str, path: str) -> Decimal | None:
        """The same; nothing where the file says nothing, ``None`` when illegible."""
        return self.amount(term, path) if self.text(path) else ZERO

    def day(self, term: str, path: str) -> date | None:
        """An xs:date."""
        text = self.text(path)
        match = _DAY.fullmatch(text)
        if not text:
            return None
        try:
            return date.fromisoformat(match[1] if match else "")
        except ValueError:
            return self.fault(term, text)

    def rate(self, term: str, path: str) -> str:
        """A percentage without useless zeros, empty where there is none."""
        number = self.number(term, path)
        if number is None:
            return ""
        return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))

    def fault(self, term: str, text: str) -> None:
        """The term cannot be read."""
        self.note(reason("invoice_term_invalid", FIELD, term=term, text=text[:100]))

    def note(self, found: Reason) -> None:
        """Each once; of a file that is all faults, the first ones."""
        if len(self.faults) < MAX_FAULTS and found not in self.faults:
            self.faults.append(found)


def text_of(element: etree._Element) -> str:
    """The text of an element, with single blanks."""
    return " ".join((element.text or "")[:MAX_TEXT].split())
