from imio.centrale.domain.code_proof import Verdict
from imio.centrale.domain.tracking import check_character
from imio.centrale.evidence.codes import Found
from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.proof import prove
from unittest import TestCase


CODE = "CYB-24-3F7K9Q7"
OTHER = f"CYB-24-222222{check_character('222222')}"


def prove_text(*pages, expected=CODE, prefixes=("CYB",), known=(), **reading):
    parts = tuple(Part(str(n), text) for n, text in enumerate(pages, 1))
    return prove(Reading("pdf", parts, **reading), expected, prefixes, known)


class TestProve(TestCase):
    def test_found_and_where(self):
        proof = prove_text("page", f"réf. {CODE}")
        self.assertEqual(proof.verdict, Verdict("found"))
        self.assertEqual(proof.found, (Found(CODE, CODE, "2"),))
        self.assertEqual(proof.misread, ())

    def test_foreign(self):
        self.assertEqual(
            prove_text(OTHER).verdict, Verdict("foreign", foreign=(OTHER,))
        )
        self.assertEqual(
            prove_text(OTHER, CODE).verdict,
            Verdict("found_with_foreign", foreign=(OTHER,)),
        )

    def test_a_code_that_no_dossier_has_is_nobody_elses(self):
        def proof(text):
            reading = Reading("pdf", (Part("1", text),))
            given = {CODE}.__contains__
            return prove(reading, CODE, ("CYB",), is_given=given)

        self.assertEqual(proof(OTHER).verdict, Verdict("absent"))
        self.assertEqual([each.code for each in proof(OTHER).found], [OTHER])
        self.assertEqual(proof(f"{OTHER} {CODE}").verdict, Verdict("found"))

    def test_misread(self):
        proof = prove_text("CYB-24-3F7K9Q8")
        self.assertEqual(
            proof.verdict, Verdict("absent", near_misses=("CYB-24-3F7K9Q8",))
        )
        self.assertEqual(proof.misread[0].where, "1")

    def test_wrong_year_is_a_mistake_and_nobody_elses_code(self):
        self.assertEqual(
            prove_text("CYB-23-3F7K9Q7").verdict,
            Verdict("absent", near_misses=("CYB-23-3F7K9Q7",)),
        )

    def test_not_across_two_pages(self):
        self.assertEqual(prove_text("CYB-24-", "3F7K9Q7").verdict.outcome, "absent")

    def test_what_was_not_read(self):
        for reading, why in (
            ({"unreadable": "encrypted"}, "encrypted"),
            ({"silent": (2,)}, "scan"),
            ({"truncated": True}, "truncated"),
        ):
            with self.subTest(why):
                verdict = prove_text("text", **reading).verdict
                self.assertEqual(verdict, Verdict("unreadable", why=why))

    def test_its_own_code_is_found_whatever_the_prefixes_are_now(self):
        self.assertEqual(
            prove_text("c y b 24 3F7K9Q7", prefixes=()).verdict.outcome, "found"
        )

    def test_old_codes(self):
        known = ("2021-0012", "2021-0013", "14")
        for text, outcome, foreign in (
            ("dossier 2021-0012", "found", ()),
            ("dossier 2021-0013 du 14 mars", "foreign", ("2021-0013",)),
            ("le 14 mars", "absent", ()),
        ):
            with self.subTest(text):
                verdict = prove_text(text, expected="2021-0012", known=known).verdict
                self.assertEqual((verdict.outcome, verdict.foreign), (outcome, foreign))
        self.assertEqual(
            prove_text("n° 14", expected="14", known=known).verdict.outcome, "found"
        )
