from contextlib import contextmanager
from dataclasses import replace
from imio.centrale.evidence import reading as reading_module
from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import UNREADABLE
from imio.centrale.evidence.limits import DEFAULT
from imio.centrale.evidence.reading import read
from imio.centrale.evidence.reading import read_all
from imio.centrale.evidence.reading import ReaderUnavailable
from imio.centrale.tests.documents import docx
from imio.centrale.tests.documents import drawing
from imio.centrale.tests.documents import odt
from imio.centrale.tests.documents import pdf
from imio.centrale.tests.documents import pdf_of_contents
from imio.centrale.tests.documents import ubl
from os import times
from pathlib import Path
from random import Random
from subprocess import run
from unittest import mock
from unittest import TestCase

import json
import os
import sys
import tempfile
import time


CODE = "CYB-24-3F7K9Q7"
KINDS = {"pdf", "odt", "docx", "ubl", "xml", "text", "image", "zip", "unknown"}
#: Names a program that runs for ever, or takes what it can, in place of the reader.
NEVER_ENDS = "import time; print('ready', flush=True); time.sleep(60)"
WRITING = f"<text:p>{CODE}</text:p>"


@contextmanager
def reader_replaced(program):
    """The process runs ``program`` in place of the reader."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(program)
        script.flush()
        with mock.patch.object(reading_module.start, "__file__", script.name):
            yield


def printed_by(program):
    """What it prints in a bare interpreter, after a script that sets ``sys.path``."""
    script = (
        f"import sys; sys.path[:] = {sys.path!r}; import imio\n"
        f"imio.__path__ = {list(sys.modules['imio'].__path__)!r}\n{program}"
    )
    command = [sys.executable, "-I", "-S", "-W", "ignore", "-c", script]
    done = run(command, capture_output=True, cwd="/", env={}, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


def mutated(random, data):
    """``data`` with bytes changed, doubled or cut out, or its end missing."""
    data = bytearray(data)
    for _ in range(random.randint(1, 12)):
        place = random.randrange(len(data))
        end = place + random.randint(1, 40)
        number = str(random.randrange(10**9)).encode()
        other = [random.randbytes(1), b" ", data[place:end] * 2, number]
        data[place:end] = random.choice(other)
    return bytes(data[: random.choice([len(data), random.randint(1, len(data))])])


class TestReading(TestCase):
    """Every one of these starts a process."""

    def test_each_kind_in_one_process(self):
        documents = [
            pdf(CODE, "deux"),
            odt(WRITING),
            docx(f"<w:p><w:r><w:t>{CODE}</w:t></w:r></w:p>"),
            ubl(CODE),
            f"<a>{CODE}</a>".encode(),
            CODE.encode(),
        ]
        with mock.patch.object(
            reading_module, "_run", side_effect=reading_module._run
        ) as started:
            readings = read_all(documents)
        self.assertEqual(started.call_count, 1)
        self.assertEqual(
            [reading.kind for reading in readings],
            ["pdf", "odt", "docx", "ubl", "xml", "text"],
        )
        for reading in readings:
            self.assertIn(CODE, reading.text)
            self.assertIsNone(reading.unreadable)
            self.assertIsNone(reading.doubt)

    def test_one_alone(self):
        self.assertEqual(
            read(pdf(CODE, "deux")),
            Reading("pdf", (Part("1", f"{CODE}"), Part("2", "deux")), pages=2),
        )

    def test_nothing_to_read_starts_nothing(self):
        with mock.patch.object(reading_module, "_run") as started:
            self.assertEqual(read_all([]), [])
            self.assertEqual(read(b"").unreadable, "empty")
            self.assertEqual(read(b"\xff\xd8\xff\xe0").unreadable, "scan")
            small = replace(DEFAULT, size=10)
            self.assertEqual(
                read(b"%PDF-1.7 long", small), Reading("pdf", unreadable="too_large")
            )
        started.assert_not_called()

    def test_a_size_at_the_limit_is_read(self):
        self.assertEqual(read(b"0123456789", replace(DEFAULT, size=10)).kind, "text")

    def test_what_the_parent_can_import_does_not_matter_to_the_reader(self):
        """Under a script that sets ``sys.path``, as buildout makes them."""
        printed = printed_by(
            "from imio.centrale.evidence.reading import read\n"
            f"print(read({pdf(CODE)!r}).text)"
        )
        self.assertEqual(printed.strip(), CODE)

    def test_the_module_runs_by_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            reading_module._write(Path(folder), [("text", CODE.encode())], DEFAULT)
            printed = printed_by(
                f"import runpy; sys.argv[1:] = [{folder!r}]\n"
                "runpy.run_module('imio.centrale.evidence.reader',"
                " run_name='__main__')"
            )
        ready, line = printed.splitlines()
        self.assertEqual(ready, "ready")
        self.assertEqual(Reading.from_json(json.loads(line)).text, CODE)

    def test_fifty_pages_in_less_than_two_seconds(self):
        """Of processor, with the start: other processes of the machine do not count."""
        line = "Le collège communal approuve l'offre de prix et la commande. " * 2
        data = pdf(*["\n".join([f"{n} {line}"] * 45) for n in range(50)])
        before = times()
        reading = read(data)
        taken = times()
        self.assertLess(taken.children_user - before.children_user, 2)
        self.assertEqual((reading.pages, len(reading.parts)), (50, 50))
        self.assertGreater(len(reading.text), 200_000)

    def test_twenty_megabytes_without_a_line_break(self):
        reading = read(b"a" * DEFAULT.size)
        self.assertEqual(reading.doubt, "truncated")
        self.assertEqual(len(reading.text), DEFAULT.characters)

    def test_the_longest_json_there_is_fits(self):
        reading = read(b"a" + b"\x0b" * DEFAULT.characters)
        self.assertEqual(len(reading.text), DEFAULT.characters)


class TestHostileDocuments(TestCase):
    """What they do happens to the process, and the others are read all the same."""

    def assertUnreadable(self, data, code, **limits):
        limits = replace(DEFAULT, **limits)
        start = time.monotonic()
        before, reading, after = read_all([CODE.encode(), data, CODE.encode()], limits)
        self.assertLess(time.monotonic() - start, limits.seconds + 6)
        self.assertEqual(reading.unreadable, code)
        self.assertEqual((before.text, after.text), (CODE, CODE))

    def test_time(self):
        slow = pdf_of_contents([drawing("a\n" * 100_000)] * 3)
        self.assertUnreadable(slow, "too_long", seconds=0.5)

    def test_memory(self):
        self.assertUnreadable(
            f"<a>{'<b/>' * 3_000_000}</a>".encode(), "bomb", memory=25 * 10**7
        )

    def test_more_pages_than_allowed(self):
        self.assertUnreadable(pdf(*[""] * 501), "too_many_pages")

    def test_random_bytes(self):
        random = Random(4)
        beginnings = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<?xml ", b"\xff\xfe", b"a"]
        documents = [
            random.choice(beginnings) + random.randbytes(random.randrange(2000))
            for _ in range(60)
        ]
        self.assertReadings(documents)

    def test_valid_documents_with_mistakes(self):
        random = Random(518)
        valid = [
            pdf(CODE, "deux"),
            odt(WRITING),
            docx(f"<w:p><w:r><w:t>{CODE}</w:t></w:r></w:p>"),
            ubl(CODE),
        ]
        self.assertReadings([mutated(random, valid[n % 4]) for n in range(120)])

    def assertReadings(self, documents):
        for reading in read_all(documents):
            self.assertIn(reading.kind, KINDS)
            self.assertIn(reading.unreadable, (None, *UNREADABLE))
            self.assertEqual(bool(reading.parts), reading.unreadable is None)


class TestTheEndOfTheProcess(TestCase):
    def test_one_that_stops_its_own_clock_is_ended(self):
        with (
            reader_replaced(NEVER_ENDS),
            mock.patch.object(reading_module, "START_SECONDS", 0.5),
        ):
            reading = read(b"text", replace(DEFAULT, seconds=0.5))
        self.assertEqual(reading, Reading("text", unreadable="too_long"))

    def test_how_it_ended(self):
        for end, code in (
            ("os.kill(os.getpid(), 9)", "bomb"),
            ("os.kill(os.getpid(), signal.SIGXCPU)", "too_long"),
            ("os.kill(os.getpid(), signal.SIGSEGV)", "broken"),
            ("sys.exit(1)", "broken"),
        ):
            program = f"import os, signal, sys; print('ready', flush=True); {end}"
            with self.subTest(end), reader_replaced(program):
                self.assertEqual(read(b"text").unreadable, code)

    def test_half_a_line_is_no_answer(self):
        program = "import sys; print('ready'); print('[\"te', end=''); sys.exit(1)"
        with reader_replaced(program):
            self.assertEqual(read(b"text").unreadable, "broken")

    def test_one_that_does_not_start_is_no_fault_of_the_document(self):
        with reader_replaced("import no_such_module"):
            with self.assertRaises(ReaderUnavailable):
                read(b"text")

    def test_neither_is_a_full_disk_or_a_full_machine(self):
        for name in ("subprocess.Popen", "TemporaryDirectory"):
            target = f"imio.centrale.evidence.reading.{name}"
            with mock.patch(target, side_effect=OSError), self.subTest(name):
                with self.assertRaises(ReaderUnavailable):
                    read(b"text")

    def test_nothing_stays_on_the_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            with mock.patch.object(tempfile, "tempdir", folder):
                read_all([b"text", b"%PDF-1.7"])
                self.assertEqual(os.listdir(folder), [])


class TestRestrictions(TestCase):
    def test_what_the_reader_may_take(self):
        printed = printed_by(
            "import resource\n"
            "from imio.centrale.evidence.limits import Limits\n"
            "from imio.centrale.evidence.reader import restrict\n"
            "restrict(Limits(memory=4 * 10**8, seconds=2.5, characters=10), 2)\n"
            "names = 'AS CPU FSIZE NPROC CORE'.split()\n"
            "print([resource.getrlimit(getattr(resource, 'RLIMIT_' + name))\n"
            "       for name in names])"
        )
        values = [4 * 10**8, 26, 200_120, 0, 0]
        expected = [(value, value) for value in values]
        self.assertEqual(printed.strip(), str(expected))
