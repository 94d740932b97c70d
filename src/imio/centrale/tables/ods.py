"""OpenDocument spreadsheets (ISO/IEC 26300, ODF 1.2 part 1, chapter 9).

Read here rather than by a library: those that exist keep no exact values, spread the
repeated cells out in memory, or have had no release for years; and what an inventory
needs of the format is one part and five elements.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.table import Cell
from imio.centrale.domain.table import FormulaError
from imio.centrale.domain.table import Merged
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.tables.archive import ZIP_ERRORS
from imio.centrale.tables.limits import Budget
from imio.centrale.tables.limits import refuse
from imio.centrale.tables.numbers import exact
from imio.centrale.tables.xml_events import Event
from imio.centrale.tables.xml_events import events
from imio.centrale.tables.xml_events import MalformedXml
from imio.centrale.tables.xml_events import START
from imio.centrale.tables.xml_events import TEXT
from zipfile import ZipFile

import re


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = f"{_ODF}office:1.0 "
_STYLE = f"{_ODF}style:1.0 "
_TABLE = f"{_ODF}table:1.0 "
_TEXT = f"{_ODF}text:1.0 "
_CALC_TYPE = (
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
)
_ENCRYPTION = f"{_ODF}manifest:1.0 encryption-data"

_SHEET = f"{_TABLE}table"
_ROW = f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPH = f"{_TEXT}p"
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
#: Comments and drawings stand inside the cells and sheets they belong to.
_ASIDE = (f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TABLE}shapes")

_NUMBERS = ("float", "percentage", "currency")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]{1,4})?")
_COUNT = re.compile(r"[0-9]{1,7}")

Events = Iterator[Event]


def read(archive: ZipFile, budget: Budget) -> tuple[list[Sheet], list[Reason]]:
    """The visible sheets, and a note ``hidden_sheet`` for each that is not.

    Raises ``Refused``: ``encrypted``, ``broken_file``, and the limits.
    """
    try:
        _check_encryption(archive, budget)
        with archive.open("content.xml") as part:
            return _content(events(part, budget), budget)
    except (MalformedXml, *ZIP_ERRORS) as error:
        raise refuse("broken_file") from error


def _check_encryption(archive: ZipFile, budget: Budget) -> None:
    names = archive.namelist()
    if "encrypted-package" in names:
        raise refuse("encrypted")
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if any(name == _ENCRYPTION for _, name, _ in events(part, budget)):
                raise refuse("encrypted")


def _content(found: Events, budget: Budget) -> tuple[list[Sheet], list[Reason]]:
    sheets: list[Sheet] = []
    notes: list[Reason] = []
    hidden: set[str] = set()
    for kind, name, attributes in found:
        if kind != START:
            continue
        if name == f"{_STYLE}style":
            hidden |= _hidden_style(_inside(found, name), attributes)
        elif name == _SHEET:
            title = attributes.get(f"{_TABLE}name", "")
            if attributes.get(f"{_TABLE}style-name") in hidden:
                _skip(found, name)
                notes.append(reason("hidden_sheet", "file", sheet=title))
            else:
                sheets.append(_sheet(_inside(found, name), title, budget))
    return sheets, notes


def _inside(found: Events, name: str) -> Events:
    """What comes before the end of the element just entered."""
    depth = 1
    for event in found:
        kind, tag, _ = event
        if tag == name and kind != TEXT:
            depth += 1 if kind == START else -1
        if not depth:
            return
        yield event


def _skip(found: Events, name: str) -> None:
    for _ in _inside(found, name):
        pass


def _hidden_style(found: Events, attributes: dict[str, str]) -> set[str]:
    """The name of the style, if it hides the sheets that have it."""
    shown = [each.get(f"{_TABLE}display") for kind, _, each in found if kind == START]
    return {attributes.get(f"{_STYLE}name", "")} if "false" in shown else set()


def _sheet(found: Events, title: str, budget: Budget) -> Sheet:
    rows: list[Row] = []
    merged: list[Merged] = []
    number = 1
    for kind, name, attributes in found:
        if kind == START and name in _ASIDE:
            _skip(found, name)
        elif kind == START and name == _ROW:
            repeated = _count(attributes, f"{_TABLE}number-rows-repeated")
            cells = tuple(_cells(_inside(found, name), number, merged, budget))
            if cells:
                rows.extend(_repeated(title, number, repeated, cells, budget))
            number += repeated
    return Sheet(title, tuple(rows), tuple(merged))


def _repeated(
    title: str, number: int, repeated: int, cells: tuple, budget: Budget
) -> Iterator[Row]:
    for each in range(number, number + repeated):
        budget.take_row(title, each, cells)
        yield Row(each, cells)


def _cells(
    found: Events, row: int, merged: list[Merged], budget: Budget
) -> Iterator[Cell]:
    """The cells of a row; blanks only where something follows them.

    LibreOffice ends its rows with one blank cell, repeated up to the last column.
    """
    column = blanks = 0
    for kind, name, attributes in found:
        if kind != START or name not in _CELLS:
            continue
        repeated = _count(attributes, f"{_TABLE}number-columns-repeated")
        value = _value(attributes, _paragraphs(_inside(found, name), budget))
        merged.extend(_merged(attributes, row, column))
        column += repeated
        if value is None:
            blanks += repeated
        elif column > budget.limits.columns:
            raise refuse("too_many_columns", limit=budget.limits.columns, row=row)
        else:
            yield from [None] * blanks
            yield from [value] * repeated
            blanks = 0


def _merged(attributes: dict[str, str], row: int, column: int) -> Iterator[Merged]:
    width = _count(attributes, f"{_TABLE}number-columns-spanned")
    height = _count(attributes, f"{_TABLE}number-rows-spanned")
    if width > 1 or height > 1:
        yield Merged(row, row + height - 1, column, column + width - 1)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not _COUNT.fullmatch(text):
        raise refuse("broken_file")
    return max(1, int(text))


def _paragraphs(found: Events, budget: Budget) -> str:
    paragraphs = []
    for kind, name, _ in found:
        if kind == START and name in (*_ASIDE, _SHEET):
            _skip(found, name)
        elif kind == START and name == _PARAGRAPH:
            paragraphs.append("".join(_texts(_inside(found, name), budget)))
    return "\n".join(paragraphs)


def _texts(found: Events, budget: Budget) -> Iterator[str]:
    for kind, name, attributes in found:
        if kind == TEXT:
            yield name
        elif kind == START and name in _BLANKS:
            count = _count(attributes, f"{_TEXT}c")
            yield _BLANKS[name] * min(count, budget.limits.characters)


def _value(attributes: dict[str, str], text: str) -> Cell:
    """The value of a cell, exact where the file has it, else the text that is shown."""
    kind = attributes.get(f"{_OFFICE}value-type", "string")
    if attributes.get(_CALC_TYPE) == "error":
        return FormulaError(text)
    if kind in _NUMBERS:
        return _number(attributes.get(f"{_OFFICE}value", ""), text)
    if kind == "date":
        return _date(attributes.get(f"{_OFFICE}date-value", ""), text)
    if kind == "boolean":
        return attributes.get(f"{_OFFICE}boolean-value") == "true"
    text = attributes.get(f"{_OFFICE}string-value") or text
    return text if text.strip() else None


def _number(number: str, text: str) -> Cell:
    if not _NUMBER.fullmatch(number):
        return text or FormulaError("#NUM!")
    found = exact(float(number))
    return FormulaError("#NUM!") if found is None else found


def _date(iso: str, text: str) -> Cell:
    try:
        return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    except ValueError:
        return text or None
