"""``python -m imio.centrale.verify``, run as an administrator does, on a copy of a site."""

from contextlib import closing
from contextlib import contextmanager
from contextlib import redirect_stderr
from dataclasses import replace
from decimal import Decimal
from imio.centrale import verify
from io import StringIO
from pathlib import Path
from plone.testing import Layer
from tempfile import TemporaryDirectory
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import os
import subprocess
import sys
import unittest


CONF = """\
instancehome {folder}
<zodb_db main>
  <blobstorage>
    blob-dir {folder}/blobs
    <filestorage>
      path {folder}/Data.fs
    </filestorage>
  </blobstorage>
  mount-point /
</zodb_db>
"""


def run(*arguments):
    """A module of the package in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


class Database(Layer):
    """A small site in a file, made once."""

    def setUp(self):
        folder = TemporaryDirectory(prefix="verify-")
        self["folder"] = folder
        self["path"] = Path(folder.name)
        self["conf"] = str(self["path"] / "zope.conf")
        Path(self["conf"]).write_text(CONF.format(folder=folder.name))
        made = run("imio.centrale.tests.functional.small_site", self["conf"])
        if made.returncode:
            raise RuntimeError(made.stderr)
        self["program"] = made.stdout.strip()

    def tearDown(self):
        self["folder"].cleanup()


DATABASE = Database(name="imio.centrale:Database")


class TestCommand(unittest.TestCase):
    """On a database in use; sound, tampered with."""

    layer = DATABASE

    def setUp(self):
        self.folder = self.layer["path"]
        self.path = self.layer["program"]

    @contextmanager
    def program(self):
        """The program in the database, open for writing."""
        storage = FileStorage(
            str(self.folder / "Data.fs"), blob_dir=str(self.folder / "blobs")
        )
        with closing(DB(storage)) as database, database.transaction() as connection:
            application = connection.root()["Application"]
            yield application.unrestrictedTraverse(self.path)

    def verify(self, *arguments):
        command = ("imio.centrale.verify", "--conf", self.layer["conf"])
        return run(*command, *arguments)

    def test_sound_beside_an_instance_then_tampered(self):
        before = (self.folder / "Data.fs").read_bytes()
        with self.program() as program:
            last = program.ledger.entries[3]
            named = ("--program", self.path, "--known", f"3:{last.hash}")
            done = self.verify(*named)
        self.assertRegex(done.stdout, rf"^{self.path}: .* 3 .* {last.hash}\n$")
        self.assertEqual(done.returncode, verify.SOUND, done.stderr)
        self.assertEqual((self.folder / "Data.fs").read_bytes(), before)

        with self.program() as program:
            entries = program.ledger.entries
            entries[2] = replace(entries[2], amount=Decimal("1.00"))
        done = self.verify()
        self.assertEqual(done.returncode, verify.UNSOUND, done.stderr)
        first, *others = done.stdout.splitlines()
        self.assertTrue(first.startswith(f"{self.path}: "), first)
        self.assertTrue(first.endswith(" 2."), first)
        self.assertTrue(others[0].startswith("  - "), others)

    def test_no_such_program_is_not_sound(self):
        done = self.verify("--program", "/plone/nowhere")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertIn("no such subsidy program", done.stderr)


class TestArguments(unittest.TestCase):
    """What is refused before a database is opened: with status 2 and a word."""

    def refused(self, *arguments):
        said = StringIO()
        with redirect_stderr(said), self.assertRaises(SystemExit) as caught:
            verify.main(arguments)
        self.assertEqual(caught.exception.code, 2)
        return said.getvalue()

    def test_usage(self):
        self.assertIn("--conf", self.refused())
        self.assertIn("nowhere", self.refused("--conf", "nowhere/zope.conf"))
        self.assertIn("cannot be read", self.refused("--conf", __file__))

    def test_fingerprints(self):
        conf = ("--conf", __file__)
        self.assertIn("NUMBER:FINGERPRINT", self.refused(*conf, "--known", "3:abc"))
        known = ("--known", f"3:{'a' * 64}")
        self.assertIn("--program", self.refused(*conf, *known))
        twice = ("--known", f"3:{'b' * 64}", "--program", "/x")
        self.assertIn("NUMBER:FINGERPRINT", self.refused(*conf, *known, *twice))
