"""The ledger compared with the dossiers, and every finding in a sentence."""

from dataclasses import replace
from decimal import Decimal
from imio.centrale.domain.ledger_audit import Finding
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy import findings
from imio.centrale.subsidy import verifying
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.store import LedgerStore
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.subsidy.verifying import read_fingerprints
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api

import re
import unittest


CODE = re.compile(r"``([a-z]+(?:_[a-z]+)+)``")


class TestDossiers(ProcedureTestCase):
    """Each kind of disagreement is found, at the last entry of the dossier."""

    def setUp(self):
        super().setUp()
        self.opened = self.program("10000.00")
        self.dossier = self.mission("confirmed")
        self.order_of_it = self.dossier["commande-1"]
        self.uid = self.order_of_it.UID()

    def codes(self):
        return [(each.number, each.code) for each in findings_of(self.opened)]

    def test_sound(self):
        self.assertEqual(findings_of(self.opened), [])

    def test_sound_after_returns_and_cancellations(self):
        returned = self.mission("ordered")["commande-1"]
        self.moved("agent", returned, "return", "returned")
        self.assertEqual(findings_of(self.opened), [])
        cancelled = self.mission("ordered")
        with acting("agent"):
            api.content.transition(cancelled, "cancel", reason_code="duplicate")
        self.moved("agent", self.order_of_it, "cancel", "cancelled")
        self.assertEqual(findings_of(self.opened), [])

    def test_an_order_that_is_gone(self):
        with api.env.adopt_roles(["Manager"]):
            self.dossier._delObject(self.order_of_it.getId(), suppress_events=False)
        self.assertEqual(self.codes(), [(3, "order_missing")])

    def test_an_order_of_another_program(self):
        self.order_of_it.subsidy_program = "another"
        self.assertEqual(self.codes(), [(3, "wrong_program")])

    def test_an_order_in_no_ledger(self):
        other = self.mission("accepted")
        order = self.order(other)
        order.subsidy_program = self.opened.UID()
        (found,) = findings_of(self.opened)
        self.assertEqual((found.number, found.code), (3, "position_missing"))
        self.assertEqual(found.subject, order.UID())

    def test_another_authority(self):
        self.dossier.authority = self.arlon.UID()
        self.assertEqual(self.codes(), [(3, "wrong_authority")])

    def test_another_state(self):
        status = dict(self.order_of_it.workflow_history["order_workflow"][-1])
        status["review_state"] = "cancelled"
        tool = api.portal.get_tool("portal_workflow")
        tool.setStatusOf("order_workflow", self.order_of_it, status)
        (found,) = findings_of(self.opened)
        self.assertEqual(
            (found.code, found.expected, found.found),
            ("wrong_state", "confirmed", "cancelled"),
        )

    def test_a_mission_that_is_gone_or_another(self):
        store = book_of(self.opened).store
        position = store.dossiers[self.uid]
        store.dossiers[self.uid] = replace(
            position, mission=self.mission("draft").UID()
        )
        self.assertIn((3, "wrong_mission"), self.codes())
        store.dossiers[self.uid] = replace(position, mission="gone")
        self.assertIn((3, "mission_missing"), self.codes())

    def test_the_envelope_of_the_rules(self):
        first, *others = self.opened.rules_versions
        self.opened.rules_versions = (replace(first, envelope=Decimal("1.00")), *others)
        self.assertEqual(self.codes(), [(3, "wrong_version")])
        self.opened.rules_versions = ()
        self.assertEqual(self.codes(), [(3, "wrong_version")])

    def test_a_ledger_that_was_emptied(self):
        self.opened.ledger = LedgerStore()
        self.assertEqual(self.codes(), [(0, "wrong_version"), (0, "position_missing")])

    def test_positions_that_are_none(self):
        book_of(self.opened).store.dossiers[self.uid] = "nonsense"
        self.assertEqual([code for _number, code in self.codes()], ["wrong_total"])

    def test_each_in_a_sentence_with_its_dossier(self):
        self.dossier.authority = self.arlon.UID()
        (found,) = findings_of(self.opened)
        request = self.layer["request"]
        self.assertIn("another authority", findings.sentence(found, context=request))
        self.assertEqual(findings.dossier_of(found), self.uid)


