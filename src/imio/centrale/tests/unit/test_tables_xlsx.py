from datetime import datetime
from decimal import Decimal
from imio.centrale import tables
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import FormulaError
from imio.centrale.domain.table import Row
from imio.centrale.tables.limits import LIMITS
from imio.centrale.tests.spreadsheets import parts_of
from imio.centrale.tests.spreadsheets import saved
from imio.centrale.tests.spreadsheets import xlsx
from imio.centrale.tests.spreadsheets import xlsx_of_parts
from imio.centrale.tests.spreadsheets import xlsx_of_sheet
from imio.centrale.tests.spreadsheets import zipped
from openpyxl import Workbook
from unittest import TestCase

import dataclasses
import tracemalloc


SMALL = dataclasses.replace(LIMITS, rows=3, columns=4, cells=6, characters=20)


def rows(data, **limits):
    return tables.read(data, "", dataclasses.replace(LIMITS, **limits)).sheets[0].rows


def refusal(data, limits=LIMITS):
    try:
        tables.read(data, "annexe.xlsx", limits)
    except Refused as refused:
        return [reason.code for reason in refused.reasons]
    return []


def cells(number):
    return f"<row>{'<c><v>1</v></c>' * number}</row>"


class TestValues(TestCase):
    def test_numbers_are_those_that_are_shown(self):
        (row,) = rows(xlsx([12.1, 12.1 * 1.1, 0.1 + 0.2, 100, 0.00001, 1234567.8912]))
        self.assertEqual(
            [str(cell) for cell in row.cells[:4]], ["12.1", "13.31", "0.3", "100"]
        )
        self.assertEqual(row.cells[4:], (Decimal("0.00001"), Decimal("1234567.8912")))

    def test_texts_dates_answers_and_errors(self):
        day = datetime(2026, 3, 2)
        (row,) = rows(xlsx(["Libellé", day, True, "#N/A"]))
        self.assertEqual(row.cells, ("Libellé", day, True, FormulaError("#N/A")))

    def test_a_formula_has_the_value_that_was_stored(self):
        data = xlsx_of_sheet(
            "<sheetData><row><c><f>1+1</f><v>2</v></c><c><f>WEBSERVICE(A1)</f></c></row>"
            "</sheetData>"
        )
        self.assertEqual(rows(data), (Row(1, (Decimal(2),)),))

    def test_a_number_beyond_numbers_is_an_error(self):
        (row,) = rows(
            xlsx_of_sheet("<sheetData><row><c><v>1e999</v></c></row></sheetData>")
        )
        self.assertEqual(row.cells, (FormulaError("#NUM!"),))

    def test_rows_keep_their_number_and_end_with_their_last_value(self):
        found = rows(xlsx(["a", None, " "], [], [None, "b"]))
        self.assertEqual(found, (Row(1, ("a",)), Row(3, (None, "b"))))

    def test_escaped_line_breaks(self):
        (row,) = rows(xlsx(["one_x000D_two"]))
        self.assertEqual(row.cells, ("one\ntwo",))


class TestSheets(TestCase):
    def test_hidden_sheets_are_left_aside_and_told(self):
        book = Workbook()
        book.active.append(["seen"])
        for state in ("hidden", "veryHidden"):
            sheet = book.create_sheet(state)
            sheet.append(["unseen"])
            sheet.sheet_state = state
        table = tables.read(saved(book), "a.xlsx")
        self.assertEqual([sheet.name for sheet in table.sheets], ["Sheet"])
        self.assertEqual(
            [(note.code, note.mapping) for note in table.notes],
            [
                ("hidden_sheet", {"sheet": "hidden"}),
                ("hidden_sheet", {"sheet": "veryHidden"}),
            ],
        )

    def test_merged_cells_have_their_range(self):
        book = Workbook()
        book.active.append(["other"])
        sheet = book.create_sheet("Prix")
        sheet.append(["a", "b", "c"])
        sheet.merge_cells("B2:C14")
        first, second = tables.read(saved(book)).sheets
        self.assertEqual(first.merged, ())
        (merged,) = second.merged
        self.assertEqual(str(merged), "B2:C14")
        self.assertTrue(merged.covers(14, 2) and merged.covers(2, 1))
        self.assertFalse(merged.covers(15, 2) or merged.covers(2, 0))

    def test_the_size_a_sheet_declares_is_not_believed(self):
        row = '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
        for declared in ("A1", "A1:XFD1048576", "B7:A1"):
            data = xlsx_of_sheet(f'<dimension ref="{declared}"/>{row}')
            self.assertEqual(rows(data), (Row(2, (None, Decimal(1))),), declared)


