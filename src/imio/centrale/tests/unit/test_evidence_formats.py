"""Each format by itself, in this process: what is read, and what is refused."""

from imio.centrale.evidence import kinds
from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.formats import archive
from imio.centrale.evidence.formats import markup
from imio.centrale.evidence.formats import pdf
from imio.centrale.evidence.formats import plain
from imio.centrale.evidence.limits import DEFAULT
from imio.centrale.tests import documents
from imio.centrale.tests.documents import word_xml
from io import BytesIO
from pathlib import Path
from pypdf import PdfReader
from pypdf import PdfWriter
from unittest import mock
from unittest import TestCase

import codecs
import struct


CODE = "CYB-24-3F7K9Q7"


class FormatCase(TestCase):
    format = None

    def read(self, data, **limits):
        return self.format.read(data, DEFAULT.__class__(**limits))

    def assertRefused(self, code, data, **limits):
        with self.assertRaises(Unreadable) as caught:
            self.read(data, **limits)
        self.assertEqual(caught.exception.code, code)
        return caught.exception


class TestKinds(TestCase):
    def test_by_the_first_bytes(self):
        compound = bytes.fromhex("d0cf11e0a1b11ae1")
        for data, expected in (
            (b"", ("unknown", "empty")),
            (b"%PDF-1.4", ("pdf", None)),
            (b"\r\n junk before %PDF-1.4", ("pdf", None)),
            (b"x" * 1024 + b"%PDF-1.4", ("text", None)),
            (b"PK\x03\x04", ("zip", None)),
            (b"PK\x05\x06", ("zip", None)),
            (b"\x89PNG\r\n\x1a\n", ("image", "scan")),
            (b"\xff\xd8\xff\xe1", ("image", "scan")),
            (b"II*\0", ("image", "scan")),
            (b"\0\0\0\x18ftypheic", ("image", "scan")),
            (b"RIFF\0\0\0\0WEBP", ("image", "scan")),
            (compound + b"WordDocument", ("unknown", "unsupported")),
            (
                compound + "EncryptedPackage".encode("utf-16-le"),
                ("unknown", "encrypted"),
            ),
            (b"{\\rtf1", ("unknown", "unsupported")),
            (b" <!DOCTYPE  html>", ("unknown", "unsupported")),
            (b"<html lang='fr'>", ("unknown", "unsupported")),
            (b"<?xml version='1.0'?>", ("xml", None)),
            (b"\xef\xbb\xbf\n<Invoice/>", ("xml", None)),
            ("\ufeff<Invoice/>".encode("utf-16-be"), ("xml", None)),
            ("<Invoice/>".encode("utf-16-le"), ("xml", None)),
            (b"<5 jours", ("text", None)),
            (b"Bonjour", ("text", None)),
        ):
            with self.subTest(data[:20]):
                self.assertEqual(kinds.sniff(data), expected)


class TestPlain(FormatCase):
    format = plain

    def test_encodings(self):
        text = "Référence : CYB‑24 – à l’été\nœuvre"
        for data in (
            text.encode(),
            codecs.BOM_UTF8 + text.encode(),
            text.encode("utf-16"),
            codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
            text.encode("utf-32"),
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
            text.replace("\u2011", "-").encode("cp1252"),
        ):
            with self.subTest(data[:8]):
                said = self.read(data).text.replace("\u2011", "-")
                self.assertEqual(said, text.replace("\u2011", "-"))

    def test_no_text(self):
        for data in (b"\x00\x01\x02\x03" * 9, bytes(range(256)), b"MZ\x90\x00\x03"):
            with self.subTest(data[:4]):
                self.assertEqual(
                    self.assertRefused("unsupported", data).kind, "unknown"
                )

    def test_blanks(self):
        self.assertRefused("empty", b" \n\t\xc2\xa0")
        self.assertRefused("empty", codecs.BOM_UTF8)

    def test_the_end_may_be_left_out(self):
        self.assertFalse(self.read(b"abc", characters=3).truncated)
        self.assertEqual(
            self.read(b"abcd", characters=3),
            Reading("text", (Part("body", "abc"),), truncated=True),
        )

    def test_control_characters_and_half_characters_are_left_out(self):
        said = self.read(("a\x02b\x1b" + "é" * 500).encode()).text
        self.assertEqual(said, "ab" + "é" * 500)
        said = self.read(codecs.BOM_UTF16_LE + b"a\0\x00\xd8b\0" + b"c\0" * 200).text
        self.assertNotRegex(said, "[\ud800-\udfff]")


