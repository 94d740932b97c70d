from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.indicators import definition_reasons
from imio.centrale.domain.indicators import Indicator
from imio.centrale.domain.indicators import KINDS
from imio.centrale.domain.indicators import reached
from imio.centrale.domain.indicators import read_value
from imio.centrale.domain.indicators import Reported
from imio.centrale.domain.indicators import Result
from imio.centrale.domain.indicators import results
from imio.centrale.domain.indicators import roll_up
from imio.centrale.domain.indicators import value_reasons
from unittest import TestCase


def indicator(kind="integer", target="", code="K1", **values):
    return Indicator(code, f"Label of {code}", "users", kind, target, **values)


TRAINED = indicator("integer", "50", "TRAINED")
CLICKED = indicator("percent", "≤ 5 %", "CLICKED")
PLAN = indicator("yes_no", "oui", "PLAN")
REMARK = indicator("text", "", "REMARK", required=False)
DEFINED = (TRAINED, CLICKED, PLAN, REMARK)
GOOD = (
    Reported("TRAINED", "62"),
    Reported("CLICKED", "4,5 %"),
    Reported("PLAN", "Oui"),
)


class TestReading(TestCase):
    def test_figures_as_people_write_them(self):
        for text, number in (
            ("0", "0"),
            (" 12 ", "12"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("-3,25", "-3.25"),
            ("\N{MINUS SIGN}3", "-3"),
            ("+3", "3"),
            ("1 234 567,8", "1234567.8"),
            ("1\N{NO-BREAK SPACE}234", "1234"),
            ("1\N{NARROW NO-BREAK SPACE}234,50", "1234.50"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("0.125", "0.125"),
            ("1250.125", "1250.125"),
            ("-0", "0"),
        ):
            with self.subTest(text):
                self.assertEqual(str(read_value("decimal", text)), number)

    def test_what_is_no_figure(self):
        for text in (
            "",
            " ",
            ",5",
            "5,",
            "5.",
            "1.250",
            "1,234.5",
            "1 23",
            "12 34,5",
            "1.23,4",
            "1e3",
            "NaN",
            "Infinity",
            "\u0661",
            "1_000",
            "12 users",
            "5 %",
            "--1",
            "1" * 16,
        ):
            with self.subTest(text), self.assertRaises(ValueError):
                read_value("decimal", text)

    def test_whole_numbers(self):
        self.assertIs(type(read_value("integer", "12,0")), int)
        self.assertEqual(read_value("integer", "1 200"), 1200)
        with self.assertRaises(ValueError):
            read_value("integer", "12,5")

    def test_percentages(self):
        for text in ("85,5", "85,5%", "85,5 %", "85.5\N{NO-BREAK SPACE}%"):
            self.assertEqual(read_value("percent", text), Decimal("85.5"))
        for text in ("%", "85%%", "% 85"):
            with self.subTest(text), self.assertRaises(ValueError):
                read_value("percent", text)

    def test_yes_and_no(self):
        for text in ("oui", "Oui ", "YES", "true"):
            self.assertIs(read_value("yes_no", text), True)
        for text in ("non", "No", "false"):
            self.assertIs(read_value("yes_no", text), False)
        for text in ("", "peut-être", "1", "o"):
            with self.subTest(text), self.assertRaises(ValueError):
                read_value("yes_no", text)

    def test_texts(self):
        self.assertEqual(read_value("text", " Bien. "), "Bien.")
        with self.assertRaises(ValueError):
            read_value("text", " \n")

    def test_a_kind_that_does_not_exist(self):
        with self.assertRaises(ValueError):
            read_value("money", "1")

    @given(st.decimals(-(10**12), 10**12, places=3))
    def test_a_figure_written_in_belgium_is_read_back(self, number):
        grouped = f"{number:,.3f}"
        for thousands in (" ", "\N{NO-BREAK SPACE}", "."):
            text = grouped.replace(".", ";").replace(",", thousands).replace(";", ",")
            self.assertEqual(read_value("decimal", text), number)

    @given(st.sampled_from(KINDS), st.text(max_size=30))
    def test_any_text_is_read_or_refused(self, kind, text):
        try:
            value = read_value(kind, text)
        except ValueError:
            return
        self.assertIn(type(value), (int, Decimal, bool, str))


class TestTargets(TestCase):
    def test_a_figure_reaches_its_target_or_passes_it(self):
        for target, value, verdict in (
            ("50", 50, True),
            ("50", 49, False),
            (">= 50", 50, True),
            ("≥50", 49, False),
            ("> 50", 50, False),
            ("≤ 5", 5, True),
            ("<= 5", 6, False),
            ("<5", 5, False),
            ("= 5", 5, True),
            ("= 5", 6, False),
            ("1 000", 999, False),
        ):
            with self.subTest(target):
                self.assertIs(reached(indicator(target=target), value), verdict)

    def test_percentages(self):
        self.assertIs(reached(CLICKED, Decimal("5.0")), True)
        self.assertIs(reached(CLICKED, Decimal("5.1")), False)

    def test_yes_or_no(self):
        self.assertIs(reached(PLAN, True), True)
        self.assertIs(reached(PLAN, False), False)
        self.assertIs(reached(indicator("yes_no", "= non"), False), True)

    def test_nothing_to_reach(self):
        self.assertIsNone(reached(indicator(target=" "), 5))
        self.assertIsNone(reached(indicator("text", "a report"), "a report"))


class TestDefinitions(TestCase):
    def found(self, *indicators):
        return [
            (reason.code, reason.field) for reason in definition_reasons(indicators)
        ]

    def test_good(self):
        self.assertEqual(self.found(*DEFINED), [])

    def test_bad(self):
        self.assertEqual(
            self.found(
                TRAINED,
                indicator(code="TRAINED"),
                indicator("money"),
                indicator(target="many", code="K2"),
                indicator("yes_no", "> oui", "K3"),
                indicator("integer", "2,5", "K4"),
                indicator("text", "> 5 pages", "K5"),
            ),
            [
                ("indicator_twice", "indicators.1.code"),
                ("indicator_kind_unknown", "indicators.2.kind"),
                ("indicator_target_wrong", "indicators.3.target"),
                ("indicator_target_wrong", "indicators.4.target"),
                ("indicator_target_wrong", "indicators.5.target"),
            ],
        )


class TestValues(TestCase):
    def found(self, *rows):
        return [
            (reason.code, reason.field, reason.mapping["indicator"])
            for reason in value_reasons(DEFINED, rows)
        ]

    def test_good(self):
        self.assertEqual(self.found(*GOOD), [])
        self.assertEqual(self.found(*GOOD, Reported("REMARK", "")), [])

    def test_unknown(self):
        self.assertEqual(
            self.found(*GOOD, Reported("OTHER", "1"), Reported("OTHER", "2")),
            [
                ("indicator_unknown", "indicators.3.code", "OTHER"),
                ("indicator_unknown", "indicators.4.code", "OTHER"),
            ],
        )

    def test_twice(self):
        self.assertEqual(
            self.found(*GOOD, Reported("PLAN", "non")),
            [("indicator_twice", "indicators.3.code", "PLAN")],
        )

    def test_missing_or_empty(self):
        self.assertEqual(
            self.found(GOOD[0], Reported("CLICKED", " ")),
            [
                ("indicator_missing", "indicators", "CLICKED"),
                ("indicator_missing", "indicators", "PLAN"),
            ],
        )

    def test_wrong_type(self):
        (reason,) = value_reasons(DEFINED, [Reported("TRAINED", "x" * 500), *GOOD[1:]])
        self.assertEqual(
            (reason.code, reason.field), ("indicator_wrong_type", "indicators.0.value")
        )
        self.assertEqual(
            reason.mapping,
            {"indicator": "TRAINED", "kind": "integer", "value": "x" * 100},
        )

    def test_nothing_defined(self):
        self.assertEqual(value_reasons([], []), [])


class TestResults(TestCase):
    def test_values_are_typed_and_empty_ones_left_out(self):
        rows = (*GOOD, Reported("REMARK", ""))
        self.assertEqual(
            [result.value for result in results(DEFINED, rows)],
            [62, Decimal("4.5"), True],
        )

    def test_wrong_rows(self):
        with self.assertRaises(KeyError):
            results(DEFINED, [Reported("OTHER", "1")])
        with self.assertRaises(ValueError):
            results(DEFINED, [Reported("TRAINED", "many")])


class TestRollUp(TestCase):
    def figures(self, *pairs):
        return roll_up(Result(defined, value) for defined, value in pairs)

    def test_by_kind(self):
        days = indicator("decimal", code="DAYS")
        figures = self.figures(
            (TRAINED, 62),
            (CLICKED, Decimal("4.5")),
            (PLAN, True),
            (REMARK, "Bien."),
            (days, Decimal("1.25")),
            (TRAINED, 40),
            (CLICKED, Decimal("5.2")),
            (CLICKED, Decimal("0.3")),
            (PLAN, False),
            (days, Decimal("2.5")),
        )
        self.assertEqual(
            [
                (f.indicator.code, f.figure, f.dossiers, f.with_target, f.reached)
                for f in figures
            ],
            [
                ("TRAINED", Decimal(102), 2, 2, 1),
                ("CLICKED", Decimal("3.33"), 3, 3, 2),
                ("PLAN", Decimal(1), 2, 2, 1),
                ("REMARK", None, 1, 0, 0),
                ("DAYS", Decimal("3.75"), 2, 0, 0),
            ],
        )

    def test_a_mean_is_rounded_half_up(self):
        (figure,) = self.figures((CLICKED, Decimal("0.01")), (CLICKED, Decimal("0.02")))
        self.assertEqual(figure.figure, Decimal("0.02"))

    def test_two_units_are_never_added_up(self):
        hours = Indicator("TRAINED", "Hours", "h", "integer")
        figures = self.figures((TRAINED, 5), (hours, 7))
        self.assertEqual([f.figure for f in figures], [Decimal(5), Decimal(7)])

    def test_each_value_is_held_against_the_target_of_its_lot(self):
        higher = indicator("integer", "100", "TRAINED")
        (figure,) = self.figures((TRAINED, 60), (higher, 60))
        self.assertEqual((figure.with_target, figure.reached), (2, 1))

    def test_nothing(self):
        self.assertEqual(roll_up([]), [])

    @given(st.lists(st.integers(0, 10**15 - 1), min_size=1))
    def test_a_sum_is_exact(self, values):
        (figure,) = self.figures(*((TRAINED, value) for value in values))
        self.assertEqual((figure.figure, figure.dossiers), (sum(values), len(values)))
