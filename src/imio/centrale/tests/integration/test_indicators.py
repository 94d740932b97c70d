"""Result indicators: defined on the lot, reported in closure files, rolled up."""

from decimal import Decimal
from imio.centrale import reported
from imio.centrale.domain.reasons import Refused
from imio.centrale.testing import INTEGRATION
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.state import move
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def definition(code="PC", kind="integer", target="100", **changes):
    return {
        "code": code,
        "label": f"Indicateur {code}",
        "unit": "postes",
        "kind": kind,
        "target": target,
        "required": True,
        **changes,
    }


def row(code="PC", value="120"):
    return {"code": code, "label": "", "unit": "", "target": "", "value": value}


class IndicatorTestCase(ProcedureTestCase):
    layer = INTEGRATION

    def define(self, *rows, lot="direct"):
        lot = self.lot(lot)
        with acting("agent"):
            lot.indicators = list(rows)
            notify(ObjectModifiedEvent(lot))

    def file(self, *rows):
        mission = self.mission(until="confirmed")
        return self.closure(mission, indicators=list(rows))

    def accepted(self, *rows):
        file = self.file(*rows)
        self.moved("alpha", file, "deposit", "deposited")
        return self.moved("agent", file, "accept", "accepted")


class TestDefinitions(IndicatorTestCase):
    def test_wrong_ones_are_named(self):
        for code, field, rows in (
            (
                "indicator_twice",
                "indicators.1.code",
                (definition(), definition()),
            ),
            (
                "indicator_target_wrong",
                "indicators.0.target",
                (definition(target="beaucoup"),),
            ),
        ):
            with self.subTest(code), self.assertRaises(Refused) as caught:
                self.define(*rows)
            (found,) = caught.exception.reasons
            self.assertEqual((found.code, found.field), (code, field))

    def test_a_row_for_each_in_a_new_file(self):
        self.define(definition(), definition("OK", "yes_no", ""))
        mission = self.mission(until="confirmed")
        rows = reported.rows_to_fill(mission)
        self.assertEqual([each["code"] for each in rows], ["PC", "OK"])
        self.assertEqual(rows[0]["label"], "Indicateur PC")
        self.assertEqual([each["value"] for each in rows], ["", ""])
        given = self.closure(mission).indicators
        self.assertEqual([each["code"] for each in given], ["PC", "OK"])

    def test_none_where_the_lot_defines_none(self):
        self.assertEqual(self.file().indicators, [])
        self.assertEqual(reported.rows_to_fill(None), [])


class TestReporting(IndicatorTestCase):
    def test_what_the_lot_says_is_copied(self):
        self.define(definition())
        (found,) = self.file({**row(), "label": "Autre", "target": "1"}).indicators
        self.assertEqual(
            found,
            {
                "code": "PC",
                "label": "Indicateur PC",
                "unit": "postes",
                "target": "100",
                "value": "120",
            },
        )

    def test_values_are_of_their_kind(self):
        self.define(definition(), definition("OK", "yes_no", "oui"))
        for rows, code, field in (
            ((row(value="1,5"),), "indicator_wrong_type", "indicators.0.value"),
            ((row(value="beaucoup"),), "indicator_wrong_type", "indicators.0.value"),
            ((row(), row("OK", "12")), "indicator_wrong_type", "indicators.1.value"),
            ((row(), row("X", "1")), "indicator_unknown", "indicators.1.code"),
            ((row(), row()), "indicator_twice", "indicators.1.code"),
        ):
            with self.subTest(code), self.assertRaises(Refused) as caught:
                self.file(*rows)
            (found,) = caught.exception.reasons
            self.assertEqual((found.code, found.field), (code, field))

    def test_the_belgian_comma(self):
        self.define(definition("TX", "percent", "≥ 80"))
        file = self.file(row("TX", "82,5 %"))
        (found,) = reported.results_of(file)
        self.assertEqual(found.value, Decimal("82.5"))

    def test_what_is_missing_is_asked_for_at_the_deposit(self):
        self.define(definition(), definition("NB", required=False))
        file = self.file(row(value=""))
        (found,) = self.refused("alpha", file, "deposit", "indicator_missing")
        self.assertEqual(found.field, "indicators")
        file.indicators = [row()]
        self.moved("alpha", file, "deposit", "deposited")

    def test_the_deposit_keeps_the_definitions_of_its_day(self):
        self.define(definition())
        file = self.file(row())
        self.moved("alpha", file, "deposit", "deposited")
        self.define(definition("AUTRE", "text", ""))
        self.moved("agent", file, "accept", "accepted")
        self.assertEqual([each.value for each in reported.results_of(file)], [120])

    def test_a_lot_without_indicators_leaves_them_to_the_supplier(self):
        file = self.file(row("MOI", "peut-être"))
        self.moved("alpha", file, "deposit", "deposited")
        self.assertEqual(reported.results_of(file), [])
        self.assertEqual(self.brain(file).indicator_results, ())


class TestRollUp(IndicatorTestCase):
    """Over the accepted closure files, by the catalog."""

    def figures(self, place):
        return [
            (each.indicator.code, each.figure, each.dossiers, each.reached)
            for each in reported.figures_in(place)
        ]

    def test_by_lot_and_centrale(self):
        self.define(definition(), definition("TX", "percent", ""))
        self.accepted(row(value="120"), row("TX", "80"))
        self.accepted(row(value="90"), row("TX", "91"))
        waiting = self.file(row(value="1000"), row("TX", "0"))
        self.moved("alpha", waiting, "deposit", "deposited")
        expected = [
            ("PC", Decimal("210"), 2, 1),
            ("TX", Decimal("85.50"), 2, 0),
        ]
        self.assertEqual(self.figures(self.centrale), expected)
        self.assertEqual(self.figures(self.lot("direct")), expected)
        self.assertEqual(self.figures(self.lot("cascade")), [])
        (lot,) = reported.figures_by_lot(self.centrale)
        self.assertEqual((lot.title, lot.dossiers), ("Lot direct", 2))

    def test_what_is_kept_in_the_catalog(self):
        self.define(definition("TX", "percent", "80"))
        file = self.accepted(row("TX", "82,5"))
        self.assertEqual(
            self.brain(file).indicator_results,
            (("TX", "Indicateur TX", "postes", "percent", "80", True, "82,5"),),
        )

    def test_whatever_happens_to_the_lot_later(self):
        self.define(definition())
        file = self.accepted(row())
        self.define()
        file.reindexObject()
        self.assertEqual(self.figures(self.centrale), [("PC", Decimal("120"), 1, 1)])

    def test_sent_back_it_no_longer_counts(self):
        self.define(definition())
        file = self.file(row())
        with acting("alpha"):
            move(file, "deposit")
        with acting("agent"):
            move(file, "return")
        self.assertEqual(self.figures(self.centrale), [])
