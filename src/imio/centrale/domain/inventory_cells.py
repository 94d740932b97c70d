"""What the cells of annexe B say: texts, prices and VAT rates, as people write them.

Every function gives the value, or raises ``BadCell`` with the code of the reason.
"""

from datetime import date
from datetime import time
from decimal import Context
from decimal import Decimal
from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.domain.table import Cell
from imio.centrale.domain.table import FormulaError
from imio.centrale.domain.table import is_blank
from imio.centrale.domain.vat import VAT_RATES

import re
import unicodedata


WHOLE_DIGITS = 12
#: Characters of a text that the inventory keeps.
LONGEST = {"code": 50, "label": 500, "unit": 50, "option": 50}

#: What spreadsheets show when a formula fails; in CSV it is a text like another.
_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|VALEUR!|WAARDE!|NAME\?|NOM\?|NAAM\?|DIV/0!|DEEL/0!|NUM!|NOMBRE!"
    r"|GETAL!|NULL!|NUL!|LEEG!|SPILL!|CALC!|GETTING_DATA)|Err:[0-9]{3}"
)
_EURO = re.compile(r"€|\b(EUR|euros?)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"[$£¥₣]|\b(USD|GBP|CHF|JPY|CAD|PLN|dollars?)\b", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
#: Thousands parted by one same mark, then perhaps decimals after another.
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?P<mark>[ .,'’])[0-9]{3}(?:(?P=mark)[0-9]{3})*"
    r"(?:(?!(?P=mark))[.,](?P<decimals>[0-9]+))?"
)
#: Twelve hundred and thirty-four in Belgium, a bit more than one in London.
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_RATES = {Decimal(rate): rate for rate in VAT_RATES}
_FRACTIONS = {Decimal(rate).scaleb(-2): rate for rate in VAT_RATES}
_LOWEST = Decimal(-(10**WHOLE_DIGITS))
#: Keeps every digit of a cell.
_WIDE = Context(prec=20_000)
_MINUS_SIGN = "\N{MINUS SIGN}"


class BadCell(ValueError):
    """A cell cannot be used; ``values`` are for the message."""

    def __init__(self, code: str, **values: object):
        super().__init__(code)
        self.code = code
        self.values = values


def read_text(cell: Cell, field: str) -> str:
    """A text on one line, in composed characters; empty for an empty cell.

    Raises ``formula_error``, ``not_a_text`` (Excel makes a date of "1-2"),
    ``text_not_kept``, ``text_too_long``.
    """
    _check_formula(cell)
    if isinstance(cell, date | time | bool):
        raise BadCell("not_a_text", text=cell)
    text = f"{cell:f}" if isinstance(cell, Decimal) else cell or ""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise BadCell("text_not_kept")
    if len(text) > LONGEST[field]:
        raise BadCell("text_too_long", limit=LONGEST[field])
    return text


def read_price(cell: Cell) -> Decimal:
    """A unit price in euro, as a number or as "1 234,50 €", "1.234,50", "1234.5".

    With one mark only, a comma is the decimal comma, and a dot the decimal point unless
    it could part thousands. Raises ``formula_error``, ``price_missing``,
    ``foreign_currency``, ``price_not_a_number``, ``price_ambiguous``,
    ``price_negative``, ``price_too_precise``, ``price_too_high``.
    """
    _check_formula(cell)
    if is_blank(cell):
        raise BadCell("price_missing")
    price = _price_in_text(cell) if isinstance(cell, str) else cell
    if not isinstance(price, Decimal):
        raise BadCell("price_not_a_number", text=cell)
    return _checked_price(price)


def _price_in_text(text: str) -> Decimal | None:
    if _FOREIGN.search(text):
        raise BadCell("foreign_currency", text=text)
    bare = _EURO.sub(" ", text).strip()
    if _AMBIGUOUS.fullmatch(bare):
        raise BadCell("price_ambiguous", text=text)
    return decimal_in(bare)


def _checked_price(price: Decimal) -> Decimal:
    if price < 0:
        shown = to_text(max(price, _LOWEST), UNIT_PRICE_DIGITS)
        raise BadCell("price_negative", offered=shown)
    if price.adjusted() >= WHOLE_DIGITS:
        raise BadCell("price_too_high", digits=WHOLE_DIGITS)
    rounded = price.quantize(Decimal(1).scaleb(-UNIT_PRICE_DIGITS))
    if rounded != price:
        raise BadCell("price_too_precise", digits=UNIT_PRICE_DIGITS)
    return abs(rounded)


def decimal_in(text: str) -> Decimal | None:
    """The number that people write as "1 234,50", ``None`` when it is not one."""
    text = " ".join(text.replace(_MINUS_SIGN, "-").split())
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    match = _GROUPED.fullmatch(text)
    if match is None:
        return None
    decimals = match["decimals"] or ""
    digits = re.sub(r"[^-0-9]", "", text)
    return Decimal(digits).scaleb(-len(decimals), _WIDE)


def read_vat_rate(cell: Cell) -> str:
    """One of ``VAT_RATES``, from 21, "21 %", 0.21 or "0,21".

    Raises ``formula_error``, ``vat_rate_missing``, ``unknown_vat_rate``.
    """
    _check_formula(cell)
    if is_blank(cell):
        raise BadCell("vat_rate_missing")
    rate = _percentage(cell)
    if rate is None:
        raise BadCell("unknown_vat_rate", rate=cell)
    return rate


def _percentage(cell: Cell) -> str | None:
    number, is_percentage = cell, False
    if isinstance(cell, str):
        number, is_percentage = decimal_in(cell.replace("%", "")), "%" in cell
    if not isinstance(number, Decimal):
        return None
    return _RATES.get(number) or (None if is_percentage else _FRACTIONS.get(number))


def _check_formula(cell: Cell) -> None:
    if isinstance(cell, FormulaError):
        raise BadCell("formula_error", text=cell.text)
    if isinstance(cell, str) and _ERROR.fullmatch(cell.strip()):
        raise BadCell("formula_error", text=cell.strip())
