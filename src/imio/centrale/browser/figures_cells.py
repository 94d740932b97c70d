"""How the values of the figures are written on a page."""

from decimal import Decimal
from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.money import format_number_fr


NO_BREAK_SPACE = showing.NO_BREAK_SPACE


def count(value):
    """``1 234``, with no-break spaces."""
    return f"{value:,}".replace(",", NO_BREAK_SPACE)


def signed(value):
    """``+4``, ``0``, ``-20``: a change says its direction."""
    return f"{value:+,}".replace(",", NO_BREAK_SPACE) if value else "0"


def percentage(value):
    """``87,4 %``"""
    return f"{decimal(value)}{NO_BREAK_SPACE}%"


def decimal(value):
    """``12,5``; no decimals when there are none."""
    text = format_number_fr(Decimal(value))
    return text.rstrip("0").rstrip(",")


#: how each kind of value is written
WRITTEN = {
    "number": count,
    "change": signed,
    "money": showing.euros,
    "percent": percentage,
    "days": decimal,
    "day": showing.day,
}


def text_of(value):
    """The text of a ``Value``; a dash where there is none to say."""
    if value.value is None:
        return "–"
    return WRITTEN.get(value.kind, str)(value.value)


def cell_of(value, link):
    """The cell; ``link`` makes the way to what stands behind an address."""
    url = link(value.address) if value.address else ""
    return Cell(text_of(value), url, "number" if value.kind else "")


def table_of(sheet, link):
    """The table of a sheet, for the macros; its title stands above it."""

    def cells(row):
        return tuple(cell_of(value, link) for value in row)

    return Table(
        title="",
        columns=tuple(
            Cell(title, kind="number" if kind else "") for title, kind in sheet.columns
        ),
        rows=tuple(map(cells, sheet.rows)),
        foot=(cells(sheet.foot),) if sheet.foot and sheet.rows else (),
    )
