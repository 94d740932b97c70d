"""Which column of a supplier's file holds which field of annexe B.

Every supplier names and orders its columns its own way: they are guessed by their
headers, in French, Dutch or English, the agent corrects the guess, and the result is
remembered for the supplier's next file.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.table import column_name
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.domain.table import Table
from itertools import count

import re
import unicodedata


FIELDS = ("code", "label", "unit", "unit_price", "vat_rate", "option")
MANDATORY = ("code", "label", "unit_price", "vat_rate")
#: The field of a column that is left aside.
IGNORED = ""

#: Rows in which the headers are looked for: titles and addresses stand above them.
HEADER_ROWS = 50
#: Headers known at least, for a row to be the headers.
_LEAST_KNOWN = 2

#: The surest first: where two columns could be the label, the earlier word wins.
_WORDS = {
    "code": (
        *("code", "code article", "code produit", "code prestation", "code poste"),
        *("reference", "ref", "reference article", "ref article", "numero article"),
        *("artikelcode", "artikelnummer", "referentie", "artikelnr"),
        *("item code", "item number", "part number", "product code", "sku"),
        *("numero", "n", "no", "nr", "n article", "no article"),
    ),
    "label": (
        *("libelle", "designation", "intitule", "denomination", "description"),
        *("prestation", "produit", "nom"),
        *("omschrijving", "benaming", "beschrijving", "naam"),
        *("label", "item name", "name", "title"),
    ),
    "unit": (
        *("unite", "unites", "unite mesure", "um", "u m", "conditionnement"),
        *("eenheid", "eenheden", "meeteenheid"),
        *("unit", "units", "unit measure", "uom"),
    ),
    "unit_price": (
        *("prix unitaire", "prix unit", "pu", "p u", "prix"),
        *("eenheidsprijs", "prijs eenheid", "stukprijs", "prijs"),
        *("unit price", "price unit", "price"),
    ),
    "vat_rate": (
        *("taux tva", "tva", "taux", "tva taux"),
        *("btw tarief", "btw percentage", "btw"),
        *("vat rate", "vat", "vat percentage"),
    ),
    "option": (
        *("option", "options", "code option"),
        *("optie", "opties", "optiecode"),
        *("option code",),
    ),
}
_RANKS = {
    word: (field, rank)
    for field, words in _WORDS.items()
    for rank, word in enumerate(words)
}
#: Words that say nothing, and those that a price excludes VAT, as all of annexe B do.
_SILENT = re.compile(
    r"\b(htva|h t v a|hors tva|hors taxes?|hors taxe|hvat|ht|excl tva|excl btw|exclusief btw"
    r"|zonder btw|excl vat|excluding vat|ex vat|excl|eur|euros?|de|la|le|l|du|d|en|par"
    r"|van|per|of|in|applicable)\b"
)


@dataclass(frozen=True)
class Header:
    """A column: ``name`` is its text, told apart from a column of the same text."""

    column: int
    name: str
    field: str


@dataclass(frozen=True)
class Columns:
    """The columns of one sheet, and why they cannot serve, if they cannot.

    ``row`` is the number of the row of headers; ``mapping`` is to be remembered for the
    supplier, corrected, and given back to ``find_columns``.
    """

    sheet: str
    row: int
    headers: tuple[Header, ...]
    reasons: tuple[Reason, ...]

    @property
    def mapping(self) -> dict[str, str]:
        """Header -> field, ``IGNORED`` for a column that is left aside."""
        return {header.name: header.field for header in self.headers}

    @property
    def by_field(self) -> dict[str, int]:
        """Field -> column counted from 0, in their order; the first of two."""
        found: dict[str, int] = {}
        for header in self.headers:
            if header.field != IGNORED:
                found.setdefault(header.field, header.column)
        return found


def find_columns(
    table: Table, remembered: Mapping[str, str] | None = None, sheet: str = ""
) -> Columns:
    """The columns of the sheet that is annexe B: the one named, else the best.

    What is remembered comes before any guess. ``reasons`` are ``no_rows``,
    ``sheet_missing``, ``column_missing`` and ``column_twice``.
    """
    known = {header_key(name): field for name, field in (remembered or {}).items()}
    candidates = [each for each in table.sheets if sheet in ("", each.name)]
    found = [_columns(each, known) for each in candidates if each.rows]
    if not found:
        why = reason("sheet_missing", "file", sheet=sheet) if sheet else _no_rows()
        return Columns(sheet, 0, (), (why,))
    return min(found, key=lambda columns: len(columns.reasons))


def _no_rows() -> Reason:
    return reason("no_rows", "file")


def header_key(text: str) -> str:
    """How headers are compared: without case, accents, signs or doubled blanks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _columns(sheet: Sheet, known: Mapping[str, str]) -> Columns:
    rows = sheet.rows[:HEADER_ROWS]
    row = max(rows, key=lambda each: _headerness(each, known))
    headers = tuple(_with_fields(row, known))
    reasons = tuple(_reasons(sheet.name, row.number, headers))
    return Columns(sheet.name, row.number, headers, reasons)


def _headerness(row: Row, known: Mapping[str, str]) -> tuple[int, int]:
    """The fields that its texts name; failing that, how many texts it has."""
    keys = [header_key(text) for _, text in _texts(row)]
    fields = {known.get(key) or _guess(key)[0] for key in keys} - {IGNORED}
    return (len(fields) if len(fields) >= _LEAST_KNOWN else 0, len(keys))


def _texts(row: Row) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(row.cells):
        if isinstance(cell, str) and cell.strip():
            yield column, " ".join(cell.split())


def _guess(key: str) -> tuple[str, int]:
    """The field a header means, and how surely: 0 is the surest."""
    return _RANKS.get(" ".join(_SILENT.sub(" ", key).split()), (IGNORED, 0))


def _with_fields(row: Row, known: Mapping[str, str]) -> list[Header]:
    names = list(_names(row))
    best: dict[str, int] = {}
    for _, name, text in names:
        field, rank = _guess(header_key(text))
        best[field] = min(rank, best.get(field, rank))
    taken = {
        known[header_key(name)] for _, name, _ in names if header_key(name) in known
    }
    return [
        Header(column, name, _field(name, text, known, taken, best))
        for column, name, text in names
    ]


def _field(
    name: str,
    text: str,
    known: Mapping[str, str],
    taken: set[str],
    best: dict[str, int],
) -> str:
    if header_key(name) in known:
        return known[header_key(name)]
    field, rank = _guess(header_key(text))
    return field if field not in taken and rank == best[field] else IGNORED


def _names(row: Row) -> Iterator[tuple[int, str, str]]:
    """(column, name, text): the second "Prix" is named "Prix (2)"."""
    seen: set[str] = set()
    for column, text in _texts(row):
        numbered = (f"{text} ({number})" for number in count(2))
        name = text
        while header_key(name) in seen:
            name = next(numbered)
        seen.add(header_key(name))
        yield column, name, text


def _reasons(sheet: str, row: int, headers: tuple[Header, ...]) -> Iterator[Reason]:
    for field in FIELDS:
        columns = [header for header in headers if header.field == field]
        if not columns and field in MANDATORY:
            yield reason("column_missing", field, sheet=sheet, row=row, wanted=field)
        if len(columns) > 1:
            first, second = columns[:2]
            yield reason(
                "column_twice",
                field,
                wanted=field,
                first=f"{first.name} ({column_name(first.column)})",
                second=f"{second.name} ({column_name(second.column)})",
            )
    for header in headers:
        if header.field not in (*FIELDS, IGNORED):
            yield reason("unknown_field", header.field, header=header.name)
