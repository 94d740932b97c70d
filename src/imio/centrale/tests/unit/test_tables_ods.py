from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale import tables
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import FormulaError
from imio.centrale.domain.table import Row
from imio.centrale.tables.limits import LIMITS
from imio.centrale.tests.spreadsheets import ods
from imio.centrale.tests.spreadsheets import ods_of_rows
from imio.centrale.tests.spreadsheets import ODS_TYPE
from imio.centrale.tests.spreadsheets import zipped
from unittest import TestCase

import dataclasses
import tracemalloc


ONE = "<table:table-cell><text:p>a</text:p></table:table-cell>"


def cell(kind, value, text="", more=""):
    attribute = {"float": "value", "percentage": "value", "currency": "value"}.get(
        kind, f"{kind}-value"
    )
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}" {more}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def row(inside, repeated=1):
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{inside}'
        "</table:table-row>"
    )


def rows(inside):
    return tables.read(ods_of_rows(inside)).sheets[0].rows


def values(inside):
    (found,) = rows(row(inside))
    return found.cells


def refusal(data, limits=LIMITS):
    try:
        tables.read(data, "annexe.ods", limits)
    except Refused as refused:
        return [reason.code for reason in refused.reasons]
    return []


class TestValues(TestCase):
    def test_numbers(self):
        for kind in ("float", "percentage", "currency"):
            for text, number in (
                ("12.1", "12.1"),
                ("0", "0"),
                ("13.310000000000002", "13.31"),
            ):
                self.assertEqual(
                    values(cell(kind, text, "shown")), (Decimal(number),), text
                )

    def test_numbers_that_are_none(self):
        self.assertEqual(values(cell("float", "1e999")), (FormulaError("#NUM!"),))
        self.assertEqual(values(cell("float", "1_000", "1_000")), ("1_000",))

    def test_dates_and_answers(self):
        inside = (
            cell("date", "2026-03-02")
            + cell("date", "2026-03-02T10:30:00")
            + cell("date", "2026-13-02", "soon")
            + cell("boolean", "true")
        )
        self.assertEqual(
            values(inside),
            (date(2026, 3, 2), datetime(2026, 3, 2, 10, 30), "soon", True),
        )

    def test_texts(self):
        inside = (
            "<table:table-cell><text:p>a<text:s text:c='3'/>b<text:tab/>c</text:p>"
            "<text:p>d<text:line-break/><text:span>e</text:span></text:p></table:table-cell>"
        )
        self.assertEqual(values(inside), ("a   b\tc\nd\ne",))

    def test_comments_are_not_the_text(self):
        comment = "<office:annotation><text:p>remark</text:p></office:annotation>"
        self.assertEqual(
            values(f"<table:table-cell>{comment}<text:p>a</text:p></table:table-cell>"),
            ("a",),
        )

    def test_errors(self):
        error = cell("string", "", "Err:502", 'calcext:value-type="error"')
        self.assertEqual(values(error), (FormulaError("Err:502"),))


class TestRows(TestCase):
    def test_repeated_cells_and_rows(self):
        twice = ONE.replace("cell>", "cell table:number-columns-repeated='2'>", 1)
        blank = "<table:table-cell table:number-columns-repeated='16000'/>"
        found = rows(row("", 3) + row(twice + blank, 2) + row(blank, 1048571))
        self.assertEqual(found, (Row(4, ("a", "a")), Row(5, ("a", "a"))))

    def test_blanks_between(self):
        blank = "<table:table-cell table:number-columns-repeated='2'/>"
        self.assertEqual(values(blank + ONE), (None, None, "a"))

    def test_groups_of_rows_and_header_rows(self):
        inside = (
            f"<table:table-header-rows>{row(ONE)}</table:table-header-rows>"
            f"<table:table-row-group>{row(ONE)}</table:table-row-group>"
        )
        self.assertEqual([each.number for each in rows(inside)], [1, 2])

    def test_merged_cells(self):
        anchor = ONE.replace(
            "cell>",
            "cell table:number-columns-spanned='2' table:number-rows-spanned='3'>",
            1,
        )
        (sheet,) = tables.read(ods_of_rows(row("") + row(ONE + anchor))).sheets
        self.assertEqual([str(merged) for merged in sheet.merged], ["B2:C4"])

    def test_hidden_sheets(self):
        style = (
            '<style:style style:name="t1"><style:table-properties table:display="false"/>'
            "</style:style>"
        )
        table = tables.read(
            ods(
                f'<table:table table:name="no" table:style-name="t1">{row(ONE)}</table:table>'
                f'<table:table table:name="yes" table:style-name="t2">{row(ONE)}</table:table>',
                style,
            )
        )
        self.assertEqual([sheet.name for sheet in table.sheets], ["yes"])
        self.assertEqual([note.mapping for note in table.notes], [{"sheet": "no"}])


class TestHostile(TestCase):
    def test_repetitions_are_counted_before_they_are_made(self):
        wide = ONE.replace("cell>", "cell table:number-columns-repeated='9999999'>", 1)
        long = "<text:p>a<text:s text:c='9999999'/></text:p>"
        tracemalloc.start()
        self.assertEqual(refusal(ods_of_rows(row(wide))), ["too_many_columns"])
        self.assertEqual(refusal(ods_of_rows(row(ONE, 9999999))), ["too_many_rows"])
        self.assertEqual(
            refusal(ods_of_rows(row(f"<table:table-cell>{long}</table:table-cell>"))),
            ["cell_too_long"],
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertLess(peak, 10_000_000)

    def test_counts_that_are_none(self):
        for count in ("-1", "x", "1e9", "99999999", ""):
            self.assertEqual(refusal(ods_of_rows(row(ONE, count))), ["broken_file"])

    def test_entities(self):
        content = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        data = zipped({"mimetype": ODS_TYPE, "content.xml": content})
        self.assertEqual(refusal(data), ["doctype"])

    def test_encrypted(self):
        manifest = (
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
        )
        self.assertEqual(
            refusal(ods("", **{"META-INF/manifest.xml": manifest})), ["encrypted"]
        )
        self.assertEqual(refusal(ods("", **{"encrypted-package": "x"})), ["encrypted"])

    def test_macros(self):
        self.assertEqual(
            refusal(ods("", **{"Basic/Standard/Module1.xml": "x"})), ["macros"]
        )
        self.assertEqual(refusal(ods("", **{"Scripts/python/a.py": "x"})), ["macros"])
        self.assertEqual(refusal(ods("", **{"Basic/script-lc.xml": "x"})), [])

    def test_broken(self):
        self.assertEqual(refusal(zipped({"mimetype": ODS_TYPE})), ["broken_file"])
        data = zipped({"mimetype": ODS_TYPE, "content.xml": "<a>"})
        self.assertEqual(refusal(data), ["broken_file"])

    def test_time(self):
        slow = dataclasses.replace(LIMITS, seconds=-1)
        self.assertEqual(refusal(ods_of_rows(row(ONE)), slow), ["too_slow"])
