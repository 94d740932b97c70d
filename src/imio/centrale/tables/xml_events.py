"""The XML parts of a spreadsheet, event after event, with nothing kept in memory.

Expat reads no external entity; a document type, the only place where entities can be
declared, is refused. A generator of events costs the same memory for ten rows and for
a million.
"""

from collections.abc import Iterator
from functools import lru_cache
from imio.centrale.tables.limits import Budget
from imio.centrale.tables.limits import refuse
from typing import BinaryIO
from xml.parsers import expat


START = "start"
END = "end"
TEXT = "text"

#: (kind, name or text, attributes); a name is its namespace, a blank, its local part.
Event = tuple[str, str, dict[str, str]]

_CHUNK = 64 * 1024
#: Bytes that one tag may have.
_LONGEST_TAG = 1024 * 1024
#: An element counts once more for each time it has as many attributes.
_LIGHT_ATTRIBUTES = 8
#: Part 2 of the Open Packaging Conventions allows these two, ODF writes the first.
_ENCODINGS = {"utf-8", "utf-16"}
#: Elements that a sheet has for every cell: rows, cells, values, texts.
_OF_CELLS = {
    *("row", "c", "v", "f", "is", "si", "t"),
    *("table-row", "table-cell", "covered-table-cell", "p", "span"),
}


class MalformedXml(Exception):
    """A part is not XML, or not to its end."""


def events(source: BinaryIO, budget: Budget) -> Iterator[Event]:
    """The elements and texts of ``source``, in order.

    Raises ``MalformedXml``, and ``Refused``: ``doctype``, ``too_complex``, ``too_slow``.
    """
    found: list[Event] = []
    parser = _parser(found, budget)
    fed = 0
    while chunk := source.read(_CHUNK):
        fed += len(chunk)
        _feed(parser, chunk)
        yield from found
        found.clear()
        budget.check_time()
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise refuse("too_complex")
    _feed(parser, b"", True)
    yield from found


def _parser(found: list[Event], budget: Budget) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        weight = 1 + len(attributes) // _LIGHT_ATTRIBUTES
        budget.take_elements(weight, local_name(name) in _OF_CELLS)
        found.append((START, name, attributes))

    def aside(*_: object) -> None:
        budget.take_elements(1, False)

    parser.StartElementHandler = start
    parser.StartNamespaceDeclHandler = aside
    parser.CommentHandler = aside
    parser.ProcessingInstructionHandler = aside
    parser.EndElementHandler = lambda name: found.append((END, name, {}))
    parser.CharacterDataHandler = lambda text: found.append((TEXT, text, {}))
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    return parser


def _feed(parser: expat.XMLParserType, chunk: bytes, is_last: bool = False) -> None:
    try:
        parser.Parse(chunk, is_last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise MalformedXml from error


def _refuse_doctype(*declaration: object) -> None:
    raise refuse("doctype")


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in _ENCODINGS:
        raise MalformedXml


@lru_cache(1024)
def local_name(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(" ")[2]
