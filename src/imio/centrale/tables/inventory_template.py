"""The workbook that a supplier fills in for a lot: annexe B with its choices.

Its headers are protected, without password: that is a help against slips, no lock.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from decimal import Decimal
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.domain.inventory_import import EXAMPLE_CODE
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.vat import VAT_RATES
from imio.centrale.tables import wording
from imio.centrale.tables.inventory_files import inventory_cells
from imio.centrale.tables.inventory_files import saved
from imio.centrale.tables.inventory_files import WIDTHS
from imio.centrale.tables.sheet_writer import header_row
from imio.centrale.tables.sheet_writer import new_sheet
from imio.centrale.tables.sheet_writer import text_cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils import quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation


#: Rows in which the choices are offered: as many as an import accepts.
LAST_ROW = 20_001

_OPEN = Protection(locked=False)
#: What stays possible in the protected sheet.
_ALLOWED = (
    *("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows"),
    *("sort", "autoFilter"),
)

EXAMPLE = InventoryLine(
    EXAMPLE_CODE,
    wording.EXAMPLE_LABEL,
    wording.EXAMPLE_UNIT,
    Decimal("850.00"),
    "21",
)


def write_template(
    lot: str, options: Sequence[tuple[str, str]], lines: Iterable[InventoryLine] = ()
) -> bytes:
    """The workbook for the lot named ``lot``; ``options`` are its (code, label).

    With the ``lines`` of a version, to write the next one; else with an example line.
    """
    book = Workbook(write_only=True)
    sheet = new_sheet(book, wording.INVENTORY_SHEET, WIDTHS, frozen="A2")
    _protect_headers(sheet)
    _offer_choices(sheet, len(options))
    header_row(sheet, (wording.INVENTORY_HEADERS[field] for field in FIELDS))
    for line in list(lines) or [EXAMPLE]:
        _append_open(sheet, inventory_cells(sheet, line))
    _write_help(book, lot)
    _write_options(book, options)
    return saved(book)


def _protect_headers(sheet: WriteOnlyWorksheet) -> None:
    sheet.protection.sheet = True
    for name in _ALLOWED:
        setattr(sheet.protection, name, False)
    for number in range(1, len(FIELDS) + 1):
        sheet.column_dimensions[get_column_letter(number)].protection = _OPEN


def _append_open(sheet: WriteOnlyWorksheet, cells: list) -> None:
    for cell in cells:
        cell.protection = _OPEN
    sheet.append(cells)


def _offer_choices(sheet: WriteOnlyWorksheet, options: int) -> None:
    rates = f'"{",".join(VAT_RATES)}"'
    _validate(sheet, "vat_rate", _list_of(rates, wording.BAD_VAT_RATE))
    price = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
    price.error = wording.BAD_PRICE
    _validate(sheet, "unit_price", price)
    if options:
        codes = f"{quote_sheetname(wording.OPTIONS_SHEET)}!$A$2:$A${options + 1}"
        _validate(sheet, "option", _list_of(codes, wording.BAD_OPTION))


def _list_of(choices: str, error: str) -> DataValidation:
    return DataValidation("list", formula1=choices, allow_blank=True, error=error)


def _validate(sheet: WriteOnlyWorksheet, field: str, rule: DataValidation) -> None:
    rule.showErrorMessage = True
    column = get_column_letter(FIELDS.index(field) + 1)
    rule.add(f"{column}2:{column}{LAST_ROW}")
    sheet.data_validations.append(rule)


def _write_help(book: Workbook, lot: str) -> None:
    sheet = new_sheet(book, wording.HELP_SHEET, (100,))
    header_row(sheet, [lot])
    for text in wording.INSTRUCTIONS:
        sheet.append([text_cell(sheet, text)])


def _write_options(book: Workbook, options: Sequence[tuple[str, str]]) -> None:
    if not options:
        return
    sheet = new_sheet(book, wording.OPTIONS_SHEET, (20, 60), frozen="A2")
    header_row(sheet, wording.OPTION_HEADERS)
    for option in options:
        sheet.append([text_cell(sheet, text) for text in option])
