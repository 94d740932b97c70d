from dataclasses import replace
from datetime import date
from datetime import time
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import inventory_import
from imio.centrale.domain.inventory_cells import BadCell
from imio.centrale.domain.inventory_cells import decimal_in
from imio.centrale.domain.inventory_cells import read_price
from imio.centrale.domain.inventory_cells import read_text
from imio.centrale.domain.inventory_cells import read_vat_rate
from imio.centrale.domain.inventory_columns import find_columns
from imio.centrale.domain.money import format_number_fr
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.table import FormulaError
from imio.centrale.domain.table import Merged
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.domain.table import Table
from unittest import TestCase

import json


HEADERS = ("Code", "Libellé", "Unité", "Prix", "TVA", "Option")
AUDIT = InventoryLine("AUD", "Audit", "jour", Decimal("850.0000"), "21", "ORG")
LICENCE = InventoryLine("LIC", "Licence", "poste", Decimal("0.1250"), "6")
AUDIT_ROW = ("AUD", "Audit", "jour", "850,00", "21", "ORG")
LICENCE_ROW = ("LIC", "Licence", "poste", Decimal("0.125"), Decimal("0.06"))

prices = st.decimals(0, 10**12 - 1, places=4)


def table(*rows, headers=HEADERS, merged=()):
    found = (Row(number, cells) for number, cells in enumerate((headers, *rows), 1))
    return Table("xlsx", "digest", (Sheet("A", tuple(found), tuple(merged)),))


def preview(*rows, current=(), options=None, **kwargs):
    read = table(*rows, **kwargs)
    return inventory_import.preview(read, find_columns(read), current, options)


def kinds(shown):
    return [(line.kind, line.row, line.code) for line in shown.lines]


def refusals(*rows, **kwargs):
    """(row, column, reason) of every reason."""
    return [
        (reason.mapping["row"], reason.mapping["column"], reason.code)
        for line in preview(*rows, **kwargs).lines
        for reason in line.reasons
    ]


def bad(read, *args):
    try:
        read(*args)
    except BadCell as error:
        return error.code
    return None


class TestPrices(TestCase):
    def test_as_people_write_them(self):
        for cell, price in (
            (Decimal("12.1"), "12.1"),
            ("12,1", "12.1"),
            ("12.10", "12.1"),
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("1,234", "1.234"),
            ("1 234,50 €", "1234.5"),
            ("€\u00a01\u202f234,50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1,234.50", "1234.5"),
            ("1'234.50", "1234.5"),
            ("1.234.567", "1234567"),
            ("12 EUR", "12"),
            ("12 euros", "12"),
            ("0", "0"),
            ("-0", "0"),
        ):
            self.assertEqual(read_price(cell), Decimal(price), cell)

    def test_refused(self):
        for cell, code in (
            (None, "price_missing"),
            (" ", "price_missing"),
            ("sur demande", "price_not_a_number"),
            ("12 50", "price_not_a_number"),
            ("1.23.45", "price_not_a_number"),
            ("1,234,5", "price_not_a_number"),
            ("٣", "price_not_a_number"),
            ("1e3", "price_not_a_number"),
            (True, "price_not_a_number"),
            (date(2026, 3, 2), "price_not_a_number"),
            ("1.234", "price_ambiguous"),
            ("12.500 €", "price_ambiguous"),
            ("$12", "foreign_currency"),
            ("12 CHF", "foreign_currency"),
            ("-12", "price_negative"),
            ("\N{MINUS SIGN}12", "price_negative"),
            (Decimal("-0.0001"), "price_negative"),
            (Decimal("-1E+300"), "price_negative"),
            ("0,12345", "price_too_precise"),
            (Decimal("1E-300"), "price_too_precise"),
            ("1234567890123", "price_too_high"),
            (Decimal("1E+300"), "price_too_high"),
            ("9" * 9999, "price_too_high"),
            (FormulaError("#N/A"), "formula_error"),
            ("#REF!", "formula_error"),
            ("#DIV/0!", "formula_error"),
            ("Err:502", "formula_error"),
        ):
            self.assertEqual(bad(read_price, cell), code, cell)

    @given(prices)
    def test_as_french_pages_show_them(self, price):
        self.assertEqual(read_price(format_number_fr(price)), price)

    @given(st.text(alphabet="0123456789., '-€", max_size=12))
    def test_any_text_of_digits_and_marks(self, text):
        number = decimal_in(text)
        if number is not None:
            digits = [char for char in text if char.isdigit()]
            self.assertEqual(
                [char for char in f"{abs(number):f}".replace(".", "").lstrip("0")],
                [*"".join(digits).lstrip("0")],
            )


