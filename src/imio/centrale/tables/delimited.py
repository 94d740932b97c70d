"""Text with delimiters (CSV): semicolons, commas or tabs.

UTF-8 with or without byte order mark, UTF-16 with one (Excel's "Unicode text"), else
Windows-1252. Every cell is a text: what it means is for the rules of the import.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.tables.limits import Budget
from imio.centrale.tables.limits import refuse
from imio.centrale.tables.rows import trimmed
from io import BytesIO
from io import TextIOWrapper
from itertools import islice

import codecs
import csv
import re


DELIMITERS = (";", "\t", ",")
SHEET_NAME = "CSV"

_SAMPLE_ROWS = 200
_CHUNK = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")
#: What a program would take for a formula, and the quote that guards it.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """``text`` with a quote before what a spreadsheet would run as a formula.

    CSV has no other way to say that a cell is a text; reading takes the quote off again.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """What was given to ``guarded``."""
    return text[1:] if _GUARDED.match(text) else text


def read(data: bytes, budget: Budget) -> tuple[list[Sheet], list[Reason]]:
    """The one sheet of the file, its rows counted as a spreadsheet program does.

    Raises ``Refused``: ``broken_file`` when it is no text, and the limits.
    """
    encoding = _encoding(data)
    delimiter = _delimiter(data, encoding)
    try:
        lines = _without_separator_line(_lines(data, encoding))
        records = csv.reader(lines, delimiter=delimiter)
        return [Sheet(SHEET_NAME, tuple(_rows(records, budget)))], []
    except (csv.Error, UnicodeError) as error:
        raise refuse("broken_file") from error


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return "utf-8" if _is_utf_8(data) else "cp1252"


def _is_utf_8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(data: bytes, encoding: str) -> Iterable[str]:
    return TextIOWrapper(BytesIO(data), encoding, newline="")


def _delimiter(data: bytes, encoding: str) -> str:
    """The first of ``DELIMITERS`` that cuts about as many rows alike as any other.

    Decimal commas and the commas of titles are regular too; semicolons seldom are,
    unless they delimit.
    """
    try:
        sample = list(islice(_lines(data, encoding), _SAMPLE_ROWS))
        regular = {each: _regular_rows(sample, each) for each in DELIMITERS}
    except (csv.Error, UnicodeError) as error:
        raise refuse("broken_file") from error
    declared = _SEPARATOR_LINE.fullmatch(sample[0]) if sample else None
    if declared and declared[1] in DELIMITERS:
        return declared[1]
    most = max(regular.values())
    return next(each for each, rows in regular.items() if 2 * rows >= most)


def _regular_rows(sample: list[str], delimiter: str) -> int:
    """How many rows have the most common number of cells, more than one."""
    widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter))
    return max((rows for width, rows in widths.items() if width > 1), default=0)


def _without_separator_line(lines: Iterable[str]) -> Iterator[str]:
    """Excel does not show the line "sep=;", nor count it."""
    lines = iter(lines)
    for first in lines:
        if not _SEPARATOR_LINE.fullmatch(first):
            yield first
        break
    yield from lines


def _rows(records: Iterable[list[str]], budget: Budget) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        budget.check_time()
        cells = trimmed([unguarded(text) or None for text in record])
        if cells:
            budget.take_row(SHEET_NAME, number, cells)
            yield Row(number, cells)
