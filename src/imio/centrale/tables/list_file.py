"""A list as a file: XLSX or CSV, row after row; texts stay texts, amounts are numbers.

A row is a sequence of texts, integers, decimals, aware or naive datetimes, days, and
``None``.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.money import to_text
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.tables.delimited import guarded
from imio.centrale.tables.inventory_files import saved
from imio.centrale.tables.kinds import CSV
from imio.centrale.tables.kinds import XLSX
from imio.centrale.tables.sheet_writer import AMOUNT_FORMAT
from imio.centrale.tables.sheet_writer import header_row
from imio.centrale.tables.sheet_writer import new_sheet
from imio.centrale.tables.sheet_writer import number_cell
from imio.centrale.tables.sheet_writer import text_cell
from imio.centrale.tables.texts import writable
from imio.centrale.tables.written import Written
from io import StringIO
from openpyxl.cell import WriteOnlyCell
from openpyxl.workbook import Workbook

import codecs
import csv


INSTANT_FORMAT = "DD/MM/YYYY HH:MM"
DAY_FORMAT = "DD/MM/YYYY"
COUNT_FORMAT = "#,##0"
Value = str | int | Decimal | datetime | date | None


def write_xlsx(
    title: str,
    headers: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """The workbook; ``widths`` are those of the columns, in characters."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, title, widths, frozen="A2")
    header_row(sheet, headers)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return saved(book)


def write_csv(
    title: str,
    headers: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """The lines alone: they have room for neither title nor widths."""
    return b"".join(csv_lines(headers, rows))


WRITERS = {XLSX: write_xlsx, CSV: write_csv}


def written(
    name: str,
    kind: str,
    title: str,
    headers: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Value]],
) -> Written:
    """The file of a list, XLSX where no kind is asked for.

    Raises ``Refused`` (``unknown_format``) for a kind that lists are not written in.
    """
    kind = kind or XLSX
    if kind not in WRITERS:
        raise Refused([reason("unknown_format", "format")])
    return Written(name, kind, WRITERS[kind](title, headers, widths, rows))


def _cell(sheet, value: Value):
    if value is None:
        return None
    if isinstance(value, Decimal):
        return number_cell(sheet, value, AMOUNT_FORMAT)
    if isinstance(value, datetime):
        # a spreadsheet knows of no time zone: the clock of the list
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = INSTANT_FORMAT
        return cell
    if isinstance(value, str):
        return text_cell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = DAY_FORMAT if isinstance(value, date) else COUNT_FORMAT
    return cell


def csv_lines(
    headers: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Iterator[bytes]:
    """Lines as Belgian programs open them: semicolons, decimal comma, UTF-8 with its
    mark.
    """
    yield codecs.BOM_UTF8 + _line(headers)
    for row in rows:
        yield _line([_text(value) for value in row])


def _line(texts: Sequence[str]) -> bytes:
    target = StringIO(newline="")
    csv.writer(target, delimiter=";").writerow(texts)
    return target.getvalue().encode()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return to_text(value, 2).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, int) else guarded(writable(value))