class TestLimits(TestCase):
    def test_up_to_the_limit(self):
        data = xlsx_of_sheet(f"<sheetData>{cells(2) * 3}</sheetData>")
        self.assertEqual(refusal(data, SMALL), [])

    def test_beyond(self):
        for inside, code in (
            (cells(1) * 4, "too_many_rows"),
            (cells(5), "too_many_columns"),
            ('<row><c r="E1"><v>1</v></c></row>', "too_many_columns"),
            (cells(4) * 2, "too_many_cells"),
            (f'<row><c t="str"><v>{"x" * 21}</v></c></row>', "cell_too_long"),
        ):
            data = xlsx_of_sheet(f"<sheetData>{inside}</sheetData>")
            self.assertEqual(refusal(data, SMALL), [code], inside)

    def test_rows_that_are_only_formatted_are_no_rows(self):
        data = xlsx_of_sheet(f"<sheetData>{'<row><c/></row>' * 50}</sheetData>")
        self.assertEqual(refusal(data, SMALL), [])

    def test_time(self):
        slow = dataclasses.replace(LIMITS, seconds=-1)
        self.assertEqual(refusal(xlsx(["a"]), slow), ["too_slow"])

    def test_size(self):
        data = xlsx(["a"])
        for size, codes in ((len(data), []), (len(data) - 1, ["too_large"])):
            self.assertEqual(
                refusal(data, dataclasses.replace(LIMITS, size=size)), codes
            )


class TestHostile(TestCase):
    def test_bombs_are_refused_in_little_memory(self):
        a_lot = 2_000_000
        bombs = {
            "cells in a row": xlsx_of_sheet(
                f"<sheetData><row>{'<c/>' * a_lot}</row></sheetData>"
            ),
            "rows": xlsx_of_sheet(f"<sheetData>{cells(1) * 400_000}</sheetData>"),
            "styles": xlsx_of_parts(styles=f"<a>{'<xf/>' * a_lot}</a>"),
            "comments": xlsx_of_parts(workbook=f"<a>{'<!---->' * a_lot}</a>"),
            "one long tag": xlsx_of_parts(workbook=f'<a b="{" " * 8 * a_lot}"/>'),
            "attributes": xlsx_of_parts(
                workbook=f"<a>{'<b c=%s/>' % (chr(34) * 2) * 200_000}</a>"
            ),
            "zip": xlsx_of_sheet(" " * 65_000_000),
        }
        for name, data in bombs.items():
            with self.subTest(name):
                tracemalloc.start()
                codes = refusal(data)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                self.assertTrue(codes)
                self.assertLess(peak, 20_000_000)

    def test_entities(self):
        for doctype in (
            '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>',
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a SYSTEM "http://example.test/a.dtd">',
        ):
            sheet = (
                f'<?xml version="1.0"?>{doctype}<worksheet xmlns="x">&b;</worksheet>'
            )
            for data in (sheet.encode(), sheet.encode("utf-16")):
                self.assertEqual(refusal(xlsx_of_parts(sheet=data)), ["doctype"])

    def test_encodings_that_hide_what_a_part_holds(self):
        for encoding in ("utf-7", "cp037", "iso-8859-1", "no-such"):
            part = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'
            self.assertEqual(refusal(xlsx_of_parts(sheet=part)), ["broken_file"])

    def test_places_that_do_not_follow_each_other(self):
        for inside in (
            '<row r="1048577"/>',
            '<row r="99999999999"/>',
            '<row r="0"/>',
            '<row r="-1"/>',
            '<row r="2"/><row r="2"/>',
            '<row><c r="B1"/><c r="A1"/></row>',
            '<row><c r="A1"/><c r="A1"/></row>',
            '<row><c r="ZZZZZZZ1"/></row>',
            '<row><c t="s"><v>7</v></c></row>',
        ):
            data = xlsx_of_sheet(f"<sheetData>{inside}</sheetData>")
            self.assertEqual(refusal(data), ["broken_file"], inside)

    def test_macros(self):
        parts = parts_of(xlsx(["a"]))
        for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"):
            self.assertEqual(refusal(zipped({**parts, name: "x"})), ["macros"])

    def test_chart_sheets_are_not_drawn(self):
        book = Workbook()
        book.create_chartsheet("chart")
        self.assertEqual(refusal(saved(book)), ["unsupported_kind"])

    def test_a_workbook_that_has_the_name_of_a_picture(self):
        parts = parts_of(xlsx(["a"]))
        parts["xl/a.png"] = parts.pop("xl/workbook.xml")
        types = parts["[Content_Types].xml"].replace(b"/xl/workbook.xml", b"/xl/a.png")
        self.assertEqual(
            refusal(zipped({**parts, "[Content_Types].xml": types})), ["broken_file"]
        )

    def test_every_part_may_be_missing_or_another(self):
        parts = parts_of(xlsx(["a"]))
        for name in parts:
            for content in (None, b"", b"<a/>", b"<a", b"\0"):
                changed = {**parts, name: content}
                if content is None:
                    del changed[name]
                with self.subTest(f"{name} {content}"):
                    self.assertIn(
                        refusal(zipped(changed)),
                        ([], ["broken_file"], ["unsupported_kind"]),
                    )
