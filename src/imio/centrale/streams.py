"""Answers that are made in a file of their own and sent piece by piece."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from ZPublisher.Iterators import filestream_iterator


def stream_of(write, prefix, suffix):
    """What ``write(file)`` writes, to be sent; whatever happens, the file does not stay.

    It is open, and without a name already.
    """
    file = NamedTemporaryFile(prefix=prefix, suffix=suffix, delete=False)
    try:
        with file:
            write(file)
        return filestream_iterator(file.name)
    finally:
        Path(file.name).unlink()


def send(request, stream, content_type, cache="private, no-store"):
    """The stream as the answer to a request; nobody on the way keeps it, unless told."""
    response = request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("Cache-Control", cache)
    response.setHeader("Content-Length", str(len(stream)))
    return stream
