"""A first look through the parts of an Excel workbook, in constant memory.

It refuses what openpyxl would believe at any price (rows numbered in billions, a
million cells in one row, entities) and gathers the merged cells. ECMA-376 part 1,
18.3.1.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from imio.centrale.domain.table import Merged
from imio.centrale.tables.archive import ZIP_ERRORS
from imio.centrale.tables.limits import Budget
from imio.centrale.tables.limits import refuse
from imio.centrale.tables.xml_events import END
from imio.centrale.tables.xml_events import Event
from imio.centrale.tables.xml_events import events
from imio.centrale.tables.xml_events import local_name
from imio.centrale.tables.xml_events import MalformedXml
from imio.centrale.tables.xml_events import START
from zipfile import ZipFile

import re


LAST_ROW = 1_048_576

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_XML_NAMES = (".xml", ".rels")
_MAIN_PART = "main+xml"


def merged_by_part(archive: ZipFile, budget: Budget) -> dict[str, tuple[Merged, ...]]:
    """The merged cells of every part that has some, by the name of the part.

    Raises ``Refused``: ``broken_file``, ``unsupported_kind`` for a chart sheet,
    ``too_many_rows``, ``too_many_columns``, and those of ``events``.
    """
    found = {}
    for name in archive.namelist():
        ranges = tuple(_merged_in(archive, name, budget))
        if ranges:
            found[name] = ranges
    return found


def _merged_in(archive: ZipFile, name: str, budget: Budget) -> Iterator[Merged]:
    try:
        with archive.open(name) as part:
            yield from _looked_through(events(part, budget), budget)
    except MalformedXml as error:
        # Pictures and printer settings are no XML, and openpyxl does not open them.
        if name.lower().endswith(_XML_NAMES):
            raise refuse("broken_file") from error
    except ZIP_ERRORS as error:
        raise refuse("broken_file") from error


def _looked_through(found: Iterable[Event], budget: Budget) -> Iterator[Merged]:
    position = _Position(budget)
    for kind, name, attributes in found:
        if kind == START:
            local = local_name(name)
            if local == "mergeCell":
                yield _range(attributes.get("ref", ""))
            position.enter(local, attributes)
        elif kind == END and position.row:
            position.leave(local_name(name))


class _Position:
    """Where in a sheet the reading is: rows and columns only ever go forward.

    Columns count from 1 here, as in the references of the cells.
    """

    def __init__(self, budget: Budget):
        self.limits = budget.limits
        self.row = self.column = self.filled = 0
        self.has_value = False

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._enter_row(attributes.get("r"))
        elif name == "c":
            self._enter_cell(attributes.get("r"))
        elif name in ("v", "is"):
            self.has_value = True
        elif name in ("Relationship", "Override"):
            _check_package(attributes)

    def _enter_row(self, reference: str | None) -> None:
        if reference and not re.fullmatch(r"[0-9]{1,7}", reference):
            raise refuse("broken_file")
        row = int(reference) if reference else self.row + 1
        if not self.row < row <= LAST_ROW:
            raise refuse("broken_file")
        self.row, self.column, self.has_value = row, 0, False

    def _enter_cell(self, reference: str | None) -> None:
        column = _position(reference)[0] if reference else self.column + 1
        if column > self.limits.columns:
            raise refuse("too_many_columns", limit=self.limits.columns, row=self.row)
        if column <= self.column:
            raise refuse("broken_file")
        self.column = column

    def leave(self, name: str) -> None:
        if name == "row" and self.has_value:
            self.filled += 1
            if self.filled > self.limits.rows:
                raise refuse("too_many_rows", limit=self.limits.rows)


def _check_package(attributes: dict[str, str]) -> None:
    """openpyxl draws the sheets that are charts; and it would read a workbook that has
    the name of a picture.
    """
    if attributes.get("Type", "").endswith("/chartsheet"):
        raise refuse("unsupported_kind", kind="chartsheet")
    is_main = attributes.get("ContentType", "").endswith(_MAIN_PART)
    if is_main and not attributes.get("PartName", "").endswith(".xml"):
        raise refuse("broken_file")


def _range(reference: str) -> Merged:
    first, _, last = reference.partition(":")
    first_column, first_row = _position(first)
    last_column, last_row = _position(last or first)
    return Merged(first_row, last_row, first_column - 1, last_column - 1)


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise refuse("broken_file")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])
