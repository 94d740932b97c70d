"""One ZIP for a dossier: what is in it, and that it is always the same."""

from html.parser import HTMLParser
from imio.centrale.bundle import sending
from imio.centrale.bundle.making import write
from imio.centrale.bundle.verify import findings_in
from imio.centrale.proving.overrides import override
from imio.centrale.tests.integration.test_proofs import file_of
from imio.centrale.tests.integration.test_proofs import paper
from imio.centrale.tests.integration.test_proofs import ProofTestCase
from imio.centrale.tests.procedure import acting
from io import BytesIO
from pathlib import Path
from plone import api
from tempfile import TemporaryDirectory
from unittest import mock
from zipfile import ZipFile

import json
import re
import subprocess
import tempfile
import tracemalloc


class Links(HTMLParser):
    """What a page fetches or leads to."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "action", "data", "srcset"):
                self.found.append(value)


class BundleTestCase(ProofTestCase):
    """Base: a dossier with everything in it, but for its closure."""

    def setUp(self):
        super().setUp()
        self.program_ = self.program()
        self.other = self.request()
        self.order_ = self.deposited(
            deliberation=f"Code {self.other.tracking_code}",
        )
        with acting("agent"):
            override(self.order_, "deliberation", "Délibération commune, vue")
        self.moved("agent", self.order_, "confirm", "confirmed")
        self.mission_ = self.order_.aq_parent

    def bundle(self, login="agent"):
        """The bytes of the bundle, made for this account."""
        target = BytesIO()
        with acting(login):
            write(self.mission_, target)
        return target.getvalue()

    def opened(self, data=None):
        return ZipFile(BytesIO(data or self.bundle()))

    def data(self):
        return json.loads(self.opened().read("mission.json"))


class TestContent(BundleTestCase):
    def test_names(self):
        self.assertEqual(
            self.opened().namelist(),
            [
                "4-commande/commande-1/deliberation-document.pdf",
                "4-commande/commande-1/bon-de-commande-document.pdf",
                "mission.json",
                "index.html",
                "manifest.json",
                "SHA256SUMS",
            ],
        )

    def test_documents_are_as_they_were_deposited(self):
        name = "4-commande/commande-1/deliberation-document.pdf"
        self.assertEqual(self.opened().read(name), self.order_.deliberation.data)

    def test_data(self):
        data = self.data()
        self.assertEqual(data["tracking_code"], self.mission_.tracking_code)
        self.assertEqual(data["authority"]["title"], "Bertrix")
        self.assertEqual(data["mission"]["state"], "confirmed")
        (offer,) = data["offers"]
        self.assertEqual(offer["fields"]["lines"][0]["unit_price"], "950.00")
        self.assertEqual(offer["fields"]["total_excl_vat"], "1900.00")
        (order,) = data["orders"]
        self.assertEqual(
            [each["transition"] for each in order["history"]],
            ["", "deposit", "confirm"],
        )
        self.assertEqual(order["overrides"][0]["note"], "Délibération commune, vue")
        self.assertEqual(order["fields"]["subsidy_granted"], "2299.00")
        self.assertEqual(
            [(each["kind"], each["amount"]) for each in data["ledger"]],
            [("reserve", "2299.00"), ("grant", "2299.00")],
        )
        self.assertEqual(data["subsidy"]["result"], "2299.00")
        self.assertEqual(data["closures"], [])

    def test_every_step(self):
        self.mission_ = self.closed()
        data = self.data()
        (closure,) = data["closures"]
        self.assertEqual(len(closure["documents"]), 3)
        self.assertEqual(closure["judgement"]["agent"], "agent")
        self.assertEqual(closure["state"], "accepted")
        self.assertEqual(data["offers"][0]["revisions"][0]["revision"], 1)
        self.assertEqual(len(self.opened().namelist()), 9)

    def test_a_cascade(self):
        self.mission_ = self.consulting()
        (consultation,) = self.data()["consultations"]
        self.assertEqual(consultation["fields"]["rank"], 1)
        self.assertIsNone(self.data()["subsidy"])
        self.opened().read("index.html")

    def test_no_code_of_another_dossier_and_no_address(self):
        archive = self.opened()
        for name in ("mission.json", "index.html", "manifest.json"):
            text = archive.read(name).decode()
            self.assertNotIn(self.other.tracking_code, text)
            self.assertNotIn(self.portal.absolute_url(), text)
            self.assertNotIn("@id", text)

    def test_the_index_needs_nothing_else(self):
        archive = self.opened()
        text = archive.read("index.html").decode()
        self.assertIn('<html lang="fr">', text)
        for part in ("Bertrix", "1\N{NO-BREAK SPACE}900,00", "commune, vue", "A1"):
            self.assertIn(part, text)
        self.assertNotIn("${", text)
        links = Links(text).found
        self.assertTrue(links)
        self.assertLessEqual(set(links), set(archive.namelist()))
        self.assertNotRegex(text, "<script|url\\(|@import")

    def test_what_people_wrote_is_shown_as_text(self):
        self.mission_.title = '<img src=x onerror="alert(1)">'
        text = self.opened().read("index.html").decode()
        self.assertNotIn("<img", text)

    def test_names_of_files_lead_nowhere_else(self):
        with acting("agent"):
            for filename in ("../../etc/passwd", "CON.pdf", "Facture été.pdf", "a/b"):
                api.content.create(
                    self.mission_,
                    "File",
                    title="Pièce",
                    file=file_of(b"texte", filename),
                )
        data = self.bundle()
        names = [each for each in self.opened(data).namelist() if "documents/" in each]
        self.assertEqual(len(names), 4)
        self.assertIn("Facture_été.pdf", " ".join(names))
        for name in names:
            self.assertNotIn("..", name)
            self.assertRegex(name, "^documents/[^/]+/[^/]+$")
        self.assertEqual(list(findings_in(self.opened(data))), [])


class TestTheSameBytes(BundleTestCase):
    def test_whoever_asks_and_in_whatever_language(self):
        first = self.bundle()
        request = api.env.getRequest()
        with mock.patch.dict(request.environ, {"HTTP_ACCEPT_LANGUAGE": "nl"}):
            request.environ["HTTP_HOST"] = "centrale.example"
            self.assertEqual(self.bundle("auditor"), first)

    def test_another_dossier_that_moves_changes_nothing(self):
        first = self.bundle()
        self.moved("bertrix", self.other, "submit", "assigned")
        self.assertEqual(self.bundle(), first)

    def test_a_change_changes_them(self):
        first = self.bundle()
        with acting("agent"):
            api.content.create(self.mission_, "File", title="a", file=paper("a"))
        self.assertNotEqual(self.bundle(), first)


class TestSumsAreThoseOfTheSystem(BundleTestCase):
    def test_sha256sum(self):
        with TemporaryDirectory() as folder:
            self.opened().extractall(folder)
            check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
            done = subprocess.run(check, cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            Path(folder, "mission.json").write_text("{}")
            done = subprocess.run(check, cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)

    def test_the_manifest_has_the_sizes(self):
        archive = self.opened()
        listed = json.loads(archive.read("manifest.json"))["files"]
        for each in listed:
            self.assertEqual(archive.getinfo(each["path"]).file_size, each["size"])
        self.assertEqual(len(listed), len(archive.namelist()) - 2)


class TestSending(BundleTestCase):
    def test_no_file_is_left(self):
        with TemporaryDirectory() as folder:
            with mock.patch.object(tempfile, "tempdir", folder):
                with acting("agent"):
                    stream = sending.made(self.mission_)
                self.assertEqual(list(Path(folder).iterdir()), [])
                data = b"".join(stream)
                stream.close()
        self.assertEqual(data, self.bundle())

    def test_nor_when_it_fails(self):
        with TemporaryDirectory() as folder:
            with mock.patch.object(tempfile, "tempdir", folder):
                with mock.patch.object(sending, "write", side_effect=OSError("full")):
                    with self.assertRaises(OSError):
                        sending.made(self.mission_)
                self.assertEqual(list(Path(folder).iterdir()), [])

    def test_documents_stay_on_disk(self):
        large = 30_000_000
        with acting("agent"):
            data = file_of(b"x" * large)
            api.content.create(self.mission_, "File", title="Vidéo", file=data)
            tracemalloc.start()
            stream = sending.made(self.mission_)
            _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertGreater(len(stream), large)
        self.assertLess(peak, large / 3)
        stream.close()

    def test_the_name(self):
        self.assertTrue(re.fullmatch(r"[\w-]+", self.mission_.getId()))
