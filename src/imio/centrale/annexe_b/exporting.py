"""Annexe B as a file: an inventory in three formats, and the template of a lot."""

from imio.centrale.content.lot import ILot
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.tables import inventory_files
from imio.centrale.tables.inventory_template import write_template
from imio.centrale.tables.kinds import XLSX
from imio.centrale.tables.written import Written


WRITERS = {
    "xlsx": inventory_files.write_xlsx,
    "csv": inventory_files.write_csv,
    "ods": inventory_files.write_ods,
}


def export(inventory, kind):
    """The lines of an inventory; ``Refused`` (``unknown_format``) for another format."""
    if kind not in WRITERS:
        raise Refused([reason("unknown_format", "format")])
    data = WRITERS[kind](inventory.inventory_lines())
    return Written(inventory.getId(), kind, data)


def template(lot, lines=()):
    """The workbook that a supplier fills in for a lot, with its options.

    With the ``lines`` of a version, to write the next one.
    """
    options = [(row["code"], row["label"]) for row in lot.options or ()]
    data = write_template(f"{lot.number}. {lot.title}", options, lines)
    return Written(f"annexe-b-lot-{lot.getId()}", XLSX, data)


def next_template(inventory):
    """The template of its lot, filled in with its lines."""
    return template(ancestor(inventory, ILot), inventory.inventory_lines())
