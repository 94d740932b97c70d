"""A spreadsheet as the rules read it: named sheets, numbered rows, exact cells.

Rows and columns are named as people see them on the screen: rows from 1, columns "A".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import time
from decimal import Decimal
from imio.centrale.domain.reasons import Reason


@dataclass(frozen=True)
class FormulaError:
    """What a formula gave instead of a value: "#N/A", "#DIV/0!"."""

    text: str


#: A date may be a ``datetime``; a cell without value is ``None``.
Cell = str | Decimal | bool | date | time | FormulaError | None


@dataclass(frozen=True)
class Merged:
    """Cells merged into one, bounds included; columns count from 0 as in ``cells``."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_name(self.first_column)}{self.first_row}"
        return f"{first}:{column_name(self.last_column)}{self.last_row}"

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell is one of those merged."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something; ``cells`` ends with its last value."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a column counted from 0, ``None`` beyond the last."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; rows without any value are left out."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Table:
    """A file that was read.

    ``kind`` is "xlsx", "ods" or "csv"; ``digest`` is the SHA-256 of the file, in
    hexadecimal; ``notes`` say what was left aside: they refuse nothing.
    """

    kind: str
    digest: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Reason, ...] = ()


def column_name(column: int) -> str:
    """The letters of a column counted from 0: "A", "Z", "AA"."""
    return "".join(reversed(list(_letters(column))))


def _letters(column: int) -> Iterator[str]:
    while column >= 0:
        column, letter = divmod(column, 26)
        column -= 1
        yield chr(ord("A") + letter)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
