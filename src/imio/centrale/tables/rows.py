"""Rows as the readers hand them over."""

from collections.abc import Sequence
from imio.centrale.domain.table import Cell
from imio.centrale.domain.table import is_blank


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last that holds something."""
    width = len(cells)
    while width and is_blank(cells[width - 1]):
        width -= 1
    return tuple(cells[:width])
