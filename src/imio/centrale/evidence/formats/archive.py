"""The archives in which ODT and DOCX keep their parts."""

from collections.abc import Iterator
from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import readable
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.formats import docx
from imio.centrale.evidence.formats import odt
from imio.centrale.evidence.formats.markup import parsed
from imio.centrale.evidence.limits import Limits
from io import BytesIO
from lxml import etree
from zipfile import BadZipFile
from zipfile import ZipFile

import zlib


_ENTRY_SIGNATURE = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
#: What ``zipfile`` raises for an archive that is not well made; NotImplementedError
#: for a compression that nobody uses in documents.
_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error)


def read(data: bytes, limits: Limits) -> Reading:
    """An ODT or a DOCX; ``unsupported`` for any other archive."""
    if data.count(_ENTRY_SIGNATURE) > limits.entries:
        raise Unreadable("bomb")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(archive, limits)
    except _BROKEN as error:
        raise Unreadable("broken") from error


def _read(archive: ZipFile, limits: Limits) -> Reading:
    _refuse_bomb(archive, limits)
    mimetype = _content(archive, "mimetype")
    for document in (odt, docx):
        if document.holds(archive.namelist(), mimetype):
            _refuse_what_is_not_read(document, archive)
            parts = _parts(document, archive)
            return readable(document.KIND, parts, limits.characters, blank="scan")
    raise Unreadable("unsupported")


def _refuse_bomb(archive: ZipFile, limits: Limits) -> None:
    """By what the entries declare: ``zipfile`` unpacks no more of each than that."""
    if sum(entry.file_size for entry in archive.infolist()) > limits.unpacked:
        raise Unreadable("bomb")


def _refuse_what_is_not_read(document, archive: ZipFile) -> None:
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in archive.infolist()):
        raise Unreadable("encrypted", document.KIND)
    refusal = document.refusal(_content(archive, document.DECLARATION))
    if any(map(document.is_macro, archive.namelist())):
        refusal = "macros"
    if refusal:
        raise Unreadable(refusal, document.KIND)


def _parts(document, archive: ZipFile) -> Iterator[Part]:
    for name in dict.fromkeys(archive.namelist()):
        where = document.where(name)
        if where:
            tree = _parsed(archive.read(name), document.KIND)
            yield Part(where, document.text(tree))


def _parsed(data: bytes, kind: str) -> etree._Element:
    try:
        return parsed(data)
    except Unreadable as error:
        raise Unreadable(error.code, kind) from error


def _content(archive: ZipFile, name: str) -> bytes:
    """The bytes of one entry; none when there is no such entry."""
    return archive.read(name) if name in archive.namelist() else b""
