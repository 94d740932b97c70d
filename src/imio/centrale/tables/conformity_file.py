"""The conformity of an offer with annexe B as a workbook, annex to a deliberation."""

from collections.abc import Callable
from imio.centrale.domain.conformity import Conformity
from imio.centrale.domain.conformity import ConformityRow
from imio.centrale.domain.reasons import Reason
from imio.centrale.tables import wording
from imio.centrale.tables.inventory_files import saved
from imio.centrale.tables.sheet_writer import AMOUNT_FORMAT
from imio.centrale.tables.sheet_writer import header_row
from imio.centrale.tables.sheet_writer import new_sheet
from imio.centrale.tables.sheet_writer import number_cell
from imio.centrale.tables.sheet_writer import PERCENT_FORMAT
from imio.centrale.tables.sheet_writer import PRICE_FORMAT
from imio.centrale.tables.sheet_writer import text_cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


_WIDTHS = (16, 50, 12, 12, 10, 12, 14, 14, 12, 10, 16, 16, 8, 10, 60)
_QUANTITY_FORMAT = "#,##0.####"


def write_conformity(
    table: Conformity, title: str, sentence: Callable[[Reason], str]
) -> bytes:
    """The workbook; ``title`` names the offer, ``sentence`` puts a reason in words."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, wording.CONFORMITY_SHEET, _WIDTHS, frozen="A3")
    sheet.append([text_cell(sheet, title)])
    header_row(sheet, wording.CONFORMITY_HEADERS)
    for row in table.rows:
        sheet.append(_cells(sheet, row, table.version, sentence))
    for cells in _totals(sheet, table):
        sheet.append(cells)
    return saved(book)


def _cells(
    sheet: WriteOnlyWorksheet,
    row: ConformityRow,
    version: str,
    sentence: Callable[[Reason], str],
) -> list:
    line = row.inventory
    rows = ", ".join(str(number) for number in row.rows)
    price = number_cell(sheet, line.unit_price if line else None, PRICE_FORMAT)
    remarks = " ".join(sentence(each) for each in row.reasons)
    return [
        text_cell(sheet, row.code),
        text_cell(sheet, line.label if line else ""),
        text_cell(sheet, line.unit if line else ""),
        text_cell(sheet, version),
        text_cell(sheet, rows),
        number_cell(sheet, row.quantity, _QUANTITY_FORMAT),
        price,
        number_cell(sheet, row.offered_price, PRICE_FORMAT),
        number_cell(sheet, row.difference, PRICE_FORMAT),
        number_cell(sheet, row.percent, PERCENT_FORMAT),
        number_cell(sheet, row.inventory_amount, AMOUNT_FORMAT),
        number_cell(sheet, row.offered_amount, AMOUNT_FORMAT),
        text_cell(sheet, line.vat_rate if line else ""),
        text_cell(sheet, _yes_or_no(row.is_conform)),
        text_cell(sheet, remarks),
    ]


def _totals(sheet: WriteOnlyWorksheet, table: Conformity) -> list[list]:
    """Under their columns; the differences are those of the totals."""
    ceiling, offered = table.ceiling, table.offered
    excl_vat = [
        number_cell(sheet, table.difference, AMOUNT_FORMAT),
        number_cell(sheet, table.percent, PERCENT_FORMAT),
        number_cell(sheet, ceiling.excl_vat, AMOUNT_FORMAT),
        number_cell(sheet, offered.excl_vat, AMOUNT_FORMAT),
        None,
        text_cell(sheet, _yes_or_no(table.is_conform)),
    ]
    incl_vat = [
        *(None, None),
        number_cell(sheet, ceiling.incl_vat, AMOUNT_FORMAT),
        number_cell(sheet, offered.incl_vat, AMOUNT_FORMAT),
    ]
    blank = [None] * 7
    return [
        [text_cell(sheet, wording.TOTAL), *blank, *excl_vat],
        [text_cell(sheet, wording.TOTAL_WITH_VAT), *blank, *incl_vat],
    ]


def _yes_or_no(answer: bool) -> str:
    return wording.YES if answer else wording.NO