class TestRatesAndTexts(TestCase):
    def test_vat_rates(self):
        for cell, rate in (
            (Decimal(21), "21"),
            (Decimal("0.21"), "21"),
            (Decimal("0.060"), "6"),
            (Decimal(0), "0"),
            ("21", "21"),
            ("21 %", "21"),
            ("21,00%", "21"),
            ("0,21", "21"),
            ("0.12", "12"),
            ("0 %", "0"),
        ):
            self.assertEqual(read_vat_rate(cell), rate, cell)

    def test_vat_rates_that_do_not_exist(self):
        for cell, code in (
            ("", "vat_rate_missing"),
            (Decimal(20), "unknown_vat_rate"),
            (Decimal("0.2"), "unknown_vat_rate"),
            ("0,21 %", "unknown_vat_rate"),
            ("-21", "unknown_vat_rate"),
            ("normal", "unknown_vat_rate"),
            (True, "unknown_vat_rate"),
            (FormulaError("#N/A"), "formula_error"),
        ):
            self.assertEqual(bad(read_vat_rate, cell), code, cell)

    def test_texts(self):
        self.assertEqual(read_text(" a\n\tb\u00a0c ", "label"), "a b c")
        self.assertEqual(read_text("e\u0301", "label"), "é")
        self.assertEqual(read_text(Decimal("1E+2"), "code"), "100")
        self.assertEqual(read_text(None, "unit"), "")
        self.assertEqual(read_text("x" * 50, "code"), "x" * 50)

    def test_texts_that_cannot_be_kept(self):
        for cell, code in (
            ("x" * 51, "text_too_long"),
            (Decimal("1E+300"), "text_too_long"),
            (date(2026, 1, 2), "not_a_text"),
            (time(1, 2), "not_a_text"),
            (False, "not_a_text"),
            ("a\x00b", "text_not_kept"),
            ("a\ud800", "text_not_kept"),
            ("#NOM?", "formula_error"),
        ):
            self.assertEqual(bad(read_text, cell, "code"), code, cell)


class TestPreview(TestCase):
    def test_every_kind(self):
        cheaper = replace(AUDIT, unit_price=Decimal("900"), label="Audits")
        other = replace(AUDIT, code="OLD")
        shown = preview(
            AUDIT_ROW,
            LICENCE_ROW,
            ("NEW", "Nouveau", "", "1", "0"),
            ("BAD", "", "", "x", "20"),
            current=[other, cheaper, LICENCE],
        )
        self.assertEqual(
            kinds(shown),
            [
                ("changed", 2, "AUD"),
                ("accepted", 3, "LIC"),
                ("new", 4, "NEW"),
                ("refused", 5, "BAD"),
                ("gone", None, "OLD"),
            ],
        )
        self.assertEqual(
            shown.counts,
            {"accepted": 1, "changed": 1, "new": 1, "refused": 1, "gone": 1},
        )
        changed = shown.lines[0]
        self.assertEqual((changed.old, changed.line), (cheaper, AUDIT))
        self.assertEqual(changed.changes, ("label", "unit_price"))

    def test_reasons_name_row_and_column(self):
        self.assertEqual(
            refusals(
                ("", "Audit", "", "-1", "21"),
                ("A", None, "", "x", "20 %"),
                ("B", "b", "", FormulaError("#N/A"), ""),
            ),
            [
                ("2", "A", "line_code_missing"),
                ("2", "D", "price_negative"),
                ("3", "B", "label_missing"),
                ("3", "D", "price_not_a_number"),
                ("3", "E", "unknown_vat_rate"),
                ("4", "D", "formula_error"),
                ("4", "E", "vat_rate_missing"),
            ],
        )

    def test_a_reason_has_the_values_of_its_sentence(self):
        (line,) = preview(("A", "a", "", "-1", "21")).lines
        (reason,) = line.reasons
        self.assertEqual(reason.field, "rows.2.unit_price")
        self.assertEqual(
            reason.mapping, {"row": "2", "column": "D", "code": "A", "offered": "-1.00"}
        )

    def test_a_code_twice_names_the_first_row(self):
        shown = preview(AUDIT_ROW, LICENCE_ROW, AUDIT_ROW, current=[AUDIT])
        self.assertEqual(
            [line.kind for line in shown.lines], ["accepted", "new", "refused"]
        )
        (reason,) = shown.lines[2].reasons
        self.assertEqual((reason.code, reason.mapping["first"]), ("code_repeated", "2"))

    def test_a_refused_line_is_not_gone(self):
        shown = preview(("AUD", "Audit", "", "x", "21"), current=[AUDIT])
        self.assertEqual(kinds(shown), [("refused", 2, "AUD")])
        self.assertEqual(shown.lines[0].old, AUDIT)

    def test_rows_without_anything_to_read_are_no_lines(self):
        shown = preview((None, " ", None, None, None, None, "remark"), AUDIT_ROW)
        self.assertEqual(kinds(shown), [("new", 3, "AUD")])

    def test_options_of_the_lot(self):
        self.assertEqual(refusals(AUDIT_ROW, options=["ORG"]), [])
        self.assertEqual(
            refusals(AUDIT_ROW, options=[]), [("2", "F", "unknown_option")]
        )
        self.assertEqual(refusals(LICENCE_ROW, options=[]), [])

    def test_the_example_of_the_template_is_no_line(self):
        self.assertEqual(
            refusals((inventory_import.EXAMPLE_CODE, "a", "", "1", "21")),
            [("2", "A", "example_line")],
        )

    def test_a_column_that_is_not_there_changes_nothing(self):
        read = table(
            ("AUD", "Audit", "850", "21"), headers=("Code", "Libellé", "Prix", "TVA")
        )
        shown = inventory_import.preview(read, find_columns(read), [AUDIT])
        self.assertEqual(shown.lines[0].line, AUDIT)

    def test_columns_that_cannot_serve(self):
        with self.assertRaises(Refused) as caught:
            preview(AUDIT_ROW, headers=("Code", "Libellé", "Unité", "x", "TVA"))
        self.assertEqual(str(caught.exception), "column_missing (unit_price)")


