from dataclasses import replace
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.inventory_versions import compare
from imio.centrale.domain.inventory_versions import concerned
from imio.centrale.domain.inventory_versions import MissionUse
from imio.centrale.domain.percent import percent_change
from imio.centrale.domain.pricing import InventoryLine
from unittest import TestCase


A = InventoryLine("A", "Audit", "jour", Decimal("850.00"), "21", "ORG")
B = InventoryLine("B", "Licence", "poste", Decimal("0.1250"), "6")
C = InventoryLine("C", "Cours", "jour", Decimal("400"), "0")

lines = st.lists(
    st.builds(
        InventoryLine,
        code=st.sampled_from("ABCDEF"),
        label=st.sampled_from("ab"),
        unit=st.just("u"),
        unit_price=st.sampled_from([Decimal(1), Decimal("1.00"), Decimal(2)]),
        vat_rate=st.sampled_from(["6", "21"]),
    ),
    unique_by=lambda line: line.code,
)


class TestPercent(TestCase):
    def test_half_up_to_the_hundredth(self):
        for old, new, percent in (
            ("100", "110", "10.00"),
            ("3", "2", "-33.33"),
            ("800", "800.04", "0.01"),
            ("800", "799.96", "-0.01"),
            ("0.0001", "999999999999", "999999999998999900.00"),
            ("5", "5.00", "0.00"),
            ("0", "0.00", "0.00"),
        ):
            found = percent_change(Decimal(old), Decimal(new))
            self.assertEqual(str(found), percent)

    def test_from_nothing(self):
        self.assertIsNone(percent_change(Decimal(0), Decimal(1)))


class TestCompare(TestCase):
    def test_each_kind(self):
        dearer = replace(A, unit_price=Decimal("892.50"), label="Audits")
        untaxed = replace(B, vat_rate="0")
        new = replace(C, code="D")
        found = compare([A, B, C], [new, untaxed, dearer])
        (changed,) = found.repriced
        self.assertEqual((changed.old, changed.new), (A, dearer))
        self.assertEqual(changed.percent, Decimal("5.00"))
        self.assertEqual(changed.fields, ("label", "unit_price"))
        self.assertEqual(found.relabelled, (changed,))
        self.assertEqual([each.new for each in found.reclassified], [untaxed])
        self.assertEqual((found.new, found.gone), ((new,), (C,)))
        self.assertEqual(found.unchanged, 0)
        self.assertEqual(found.codes, {"A", "B", "C"})

    def test_the_same_price_written_otherwise(self):
        found = compare([A], [replace(A, unit_price=Decimal("850"))])
        self.assertEqual((found.codes, found.unchanged), (frozenset(), 1))

    @given(lines, lines)
    def test_every_code_is_counted_once(self, old, new):
        found = compare(old, new)
        codes = {line.code for line in old} | {line.code for line in new}
        self.assertEqual(
            len(codes), len(found.codes) + len(found.new) + found.unchanged
        )
        back = compare(new, old)
        self.assertEqual(set(back.gone), set(found.new))
        self.assertEqual(len(back.repriced), len(found.repriced))


class TestConcerned(TestCase):
    difference = compare([A, B, C], [replace(A, unit_price=Decimal(1)), B])

    def found(self, *uses, difference=difference):
        return [
            (each.mission_uid, each.codes)
            for each in concerned(difference, "old", uses)
        ]

    def test_those_that_use_what_changed_or_is_gone(self):
        self.assertEqual(
            self.found(
                MissionUse("m1", "old", frozenset("CBA")),
                MissionUse("m2", "old", frozenset("B")),
                MissionUse("m3", "other", frozenset("A")),
            ),
            [("m1", ("A", "C"))],
        )

    def test_those_without_an_offer_yet(self):
        self.assertEqual(self.found(MissionUse("m1", "old")), [("m1", ())])

    def test_a_version_that_only_adds_concerns_nobody(self):
        added = compare([A], [A, B])
        self.assertEqual(self.found(MissionUse("m1", "old"), difference=added), [])
