"""Amounts in euro: exact decimals, from text and to text, never a float.

In JSON an amount is a text with a dot: two decimals, up to four for a unit price.
Sums and products keep every digit; rounding is half up, to the cent, and only where a
rule says so.
"""

from collections.abc import Iterable
from decimal import Context
from decimal import Decimal
from decimal import DivisionByZero
from decimal import Inexact
from decimal import InvalidOperation
from decimal import Overflow
from decimal import ROUND_HALF_UP

import re


ZERO = Decimal("0.00")

_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_UNIT_PRICE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_PRECISION = 100
_ROUNDING = Context(
    prec=_PRECISION,
    rounding=ROUND_HALF_UP,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
#: Refuses to lose a digit: raises ``decimal.Inexact`` instead.
_EXACT = Context(
    prec=_PRECISION, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow]
)


def parse_money(text: str) -> Decimal:
    """The amount written in ``text``: "1234.5", "-0.05".

    Raises ``ValueError`` for anything but a sign, at most twelve digits, and a dot
    with at most two decimals.
    """
    return _parse(_MONEY, 2, text)


def parse_unit_price(text: str) -> Decimal:
    """The same for a unit price, with at most four decimals."""
    return _parse(_UNIT_PRICE, 4, text)


def _parse(pattern: re.Pattern, digits: int, text: str) -> Decimal:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError(
            f"{text!r} is not an amount: write at most 12 digits, then perhaps a dot "
            f"and at most {digits} decimals, as text."
        )
    return _without_negative_zero(Decimal(text))


def _without_negative_zero(amount: Decimal) -> Decimal:
    return amount if amount else amount.copy_abs()


def exact_product(first: Decimal, second: Decimal) -> Decimal:
    """The product with all its digits."""
    return _EXACT.multiply(first, second)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """The sum with all its digits; zero for no amount."""
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def round_cents(amount: Decimal) -> Decimal:
    """``amount`` to the cent, half a cent going away from zero."""
    return _quantize(amount, 2)


def _quantize(amount: Decimal, digits: int) -> Decimal:
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount.")
    rounded = amount.quantize(Decimal(1).scaleb(-digits), context=_ROUNDING)
    return _without_negative_zero(rounded)


def to_text(amount: Decimal, digits: int = 2) -> str:
    """``amount`` as JSON carries it: "1234.50", and with four digits "0.125".

    At least two decimals, at most ``digits``, rounded half up beyond.
    """
    whole, _, decimals = f"{_quantize(amount, digits):f}".partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def format_fr(amount: Decimal) -> str:
    """``amount`` as French pages show it, to the cent: "1 234,56 €".

    The blanks are no-break spaces (U+00A0).
    """
    return f"{format_number_fr(round_cents(amount))}{_NO_BREAK_SPACE}€"


def format_number_fr(amount: Decimal) -> str:
    """The number alone: "1 234,56", with up to four decimals "0,125"."""
    whole, _, decimals = to_text(amount, 4).partition(".")
    grouped = f"{int(whole):,}".replace(",", _NO_BREAK_SPACE)
    sign = "-" if amount < 0 and int(whole) == 0 else ""
    return f"{sign}{grouped},{decimals}"
