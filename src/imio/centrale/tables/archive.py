"""The ZIP archive that an XLSX or ODS file is, opened with distrust."""

from imio.centrale.tables.limits import Limits
from imio.centrale.tables.limits import refuse
from io import BytesIO
from zipfile import BadZipFile
from zipfile import ZIP_DEFLATED
from zipfile import ZIP_STORED
from zipfile import ZipFile

import struct
import zlib


#: What ``zipfile`` raises for a broken archive, when opened and when read.
ZIP_ERRORS = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1


def opened(data: bytes, limits: Limits) -> ZipFile:
    """The archive in ``data``, once nothing in it is too big to look at.

    The sizes it declares are those ``zipfile`` reads at most: a lie is an error later.
    Raises ``Refused``: ``broken_file``, ``encrypted``, ``too_complex``,
    ``too_large_unzipped``.
    """
    if data.count(_CENTRAL_ENTRY) > limits.parts:
        raise refuse("too_complex")
    try:
        archive = ZipFile(BytesIO(data))
    except ZIP_ERRORS as error:
        raise refuse("broken_file") from error
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refuse("encrypted")
    if {entry.compress_type for entry in entries} - {ZIP_STORED, ZIP_DEFLATED}:
        raise refuse("broken_file")
    if sum(entry.file_size for entry in entries) > limits.unzipped:
        raise refuse("too_large_unzipped", limit=limits.unzipped // 1_000_000)
    return archive
