"""The code proof by pages: beside each file, and where agents decide."""

from imio.centrale.tests import documents
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.functional.test_rest_proofs import RestProofCase
from imio.centrale.tests.rest import upload

import re


def said(text):
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


class ProofPagesCase(RestProofCase):
    def visitor(self, login):
        return Visitor(self.client(login))


class TestBesideTheFile(ProofPagesCase):
    def page(self, login, url):
        return self.visitor(login).open(url).text

    def test_found(self):
        url = self.ordered()
        for login in ("bertrix", "alpha", "agent", "auditor"):
            text = said(self.page(login, url))
            self.assertEqual(text.count("Code found"), 2, login)
            self.assertNotIn("${", text)

    def test_foreign(self):
        url = self.ordered(deliberation=self.foreign())
        for login in ("bertrix", "alpha", "agent", "auditor"):
            text = self.page(login, url)
            self.assertIn("It carries the tracking code of another dossier", text)
            self.assertNotIn(self.other.tracking_code, text)
            self.assertEqual("@@centrale-proof" in text, login == "agent", login)

    def test_every_reason_is_a_sentence(self):
        for data, sentence in (
            (b"%PDF-1.4 test", "The file is damaged"),
            (b"\x89PNG\r\n\x1a\n", "Pages of it are pictures"),
            (documents.encrypted_pdf("x", "secret"), "protected by a password"),
            (documents.docx(**{"word/vbaProject.bin": b"x"}), "It holds macros"),
        ):
            with self.subTest(sentence):
                body = self.body(deliberation=upload("d.pdf", data))
                url = self.bertrix.created(self.url, body)["@id"]
                text = said(self.page("bertrix", url))
                self.assertIn("To look at", text)
                self.assertIn(sentence, text)
                self.bertrix.expect(self.bertrix.call("DELETE", url), 204)

    def test_a_file_beside_the_pieces(self):
        body = {
            "@type": "File",
            "title": "Annexe",
            "file": upload("a.pdf", documents.pdf(self.other.tracking_code)),
        }
        self.bertrix.created(self.url, body)
        for login in ("bertrix", "alpha", "agent"):
            text = self.page(login, self.url)
            self.assertIn("Code of another dossier", text)
            self.assertNotIn(self.other.tracking_code, text)


class TestProofPage(ProofPagesCase):
    def setUp(self):
        super().setUp()
        self.order_url = self.ordered(deliberation=self.foreign())
        self.address = f"{self.order_url}/@@centrale-proof"
        self.visitor_ = self.visitor("agent")

    def form(self, **changes):
        digest = self.proof(self.agent, self.order_url)["deliberation"]["digest"]
        return {"field": "deliberation", "note": "Vu", "digest": digest} | changes

    def test_what_agents_read(self):
        text = self.visitor_.open(self.address).text
        self.assertIn(self.other.absolute_url(), text)
        self.assertIn(self.other.tracking_code, text)
        self.assertIn("page 2", said(text))
        self.assertEqual(text.count('name="note"'), 1)
        self.assertNotIn("${", text)

    def test_letting_pass(self):
        self.visitor_.open(self.address)
        text = self.visitor_.send(self.address, **self.form()).text
        self.assertIn("Let pass by the centrale", text)
        self.assertNotIn('name="note"', text)
        self.assertEqual(self.confirming(self.agent, self.order_url), [])
        mission = self.visitor_.open(self.url).text
        self.assertIn("Let pass: Deliberation (d.pdf)", mission)
        for login in ("bertrix", "alpha"):
            self.assertNotIn("Let pass: ", self.visitor(login).open(self.url).text)

    def test_what_was_typed_stays_when_it_is_refused(self):
        self.visitor_.open(self.address)
        text = self.visitor_.send(
            self.address, 409, **self.form(note="Très bien", digest="0")
        ).text
        self.assertIn("was replaced since", text)
        self.assertIn("Très bien", text)
        self.visitor_.send(self.address, 409, **self.form(note=" "))
        self.assertEqual(
            self.confirming(self.agent, self.order_url),
            [("code_foreign", "deliberation")],
        )

    def test_reading_again(self):
        self.visitor_.open(self.address)
        text = self.visitor_.send(self.address, again="1").text
        self.assertIn("The documents were read again.", text)

    def test_no_token_no_change(self):
        self.visitor_.send(self.address, 403, token="", **self.form())
        self.visitor_.send(self.address, 403, token="", again="1")
        self.assertEqual(len(self.confirming(self.agent, self.order_url)), 1)

    def test_nobody_else(self):
        for login in ("bertrix", "alpha", "auditor", "arlon"):
            response = self.client(login).session.get(
                self.address, headers={"Accept": "text/html"}, allow_redirects=False
            )
            self.assertNotEqual(response.status_code, 200, login)