class TestMarkup(FormatCase):
    format = markup

    def test_an_invoice(self):
        reading = self.read(documents.ubl(CODE))
        self.assertEqual((reading.kind, reading.pages), ("ubl", 0))
        self.assertEqual(reading.text.split(), ["2026/17", CODE])

    def test_any_other(self):
        data = "<a b='no'>un<!-- no --><?no no?><c>deux</c>trois</a>".encode("utf-16")
        reading = self.read(data)
        self.assertEqual(reading.kind, "xml")
        self.assertEqual(reading.text.split(), ["un", "deux", "trois"])

    def test_a_file_inside_is_not_read(self):
        inside = "<cbc:EmbeddedDocumentBinaryObject>QkFE<b>no</b></cbc:EmbeddedDocumentBinaryObject>after"
        self.assertEqual(
            self.read(documents.ubl("ref", inside)).text.split(),
            ["2026/17", "ref", "after"],
        )

    def test_broken(self):
        for data in (b"<a>", b"<a></b>", b"<a>&nothing;</a>x", b"<?xml ", b"<a \xff/>"):
            with self.subTest(data):
                self.assertRefused("broken", data)

    def test_blank(self):
        self.assertRefused("empty", b"<a><b/> </a>")

    def test_document_types_and_entities(self):
        laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
        quadratic = "<!ENTITY a '" + "a" * 50_000 + "'>"
        for inside, body in (
            ("<!ENTITY a 'b'>", "&a;"),
            ("<!ENTITY l0 'lol'>" + laughs, "&l9;"),
            ("<!ENTITY l0 'lol'>" + laughs, "<b c='&l9;'/>"),
            (quadratic, "&a;" * 50_000),
            ("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"),
            ("<!ENTITY a SYSTEM 'http://127.0.0.1:9/x'>", "&a;"),
            ("<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;", "x"),
            ("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "<c d='&a;'/>"),
        ):
            data = f"<!DOCTYPE a [{inside}]><a>{body}</a>"
            for encoding in ("utf-8", "utf-16"):
                with self.subTest(inside[:60], encoding=encoding):
                    with self.assertRaises(Unreadable) as caught:
                        self.read(data.encode(encoding))
                    self.assertIn(caught.exception.code, ("entities", "bomb"))
        self.assertRefused("entities", b"<!DOCTYPE a><a>harmless</a>")
        self.assertRefused(
            "entities", b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/d'><a/>"
        )

    def test_inclusions_are_not_followed(self):
        data = (
            b"<a xmlns:xi='http://www.w3.org/2001/XInclude'>a"
            b"<xi:include href='/etc/passwd' parse='text'/></a>"
        )
        self.assertEqual(self.read(data).text.strip(), "a")

    def test_depth_and_length(self):
        self.assertEqual(
            self.read(b"<a>" * 200 + b"x" + b"</a>" * 200).text.strip(), "x"
        )
        self.assertRefused("bomb", b"<a>" * 100_000 + b"</a>" * 100_000)
        self.assertRefused("bomb", b"<a>" + b"x" * 10_000_001 + b"</a>")


class TestOdt(FormatCase):
    format = archive

    def said(self, *arguments, **entries):
        return self.read(documents.odt(*arguments, **entries)).text.split("\n")

    def test_lines_words_and_blanks(self):
        self.assertEqual(
            self.said(
                "<text:h>Titre</text:h><text:p>CYB-24<text:span>-3F7</text:span>K9Q7"
                "<text:tab/>a<text:s/>b<text:line-break/>c</text:p>"
            ),
            ["", "Titre", "", "CYB-24-3F7K9Q7\ta b", "c", ""],
        )

    def test_tables_boxes_notes_and_headers(self):
        said = self.said(
            "<table:table><table:table-row><table:table-cell><text:p>table</text:p>"
            "</table:table-cell></table:table-row></table:table>"
            "<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box>"
            "</draw:frame><text:note><text:note-body><text:p>note</text:p>"
            "</text:note-body></text:note></text:p>",
            "<style:master-page><style:header><text:p>header</text:p></style:header>"
            "<style:footer><text:p>footer</text:p></style:footer></style:master-page>",
        )
        words = {word.strip("\f") for word in said} - {""}
        self.assertEqual(words, {"table", "a", "box", "note", "header", "footer"})

    def test_where(self):
        reading = self.read(
            documents.odt("<text:p>body</text:p>", "<text:p>top</text:p>")
        )
        self.assertEqual(
            [(part.where, part.text.strip()) for part in reading.parts],
            [("body", "body"), ("headers", "top")],
        )

    def test_what_was_struck_out_is_not_read(self):
        said = self.said(
            "<text:tracked-changes><text:p>old</text:p></text:tracked-changes>"
            "<text:p>new</text:p>"
        )
        self.assertEqual([line for line in said if line], ["new"])

    def test_macros(self):
        body = "<text:p>a</text:p>"
        for name in (
            "Basic/Standard/Module1.xml",
            "Scripts/python/run.py",
            "basic/Standard/x.xml",
        ):
            with self.subTest(name):
                data = documents.odt(body, **{name: "<x/>"})
                self.assertEqual(self.assertRefused("macros", data).kind, "odt")
        for name in ("Basic/Standard/script-lb.xml", "Basic/script-lc.xml", "Scripts/"):
            with self.subTest(name):
                self.assertEqual(
                    self.read(documents.odt(body, **{name: "<x/>"})).kind, "odt"
                )

    def test_encrypted(self):
        manifest = "<manifest><encryption-data/></manifest>"
        data = documents.odt(
            **{"META-INF/manifest.xml": manifest, "content.xml": "\x8f\x00"}
        )
        self.assertEqual(self.assertRefused("encrypted", data).kind, "odt")

    def test_a_picture_of_a_page(self):
        self.assertRefused("scan", documents.odt("<text:p><draw:frame/></text:p>"))

    def test_entities(self):
        data = documents.odt(
            **{"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
        )
        self.assertEqual(self.assertRefused("entities", data).kind, "odt")

    def test_another_open_document(self):
        data = documents.odt(mimetype="application/vnd.oasis.opendocument.spreadsheet")
        self.assertRefused("unsupported", data)


class TestDocx(FormatCase):
    format = archive

    def paragraphs(self, body):
        text = self.read(documents.docx(body)).text
        return [line for line in text.split("\n") if line]

    def test_lines_words_and_blanks(self):
        self.assertEqual(
            self.paragraphs(
                "<w:p><w:r><w:t>CYB-24</w:t></w:r><w:r><w:noBreakHyphen/><w:t>3F7</w:t>"
                "</w:r>\n<w:r><w:t>K9Q7</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>"
                "</w:p><w:p><w:r><w:t>next</w:t></w:r></w:p>"
            ),
            ["CYB-24-3F7K9Q7\ta", "b", "next"],
        )

    def test_boxes_tables_and_drawings(self):
        self.assertEqual(
            self.paragraphs(
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr>"
                "</w:tbl><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box"
                "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r>"
                "<w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
                "<a:p><a:r><a:t>shape</a:t></a:r></a:p>"
            ),
            ["cell", "box", "shape"],
        )

    def test_neither_fields_nor_what_was_struck_out(self):
        self.assertEqual(
            self.paragraphs(
                "<w:p><w:r><w:instrText>PAGE</w:instrText><w:delText>old</w:delText>"
                "<w:t>new</w:t></w:r></w:p>"
            ),
            ["new"],
        )

    def test_where(self):
        word = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
        reading = self.read(
            documents.docx(
                word,
                **{
                    f"word/{name}.xml": word_xml(word, "x")
                    for name in (
                        "header1",
                        "footer12",
                        "footnotes",
                        "endnotes",
                        "comments",
                        "styles",
                    )
                },
            )
        )
        self.assertEqual(reading.kind, "docx")
        self.assertEqual(
            [part.where for part in reading.parts],
            ["body", "headers", "headers", "notes", "notes", "comments"],
        )

    def test_macros(self):
        word = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
        for entries in (
            {"word/vbaProject.bin": b"\0"},
            {"word/VBAPROJECT.BIN": b"\0"},
            {"word/vbaData.xml": "<x/>"},
            {"[Content_Types].xml": "<Types a='x.document.macroEnabled.main+xml'/>"},
        ):
            with self.subTest(entries):
                data = documents.docx(word, **entries)
                self.assertEqual(self.assertRefused("macros", data).kind, "docx")

    def test_a_picture_of_a_page(self):
        self.assertRefused("scan", documents.docx("<w:p/>"))


class TestArchives(FormatCase):
    format = archive

    def test_neither_odt_nor_docx(self):
        inside = documents.archive({"a.txt": b"a"})
        for data in (
            documents.archive({}),
            inside,
            documents.archive({"inside.zip": inside}),
            documents.archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": ""}),
        ):
            self.assertRefused("unsupported", data)

    def test_too_much_inside(self):
        self.assertRefused(
            "bomb", documents.docx(**{"word/media/a.emf": bytes(2000)}), unpacked=2000
        )
        self.assertRefused(
            "bomb", documents.docx(**{f"a{n}": b"" for n in range(10)}), entries=11
        )

    def test_a_huge_ratio(self):
        huge = b"<w:t>" + b" " * 50_000_000
        data = documents.docx(**{"word/document.xml": huge})
        self.assertLess(len(data), 60_000)
        self.assertRefused("bomb", data, unpacked=10_000_000)

    def test_an_entry_that_says_it_is_small(self):
        """Both headers say one kilobyte; nothing more than that is unpacked."""
        size = 3_000_000
        data = documents.docx(**{"word/document.xml": b"<a>" + b" " * size})
        lying = data.replace(struct.pack("<L", size + 3), struct.pack("<L", 1000))
        self.assertNotEqual(lying, data)
        self.assertRefused("broken", lying)

    def test_broken(self):
        whole = documents.docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>")
        for data in (
            b"PK\x03\x04",
            b"PK\x05\x06",
            whole[:-30],
            whole[:100],
            whole.replace(b"word/document.xml", b"word/document.xmm", 1),
        ):
            self.assertRefused("broken", data)

    def test_encrypted_entries(self):
        data = bytearray(documents.docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))
        place = data.find(b"PK\x01\x02")
        data[place + 8] |= 1
        self.assertRefused("encrypted", bytes(data))

    def test_names_that_leave_the_archive_are_only_names(self):
        data = documents.docx(
            "<w:p><w:r><w:t>a</w:t></w:r></w:p>", **{"../../etc/passwd": b"x"}
        )
        self.assertEqual(self.read(data).text.strip(), "a")


class TestPdf(FormatCase):
    format = pdf

    def test_pages(self):
        reading = self.read(documents.pdf(CODE, "deux\ntrois", "été (œuvre)"))
        self.assertEqual((reading.kind, reading.pages), ("pdf", 3))
        self.assertEqual(
            reading.parts,
            (
                Part("1", CODE),
                Part("2", "deux\ntrois"),
                Part("3", "été (œuvre)"),
            ),
        )

    def test_fields_and_annotations(self):
        widgets = (
            b"/Annots [<< /Subtype /FreeText /Contents (typed) >>"
            b" << /Subtype /Widget /V (field) >>"
            b" << /Subtype /Widget /Parent << /V (parent) >> >>"
            b" << /Subtype /Widget /V /Off >> << /Subtype /Link >>]"
        )
        data = documents.pdf_of_contents([documents.drawing("page")], widgets)
        self.assertEqual(
            self.read(data).parts, (Part("1", "page\ntyped\nfield\nparent"),)
        )

    def test_annotations_that_are_none(self):
        for annots in (b"[1 2]", b"9 0 R", b"(text)", b"99 0 R"):
            data = documents.pdf_of_contents(
                [documents.drawing("page")], b"/Annots " + annots
            )
            with self.subTest(annots):
                self.assertEqual(self.read(data).text.strip(), "page")

    def test_a_field_that_is_its_own_parent(self):
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>",
            4: b"<< /Subtype /Widget /Contents (a) /Parent 4 0 R >>",
        }
        self.assertEqual(self.read(documents.pdf_of_objects(objects)).text.strip(), "a")

    def test_scans(self):
        picture = b"/Resources << /XObject << /I 99 0 R >> >>"
        curves = b"0 0 m " + b"10 20 30 40 50 60 c " * 40
        self.assertRefused("scan", documents.pdf_of_contents([b""]))
        self.assertRefused("scan", documents.pdf_of_contents([curves]))
        data = documents.pdf_of_contents([documents.drawing("a"), b"q Q", curves])
        reading = self.read(data)
        self.assertEqual((reading.silent, reading.doubt), ((3,), "scan"))
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R " + picture + b" >>",
            4: b"<< /Type /Page /Parent 2 0 R /Annots [<< /Contents (a) >>] >>",
        }
        self.assertEqual(self.read(documents.pdf_of_objects(objects)).silent, (1,))

    def test_a_page_that_cannot_be_read_does_not_hide_the_others(self):
        with mock.patch.object(
            pdf.PageObject, "extract_text", side_effect=[KeyError("x"), "two"]
        ):
            reading = self.read(documents.pdf("x" * 600, "two"))
        self.assertEqual((reading.text.strip(), reading.silent), ("two", (1,)))

    def test_passwords(self):
        self.assertEqual(self.read(documents.encrypted_pdf(CODE, "")).text, CODE)
        self.assertRefused("encrypted", documents.encrypted_pdf(CODE, "secret"))

    def test_an_encryption_that_needs_a_missing_library(self):
        with mock.patch.object(
            pdf, "PdfReader", side_effect=pdf.DependencyError("cryptography")
        ):
            self.assertRefused("encrypted", documents.pdf(CODE))

    def test_more_pages_than_allowed(self):
        self.assertEqual(self.read(documents.pdf("a", "b"), pages=2).pages, 2)
        self.assertRefused("too_many_pages", documents.pdf("a", "b", "c"), pages=2)

    def test_a_million_pages_that_are_one(self):
        kids = b"3 0 R " * 1_000_000
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R >>",
            4: b"<< /Type /Pages /Parent 2 0 R /Kids [" + kids[:600_000] + b"] >>",
        }
        self.assertRefused("too_many_pages", documents.pdf_of_objects(objects))

    def test_trees_that_bite_their_tail(self):
        for kids in (b"[2 0 R]", b"[3 0 R]", b"[3 0 R 3 0 R]"):
            objects = {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Count 1 /Kids " + kids + b" >>",
                3: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
            }
            with self.subTest(kids), self.assertRaises(Unreadable) as caught:
                self.read(documents.pdf_of_objects(objects))
            self.assertIn(caught.exception.code, ("broken", "too_many_pages"))

    def test_objects_that_hold_themselves(self):
        for number, content in (
            (1, b"1 0 R"),
            (2, b"2 0 R"),
            (2, b"<< /Type /Pages /Kids 2 0 R >>"),
            (2, b"[" * 5000 + b"]" * 5000),
            (2, b"<< /Kids " * 5000 + b">>" * 5000),
        ):
            objects = {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                3: b"<< /Type /Page /Parent 2 0 R >>",
            }
            with self.subTest(content[:40]):
                self.assertRefused(
                    "broken", documents.pdf_of_objects(objects | {number: content})
                )

    def test_a_form_that_draws_itself(self):
        form = documents.stream(
            b"/X Do BT /F1 9 Tf (a) Tj ET",
            b"/Subtype /Form /Resources << /XObject << /X 9 0 R >> /Font << /F1"
            b" << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
        )
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources"
            b" << /XObject << /X 9 0 R >> >> >>",
            4: documents.stream(b"/X Do"),
            9: form,
        }
        self.assertEqual(
            set(self.read(documents.pdf_of_objects(objects)).text.split()), {"a"}
        )

    def test_streams_that_lie_about_their_length(self):
        for length in (b"0", b"1", b"999999999", b"-5", b"4 0 R", b"(x)"):
            data = documents.pdf(CODE)
            place = data.index(b"/Length ")
            end = data.index(b" /Filter")
            lying = data[:place] + b"/Length " + length + data[end:]
            with self.subTest(length):
                try:
                    self.assertEqual(self.read(lying).kind, "pdf")
                except Unreadable as error:
                    self.assertIn(error.code, ("broken", "bomb", "scan"))

    def test_a_page_that_unpacks_to_too_much(self):
        self.assertRefused("bomb", documents.pdf_of_contents([b" " * 80_000_000]))

    def test_broken(self):
        whole = documents.pdf(CODE)
        for data in (b"%PDF-1.4 test", b"%PDF-", whole[:60], b"%PDF-1.7\n%%EOF"):
            with self.subTest(data[:20]):
                self.assertRefused("broken", data)

    def test_no_program_is_started_for_a_picture(self):
        self.assertIsNone(pdf.filters.JBIG2DEC_BINARY)

    def test_what_other_writers_write(self):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(documents.pdf(CODE, "b"))))
        writer.add_js("app.alert('never run')")
        out = BytesIO()
        writer.write(out)
        self.assertEqual(self.read(out.getvalue()).parts[0].text, CODE)


class TestDocument(TestCase):
    def test_text_goes_out_and_comes_back(self):
        reading = Reading("pdf", (Part("1", "é"),), 3, True, (2, 3), None)
        self.assertEqual(Reading.from_json(reading.as_json()), reading)

    def test_doubt(self):
        for reading, doubt in (
            (Reading("pdf"), None),
            (Reading("pdf", truncated=True), "truncated"),
            (Reading("pdf", truncated=True, silent=(1,)), "scan"),
            (Reading("pdf", unreadable="broken"), "broken"),
        ):
            self.assertEqual(reading.doubt, doubt)

    def test_no_format_imports_plone(self):
        for path in Path(pdf.__file__).parent.parent.rglob("*.py"):
            with self.subTest(path.name):
                self.assertNotRegex(
                    path.read_text(encoding="utf-8"),
                    r"(?m)^\s*(from|import) (zope|plone|Products)\b",
                )
