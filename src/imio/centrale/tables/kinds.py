"""What a file is, by its content: its name proves nothing."""

from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.tables.archive import ZIP_ERRORS
from imio.centrale.tables.limits import refuse
from pathlib import PurePath
from zipfile import ZipFile


XLSX = "xlsx"
ODS = "ods"
CSV = "csv"

#: The ends of names that do not surprise, for each kind.
EXTENSIONS = {
    XLSX: {".xlsx", ".xltx", ".xlsm"},
    ODS: {".ods", ".ots"},
    CSV: {".csv", ".txt", ".tsv", ".tab"},
}

MEDIA_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ODS: "application/vnd.oasis.opendocument.spreadsheet",
    CSV: "text/csv",
}

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FIRST_BYTES = ((b"%PDF", "pdf"), (b"<", "xml"), (b"{", "json"))
_ODS_MEDIA_TYPE = MEDIA_TYPES[ODS].encode()


def is_archive(data: bytes) -> bool:
    return data.startswith(b"PK")


def check_text(data: bytes) -> None:
    """Raises ``Refused`` unless ``data`` may be a text: ``encrypted`` for an Excel file
    with a password, ``unsupported_kind`` for anything else.
    """
    if data.startswith(_OLE):
        raise refuse("encrypted") if _ENCRYPTED_PACKAGE in data else _unsupported("xls")
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in _FIRST_BYTES:
        if start.startswith(mark):
            raise _unsupported(kind)
    if b"\0" in data and not data.startswith(_UTF_16_MARKS):
        raise _unsupported("binary")


def kind_of_archive(archive: ZipFile) -> str:
    """``XLSX`` or ``ODS``; raises ``unsupported_kind``, ``macros``, ``broken_file``."""
    names = archive.namelist()
    if any(_is_macro(name) for name in names):
        raise refuse("macros")
    if "xl/workbook.bin" in names:
        raise _unsupported("xlsb")
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return XLSX
        raise _unsupported("office")
    if _media_type(archive).startswith(_ODS_MEDIA_TYPE):
        return ODS
    raise _unsupported("zip")


def _is_macro(name: str) -> bool:
    """Excel keeps its macros in two places, LibreOffice in modules of ``Basic`` and in
    ``Scripts``.
    """
    name = name.lower()
    return (
        name.endswith("vbaproject.bin")
        or name.startswith(("xl/macrosheets/", "scripts/"))
        or (
            name.startswith("basic/")
            and not name.endswith(("/", "script-lb.xml", "script-lc.xml"))
        )
    )


def _media_type(archive: ZipFile) -> bytes:
    if "mimetype" not in archive.namelist():
        return b""
    try:
        with archive.open("mimetype") as part:
            return part.read(100).strip()
    except ZIP_ERRORS as error:
        raise refuse("broken_file") from error


def _unsupported(kind: str) -> Exception:
    return refuse("unsupported_kind", kind=kind)


def name_notes(kind: str, filename: str) -> list[Reason]:
    """``extension_differs`` when the name announces another kind than the content."""
    extension = PurePath(filename).suffix.lower()
    if not extension or extension in EXTENSIONS[kind]:
        return []
    return [reason("extension_differs", "file", extension=extension, kind=kind)]
