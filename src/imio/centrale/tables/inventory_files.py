"""Annexe B as a file: XLSX, CSV or ODS, such as the import reads without any change."""

from collections.abc import Iterable
from collections.abc import Mapping
from decimal import Decimal
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.tables.delimited import guarded
from imio.centrale.tables.ods_writer import write_sheet
from imio.centrale.tables.sheet_writer import header_row
from imio.centrale.tables.sheet_writer import new_sheet
from imio.centrale.tables.sheet_writer import number_cell
from imio.centrale.tables.sheet_writer import PRICE_FORMAT
from imio.centrale.tables.sheet_writer import text_cell
from imio.centrale.tables.texts import writable
from imio.centrale.tables.wording import INVENTORY_HEADERS
from imio.centrale.tables.wording import INVENTORY_SHEET
from io import BytesIO
from io import StringIO
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

import codecs
import csv


#: In characters, in the order of ``FIELDS``.
WIDTHS = (18, 60, 14, 20, 10, 16)


def write_xlsx(
    lines: Iterable[InventoryLine], headers: Mapping[str, str] = INVENTORY_HEADERS
) -> bytes:
    """The lines as an Excel workbook."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, INVENTORY_SHEET, WIDTHS, frozen="A2")
    header_row(sheet, (headers[field] for field in FIELDS))
    for line in lines:
        sheet.append(inventory_cells(sheet, line))
    return saved(book)


def inventory_cells(sheet: WriteOnlyWorksheet, line: InventoryLine) -> list:
    """The cells of a line, in the order of ``FIELDS``."""
    return [
        *(text_cell(sheet, text) for text in (line.code, line.label, line.unit)),
        number_cell(sheet, line.unit_price, PRICE_FORMAT),
        number_cell(sheet, Decimal(line.vat_rate), "0"),
        text_cell(sheet, line.option),
    ]


def saved(book: Workbook) -> bytes:
    """The file of a workbook."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def write_csv(
    lines: Iterable[InventoryLine], headers: Mapping[str, str] = INVENTORY_HEADERS
) -> bytes:
    """The lines as Belgian programs open them: semicolons, decimal comma, UTF-8 with its
    mark.
    """
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([headers[field] for field in FIELDS])
    for line in lines:
        writer.writerow([guarded(text) for text in _texts(line)])
    return codecs.BOM_UTF8 + target.getvalue().encode()


def _texts(line: InventoryLine) -> list[str]:
    price = to_text(line.unit_price, UNIT_PRICE_DIGITS).replace(".", ",")
    texts = (line.code, line.label, line.unit, price, line.vat_rate, line.option)
    return [writable(text) for text in texts]


def write_ods(
    lines: Iterable[InventoryLine], headers: Mapping[str, str] = INVENTORY_HEADERS
) -> bytes:
    """The lines as an OpenDocument spreadsheet."""
    rows = [[headers[field] for field in FIELDS]]
    rows.extend(
        [
            *(line.code, line.label, line.unit, line.unit_price),
            *(Decimal(line.vat_rate), line.option),
        ]
        for line in lines
    )
    return write_sheet(INVENTORY_SHEET, rows)
