"""Reading the files of a request, before its turn and outside of any lock.

A few documents at once in each process, whoever asks: the others wait for a reader, and
let those pass who have nothing to read.
"""

from contextlib import contextmanager
from dataclasses import replace
from hashlib import file_digest
from imio.centrale import patience
from imio.centrale import settings
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.limits import Limits
from imio.centrale.evidence.limits import MEGABYTE
from imio.centrale.evidence.reading import read_all
from imio.centrale.evidence.reading import ReaderUnavailable
from imio.centrale.proving.recent import Recent
from plone import api
from threading import BoundedSemaphore

import logging


logger = logging.getLogger(__name__)

#: a million characters are more than 300 pages: what is beyond is not looked at
LIMITS = Limits(characters=1_000_000)
#: documents are read by so many processes at once
READERS = 2
#: seconds until a file that waits for a reader is kept without having been read
LONGEST_WAIT = 30
#: why there is no reading: the reader did not start, or was busy
UNAVAILABLE = Reading("unknown", unreadable="unavailable")
DAMAGED_PDF = Reading("pdf", unreadable="broken")
TOO_LARGE = Reading("unknown", unreadable="too_large")

_readers = BoundedSemaphore(READERS)
_recent = Recent(characters=4_000_000, documents=100)


def digest_of(file):
    """The SHA-256 of the bytes of a file, in hexadecimal."""
    with file.open() as source:
        return file_digest(source, "sha256").hexdigest()


def readings_of(files):
    """Digest -> reading, of files given by their digest. Raises nothing.

    By one process for all of them; those read lately are not read again.
    """
    found = {digest: _recent.get(digest) for digest in files}
    unread = {digest: file for digest, file in files.items() if found[digest] is None}
    return found | (_read(unread) if unread else {})


def is_no_pdf(file, reading):
    """Whether a file says that it is a PDF, and is plain text."""
    by_name = (file.filename or "").lower().endswith(".pdf")
    says_so = by_name or file.contentType == "application/pdf"
    return says_so and reading.kind == "text"


def _read(files):
    limits = limits_of_site()
    small = {d: file for d, file in files.items() if file.getSize() <= limits.size}
    with a_reader() as is_free:
        read = _read_now(small, limits) if is_free else None
    if read is None:
        return dict.fromkeys(files, UNAVAILABLE)
    for digest, reading in read.items():
        _recent.keep(digest, reading)
    return dict.fromkeys(files, TOO_LARGE) | read


def limits_of_site():
    """As large a document as the site decides, the rest as always."""
    return replace(LIMITS, size=settings.get("document_megabytes") * MEGABYTE)


def _read_now(files, limits):
    """``None`` when the reader cannot be started."""
    try:
        return dict(zip(files, read_all([f.data for f in files.values()], limits)))
    except ReaderUnavailable:
        logger.exception("%d documents were kept without having been read", len(files))
        return None


@contextmanager
def a_reader():
    """Whether a reader is free by the end of the wait; nobody waits for us meanwhile."""
    patience.step_aside(api.env.getRequest())
    is_free = _readers.acquire(timeout=LONGEST_WAIT)
    if not is_free:
        logger.error("No reader was free for %d seconds", LONGEST_WAIT)
    try:
        yield is_free
    finally:
        if is_free:
            _readers.release()
