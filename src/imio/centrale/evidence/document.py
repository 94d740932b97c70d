"""What the reading of one document gives."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import re


#: Why a document gives no text.
UNREADABLE = (
    "bomb",  # takes more memory, or unpacks to more, than allowed
    "broken",  # its kind is known, its content is not of that kind
    "empty",  # no byte, or neither letter nor digit
    "encrypted",  # asks for a password
    "entities",  # XML with a document type declaration
    "macros",  # holds a program
    "scan",  # pictures of pages
    "too_large",
    "too_long",  # takes more time than allowed
    "too_many_pages",
    "unsupported",  # of a kind that is not read
)

#: Control characters that are no blanks, and halves of surrogate pairs.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class Unreadable(Exception):
    """The document gives no text; ``code`` is one of ``UNREADABLE``."""

    def __init__(self, code: str, kind: str | None = None):
        super().__init__(code)
        self.code = code
        #: the kind, where it was found out on the way
        self.kind = kind


@dataclass(frozen=True)
class Part:
    """A stretch of text and where it stands.

    ``where`` is the number of a page ("3"), or ``body``, ``headers``, ``notes``,
    ``comments``.
    """

    where: str
    text: str


@dataclass(frozen=True)
class Reading:
    """The text of one document.

    ``kind`` follows from the content: ``pdf``, ``odt``, ``docx``, ``ubl``, ``xml``,
    ``text``, ``image``, ``zip`` (another archive, or a broken one), ``unknown``.
    ``pages`` is 0 where the kind has none. ``silent`` are the pages without text that
    show something: scanned, or drawn in a way that gives none.
    """

    kind: str
    parts: tuple[Part, ...] = ()
    pages: int = 0
    truncated: bool = False
    silent: tuple[int, ...] = ()
    unreadable: str | None = None

    @property
    def text(self) -> str:
        """All of it; a form feed between two parts."""
        return "\f".join(part.text for part in self.parts)

    @property
    def doubt(self) -> str | None:
        """Why the text may not be all that a person reads in the document.

        The code of ``unreadable``; ``scan`` for some silent pages; ``truncated``.
        """
        if self.unreadable:
            return self.unreadable
        if self.silent:
            return "scan"
        return "truncated" if self.truncated else None

    def as_json(self) -> list:
        """The values that ``from_json`` takes."""
        parts = [[part.where, part.text] for part in self.parts]
        return [
            self.kind,
            parts,
            self.pages,
            self.truncated,
            list(self.silent),
            self.unreadable,
        ]

    @classmethod
    def from_json(cls, values: list) -> Self:
        kind, parts, pages, truncated, silent, unreadable = values
        told = tuple(Part(where, text) for where, text in parts)
        return cls(kind, told, pages, truncated, tuple(silent), unreadable)


def readable(
    kind: str,
    parts: Iterable[Part],
    characters: int,
    blank: str,
    pages: int = 0,
    silent: Iterable[int] = (),
) -> Reading:
    """The reading of a document with text, of at most ``characters`` characters.

    Raises ``Unreadable`` with the code ``blank`` when no part says anything.
    """
    said = tuple(_cleaned(part) for part in parts)
    if not any(says_something(part.text) for part in said):
        raise Unreadable(blank, kind)
    kept = tuple(_first(said, characters))
    truncated = sum(map(_length, kept)) < sum(map(_length, said))
    return Reading(kind, kept, pages, truncated, tuple(silent))


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return bool(_LETTER_OR_DIGIT.search(text))


def _cleaned(part: Part) -> Part:
    return Part(part.where, _NOT_TEXT.sub("", part.text))


def _length(part: Part) -> int:
    return len(part.text)


def _first(parts: Iterable[Part], characters: int) -> Iterator[Part]:
    """The parts with text, as far as ``characters`` go."""
    for part in parts:
        text = part.text[:characters]
        if text:
            yield Part(part.where, text)
        characters -= len(text)
