"""A list as a file: nothing is run, amounts are numbers."""

from datetime import datetime
from datetime import timezone
from decimal import Decimal
from imio.centrale.domain.reasons import Refused
from imio.centrale.tables.list_file import csv_lines
from imio.centrale.tables.list_file import write_xlsx
from imio.centrale.tables.list_file import written
from io import BytesIO
from openpyxl import load_workbook
from unittest import mock
from unittest import TestCase


HEADERS = ("Code", "Objet", "Montant", "Créée")
INSTANT = datetime(2026, 3, 2, 9, 5, tzinfo=timezone.utc)
ROWS = [
    ("CYB-1", "=1+1", Decimal("-1234.50"), INSTANT),
    ("CYB-2", 'Une "offre"; deux', None, None),
]


class TestCsv(TestCase):
    def lines(self):
        return b"".join(csv_lines(HEADERS, ROWS)).decode("utf-8-sig").splitlines()

    def test_as_belgian_programs_open_it(self):
        self.assertTrue(next(csv_lines(HEADERS, ())).startswith(b"\xef\xbb\xbf"))
        self.assertEqual(self.lines()[0], "Code;Objet;Montant;Créée")
        self.assertEqual(self.lines()[1], "CYB-1;'=1+1;-1234,50;02/03/2026 09:05")

    def test_signs_of_the_format_stay_in_their_cell(self):
        self.assertEqual(self.lines()[2], 'CYB-2;"Une ""offre""; deux";;')

    def test_line_after_line(self):
        lines = csv_lines(HEADERS, iter(ROWS))
        self.assertEqual(len([next(lines), next(lines)]), 2)


class TestWritten(TestCase):
    def written(self, kind):
        return written("liste", kind, "Liste", HEADERS, (10, 30, 12, 18), ROWS)

    def test_the_kind_asked_for(self):
        for kind, name, start in (
            ("", "liste.xlsx", b"PK"),
            ("xlsx", "liste.xlsx", b"PK"),
            ("csv", "liste.csv", b"\xef\xbb\xbf"),
        ):
            found = self.written(kind)
            self.assertEqual(found.name, name)
            self.assertTrue(found.data.startswith(start))

    def test_as_an_answer(self):
        headers = {}
        response = mock.Mock(setHeader=headers.__setitem__)
        found = self.written("csv")
        self.assertEqual(found.send(response), found.data)
        self.assertEqual(headers["Content-Type"], "text/csv")
        disposition = 'attachment; filename="liste.csv"'
        self.assertEqual(headers["Content-Disposition"], disposition)
        self.assertEqual(headers["Cache-Control"], "private, no-store")

    def test_another_kind(self):
        for kind in ("ods", "pdf", "XLSX"):
            with self.assertRaises(Refused) as refused:
                self.written(kind)
            self.assertEqual(refused.exception.reasons[0].code, "unknown_format")


class TestXlsx(TestCase):
    def setUp(self):
        data = write_xlsx("Missions", HEADERS, (10, 30, 12, 18), ROWS)
        self.sheet = load_workbook(BytesIO(data)).active

    def test_headings_stay(self):
        self.assertEqual([cell.value for cell in self.sheet[1]], list(HEADERS))
        self.assertEqual(self.sheet.freeze_panes, "A2")

    def test_a_text_is_no_formula(self):
        self.assertEqual(self.sheet["B2"].value, "=1+1")
        self.assertEqual(self.sheet["B2"].data_type, "s")

    def test_amounts_and_instants_are_values(self):
        self.assertEqual(self.sheet["C2"].data_type, "n")
        self.assertEqual(Decimal(str(self.sheet["C2"].value)), Decimal("-1234.5"))
        self.assertEqual(self.sheet["D2"].value, INSTANT.replace(tzinfo=None))
        self.assertIsNone(self.sheet["C3"].value)
