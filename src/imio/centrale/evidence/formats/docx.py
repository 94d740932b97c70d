"""Office Open XML text (ISO/IEC 29500): where its text stands."""

from collections.abc import Collection
from imio.centrale.evidence.formats.flow import text_of
from imio.centrale.evidence.formats.flow import Vocabulary
from lxml import etree

import re


KIND = "docx"
DECLARATION = "[Content_Types].xml"

_MACROS = (b"macroEnabled", b"vbaProject")
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_PART = re.compile(
    r"word/(?:(?P<body>document)|(?P<headers>header|footer)|(?P<notes>footnotes|endnotes)"
    r"|(?P<comments>comments))\d*\.xml"
)
_MACRO = re.compile(r"(.*/)?vba(project.*\.bin|data\.xml)", re.IGNORECASE)
#: Transitional, as everybody writes it, and strict.
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_DRAWING = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://purl.oclc.org/ooxml/drawingml/main}",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_INSERTED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_VOCABULARY = Vocabulary(
    spoken=frozenset(f"{space}t" for space in _WORD + _DRAWING),
    breaks=frozenset(f"{space}p" for space in _WORD + _DRAWING),
    inserted={
        f"{space}{name}": character
        for space in _WORD
        for name, character in _INSERTED.items()
    },
    # the same text box once more, for old programs
    skipped=frozenset([f"{_COMPATIBILITY}Fallback"]),
)


def holds(names: Collection[str], mimetype: bytes) -> bool:
    return any(map(_DOCUMENT.fullmatch, names))


def refusal(declared: bytes) -> str | None:
    """An encrypted one is no archive at all: ``kinds`` tells it."""
    return "macros" if any(word in declared for word in _MACROS) else None


def is_macro(name: str) -> bool:
    return bool(_MACRO.fullmatch(name))


def where(name: str) -> str | None:
    """Which part of the document the entry holds, if any."""
    part = _PART.fullmatch(name)
    return part and part.lastgroup


def text(tree: etree._Element) -> str:
    """Paragraphs, tables and text boxes; not what was struck out."""
    return text_of(tree, _VOCABULARY)
