"""Documents as people deposit them, and as nobody should: made by hand, byte by byte."""

from collections.abc import Iterable
from collections.abc import Mapping
from io import BytesIO
from pypdf import PdfReader
from pypdf import PdfWriter
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import zlib


UBL_INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
UBL_BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def pdf_of_objects(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF with these objects; object 1 is its catalog."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    size = max(objects) + 1
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream, packed, with more entries in its dictionary."""
    packed = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), entries)
    return head + b"\nstream\n" + packed + b"\nendstream"


def drawing(text: str) -> bytes:
    """The operators that write ``text``, line by line."""
    lines = text.encode("cp1252").replace(b"\\", b"\\\\")
    lines = lines.replace(b"(", b"\\(").replace(b")", b"\\)").split(b"\n")
    shown = b" T* ".join(b"(%s) Tj" % line for line in lines)
    return b"BT /F1 10 Tf 12 TL 40 800 Td %s ET" % shown


def pdf_of_contents(contents: Iterable[bytes], page_entries: bytes = b"") -> bytes:
    """A PDF with one page for each stream of operators."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for number, content in enumerate(contents):
        page, text = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page)
        objects[text] = stream(content)
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources"
            b" << /Font << /F1 3 0 R >> >> /Contents %d 0 R %s >>"
            % (text, page_entries)
        )
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(kids),
    )
    return pdf_of_objects(objects)


def pdf(*pages: str) -> bytes:
    """A PDF with one page for each text."""
    return pdf_of_contents([drawing(text) for text in pages])


def encrypted_pdf(text: str, user_password: str) -> bytes:
    """Encrypted with RC4, which needs no further library."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(text))))
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(entries: Mapping[str, bytes | str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(body: str = "", master_styles: str = "", **entries: bytes | str) -> bytes:
    """An ODT with this XML in its body and among its master styles.

    ``entries`` are more entries of the archive, or others in place of the usual ones.
    """
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
        )
    )
    usual = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {spaces}><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}><office:master-styles>"
        f"{master_styles}</office:master-styles></office:document-styles>",
    }
    return archive(usual | entries)


def word_xml(body: str, root: str = "document") -> str:
    """One part of a DOCX with this XML in it."""
    return (
        f'<w:{root} xmlns:w="{_WORD}" xmlns:a="{_DRAWING}"'
        f' xmlns:mc="{_COMPATIBILITY}">{body}</w:{root}>'
    )


def docx(body: str = "", **entries: bytes | str) -> bytes:
    """A DOCX with this XML in its body; ``entries`` as for ``odt``."""
    usual = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": word_xml(f"<w:body>{body}</w:body>"),
    }
    return archive(usual | entries)


def ubl(reference: str = "", more: str = "") -> bytes:
    """The beginning of an invoice, with its buyer reference (BT-10)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Invoice xmlns="{UBL_INVOICE}" xmlns:cbc="{UBL_BASIC}">'
        f"<cbc:ID>2026/17</cbc:ID><cbc:BuyerReference>{reference}</cbc:BuyerReference>"
        f"{more}</Invoice>"
    ).encode()
