"""The text of deposited documents, read in a process of its own with hard limits.

A document may be made to harm who reads it. Whatever it does happens to that process,
and ends as a ``Reading`` that says so.
"""

from collections.abc import Sequence
from dataclasses import asdict
from imio.centrale.evidence import start
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.kinds import sniff
from imio.centrale.evidence.limits import DEFAULT
from imio.centrale.evidence.limits import Limits
from imio.centrale.evidence.reader import READY
from imio.centrale.evidence.reader import START_SECONDS
from pathlib import Path
from tempfile import TemporaryDirectory

import json
import os
import signal
import subprocess
import sys


#: What ended the process -> what is said of the document it was reading.
_ENDS = {
    -signal.SIGALRM: "too_long",
    -signal.SIGXCPU: "too_long",
    # nobody here sends it but the kernel, out of memory
    -signal.SIGKILL: "bomb",
}
#: The only variable a Python may need to start.
_KEPT = ("LD_LIBRARY_PATH",)


class ReaderUnavailable(RuntimeError):
    """The reading process does not start: a fault of the installation or of the
    machine, never of a document.
    """


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The reading of one document, in at most ``limits.seconds`` and the start of a
    process. Raises nothing but ``ReaderUnavailable``.

    A file's name and declared type are no parameters: its content tells what it is.
    """
    return read_all([data], limits)[0]


def read_all(documents: Sequence[bytes], limits: Limits = DEFAULT) -> list[Reading]:
    """The readings of several, in their order, by one process unless one ends it.

    The limits are those of each document.
    """
    readings = [_unopened(data, limits) for data in documents]
    waiting = [number for number, known in enumerate(readings) if not known.unreadable]
    while waiting:
        jobs = [(readings[number].kind, documents[number]) for number in waiting]
        done = _run(jobs, limits)
        for number, reading in zip(waiting, done):
            readings[number] = reading
        waiting = waiting[len(done) :]
    return readings


def _unopened(data: bytes, limits: Limits) -> Reading:
    """What is known from the first bytes: the kind, and perhaps that it is no use."""
    kind, unreadable = sniff(data)
    if len(data) > limits.size:
        unreadable = "too_large"
    return Reading(kind, unreadable=unreadable)


def _run(jobs: list[tuple[str, bytes]], limits: Limits) -> list[Reading]:
    """The readings of the first documents, at least of one: up to the one that ended
    the process.
    """
    try:
        end, output = _started(jobs, limits)
    except OSError as error:
        raise ReaderUnavailable("The reading process cannot be started.") from error
    first, *lines = output.split(b"\n")
    if first != READY:
        raise ReaderUnavailable(f"The reading process ended with {end}.")
    readings = [Reading.from_json(json.loads(line)) for line in lines[:-1]]
    if end != 0 and len(readings) < len(jobs):
        culprit, _ = jobs[len(readings)]
        readings.append(Reading(culprit, unreadable=_ENDS.get(end, "broken")))
    return readings


def _started(jobs: list[tuple[str, bytes]], limits: Limits) -> tuple[int, bytes]:
    """How the process ended, and what it printed."""
    with TemporaryDirectory(prefix="evidence-") as name:
        folder = Path(name)
        _write(folder, jobs, limits)
        end = _wait(folder, START_SECONDS + limits.seconds * len(jobs))
        return end, (folder / "output").read_bytes()


def _write(folder: Path, jobs: list[tuple[str, bytes]], limits: Limits) -> None:
    documents = [[str(number), kind] for number, (kind, _) in enumerate(jobs)]
    for (name, _), (_, data) in zip(documents, jobs):
        (folder / name).write_bytes(data)
    job = {"limits": asdict(limits), "documents": documents}
    (folder / "job.json").write_text(json.dumps(job))
    path = [os.path.abspath(entry) for entry in sys.path]
    (folder / "path.json").write_text(json.dumps(path))


def _wait(folder: Path, seconds: float) -> int:
    """Run the reader on ``folder``; its return code, -SIGALRM if it had to be ended."""
    command = [sys.executable, "-I", "-S", start.__file__, str(folder)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with open(folder / "output", "wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGALRM
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """The process, and all that it may have started, unless it is over."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
