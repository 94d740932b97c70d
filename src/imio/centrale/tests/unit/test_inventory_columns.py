from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.inventory_columns import find_columns
from imio.centrale.domain.inventory_columns import header_key
from imio.centrale.domain.table import column_name
from imio.centrale.domain.table import Row
from imio.centrale.domain.table import Sheet
from imio.centrale.domain.table import Table
from unittest import TestCase


FRENCH = ("Code", "Libellé", "Unité", "Prix unitaire HTVA (€)", "TVA (%)", "Option")
WHOLE = {
    "code": 0,
    "label": 1,
    "unit": 2,
    "unit_price": 3,
    "vat_rate": 4,
    "option": 5,
}


def sheet(*rows, name="A"):
    found = (Row(number, tuple(cells)) for number, cells in enumerate(rows, 1))
    return Sheet(name, tuple(row for row in found if row.cells))


def table(*sheets):
    return Table("xlsx", "digest", sheets)


def columns(*rows, remembered=None):
    return find_columns(table(sheet(*rows)), remembered)


def codes(found):
    return [(reason.code, reason.field) for reason in found.reasons]


class TestGuess(TestCase):
    def test_three_languages(self):
        for headers in (
            FRENCH,
            (
                "Réf.",
                "Désignation",
                "UNITÉ",
                "Prix unitaire (H.T.V.A./€)",
                "Taux TVA",
                "Options",
            ),
            (
                "Référence",
                "Description",
                "Unité de mesure",
                "P.U. HTVA",
                "Taux de TVA",
                "option",
            ),
            ("N° article", "Intitulé", "U.M.", "Prix", "TVA %", "Code option"),
            (
                "Artikelcode",
                "Omschrijving",
                "Eenheid",
                "Eenheidsprijs excl. btw",
                "Btw-tarief",
                "Optie",
            ),
            (
                "Item code",
                "Label",
                "Unit",
                "Unit price (€, excl. VAT)",
                "VAT rate",
                "Option",
            ),
        ):
            found = columns(headers)
            self.assertEqual(found.by_field, WHOLE, headers)
            self.assertEqual(found.reasons, ())

    def test_prices_that_include_vat_are_not_guessed(self):
        found = columns(("Code", "Libellé", "Prix TVAC", "Prix TVA comprise", "TVA"))
        self.assertEqual(codes(found), [("column_missing", "unit_price")])

    def test_titles_above(self):
        found = columns(("Annexe B - inventaire",), (), ("Lot", "Code"), FRENCH, ("A",))
        self.assertEqual((found.row, found.by_field), (4, WHOLE))

    def test_the_surest_word_wins(self):
        found = columns(("Description", "Libellé", "Code", "Prix", "TVA"))
        self.assertEqual(found.by_field["label"], 1)
        self.assertEqual(found.mapping["Description"], "")

    def test_the_sheet_that_fits_is_found_or_the_one_asked_for(self):
        several = table(sheet(("Bonjour", "vous")), sheet(FRENCH, name="B"))
        self.assertEqual(find_columns(several).sheet, "B")
        wrong = find_columns(several, sheet="A")
        self.assertEqual(
            codes(wrong),
            [
                ("column_missing", "code"),
                ("column_missing", "label"),
                ("column_missing", "unit_price"),
                ("column_missing", "vat_rate"),
            ],
        )
        self.assertEqual(wrong.mapping, {"Bonjour": "", "vous": ""})

    def test_nothing_to_read(self):
        self.assertEqual(codes(find_columns(table(sheet()))), [("no_rows", "file")])
        self.assertEqual(
            codes(find_columns(table(sheet(FRENCH)), sheet="B")),
            [("sheet_missing", "file")],
        )

    def test_the_same_header_twice(self):
        found = columns(("Code", "Libellé", "Prix", "Prix", "TVA"))
        self.assertEqual(codes(found), [("column_twice", "unit_price")])
        self.assertEqual(
            found.reasons[0].mapping,
            {"wanted": "unit_price", "first": "Prix (C)", "second": "Prix (2) (D)"},
        )


class TestRemembered(TestCase):
    def test_what_is_remembered_comes_first(self):
        headers = ("Code", "SKU", "Libellé", "Tarif 2026", "Prix", "TVA")
        remembered = {"sku": "code", "TARIF  2026": "unit_price"}
        found = columns(headers, remembered=remembered)
        self.assertEqual(
            found.by_field, {"code": 1, "label": 2, "unit_price": 3, "vat_rate": 5}
        )
        self.assertEqual(found.reasons, ())

    def test_it_is_given_back_and_does_the_same_again(self):
        headers = ("Code", "Libellé", "Prix", "Prix", "TVA", "Remarque")
        corrected = {**columns(headers).mapping, "Prix (2)": ""}
        found = columns(headers, remembered=corrected)
        self.assertEqual(found.by_field["unit_price"], 2)
        self.assertEqual(found.mapping, corrected)

    def test_a_column_may_be_ignored(self):
        found = columns(FRENCH, remembered={"Unité": ""})
        self.assertNotIn("unit", found.by_field)

    def test_headers_are_found_by_what_is_remembered(self):
        remembered = {"X": "code", "Y": "label", "Z": "unit_price", "T": "vat_rate"}
        found = columns(
            ("a", "b", "c", "d", "e"), ("X", "Y", "Z", "T"), remembered=remembered
        )
        self.assertEqual((found.row, found.reasons), (2, ()))

    def test_mapped_twice_or_to_nothing_known(self):
        remembered = {"Réf.": "code", "Code": "code", "TVA": "colour"}
        found = columns(
            ("Code", "Réf.", "Libellé", "Prix", "TVA"), remembered=remembered
        )
        self.assertEqual(
            codes(found),
            [
                ("column_twice", "code"),
                ("column_missing", "vat_rate"),
                ("unknown_field", "colour"),
            ],
        )

    @given(
        st.lists(st.text(max_size=8), max_size=8),
        st.dictionaries(st.text(max_size=8), st.text(max_size=8)),
    )
    def test_any_headers(self, headers, remembered):
        found = columns(headers, remembered=remembered)
        self.assertEqual(len(found.mapping), len(found.headers))
        again = columns(headers, remembered=found.mapping)
        self.assertEqual(again.mapping, found.mapping)


class TestNames(TestCase):
    def test_header_key(self):
        self.assertEqual(
            header_key(" Prix\nUNITAIRE (H.T.V.A./€) "), "prix unitaire h t v a"
        )
        self.assertEqual(header_key("Désignation"), header_key("De\u0301signation"))

    def test_column_names(self):
        self.assertEqual(
            [column_name(column) for column in (0, 25, 26, 701, 702, 16383)],
            ["A", "Z", "AA", "ZZ", "AAA", "XFD"],
        )
