from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain.code_proof import code_reasons
from imio.centrale.domain.code_proof import Evidence
from imio.centrale.domain.code_proof import for_the_parties
from imio.centrale.domain.code_proof import OUTCOMES
from imio.centrale.domain.code_proof import Override
from imio.centrale.domain.code_proof import override_reasons
from imio.centrale.domain.code_proof import stops
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.domain.code_proof import verdict
from imio.centrale.domain.reasons import reason
from unittest import TestCase


CODE = "CYB-24-3F7K9Q7"
OTHER = "CYB-24-2222222"
verdicts = st.builds(
    verdict,
    st.just(CODE),
    st.sets(st.sampled_from([CODE, OTHER, "EQU-25-2222333", "2021-0012"])),
    st.sets(st.sampled_from(["CYB-24-3F7K9Q8", "YB-24-3F7K9Q7"])),
    st.sampled_from([None, "scan", "encrypted", "truncated"]),
)


class TestVerdict(TestCase):
    def test_each_outcome(self):
        for found, unreadable, outcome, foreign in (
            ([CODE], None, "found", ()),
            ([CODE], "scan", "found", ()),
            ([CODE, OTHER], None, "found_with_foreign", (OTHER,)),
            ([OTHER], None, "foreign", (OTHER,)),
            ([OTHER], "truncated", "foreign", (OTHER,)),
            ([], None, "absent", ()),
            ([], "scan", "unreadable", ()),
            (["CYB-23-3F7K9Q7"], None, "absent", ()),
            (["EQU-24-3F7K9Q7", CODE], None, "found", ()),
        ):
            with self.subTest(found=found, unreadable=unreadable):
                given = verdict(CODE, found, (), unreadable)
                self.assertEqual((given.outcome, given.foreign), (outcome, foreign))

    def test_why_and_near_misses_only_where_it_was_not_found(self):
        self.assertEqual(
            verdict(CODE, [], ["b", "a", "b"], "scan"),
            Verdict("unreadable", (), ("a", "b"), "scan"),
        )
        self.assertEqual(verdict(CODE, [CODE], ["a"], "scan"), Verdict("found"))

    def test_old_codes(self):
        self.assertEqual(verdict("2021-12/b", ["2021 12/B"]).outcome, "found")
        self.assertEqual(verdict("2021-12/b", ["2021-13/b"]).outcome, "foreign")
        self.assertEqual(verdict("2021-12/b", [CODE]).outcome, "foreign")
        self.assertEqual(verdict(CODE, ["2021-12/b"]).outcome, "foreign")

    @given(verdicts)
    def test_what_stops_is_one_of_the_outcomes(self, verdict):
        self.assertIn(verdict.outcome, OUTCOMES)
        passes = ("found", "found_with_foreign", "unreadable")
        self.assertEqual(verdict.blocks, verdict.outcome not in passes)


class TestForTheParties(TestCase):
    @given(verdicts)
    def test_no_code_and_no_number(self, verdict):
        told = for_the_parties(verdict)
        self.assertEqual((told.foreign, told.near_misses), ((), ()))
        self.assertEqual(told.blocks, verdict.blocks)
        self.assertEqual(told.why, verdict.why)

    def test_which_mistake_to_correct(self):
        for outcome, told in (
            ("found", "found"),
            ("absent", "absent"),
            ("foreign", "foreign"),
            ("unreadable", "unreadable"),
            ("found_with_foreign", "found"),
        ):
            self.assertEqual(for_the_parties(Verdict(outcome)).outcome, told)


class TestCodeReasons(TestCase):
    def setUp(self):
        self.documents = [
            Evidence("deliberation", "d1", Verdict("absent")),
            Evidence("purchase_order", "d2", Verdict("foreign", (OTHER,))),
            Evidence("report", "d3", Verdict("unreadable", why="scan")),
            Evidence("invoice", "d4", Verdict("found")),
            Evidence("quote", "d5", Verdict("found_with_foreign", (OTHER,))),
        ]

    def test_what_stops(self):
        self.assertEqual(
            code_reasons(self.documents),
            [
                reason("code_absent", "deliberation", document="deliberation"),
                reason("code_foreign", "purchase_order", document="purchase_order"),
            ],
        )

    def test_no_reason_names_the_code_of_another(self):
        self.assertNotIn(OTHER, repr(code_reasons(self.documents)))

    def test_an_override_lets_this_document_pass_and_no_other(self):
        def codes(*overrides):
            return [each.field for each in code_reasons(self.documents, overrides)]

        self.assertEqual(
            codes(Override("deliberation", "d1", "agent", "vu")), ["purchase_order"]
        )
        both = ["deliberation", "purchase_order"]
        self.assertEqual(codes(Override("deliberation", "before", "agent", "vu")), both)
        self.assertEqual(codes(Override("invoice", "d1", "agent", "vu")), both)

    def test_a_quote_and_a_proof_of_payment_may_lack_the_code(self):
        for field in ("quote", "payment_proof"):
            self.assertFalse(stops(field, Verdict("absent")))
            self.assertTrue(stops(field, Verdict("foreign", (OTHER,))))
        for field in ("deliberation", "purchase_order", "report", "invoice"):
            self.assertTrue(stops(field, Verdict("absent")))
            self.assertFalse(stops(field, Verdict("unreadable", why="scan")))
        self.assertEqual(
            code_reasons([Evidence("payment_proof", "d", Verdict("absent"))]), []
        )

    def test_an_override_says_why(self):
        self.assertEqual(
            override_reasons(" \n"), [reason("override_note_missing", "note")]
        )
        self.assertEqual(override_reasons("Code écrit à la main, vu."), [])
