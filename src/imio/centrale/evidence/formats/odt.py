"""OpenDocument text (ISO/IEC 26300): where its text stands."""

from collections.abc import Collection
from imio.centrale.evidence.formats.flow import text_of
from imio.centrale.evidence.formats.flow import Vocabulary
from lxml import etree

import re


KIND = "odt"
DECLARATION = "META-INF/manifest.xml"

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_ENCRYPTED = b"encryption-data"

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WHERE = {"content.xml": "body", "styles.xml": "headers"}
#: The modules of a library; the lists of libraries are in documents without any too.
_MACRO = re.compile(
    r"(basic/.*(?<!/script-lc|/script-lb|/dialog-lc|/dialog-lb)\.xml|scripts/.*[^/])\Z",
    re.IGNORECASE,
)
_VOCABULARY = Vocabulary(
    breaks=frozenset([f"{_TEXT}p", f"{_TEXT}h"]),
    inserted={
        f"{_TEXT}s": " ",
        f"{_TEXT}tab": "\t",
        f"{_TEXT}line-break": "\n",
        f"{_TEXT}soft-page-break": "",
    },
    # what was struck out
    skipped=frozenset([f"{_TEXT}tracked-changes"]),
)


def holds(names: Collection[str], mimetype: bytes) -> bool:
    """Spreadsheets have ``content.xml`` too; the type may be left out."""
    return "content.xml" in names and (mimetype or _MIMETYPE).startswith(_MIMETYPE)


def refusal(declared: bytes) -> str | None:
    return "encrypted" if _ENCRYPTED in declared else None


def is_macro(name: str) -> bool:
    return bool(_MACRO.match(name))


def where(name: str) -> str | None:
    """Which part of the document the entry holds, if any."""
    return _WHERE.get(name)


def text(tree: etree._Element) -> str:
    """Body, tables, text boxes, notes and comments; of the styles, the headers and
    footers.
    """
    said = tree.findall(f"{_OFFICE}body") + tree.findall(f"{_OFFICE}master-styles")
    return "\n".join(text_of(section, _VOCABULARY) for section in said)
