"""Files that come from outside: each is read or refused, in a bounded time."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale.domain.invoice import Invoice
from imio.centrale.domain.invoice_rules import invoice_findings
from imio.centrale.domain.matching import facts_of
from imio.centrale.evidence.ubl import read_invoice
from imio.centrale.evidence.ubl_file import MAX_BYTES
from imio.centrale.evidence.ubl_file import MAX_MARKS
from imio.centrale.evidence.ubl_file import MAX_PARTS
from imio.centrale.evidence.ubl_file import NotAnInvoice
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

import re


EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.xml"))
STANDARD = (EXAMPLES[0].parent / "invoice-standard.xml").read_text(encoding="utf-8")
DECLARATION, _, BODY = STANDARD.partition("\n")

LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)
)
BOMB = f'<!DOCTYPE Invoice [<!ENTITY l0 "ha">{LAUGHS}]>'
#: What takes the parts of an XML file apart: marks, texts, names.
TOKEN = re.compile(r"<[^>]*>|[^<]+")


def refusal(data):
    """The code and the values of the one reason; an ``Invoice`` is no refusal."""
    try:
        return read_invoice(data)
    except NotAnInvoice as error:
        (reason,) = error.reasons
        return reason.code


class TestDocumentType(TestCase):
    def test_entities_are_never_expanded(self):
        for text in (
            f"{DECLARATION}{BOMB}{BODY.replace('Dossier', '&l9;')}",
            f"{DECLARATION}\n<!-- a --> <?b c?>\n{BOMB}{BODY}",
            f"{BOMB}{BODY}",
            f"<!DOCTYPE Invoice>{BODY}",
            f'<!DOCTYPE Invoice SYSTEM "http://files.example/i.dtd">{BODY}',
        ):
            with self.subTest(text[:60]):
                self.assertEqual(refusal(text.encode()), "xml_with_dtd")
                self.assertEqual(refusal(f"\ufeff{text}".encode()), "xml_with_dtd")
                self.assertEqual(refusal(text.encode("utf-16")), "xml_with_dtd")

    def test_no_file_is_opened(self):
        with TemporaryDirectory() as folder:
            secret = Path(folder) / "secret"
            secret.write_text("kept")
            entity = f'<!DOCTYPE Invoice [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
            text = f"{entity}{BODY.replace('Dossier', '&s;')}"
            self.assertEqual(refusal(text.encode()), "xml_with_dtd")

    def test_one_behind_a_wall_of_comments_or_blanks(self):
        for wall in ("<!-- -->" * 40_000, "<?a?>" * 40_000, " " * 1_000_000):
            self.assertEqual(refusal(f"{wall}{BOMB}{BODY}".encode()), "xml_with_dtd")

    def test_an_entity_nobody_declares(self):
        text = BODY.replace("Dossier", "&unknown;")
        self.assertEqual(refusal(text.encode()), "not_xml")

    def test_the_word_in_a_text_is_a_text(self):
        text = BODY.replace("Dossier", "<![CDATA[<!DOCTYPE html>]]>")
        self.assertIn("<!DOCTYPE html>", read_invoice(text.encode()).notes[0])


class TestSize(TestCase):
    def test_too_many_bytes(self):
        self.assertEqual(refusal(b" " * (MAX_BYTES + 1)), "xml_too_large")

    def test_too_many_elements(self):
        wide = f"<Invoice>{'<a/>' * MAX_MARKS}</Invoice>"
        self.assertEqual(refusal(wide.encode()), "xml_too_large")

    def test_too_many_lines(self):
        lines = "<cbc:Note/>" * MAX_PARTS
        text = BODY.replace("<cbc:Note>", f"{lines}<cbc:Note>")
        self.assertEqual(refusal(text.encode()), "xml_too_large")

    def test_too_many_attributes(self):
        names = " ".join(f'a{number}=""' for number in range(MAX_MARKS))
        self.assertEqual(refusal(f"<Invoice {names}/>".encode()), "xml_too_large")

    def test_too_deep(self):
        self.assertEqual(refusal(b"<a>" * 5000 + b"</a>" * 5000), "not_xml")

    def test_one_text_too_long(self):
        text = BODY.replace("Dossier", "x" * 10_050_000)
        self.assertEqual(refusal(text.encode()), "not_xml")


class TestEncodings(TestCase):
    def test_those_in_use(self):
        for encoding, declared in (
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("iso-8859-1", "ISO-8859-1"),
            ("iso-8859-15", "iso-8859-15"),
            ("cp1252", "Windows-1252"),
        ):
            with self.subTest(encoding):
                text = STANDARD.replace("utf-8", declared)
                found = read_invoice(text.encode(encoding))
                self.assertEqual(
                    found.lines[0].description, "Audit de sécurité, par jour"
                )

    def test_without_declaration(self):
        self.assertIsInstance(refusal(BODY.encode()), Invoice)

    def test_others_are_named(self):
        for encoding in ("UTF-7", "utf-32", "IBM037", "x-none", "zlib", "rot13"):
            text = STANDARD.replace("utf-8", encoding)
            with self.assertRaises(NotAnInvoice) as caught:
                read_invoice(text.encode())
            (reason,) = caught.exception.reasons
            self.assertEqual(reason.code, "unknown_encoding")
            self.assertEqual(reason.mapping, {"encoding": encoding.lower()})

    def test_bytes_that_are_not_of_the_encoding(self):
        self.assertEqual(refusal(STANDARD.encode("cp1252")), "not_xml")
        self.assertEqual(refusal(BODY.encode("utf-16-le")), "not_xml")
        self.assertEqual(refusal(BODY.encode("utf-32")), "not_xml")
        self.assertEqual(refusal(b"\xff\xfea"), "not_xml")


class TestOtherFiles(TestCase):
    def test_not_xml(self):
        for data in (b"", b" ", b"%PDF-1.7\n", b"PK\3\4", b"number;date", b"<a>\0</a>"):
            self.assertEqual(refusal(data), "not_xml")
        self.assertEqual(refusal(STANDARD.encode()[:-20]), "not_xml")
        self.assertEqual(refusal(STANDARD.encode() * 2), "not_xml")

    def test_other_xml_is_named_by_its_root(self):
        for data, root in (
            (b"<html/>", "html"),
            (b"<Invoice/>", "Invoice"),
            (b"<r:CrossIndustryInvoice xmlns:r='urn:x'/>", "CrossIndustryInvoice"),
        ):
            with self.assertRaises(NotAnInvoice) as caught:
                read_invoice(data)
            (reason,) = caught.exception.reasons
            self.assertEqual(reason.code, "not_ubl")
            self.assertEqual(reason.mapping, {"root": root})

    def test_a_refusal_is_raised_again_as_itself(self):
        with self.assertRaises(NotAnInvoice) as caught:
            read_invoice(b"")
        again = NotAnInvoice(caught.exception)
        self.assertEqual(again.reasons, caught.exception.reasons)


def read_through(data):
    """Whatever can be done with a file ends in facts, or in a refusal."""
    found = refusal(data)
    if isinstance(found, Invoice):
        invoice_findings(found)
        facts_of(found)


class TestAnything(TestCase):
    @given(st.binary(max_size=300))
    def test_any_bytes(self, data):
        read_through(data)

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_an_example_with_bytes_changed(self, data):
        chosen = bytearray(data.draw(st.sampled_from(EXAMPLES)).read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(chosen) - 1))
            chosen[place] = data.draw(st.integers(0, 255))
        read_through(bytes(chosen))

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_an_example_with_parts_taken_out_doubled_or_replaced(self, data):
        text = data.draw(st.sampled_from(EXAMPLES)).read_text(encoding="utf-8")
        tokens = TOKEN.findall(text)
        place = data.draw(st.integers(0, len(tokens) - 1))
        if tokens[place].startswith("<"):
            tokens[place] *= data.draw(st.sampled_from((0, 2)))
        else:
            tokens[place] = data.draw(
                st.sampled_from(("", "-1", "0", "NaN", "1e9", "9" * 12, "\u0660", "é"))
            )
        read_through("".join(tokens).encode())
