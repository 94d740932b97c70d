from imio.centrale.domain import invoice_rules
from imio.centrale.domain import matching
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.findings import WEIGHTS
from imio.centrale.domain.reasons import reason
from imio.centrale.evidence import ubl
from imio.centrale.evidence import ubl_terms
from pathlib import Path
from unittest import TestCase

import re


MODULES = (invoice_rules, matching, ubl, ubl_terms)
#: A code where a reason is made: the first text within the brackets.
MADE = re.compile(r"\b(?:reason|_differs|_does_not_add_up)\(\s*\"([a-z_]+)\"")
IN_A_TABLE = re.compile(r"\(\"([a-z_]+_is_not_the_[a-z]+)\"")


def codes_made():
    for module in MODULES:
        text = Path(module.__file__).read_text(encoding="utf-8")
        yield from MADE.findall(text)
        yield from IN_A_TABLE.findall(text)


class TestWeights(TestCase):
    def test_every_finding_has_one_and_nothing_else_has(self):
        made = set(codes_made())
        self.assertGreater(len(made), 15)
        self.assertEqual({code.partition(":")[0] for code in WEIGHTS}, made)

    def test_those_that_only_tell(self):
        told = {code for code, weight in WEIGHTS.items() if not weight.blocks}
        self.assertEqual(
            told,
            {
                "attachment_unreadable",
                "invoice_term_invalid",
                "invoice_term_missing",
                "line_does_not_add_up",
                "paid_before_invoice",
                "party_number_missing",
                "reverse_charge",
                "structured_communication_wrong",
                "total_differs:under",
                "unknown_vat_rate",
                "vat_differs",
            },
        )

    def test_each_says_why(self):
        for weight in WEIGHTS.values():
            self.assertRegex(weight.why, r"\A[A-Z].+[.?]\Z")

    def test_by_direction(self):
        self.assertTrue(blocks(reason("total_differs", direction="over")))
        self.assertFalse(blocks(reason("total_differs", direction="under")))

    def test_another_reason_is_no_finding(self):
        with self.assertRaises(KeyError):
            blocks(reason("report_missing"))
