"""A sheet of texts and numbers as an OpenDocument spreadsheet (ODF 1.2 part 3)."""

from collections.abc import Iterable
from collections.abc import Sequence
from decimal import Decimal
from imio.centrale.tables.numbers import is_kept_exactly
from imio.centrale.tables.texts import writable
from io import BytesIO
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED
from zipfile import ZIP_STORED
from zipfile import ZipFile


MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_START = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet>
"""
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"


def write_sheet(title: str, rows: Iterable[Sequence[str | Decimal]]) -> bytes:
    """The file; a blank text is a blank cell, a number too long to be kept is a text."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        # First and stored: the type of the file is read there without unzipping.
        archive.writestr("mimetype", MEDIA_TYPE, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w") as part:
            part.write(f"{_START}<table:table table:name={quoteattr(title)}>".encode())
            for row in rows:
                part.write(_row(row).encode())
            part.write(_END.encode())
    return target.getvalue()


def _row(values: Sequence[str | Decimal]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>\n"


def _cell(value: str | Decimal) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, Decimal) and is_kept_exactly(value):
        kind, shown = f'"float" office:value="{value:f}"', f"{value:f}"
    else:
        kind, shown = '"string"', escape(writable(f"{value}"))
    return (
        f"<table:table-cell office:value-type={kind}>"
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
