"""Finding a line of annexe B by what somebody remembers of it: its code, or words.

Case and accents do not count, every word has to be there, in any order. Lines whose
code is the text come first, then those whose code begins with it, then the others, as
the inventory has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from imio.centrale.domain.pricing import InventoryLine

import unicodedata


#: lines that are shown for one search
LIMIT = 20
#: characters of a search that are read
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """The first lines of a search, and how many there are in all."""

    lines: tuple[InventoryLine, ...]
    total: int


def find_lines(lines: Iterable[InventoryLine], text: str, limit: int = LIMIT) -> Found:
    """The first ``limit`` lines that fit ``text``; all of them fit an empty one."""
    wanted = folded(text[:LONGEST])
    words = wanted.split()
    fitting = [line for line in lines if _fits(line, words)]
    if words:
        fitting.sort(key=lambda line: _distance(folded(line.code), wanted))
    return Found(tuple(fitting[:limit]), len(fitting))


def folded(text: str) -> str:
    """``text`` without case, accents and blanks around it."""
    parts = unicodedata.normalize("NFKD", text)
    kept = "".join(each for each in parts if not unicodedata.combining(each))
    return kept.casefold().strip()


def _fits(line: InventoryLine, words: list[str]) -> bool:
    if not words:
        return True
    place = folded(f"{line.code} {line.label}")
    return all(word in place for word in words)


def _distance(code: str, wanted: str) -> int:
    if code == wanted:
        return 0
    return 1 if code.startswith(wanted) else 2
