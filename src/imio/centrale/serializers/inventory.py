"""Imports and comparisons of annexe B as JSON."""

from dataclasses import asdict
from imio.centrale.domain.money import to_text
from imio.centrale.domain.pricing import UNIT_PRICE_DIGITS
from imio.centrale.domain.table import column_name
from imio.centrale.messages import as_json
from imio.centrale.messages import sentence_in_file
from imio.centrale.workflows.state import state_of


def inventory_json(inventory):
    """Which version an inventory is."""
    if inventory is None:
        return None
    return {
        "@id": inventory.absolute_url(),
        "UID": inventory.UID(),
        "version": inventory.version,
        "valid_from": inventory.valid_from.isoformat(),
        "review_state": state_of(inventory),
        "lines_total": len(inventory.lines or ()),
    }


def line_json(line):
    """A line, its price as text."""
    if line is None:
        return None
    return {
        **asdict(line),
        "unit_price": to_text(line.unit_price, UNIT_PRICE_DIGITS),
    }


def columns_json(columns, request):
    """How the columns of a file are read; ``reasons`` when they cannot serve."""
    return {
        "sheet": columns.sheet,
        "row": columns.row,
        "headers": [
            {
                "column": column_name(header.column),
                "name": header.name,
                "field": header.field,
            }
            for header in columns.headers
        ],
        "mapping": columns.mapping,
        "reasons": [as_json(each, request) for each in columns.reasons],
    }


def preview_line_json(each, request):
    """A line of a preview: what it is, what it was, why it is refused."""
    return {
        "kind": each.kind,
        "code": each.code,
        "row": each.row,
        "line": line_json(each.line),
        "old": line_json(each.old),
        "changes": list(each.changes),
        "reasons": [reason_in_file(found, request) for found in each.reasons],
    }


def reason_in_file(reason, request):
    """A reason with the row and the column of its cell."""
    values = reason.mapping
    return {
        **as_json(reason, request),
        "message": sentence_in_file(reason, request),
        "row": int(values["row"]),
        "column": values["column"],
    }


def change_json(change):
    """A code that differs between two versions."""
    return {
        "code": change.line.code,
        "kinds": list(change.kinds),
        "old": line_json(change.old),
        "new": line_json(change.new),
        "percent": None if change.percent is None else str(change.percent),
    }


def concerned_json(mission, codes):
    """An open mission that keeps the version before."""
    return {
        "@id": mission.absolute_url(),
        "UID": mission.UID(),
        "tracking_code": mission.tracking_code,
        "title": mission.title,
        "review_state": state_of(mission),
        "codes": list(codes),
    }
