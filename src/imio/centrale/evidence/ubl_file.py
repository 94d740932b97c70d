"""The root element of a UBL invoice, out of the bytes that somebody deposited.

The file comes from outside: its size, its number of nodes, its depth and its encoding
are bounded, it has no document type, and nothing that it names is opened.
"""

from imio.centrale.domain.invoice import FIELD
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from lxml import etree

import re


MAX_BYTES = 10 * 2**20
#: Angle brackets and equal signs: a bound on elements and attributes. An invoice of
#: 5 000 lines has 165 000 or a few more.
MAX_MARKS = 300_000
#: Lines and other parts of the invoice.
MAX_PARTS = 10_000

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMESPACES = {
    "cac": f"{UBL}CommonAggregateComponents-2",
    "cbc": f"{UBL}CommonBasicComponents-2",
}
_INVOICE = f"{{{UBL}Invoice-2}}Invoice"
_CREDIT_NOTE = f"{{{UBL}CreditNote-2}}CreditNote"
#: UNCL1001: the credit notes that EN 16931 knows.
_CREDIT_NOTE_TYPES = frozenset(
    "81 83 261 262 296 308 381 396 420 458 502 503 532".split()
)

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
)
_DECLARED = re.compile(
    rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_DOCTYPE = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


class NotAnInvoice(Refused):
    """The file is not an invoice that can be read; its one reason says why."""


def root_of(data: bytes) -> etree._Element:
    """The element ``Invoice`` of a file.

    ``NotAnInvoice``: ``xml_too_large``, ``unknown_encoding``, ``xml_with_dtd``,
    ``not_xml``, ``not_ubl`` or ``credit_note`` (by its root, or by its type code).
    """
    root = _parsed(_decoded(data))
    name = etree.QName(root)
    if root.tag == _CREDIT_NOTE:
        raise _refusal("credit_note")
    if root.tag != _INVOICE:
        raise _refusal("not_ubl", root=name.localname[:100])
    type_code = root.findtext("cbc:InvoiceTypeCode", "", NAMESPACES)
    if type_code.strip() in _CREDIT_NOTE_TYPES:
        raise _refusal("credit_note")
    if len(root) > MAX_PARTS:
        raise _refusal("xml_too_large")
    return root


def _decoded(data: bytes) -> str:
    """The text of a file in one of the encodings that invoices come in."""
    if len(data) > MAX_BYTES:
        raise _refusal("xml_too_large")
    encoding = _encoding(data)
    if encoding.removesuffix("-sig") not in _ENCODINGS:
        raise _refusal("unknown_encoding", encoding=encoding)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refusal("not_xml", line="") from error


def _encoding(data: bytes) -> str:
    """By its byte order mark, then by what it declares, else UTF-8."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    declared = _DECLARED.match(data)
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def _parsed(text: str) -> etree._Element:
    if text.count("<") + text.count("=") > MAX_MARKS:
        raise _refusal("xml_too_large")
    if _DOCTYPE.match(text):
        raise _refusal("xml_with_dtd")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text
    try:
        return etree.fromstring(body.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal("not_xml", line=error.lineno) from error


def _refusal(code: str, **values: object) -> NotAnInvoice:
    return NotAnInvoice([reason(code, FIELD, **values)])
