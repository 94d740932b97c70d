from hypothesis import given
from hypothesis import strategies as st
from imio.centrale import tables
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import Row
from imio.centrale.tables.delimited import guarded
from imio.centrale.tables.delimited import unguarded
from imio.centrale.tables.limits import LIMITS
from unittest import TestCase

import dataclasses


LINES = "Code;Libellé;Prix\nA;Réunion, préparée;12,50\n"
ROWS = (
    Row(1, ("Code", "Libellé", "Prix")),
    Row(2, ("A", "Réunion, préparée", "12,50")),
)


def rows(data):
    return (
        tables.read(data if isinstance(data, bytes) else data.encode()).sheets[0].rows
    )


def refusal(data, limits=LIMITS):
    try:
        tables.read(data, "annexe.csv", limits)
    except Refused as refused:
        return [(reason.code, reason.mapping.get("kind")) for reason in refused.reasons]
    return []


class TestText(TestCase):
    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            self.assertEqual(rows(LINES.encode(encoding)), ROWS, encoding)
        self.assertEqual(rows("a;10 €".encode("cp1252")), (Row(1, ("a", "10 €")),))

    def test_a_letter_cut_by_a_chunk_is_still_utf_8(self):
        text = "a" * (64 * 1024 - 3) + ";é\n"
        limits = dataclasses.replace(LIMITS, characters=10**6)
        (row,) = tables.read(text.encode(), "", limits).sheets[0].rows
        self.assertEqual(row.cells[1], "é")

    def test_delimiters(self):
        for delimiter in ";\t":
            self.assertEqual(rows(LINES.replace(";", delimiter)), ROWS)
        quoted = 'Code,Libellé,Prix\nA,"Réunion, préparée","12,50"\n'
        self.assertEqual(rows(quoted), ROWS)

    def test_a_title_and_decimal_commas_do_not_decide(self):
        self.assertEqual(
            rows("Inventaire, lot 1\n\nA;1,5\nB;2,5\n")[1:],
            (Row(3, ("A", "1,5")), Row(4, ("B", "2,5"))),
        )

    def test_the_delimiter_that_is_declared(self):
        self.assertEqual(rows("sep=,\na;b,c\n"), (Row(1, ("a;b", "c")),))

    def test_quotes_and_line_breaks(self):
        self.assertEqual(
            rows('a;"say ""x""\r\nagain";c\r\nd;e;f'),
            (Row(1, ("a", 'say "x"\r\nagain', "c")), Row(2, ("d", "e", "f"))),
        )


class TestFormulas(TestCase):
    def test_guarded(self):
        for text in ("=1+1", "+1", "-1", "@x", "\t=1", "'=1"):
            self.assertEqual(guarded(text), f"'{text}")
        for text in ("a", "1", "", "'a", " =1", "a=b"):
            self.assertEqual(guarded(text), text)

    @given(st.text(alphabet="'=+-@\t\rab"))
    def test_reading_takes_the_guard_off(self, text):
        self.assertEqual(unguarded(guarded(text)), text)


class TestRefused(TestCase):
    def test_what_it_is_not(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        for data, code, kind in (
            (b"", "file_empty", None),
            (b" \r\n", "file_empty", None),
            (b"%PDF-1.7", "unsupported_kind", "pdf"),
            (b"<html><table>", "unsupported_kind", "xml"),
            (b"\xef\xbb\xbf <?xml", "unsupported_kind", "xml"),
            (b'{"a": 1}', "unsupported_kind", "json"),
            (b"a;\x00b", "unsupported_kind", "binary"),
            (ole + b"x", "unsupported_kind", "xls"),
            (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
            (b"PK\x03\x04", "broken_file", None),
            (b"a;\x81", "broken_file", None),
            (b"\xff\xfea", "broken_file", None),
        ):
            self.assertEqual(refusal(data), [(code, kind)], data)

    def test_limits(self):
        limits = dataclasses.replace(
            LIMITS, size=100, rows=2, columns=3, cells=5, characters=9
        )
        for text, code in (
            ("a\n" * 51, "too_large"),
            ("a\n" * 3, "too_many_rows"),
            ("a;b;c;d", "too_many_columns"),
            ("a;b;c\n" * 2, "too_many_cells"),
            ("0123456789", "cell_too_long"),
        ):
            self.assertEqual(refusal(text.encode(), limits), [(code, None)], text)

    def test_a_quote_that_is_never_closed(self):
        self.assertEqual(
            refusal(b'a;"b\n' + b"c;d\n" * 100_000), [("broken_file", None)]
        )

    def test_a_name_that_announces_something_else(self):
        for name, notes in (
            ("a.csv", 0),
            ("A.TXT", 0),
            ("", 0),
            ("a", 0),
            ("a.xlsx", 1),
        ):
            table = tables.read(b"a;b", name)
            self.assertEqual(
                [note.code for note in table.notes], ["extension_differs"] * notes
            )

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data):
        refusal(data)
        refusal(b"PK\x03\x04" + data)
