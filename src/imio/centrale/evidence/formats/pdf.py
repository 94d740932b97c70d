"""PDF: the text of its pages, with what was typed in its fields and on top of it."""

from collections.abc import Iterator
from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import readable
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import says_something
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.limits import Limits
from io import BytesIO
from pypdf import filters
from pypdf import PageObject
from pypdf import PasswordType
from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.errors import LimitReachedError
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject
from pypdf.generic import DictionaryObject
from pypdf.generic import TextStringObject

import logging


logging.getLogger("pypdf").setLevel(logging.CRITICAL)
#: pypdf starts this program for a picture; a document starts none.
filters.JBIG2DEC_BINARY = None

#: What pypdf raises, beside its own errors, for objects of another type than expected.
_BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
#: Nodes of the tree of pages for each page that it may have.
_NODES_PER_PAGE = 10
_MOST_PARENTS = 32
#: Of drawing; a page with a rule or a frame and nothing else has less.
_BLANK_PAGE_BYTES = 500


def read(data: bytes, limits: Limits) -> Reading:
    """The pages, at most ``limits.pages`` of them.

    A document that opens with the empty password is read. A page that cannot be read
    is silent and the others are read all the same.
    """
    try:
        return _read(PdfReader(BytesIO(data)), limits)
    except DependencyError as error:
        # encrypted with AES, where ``cryptography`` is not installed
        raise Unreadable("encrypted") from error
    except LimitReachedError as error:
        raise Unreadable("bomb") from error
    except _BROKEN as error:
        raise Unreadable("broken") from error


def _read(reader: PdfReader, limits: Limits) -> Reading:
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Unreadable("encrypted")
    count = _count_pages(reader, limits.pages)
    pages = []
    silent = []
    left = limits.characters
    for number, page in enumerate(reader.pages, 1):
        text = "\n".join([_drawn(page), *_typed(page)])
        if not says_something(text) and _shows_something(page):
            silent.append(number)
        pages.append(Part(str(number), text))
        left -= len(text)
        if left < 0:
            break
    return readable("pdf", pages, limits.characters, "scan", count, silent)


def _count_pages(reader: PdfReader, most: int) -> int:
    """Counted without believing ``/Count``, and without walking for ever."""
    waiting = [reader.root_object["/Pages"]]
    nodes = pages = 0
    while waiting:
        node = waiting.pop().get_object()
        kids = node.get("/Kids", ArrayObject()).get_object()
        waiting.extend(kids)
        nodes += 1
        pages += "/Kids" not in node
        if pages + len(waiting) > most * _NODES_PER_PAGE or pages > most:
            raise Unreadable("too_many_pages")
        if nodes > most * _NODES_PER_PAGE:
            raise Unreadable("broken")
    return pages


def _drawn(page: PageObject) -> str:
    try:
        return page.extract_text()
    except LimitReachedError:
        raise
    except _BROKEN:
        return ""


def _typed(page: PageObject) -> list[str]:
    """The values of the form fields, the text of the annotations."""
    try:
        annotations = page.get("/Annots", ArrayObject()).get_object()
        return [text for each in annotations for text in _texts(each.get_object())]
    except _BROKEN:
        return []


def _texts(annotation: DictionaryObject) -> Iterator[str]:
    for value in (annotation.get("/Contents"), _value(annotation)):
        if isinstance(value, TextStringObject):
            yield value


def _value(field: DictionaryObject) -> object:
    """The value of a form field, which its parents may hold."""
    for _ in range(_MOST_PARENTS):
        if "/V" in field:
            return field["/V"]
        if "/Parent" not in field:
            return None
        field = field["/Parent"]
    return None


def _shows_something(page: PageObject) -> bool:
    """A picture, letters drawn as curves, or what cannot be told; not a blank page."""
    try:
        resources = page.get("/Resources", DictionaryObject()).get_object()
        pictures = resources.get("/XObject", DictionaryObject()).get_object()
        contents = page.get_contents()
        drawn = b"" if contents is None else contents.get_data()
        return bool(pictures) or len(drawn) > _BLANK_PAGE_BYTES
    except _BROKEN:
        return True
