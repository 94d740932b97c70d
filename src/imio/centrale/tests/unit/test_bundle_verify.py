"""The command that verifies a bundle, on good ones and on hostile ones."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from hashlib import sha256
from imio.centrale.bundle import verify
from imio.centrale.bundle.archive import Archive
from imio.centrale.bundle.names import safe
from imio.centrale.bundle.names import unique
from io import BytesIO
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from unittest import TestCase
from zipfile import ZIP_BZIP2
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo

import subprocess
import sys
import warnings


FILES = {"4-commande/a.pdf": b"%PDF a", "mission.json": b"{}", "été.txt": b"x"}


def bundle():
    """A small bundle."""
    target = BytesIO()
    archive = Archive(target)
    for path, data in FILES.items():
        archive.add_bytes(path, data)
    archive.close()
    return target.getvalue()


def rewritten(change, **more):
    """The bundle with its entries changed: ``None`` leaves one out."""
    target = BytesIO()
    with ZipFile(BytesIO(bundle())) as source, ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                archive.writestr(name, data)
        for name, data in more.items():
            archive.writestr(name, data)
    return target.getvalue()


class VerifyCase(TestCase):
    def findings(self, data, fingerprint=None):
        with ZipFile(BytesIO(data)) as archive:
            return list(verify.findings_in(archive, fingerprint))

    def run_command(self, data, *options):
        """Exit status and what was printed."""
        out, errors = StringIO(), StringIO()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "dossier.zip"
            path.write_bytes(data)
            with redirect_stdout(out), redirect_stderr(errors):
                try:
                    status = verify.main([str(path), *options])
                except SystemExit as end:
                    status = end.code
        return status, out.getvalue() + errors.getvalue()


class TestVerify(VerifyCase):
    def test_unchanged(self):
        status, text = self.run_command(bundle())
        self.assertEqual(status, 0)
        self.assertRegex(text, "^unchanged: 5 files, SHA256SUMS [0-9a-f]{64}\n$")

    def test_packed_again_by_somebody(self):
        target = BytesIO()
        with ZipFile(BytesIO(bundle())) as source:
            with ZipFile(target, "w", ZIP_DEFLATED) as archive:
                for name in reversed(source.namelist()):
                    archive.writestr(name, source.read(name))
        self.assertEqual(self.findings(target.getvalue()), [])

    def test_changed_missing_and_extra_are_named(self):
        for findings, change, more in (
            (
                ["changed: mission.json"],
                lambda name, data: b"[]" if name == "mission.json" else data,
                {},
            ),
            (
                ["changed: été.txt (its size)"],
                lambda name, data: b"longer" if name == "été.txt" else data,
                {},
            ),
            (
                ["missing: 4-commande/a.pdf"],
                lambda name, data: None if name.endswith("a.pdf") else data,
                {},
            ),
            (["extra: b.pdf"], lambda name, data: data, {"b.pdf": b"b"}),
            (
                ["missing: SHA256SUMS"],
                lambda name, data: None if name == verify.SUMS else data,
                {},
            ),
            (
                ["missing: manifest.json"],
                lambda name, data: None if name == verify.MANIFEST else data,
                {},
            ),
        ):
            with self.subTest(findings):
                data = rewritten(change, **more)
                self.assertEqual(self.findings(data), findings)
                status, text = self.run_command(data)
                self.assertEqual((status, text.splitlines()), (1, findings))

    def test_a_line_of_the_list(self):
        def change(name, data):
            return data.replace(b"  \xc3", b"\t\xc3") if name == verify.SUMS else data

        self.assertEqual(
            self.findings(rewritten(change)),
            ["changed: SHA256SUMS (line 4)", "extra: été.txt"],
        )

    def test_the_fingerprint_tells_what_the_sums_cannot(self):
        def change(name, data):
            if name == "mission.json":
                return b"[]"
            old, new = (sha256(each).hexdigest().encode() for each in (b"{}", b"[]"))
            return data.replace(old, new)

        with ZipFile(BytesIO(bundle())) as archive:
            known = verify.fingerprint_of(archive)
        self.assertEqual(self.run_command(bundle(), "--fingerprint", known)[0], 0)
        forged = rewritten(change)
        self.assertEqual(len(self.findings(forged)), 1)
        self.assertIn(
            "changed: SHA256SUMS (its fingerprint is another one)",
            self.findings(forged, known),
        )

    def test_by_python_alone(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "dossier.zip"
            path.write_bytes(bundle())
            command = [sys.executable, "-I", "-S", verify.__file__, str(path)]
            done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


class TestHostile(VerifyCase):
    def test_what_cannot_be_read(self):
        for data in (b"", b"no archive", bundle()[:100], b"PK\x03\x04" + b"\0" * 40):
            with self.subTest(data[:10]):
                status, text = self.run_command(data)
                self.assertEqual(status, 2)
                self.assertIn("cannot be read", text)

    def test_no_such_file(self):
        with redirect_stderr(StringIO()), self.assertRaises(SystemExit) as end:
            verify.main(["/nowhere/dossier.zip"])
        self.assertEqual(end.exception.code, 2)

    def test_every_byte_changed_is_noticed_or_harmless(self):
        """No byte of a document can change without being named."""
        whole = bundle()
        start = whole.index(b"%PDF a")
        for position in range(start, start + 6):
            data = bytearray(whole)
            data[position] ^= 1
            self.assertEqual(self.findings(bytes(data)), ["changed: 4-commande/a.pdf"])

    def test_any_damage_ends_in_a_finding(self):
        whole = bundle()
        for position in range(0, len(whole), 7):
            data = bytearray(whole)
            data[position] ^= 0xFF
            status, text = self.run_command(bytes(data))
            self.assertIn(status, (0, 1, 2))
            self.assertNotIn("Traceback", text)

    def test_entries_that_lead_elsewhere(self):
        for name in ("../a", "/etc/passwd", "a/../../b", "c:\\x", "a\\b", "x\x1b[2J"):
            with self.subTest(name):
                found = self.findings(rewritten(lambda _n, data: data, **{name: b""}))
                self.assertTrue(any("no plain file" in each for each in found), found)
                self.assertNotIn("\x1b", " ".join(found))

    def with_entry(self, info, data=b"", method=None):
        target = BytesIO(bundle())
        with ZipFile(target, "a") as archive:
            archive.writestr(info, data, method)
        return target.getvalue()

    def test_links(self):
        info = ZipInfo("link")
        info.external_attr = 0o120777 << 16
        self.assertIn(
            "extra: link (no plain file)", self.findings(self.with_entry(info, b"/etc"))
        )

    def test_one_name_twice(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = self.with_entry(ZipInfo("mission.json"), b"{}")
        self.assertEqual(self.findings(data), ["extra: mission.json (there 2 times)"])

    def test_another_compression(self):
        def change(name, data):
            return None if name == "mission.json" else data

        target = BytesIO(rewritten(change))
        with ZipFile(target, "a") as archive:
            archive.writestr("mission.json", b"{}", ZIP_BZIP2)
        self.assertEqual(self.findings(target.getvalue()), ["changed: mission.json"])

    def test_a_bomb_is_not_unpacked(self):
        target = BytesIO(rewritten(lambda n, data: None if "été" in n else data))
        with ZipFile(target, "a") as archive:
            archive.writestr("été.txt", b"\0" * 50_000_000, ZIP_DEFLATED)
        with mock.patch.object(verify, "digest_of", wraps=verify.digest_of) as read:
            found = self.findings(target.getvalue())
        self.assertEqual(found, ["changed: été.txt (its size)"])
        names = [call.args[1].filename for call in read.call_args_list]
        self.assertNotIn("été.txt", names)

    def test_an_endless_list(self):
        target = BytesIO(rewritten(lambda n, d: None if n == verify.SUMS else d))
        with ZipFile(target, "a") as archive:
            archive.writestr(verify.SUMS, b"\n" * 60_000_000, ZIP_DEFLATED)
        self.assertEqual(
            self.findings(target.getvalue()), ["changed: SHA256SUMS (too long)"]
        )


class TestNames(TestCase):
    def test_safe(self):
        for name, expected in (
            ("devis.pdf", "devis.pdf"),
            ("Facture n° 12 (été).pdf", "Facture_n°_12_(été).pdf"),
            ("e\u0301.pdf", "é.pdf"),
            ("../../etc/passwd", "etc_passwd"),
            ("C:\\a\\b.pdf", "C_a_b.pdf"),
            ("a\x00\u202egpj.exe", "agpj.exe"),
            ("", "document"),
            ("...", "document"),
            (None, "document"),
            (".pdf", "pdf"),
        ):
            with self.subTest(name):
                self.assertEqual(safe(name), expected)

    def test_long(self):
        found = safe("x" * 300 + ".pdf")
        self.assertEqual((len(found), found[-4:]), (100, ".pdf"))

    def test_unique_also_where_case_does_not_count(self):
        taken = set()
        paths = [unique(path, taken) for path in ("a/B.pdf", "a/b.pdf", "a/b.pdf")]
        self.assertEqual(paths, ["a/B.pdf", "a/2-b.pdf", "a/3-b.pdf"])
