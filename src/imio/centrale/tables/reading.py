"""Any spreadsheet file, read to a ``Table``."""

from hashlib import sha256
from imio.centrale.domain.table import Table
from imio.centrale.tables import delimited
from imio.centrale.tables import kinds
from imio.centrale.tables import ods
from imio.centrale.tables import xlsx
from imio.centrale.tables.archive import opened
from imio.centrale.tables.limits import Budget
from imio.centrale.tables.limits import Limits
from imio.centrale.tables.limits import LIMITS
from imio.centrale.tables.limits import refuse


def read(data: bytes, filename: str = "", limits: Limits = LIMITS) -> Table:
    """The sheets of a file, with its values as they are written in it.

    Its kind is decided by its content; ``filename`` serves the note that it surprises.
    Raises ``Refused``, and nothing else: ``file_empty``, ``too_large``,
    ``unsupported_kind``, ``encrypted``, ``macros``, ``broken_file``, ``doctype``,
    ``too_large_unzipped``, ``too_complex``, ``too_slow``, ``too_many_rows``,
    ``too_many_columns``, ``too_many_cells``, ``cell_too_long``.
    """
    if not data or data.isspace():
        raise refuse("file_empty")
    if len(data) > limits.size:
        raise refuse("too_large", limit=limits.size // 1_000_000)
    kind, sheets, notes = _read(data, Budget(limits))
    return Table(
        kind,
        sha256(data).hexdigest(),
        tuple(sheets),
        (*notes, *kinds.name_notes(kind, filename)),
    )


def _read(data: bytes, budget: Budget) -> tuple:
    if not kinds.is_archive(data):
        kinds.check_text(data)
        return kinds.CSV, *delimited.read(data, budget)
    with opened(data, budget.limits) as archive:
        kind = kinds.kind_of_archive(archive)
        reader = xlsx if kind == kinds.XLSX else ods
        return kind, *reader.read(archive, budget)
