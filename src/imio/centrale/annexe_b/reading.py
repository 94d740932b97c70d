"""A file read for a target, and what was learned of the files of its supplier."""

from dataclasses import replace
from imio.centrale import settings
from imio.centrale import tables
from imio.centrale.annexe_b import targets
from imio.centrale.domain import inventory_import
from imio.centrale.domain.inventory_columns import find_columns
from imio.centrale.domain.inventory_columns import header_key
from imio.centrale.lookup import resolve
from imio.centrale.tables.kinds import MEDIA_TYPES
from imio.centrale.tables.limits import LIMITS
from imio.centrale.tables.limits import MEGABYTE
from plone.namedfile.file import NamedBlobFile

import re


LONGEST_NAME = 200
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\"]")


def read(target, data, filename="", mapping=None, sheet=""):
    """The table of a file and its columns; raises ``Refused`` for a file that no
    program can read.

    The ``mapping`` of the user comes before what is remembered of the supplier.
    """
    table = tables.read(data, filename, limits())
    known = {**remembered(target.supplier), **keyed(mapping or {})}
    return table, find_columns(table, known, sheet)


def limits():
    """How much is read: as large a file as the site decides, the rest as always."""
    return replace(LIMITS, size=settings.get("inventory_megabytes") * MEGABYTE)


def preview(target, table, columns):
    """What the file would change; ``Refused`` when its columns cannot serve."""
    return inventory_import.preview(
        table,
        columns,
        targets.current_lines(target),
        targets.option_codes(target.lot),
    )


def fingerprint(target, table, columns):
    """The mark of what a preview made now would show."""
    return inventory_import.fingerprint(
        table,
        columns,
        targets.current_lines(target),
        targets.option_codes(target.lot),
    )


def keyed(mapping):
    """Headers as they are compared, so that two ways to write one are one."""
    return {header_key(name): field for name, field in mapping.items()}


def remembered(supplier_uid):
    """Header -> field, from the last files of a supplier."""
    supplier = resolve(supplier_uid)
    return dict(supplier.inventory_columns) if supplier is not None else {}


def remember(supplier_uid, mapping):
    """Keep how the columns of a file were read; nothing is written for nothing new."""
    known = remembered(supplier_uid)
    learned = {**known, **keyed(mapping)}
    if learned != known:
        resolve(supplier_uid).inventory_columns = learned


def source_file(data, kind, filename):
    """The file as it is kept: its type is that of its kind, whatever the browser said."""
    base = _NOT_IN_NAMES.sub("", re.split(r"[/\\]", filename)[-1]).strip()
    name = base[-LONGEST_NAME:] or f"annexe-b.{kind}"
    return NamedBlobFile(data=data, contentType=MEDIA_TYPES[kind], filename=name)
