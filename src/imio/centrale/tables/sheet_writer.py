"""Sheets written by openpyxl, row after row: texts stay texts, numbers stay exact."""

from collections.abc import Iterable
from collections.abc import Sequence
from decimal import Decimal
from imio.centrale.tables.numbers import is_kept_exactly
from imio.centrale.tables.texts import writable
from openpyxl.cell import Cell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.styles import Font
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


#: With at least two decimals, and as many as a unit price has.
PRICE_FORMAT = "#,##0.00##"
AMOUNT_FORMAT = "#,##0.00"
PERCENT_FORMAT = "0.00"

_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="DDE3EA")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def new_sheet(
    book: Workbook, title: str, widths: Sequence[int], frozen: str = ""
) -> WriteOnlyWorksheet:
    """A sheet with the widths of its columns, in characters, and rows that stay put.

    These have to be said before the first row is written.
    """
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if frozen:
        sheet.freeze_panes = frozen
    return sheet


def header_row(sheet: WriteOnlyWorksheet, headers: Iterable[str]) -> None:
    """A row of headers."""
    cells = [text_cell(sheet, text) for text in headers]
    for cell in cells:
        cell.font, cell.fill, cell.alignment = _BOLD, _GREY, _WRAPPED
    sheet.append(cells)


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A text, even when it begins as a formula does."""
    cell = WriteOnlyCell(sheet, writable(text) or None)
    if text:
        cell.data_type = "s"
    return cell


def number_cell(
    sheet: WriteOnlyWorksheet, number: Decimal | None, number_format: str
) -> Cell | None:
    """A number, or its text when a spreadsheet would lose digits of it."""
    if number is None:
        return None
    if not is_kept_exactly(number):
        return text_cell(sheet, f"{number:f}")
    cell = WriteOnlyCell(sheet, number)
    cell.number_format = number_format
    return cell
