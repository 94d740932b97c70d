from dataclasses import replace
from decimal import Decimal
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale import tables
from imio.centrale.domain.conformity import conformity
from imio.centrale.domain.inventory_columns import find_columns
from imio.centrale.domain.inventory_import import preview
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.domain.vat import VAT_RATES
from imio.centrale.tables.conformity_file import write_conformity
from imio.centrale.tables.inventory_files import write_csv
from imio.centrale.tables.inventory_files import write_ods
from imio.centrale.tables.inventory_files import write_xlsx
from imio.centrale.tables.inventory_template import write_template
from io import BytesIO
from openpyxl import load_workbook
from unittest import TestCase
from zipfile import ZipFile

import time
import tracemalloc
import unicodedata


WRITERS = (write_xlsx, write_csv, write_ods)
AUDIT = InventoryLine("AUD", "Audit", "jour", Decimal("1850.1"), "21", "ORG")


def kept(text):
    """The text as the inventory keeps it: what it would not is for other tests."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if text.isprintable() else "x"


texts = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12).map(
    kept
)
codes = texts | st.sampled_from(
    ["=1+1", "+1", "-1", "@a", "'=1", "001", "1E5", "a;b", 'a"b']
)
lines = st.lists(
    st.builds(
        InventoryLine,
        code=codes.filter(lambda text: text and not text.startswith(("#", "EXEMPLE"))),
        label=codes.filter(lambda text: text and not text.startswith("#")),
        unit=texts.filter(lambda text: not text.startswith("#")),
        unit_price=st.decimals(0, 10**12 - 1, places=4),
        vat_rate=st.sampled_from(VAT_RATES),
        option=texts.filter(lambda text: not text.startswith("#")),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda line: line.code,
)


def shown(data, current=(), options=None):
    table = tables.read(data)
    return preview(table, find_columns(table), current, options)


def loaded(data):
    return load_workbook(BytesIO(data))


def content_of(data):
    with ZipFile(BytesIO(data)) as archive:
        return archive.read("content.xml")


class TestRoundTrip(TestCase):
    @settings(deadline=None, max_examples=40)
    @given(lines)
    def test_what_is_written_is_read_without_any_change(self, written):
        for write in WRITERS:
            found = shown(write(written), written)
            self.assertEqual(found.counts["accepted"], len(written), write)
            self.assertEqual([line.line for line in found.lines], written)

    def test_what_xml_cannot_hold(self):
        for write in WRITERS:
            (line,) = shown(write([replace(AUDIT, label="a\x00b\ud800c")])).lines
            self.assertEqual(
                line.line.label, "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
            )

    def test_five_thousand_lines_in_seconds(self):
        written = [replace(AUDIT, code=f"AUD-{number}") for number in range(5000)]
        for write in WRITERS:
            data = write(written)
            started = time.thread_time()
            found = shown(data, written)
            self.assertLess(time.thread_time() - started, 5)
            self.assertEqual(found.counts["accepted"], 5000)

    def test_a_thousand_lines_in_a_few_megabytes(self):
        written = [replace(AUDIT, code=f"AUD-{number}") for number in range(1000)]
        for write in WRITERS:
            data = write(written)
            tracemalloc.start()
            shown(data, written)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            self.assertLess(peak, 6_000_000)


class TestFormats(TestCase):
    def test_csv_for_belgian_programs(self):
        self.assertEqual(
            write_csv([AUDIT]).decode("utf-8"),
            "\ufeffCode;Libellé;Unité;Prix unitaire HTVA (€);TVA (%);Option\r\n"
            "AUD;Audit;jour;1850,10;21;ORG\r\n",
        )

    def test_nothing_is_a_formula(self):
        evil = replace(AUDIT, code="=1+1", label="@SUM(A1)", unit="+1", option="-1")
        row = write_csv([evil]).decode().splitlines()[1]
        self.assertEqual(row, "'=1+1;'@SUM(A1);'+1;1850,10;21;'-1")
        cells = loaded(write_xlsx([evil])).active[2]
        self.assertEqual(
            [cell.data_type for cell in cells], ["s", "s", "s", "n", "n", "s"]
        )
        self.assertIn(b'"string"><text:p>=1+1', content_of(write_ods([evil])))

    def test_prices_are_numbers_unless_digits_would_be_lost(self):
        dear = replace(AUDIT, unit_price=Decimal("999999999999.9999"))
        sheet = loaded(write_xlsx([AUDIT, dear])).active
        self.assertEqual(sheet["D2"].value, 1850.1)
        self.assertEqual(sheet["D3"].value, "999999999999.9999")


class TestTemplate(TestCase):
    options = [("ORG", "Organisation"), ("=X", "Autre")]

    def test_choices(self):
        sheet = loaded(write_template("Lot 1", self.options))["Annexe B"]
        rules = {
            str(rule.sqref).partition("2:")[0]: (rule.type, rule.formula1)
            for rule in sheet.data_validations.dataValidation
        }
        self.assertEqual(
            rules,
            {
                "D": ("decimal", "0"),
                "E": ("list", '"0,6,12,21"'),
                "F": ("list", "'Options'!$A$2:$A$3"),
            },
        )

    def test_options_are_texts(self):
        sheet = loaded(write_template("Lot 1", self.options))["Options"]
        self.assertEqual([row[0].value for row in sheet.iter_rows(2)], ["ORG", "=X"])
        self.assertEqual(sheet["A3"].data_type, "s")

    def test_a_lot_without_options(self):
        book = loaded(write_template("Lot 1", []))
        self.assertEqual(book.sheetnames, ["Annexe B", "Mode d'emploi"])
        self.assertEqual(len(book.worksheets[0].data_validations.dataValidation), 2)

    def test_the_headers_are_protected_and_the_lines_are_not(self):
        sheet = loaded(write_template("Lot 1", []))["Annexe B"]
        self.assertTrue(sheet.protection.sheet)
        self.assertTrue(sheet["A1"].protection.locked)
        self.assertFalse(sheet["A2"].protection.locked)
        self.assertFalse(sheet.column_dimensions["F"].protection.locked)

    def test_the_example_left_in_place_is_refused(self):
        (line,) = shown(write_template("Lot 1", self.options)).lines
        self.assertEqual([reason.code for reason in line.reasons], ["example_line"])

    def test_with_the_lines_of_a_version(self):
        data = write_template("Lot 1", self.options, [AUDIT])
        found = shown(data, [AUDIT], ["ORG", "=X"])
        self.assertEqual([line.kind for line in found.lines], ["accepted"])


class TestConformity(TestCase):
    def test_the_table(self):
        offer = [
            OfferLine("AUD", Decimal(1), Decimal("1900")),
            OfferLine("AUD", Decimal(2), None),
            OfferLine("=XX", Decimal(1), Decimal(5)),
        ]
        table = conformity(offer, [AUDIT], "2026-1")
        sheet = loaded(write_conformity(table, "Offre", lambda each: each.code)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(3)]
        self.assertEqual(
            rows[0],
            [
                *("AUD", "Audit", "jour", "2026-1", "1, 2", 3, 1850.1, 1900, 49.9, 2.7),
                *(5550.3, 5600.2, "21", "non", "price_above_inventory"),
            ],
        )
        self.assertEqual(
            rows[1],
            ["=XX", None, None, "2026-1", "3", 1, None, 5, None, None, None, 5]
            + [None, "non", "unknown_line"],
        )
        self.assertEqual(sheet["A4"].data_type, "s")
        self.assertEqual(
            rows[2],
            ["Total HTVA", *[None] * 7, 49.9, 0.9, 5550.3, 5600.2, None, "non", None],
        )
        self.assertEqual(
            rows[3], ["Total TVAC", *[None] * 9, 6715.86, 6776.24, None, None, None]
        )
