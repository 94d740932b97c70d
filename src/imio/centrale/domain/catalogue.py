"""Searching the catalogue of a centrale: by words, state, kind of option and market."""

from collections.abc import Iterable
from dataclasses import dataclass
from imio.centrale.domain.line_search import folded
from imio.centrale.domain.line_search import LONGEST


#: what an option is for ([Hainaut] text 002 point 20), in the order it is shown
KINDS = ("audit", "software", "support", "training")


@dataclass(frozen=True)
class Option:
    """Something a member may activate within a lot; ``kind`` is empty for another."""

    code: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class Question:
    """What somebody looks for; nothing in a field leaves it open."""

    words: str = ""
    state: str = ""
    kind: str = ""
    market: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.words or self.state or self.kind or self.market)


@dataclass(frozen=True)
class Searched:
    """What a search reads of a lot: ``text`` holds all of its words."""

    text: str
    state: str
    kinds: frozenset[str]
    market: str


def fits(lot: Searched, question: Question) -> bool:
    """Whether a lot answers: every word is somewhere in its text, in any order.

    Case and accents do not count.
    """
    place = folded(lot.text)
    return (
        question.state in ("", lot.state)
        and question.market in ("", lot.market)
        and (not question.kind or question.kind in lot.kinds)
        and all(word in place for word in folded(question.words[:LONGEST]).split())
    )


def by_kind(options: Iterable[Option]) -> dict[str, list[Option]]:
    """The options under their kinds; the kinds that have none are left out."""
    options = list(options)
    found = {
        kind: [each for each in options if each.kind == kind] for kind in (*KINDS, "")
    }
    return {kind: some for kind, some in found.items() if some}
