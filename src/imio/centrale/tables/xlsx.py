"""Excel workbooks (Office Open XML), by openpyxl.

Formulas are never run: their cells have the value that Excel stored. openpyxl holds a
whole row, and the styles, as objects before anything can be checked, and believes the
numbers it finds; so ``xlsx_parts`` looks through the archive first.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
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
from imio.centrale.tables.rows import trimmed
from imio.centrale.tables.xlsx_parts import merged_by_part
from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from zipfile import ZipFile

import re


#: What openpyxl raises for a workbook that is not as it should be: it has no error of
#: its own for that, and trips over what is missing. ``SyntaxError`` is the base of the
#: errors of both its XML parsers.
OPENPYXL_ERRORS = (
    *ZIP_ERRORS,
    ArithmeticError,
    AttributeError,
    IndexError,
    SyntaxError,
    TypeError,
)

_ESCAPED_BREAK = re.compile(r"_x000[9AaDd]_")


def read(archive: ZipFile, budget: Budget) -> tuple[list[Sheet], list[Reason]]:
    """The visible sheets, and a note ``hidden_sheet`` for each that is not.

    Raises ``Refused``: ``broken_file`` and those of ``xlsx_parts`` and the limits.
    """
    merged = merged_by_part(archive, budget)
    try:
        book = load_workbook(
            archive.fp, read_only=True, data_only=True, keep_links=False
        )
        sheets = [
            _sheet(sheet, merged, budget)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except OPENPYXL_ERRORS as error:
        raise refuse("broken_file") from error
    return sheets, _hidden(book)


def _hidden(book: Workbook) -> list[Reason]:
    return [
        reason("hidden_sheet", "file", sheet=sheet.title)
        for sheet in book.worksheets
        if sheet.sheet_state != "visible"
    ]


def _sheet(
    sheet: ReadOnlyWorksheet, merged: dict[str, tuple[Merged, ...]], budget: Budget
) -> Sheet:
    # The size that the sheet declares is wrong too often to be used.
    sheet.reset_dimensions()
    # openpyxl gives the merged cells with whole sheets in memory only.
    ranges = merged.get(sheet._worksheet_path, ())
    return Sheet(sheet.title, tuple(_rows(sheet, budget)), ranges)


def _rows(sheet: ReadOnlyWorksheet, budget: Budget) -> Iterator[Row]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        budget.check_time()
        cells = trimmed([_cell(cell) for cell in row])
        if cells:
            budget.take_row(sheet.title, number, cells)
            yield Row(number, cells)


def _cell(cell: ReadOnlyCell) -> Cell:
    value = cell.value
    if cell.data_type == "e" and value is not None:
        return FormulaError(str(value))
    if isinstance(value, str):
        return _ESCAPED_BREAK.sub("\n", value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    return str(value) if isinstance(value, timedelta) else value


def _number(value: int | float) -> Decimal | FormulaError:
    number = exact(value)
    return FormulaError("#NUM!") if number is None else number
