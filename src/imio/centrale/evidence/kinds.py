"""What a file is, by its first bytes; its name and declared type do not count."""

import re


_BEGINNING = 1024
_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Compound File Binary: Office documents before 2007, and encrypted ones since.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_IMAGE = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(hei|avi)",
    re.DOTALL,
)
_RICH_TEXT = b"{\\rtf"
_MARKUP = re.compile(rb"<[?!A-Za-z_]")
_WEB_PAGE = re.compile(rb"<(!doctype\s+)?html\b", re.IGNORECASE)
_BLANKS_AND_MARKS = b"\xef\xbb\xbf\xfe\xff \t\r\n"


def sniff(data: bytes) -> tuple[str, str | None]:
    """The kind of the file, and why it is not opened at all, if so.

    Kinds: ``pdf``, ``zip``, ``xml``, ``text`` (which may turn out to be anything),
    ``image``, ``unknown``. Codes: ``empty``, ``scan``, ``encrypted``, ``unsupported``.
    """
    if not data:
        return "unknown", "empty"
    if _PDF in data[:_BEGINNING]:
        return "pdf", None
    if data.startswith(_ZIP):
        return "zip", None
    if _IMAGE.match(data):
        return "image", "scan"
    if data.startswith(_COMPOUND):
        encrypted = _ENCRYPTED_OFFICE in data
        return "unknown", "encrypted" if encrypted else "unsupported"
    return _sniff_text(data[:_BEGINNING])


def _sniff_text(beginning: bytes) -> tuple[str, str | None]:
    """Without NUL, so that UTF-16 and UTF-32 look like ASCII."""
    head = beginning.replace(b"\0", b"").lstrip(_BLANKS_AND_MARKS)
    if head.startswith(_RICH_TEXT) or _WEB_PAGE.match(head):
        return "unknown", "unsupported"
    return ("xml" if _MARKUP.match(head) else "text"), None