class TestMerged(TestCase):
    rows = (AUDIT_ROW, LICENCE_ROW)

    def test_over_rows(self):
        self.assertEqual(
            refusals(*self.rows, merged=[Merged(2, 3, 1, 1)]),
            [("2", "B", "merged_cell"), ("3", "B", "merged_cell")],
        )

    def test_over_columns_that_are_read(self):
        self.assertEqual(
            refusals(*self.rows, merged=[Merged(3, 3, 0, 1)]),
            [("3", "A", "merged_cell"), ("3", "B", "merged_cell")],
        )

    def test_elsewhere(self):
        merged = [Merged(1, 1, 0, 5), Merged(3, 3, 5, 9), Merged(2, 9, 7, 8)]
        self.assertEqual(refusals(*self.rows, merged=merged), [])


class TestConfirmation(TestCase):
    def setUp(self):
        self.table = table(AUDIT_ROW, LICENCE_ROW)
        self.columns = find_columns(self.table)
        self.current = [replace(AUDIT, unit_price=Decimal(1))]

    def fingerprint(self, **changed):
        facts = {
            "table": self.table,
            "columns": self.columns,
            "current": self.current,
            "options": ["ORG"],
        }
        return inventory_import.fingerprint(**{**facts, **changed})

    def refusal(self, shown, now, **kwargs):
        with self.assertRaises(Refused) as caught:
            inventory_import.lines_to_write(shown, now, **kwargs)
        return str(caught.exception)

    def test_what_was_shown_is_written(self):
        shown = inventory_import.preview(
            self.table, self.columns, self.current, ["ORG"]
        )
        self.assertEqual(
            inventory_import.lines_to_write(shown, self.fingerprint()), [AUDIT, LICENCE]
        )

    def test_whatever_changed_since_is_noticed(self):
        shown = inventory_import.preview(
            self.table, self.columns, self.current, ["ORG"]
        )
        for changed in (
            {"table": replace(self.table, digest="other")},
            {"columns": find_columns(self.table, {"Option": ""})},
            {"columns": replace(self.columns, row=2)},
            {"columns": replace(self.columns, sheet="B")},
            {"current": []},
            {"current": [AUDIT]},
            {"options": None},
            {"options": ["ORG", "TEC"]},
        ):
            now = self.fingerprint(**changed)
            self.assertEqual(self.refusal(shown, now), "preview_outdated", changed)

    def test_refused_lines_are_left_out_knowingly(self):
        shown = preview(AUDIT_ROW, ("B", "b", "", "x", "21"))
        self.assertEqual(
            self.refusal(shown, shown.fingerprint), "lines_refused (lines)"
        )
        self.assertEqual(
            inventory_import.lines_to_write(
                shown, shown.fingerprint, without_refused=True
            ),
            [AUDIT],
        )

    def test_nothing_to_write(self):
        shown = preview(("B", "b", "", "x", "21"))
        self.assertEqual(
            self.refusal(shown, shown.fingerprint, without_refused=True),
            "no_lines (lines)",
        )

    def test_as_json_and_back(self):
        shown = preview(
            AUDIT_ROW,
            LICENCE_ROW,
            ("B", "", "", "x", "21"),
            current=[*self.current, LICENCE, replace(AUDIT, code="OLD")],
        )
        text = json.dumps(inventory_import.as_json(shown))
        self.assertEqual(inventory_import.from_json(json.loads(text)), shown)
