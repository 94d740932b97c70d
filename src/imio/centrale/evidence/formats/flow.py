"""The text of an XML tree, in the order in which it is read."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from lxml import etree


@dataclass(frozen=True)
class Vocabulary:
    """What the elements of one kind of document mean for its text.

    All are sets of tags as lxml writes them ("{namespace}name"). ``spoken``: only
    these carry text, and None means all; ``breaks``: begin and end a line, None means
    all; ``inserted``: stand for a character; ``skipped``: not read, with all below.
    """

    spoken: frozenset[str] | None = None
    breaks: frozenset[str] | None = None
    inserted: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()


def text_of(tree: etree._Element, vocabulary: Vocabulary) -> str:
    """The text of ``tree``. Children of any depth: nothing here calls itself."""
    return "".join(_pieces(tree, vocabulary))


def _pieces(tree: etree._Element, vocabulary: Vocabulary) -> Iterator[str]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in vocabulary.skipped:
            walk.skip_subtree()
        elif event == "start":
            yield from _opening(element, vocabulary)
        else:
            yield from _closing(element, vocabulary)


def _opening(element: etree._Element, vocabulary: Vocabulary) -> Iterator[str]:
    if _breaks(element, vocabulary):
        yield "\n"
    yield vocabulary.inserted.get(element.tag, "")
    if vocabulary.spoken is None or element.tag in vocabulary.spoken:
        yield element.text or ""


def _closing(element: etree._Element, vocabulary: Vocabulary) -> Iterator[str]:
    if _breaks(element, vocabulary):
        yield "\n"
    if vocabulary.spoken is None:
        yield element.tail or ""


def _breaks(element: etree._Element, vocabulary: Vocabulary) -> bool:
    return vocabulary.breaks is None or element.tag in vocabulary.breaks
