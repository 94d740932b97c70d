"""Reads documents in a process of its own: ``python -m imio.centrale.evidence.reader``.

The argument is a folder with ``job.json`` ({"limits", "documents": [[file, kind]]}) and
the files. Printed are the word ``ready``, then one line of JSON for each document, in
their order (``Reading.as_json``). A document that takes too long, too much memory or
breaks the interpreter ends the process; who started it sees whose line is missing.

Imports neither Plone nor Zope: ``start`` runs this without them.
"""

from collections.abc import Callable
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.limits import Limits
from importlib import import_module
from pathlib import Path

import json
import math
import resource
import signal
import sys


#: Kind as ``kinds.sniff`` tells it -> the module that reads it.
FORMATS = {"pdf": "pdf", "zip": "archive", "xml": "markup", "text": "plain"}
READY = b"ready"
#: Seconds of processor for the start, on top of the documents.
START_SECONDS = 20
#: The longest character in JSON ("\\u000b"), and the frame of one document.
_CHARACTER_BYTES = 6
_FRAME_BYTES = 100_000

Read = Callable[[bytes, Limits], Reading]


def main(folder: Path) -> None:
    job = json.loads((folder / "job.json").read_bytes())
    limits = Limits(**job["limits"])
    documents = job["documents"]
    readers = {kind: _reader(kind) for _, kind in documents}
    restrict(limits, len(documents))
    _print(READY)
    for name, kind in documents:
        reading = read(readers[kind], kind, (folder / name).read_bytes(), limits)
        _print(json.dumps(reading.as_json(), ensure_ascii=False).encode())
        if reading.unreadable == "bomb":
            # the memory is in pieces: what follows is read by another process
            return


def _reader(kind: str) -> Read:
    return import_module(f"imio.centrale.evidence.formats.{FORMATS[kind]}").read


def restrict(limits: Limits, documents: int) -> None:
    """From here on: no more memory, time, output or processes than allowed."""
    seconds = START_SECONDS + math.ceil(limits.seconds) * documents
    output = (_CHARACTER_BYTES * limits.characters + _FRAME_BYTES) * documents
    _at_most(resource.RLIMIT_AS, limits.memory)
    _at_most(resource.RLIMIT_CPU, seconds)
    _at_most(resource.RLIMIT_FSIZE, output)
    _at_most(resource.RLIMIT_NPROC, 0)
    _at_most(resource.RLIMIT_CORE, 0)


def _at_most(what: int, value: int) -> None:
    """Never above what the process was given."""
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))


def read(reader: Read, kind: str, data: bytes, limits: Limits) -> Reading:
    """The reading of one document; ``SIGALRM`` ends the process when it takes long."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        return reader(data, limits)
    except Unreadable as error:
        return Reading(error.kind or kind, unreadable=error.code)
    except MemoryError:
        return Reading(kind, unreadable="bomb")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _print(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