class TestSentences(ProcedureTestCase):
    """One for each code, with nothing left to fill in."""

    def test_every_code_has_its_sentence(self):
        told = set(CODE.findall(Finding.__doc__) + CODE.findall(verifying.__doc__))
        self.assertEqual(told, set(findings.SENTENCES))

    def test_nothing_is_left_to_fill_in(self):
        for code in findings.SENTENCES:
            found = Finding(7, code, "dossier", "1234.50", "confirmed")
            for language in ("en", "fr"):
                text = findings.sentence(found, target_language=language)
                self.assertNotIn("${", text, code)

    def test_amounts_numbers_and_states(self):
        def told(*values):
            text = findings.sentence(Finding(*values), target_language="en")
            return text.replace("\xa0", " ")

        self.assertIn("1 234,50 €", told(7, "wrong_amount", "d", "1234.50", "1.00"))
        self.assertIn("number 3: one", told(3, "wrong_number", "d", "2", "3"))
        self.assertIn(
            "Order cancelled", told(3, "wrong_state", "d", "confirmed", "cancelled")
        )
        self.assertIn("Last rank: 3 is kept", told(3, "wrong_total", "rank", "2", "3"))
        self.assertIn("“turns.x”", told(3, "wrong_total", "turns.x", "1", "2"))

    def test_the_verdict(self):
        head = {"number": 2, "hash": "abc"}
        whole, entry = Finding(2, "wrong_total", "rank"), Finding(1, "wrong_hash", "")

        def verdict(head, *found):
            return findings.verdict(head, found, target_language="en")

        self.assertEqual(verdict(head), "Sound: 2 entries, fingerprint abc")
        self.assertIn("never opened", verdict({"number": 0, "hash": ""}))
        self.assertIn("number 1", verdict(head, whole, entry))
        self.assertIn("every entry fits", verdict(head, whole))

    def test_dossiers(self):
        for subject, code, dossier in (
            ("uid", "wrong_hash", "uid"),
            ("dossiers.uid", "wrong_total", "uid"),
            ("authorities.uid", "wrong_total", ""),
            ("reserved", "wrong_total", ""),
            ("number", "wrong_head", ""),
        ):
            found = findings.dossier_of(Finding(1, code, subject))
            self.assertEqual(found, dossier, subject)


class TestFingerprints(unittest.TestCase):
    """What people paste."""

    one, two = "a1" * 32, "b2" * 32

    def test_lines_and_mails(self):
        for text in (
            f"12 {self.one}\n13 {self.two}",
            f"12:{self.one} 13:{self.two.upper()}",
            f"Écriture 12 du registre, empreinte\n{self.one}\n\nÉcriture 13 : {self.two}.",
            f"> 12 - {self.one}\n> 12 - {self.one}\n> 13 - {self.two}",
        ):
            with self.subTest(text):
                self.assertEqual(read_fingerprints(text), {12: self.one, 13: self.two})

    def test_nothing_given(self):
        self.assertEqual(read_fingerprints(""), {})
        self.assertEqual(read_fingerprints(" \n"), {})

    def refused(self, text, code):
        with self.assertRaises(Refused) as caught:
            read_fingerprints(text)
        self.assertEqual([each.code for each in caught.exception.reasons], [code])

    def test_refused(self):
        self.refused("hello", "fingerprint_missing")
        self.refused(f"12 {self.one[:-1]}", "fingerprint_missing")
        self.refused(f"12 {self.one}0", "fingerprint_missing")
        self.refused(self.one, "fingerprint_missing")
        self.refused(f"12 {self.one} 12 {self.two}", "fingerprints_disagree")

    def test_long_texts_are_read_fast(self):
        self.refused("12 " * 100_000, "fingerprint_missing")
        self.refused("1" + "x" * 300_000, "fingerprint_missing")
