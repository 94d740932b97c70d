"""How much of a file is read before it is refused.

A price inventory has a few thousand lines of half a dozen columns. What is far beyond
that is a mistake or an attack, and is refused while reading, not once it fills memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused

import time


MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading.

    ``size`` and ``unzipped`` in bytes; ``rows`` and ``cells`` with a value, over all
    sheets; ``columns`` of a sheet; ``characters`` of a cell; ``seconds`` of processor;
    ``parts`` of an archive; ``elements`` of XML that hold cells, and ``others`` that do
    not (styles, drawings), over the archive.
    """

    size: int = 10 * MEGABYTE
    unzipped: int = 64 * MEGABYTE
    rows: int = 20_000
    cells: int = 400_000
    columns: int = 256
    characters: int = 10_000
    seconds: float = 20
    parts: int = 1_000
    elements: int = 600_000
    others: int = 40_000


LIMITS = Limits()


def refuse(code: str, **values: object) -> Refused:
    """The refusal of the whole file, to raise."""
    return Refused([reason(code, "file", **values)])


class Budget:
    """What is left of the limits while one file is read."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.thread_time):
        self.limits = limits
        self._clock = clock
        self._deadline = clock() + limits.seconds
        self._rows = self._cells = self._elements = self._others = 0

    def check_time(self) -> None:
        """Raises ``too_slow``."""
        if self._clock() > self._deadline:
            raise refuse("too_slow", seconds=self.limits.seconds)

    def take_row(self, sheet: str, row: int, cells: tuple) -> None:
        """Counts a row with a value; raises ``too_many_rows``, ``too_many_columns``,
        ``too_many_cells``, ``cell_too_long``.
        """
        self._rows += 1
        self._cells += len(cells)
        if self._rows > self.limits.rows:
            raise refuse("too_many_rows", limit=self.limits.rows)
        if len(cells) > self.limits.columns:
            raise refuse("too_many_columns", limit=self.limits.columns, row=row)
        if self._cells > self.limits.cells:
            raise refuse("too_many_cells", limit=self.limits.cells)
        for text in cells:
            if isinstance(text, str) and len(text) > self.limits.characters:
                raise refuse(
                    "cell_too_long", limit=self.limits.characters, sheet=sheet, row=row
                )

    def take_elements(self, number: int, holds_cells: bool) -> None:
        """Counts elements of XML; raises ``too_complex``."""
        if holds_cells:
            self._elements += number
        else:
            self._others += number
        if self._elements > self.limits.elements or self._others > self.limits.others:
            raise refuse("too_complex")
