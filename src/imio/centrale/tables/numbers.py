"""Numbers of spreadsheets, which keep binary floats, as the decimals they show."""

from decimal import Decimal

import math


#: Excel and LibreOffice show and compare numbers with this many significant digits.
SIGNIFICANT_DIGITS = 15


def exact(number: int | float) -> Decimal | None:
    """The decimal that the spreadsheet shows, ``None`` for what is not a number.

    12.1 is "12.1"; the 13.310000000000002 that a formula leaves is "13.31".
    """
    if isinstance(number, int):
        return Decimal(number)
    if not math.isfinite(number):
        return None
    return Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")


def is_kept_exactly(number: Decimal) -> bool:
    """Whether a spreadsheet gives back every digit of ``number``."""
    return len(number.normalize().as_tuple().digits) <= SIGNIFICANT_DIGITS
