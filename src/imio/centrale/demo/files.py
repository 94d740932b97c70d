"""Small documents for the dossiers: one page of text as PDF."""

from plone.namedfile.file import NamedBlobFile


FONT = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
    b"/Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>"
)


def document(filename, lines):
    """A PDF with these lines, as a field holds it."""
    return NamedBlobFile(
        data=pdf(lines), contentType="application/pdf", filename=filename
    )


def pdf(lines):
    """The bytes of a PDF of one A4 page."""
    content = _content(lines)
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    written = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return written + _end(offsets, len(written))


def _content(lines):
    """The text operators: one line below the other, from the top of the page."""
    shown = b"\n".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    return b"BT /F1 12 Tf 18 TL 60 770 Td\n%s\nET" % shown


def _escaped(line):
    text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return text.encode("cp1252", "replace")


def _end(offsets, start):
    """The table that says where each object begins, and the trailer."""
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(offsets) + 1
    return (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
        + b"startxref\n%d\n%%%%EOF\n" % start
    )
