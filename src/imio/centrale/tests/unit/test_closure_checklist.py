from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from imio.centrale.domain import code_proof
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.closure_checklist import acceptance_reasons
from imio.centrale.domain.closure_checklist import checklist
from imio.centrale.domain.closure_checklist import ClosureFacts
from imio.centrale.domain.closure_checklist import DEFINITIONS
from imio.centrale.domain.closure_checklist import for_the_parties
from imio.centrale.domain.closure_checklist import RULES_VERSION
from imio.centrale.domain.closure_checklist import Tick
from imio.centrale.domain.closure_checklist import tick_reasons
from imio.centrale.domain.closure_checklist import verdicts
from imio.centrale.domain.reasons import reason
from unittest import TestCase


RECEIVED = datetime(2026, 7, 3, 16, 0, tzinfo=BRUSSELS)
GOOD = ClosureFacts(
    received=RECEIVED,
    report_present=True,
    report_signed_on=date(2026, 6, 12),
    report_code=code_proof.FOUND,
    invoice_present=True,
    invoice_number="F1",
    invoice_date=date(2026, 5, 21),
    invoice_excl_vat=Decimal("1000.00"),
    invoice_incl_vat=Decimal("1210.00"),
    invoice_code=code_proof.FOUND,
    payment_proof_present=True,
    payment_date=date(2026, 6, 10),
    invoice_issue_deadline=date(2026, 6, 30),
    dossier_deadline=datetime(2026, 7, 3, 17, 0, tzinfo=BRUSSELS),
)
TICK = Tick("Alix Agent", RECEIVED, "Lu sur papier.")


def lines(ticks=None, **changes):
    return checklist(replace(GOOD, **changes), ticks)


def line(code, ticks=None, **changes):
    return next(one for one in lines(ticks, **changes) if one.definition.code == code)


def states(**changes):
    """The lines that are not right, and how."""
    return {
        one.definition.code: one.state for one in lines(**changes) if one.state != "ok"
    }


def judged(ticks=None, **changes):
    """The states of both verdicts, and the codes of their reasons."""
    return tuple(
        (verdict.state, [reason.code for reason in verdict.reasons])
        for verdict in verdicts(lines(ticks, **changes))
    )


RIGHT = ("yes", [])


class TestLines(TestCase):
    def test_everything_is_right(self):
        self.assertEqual(states(), {})
        self.assertEqual(len(lines()), len(DEFINITIONS))
        codes = {definition.code for definition in DEFINITIONS}
        self.assertEqual(len(codes), len(DEFINITIONS))

    def test_each_line_that_fails(self):
        for changes, code, why in (
            ({"report_signed_on": None}, "report_signed", "day_missing"),
            ({"report_signed_on": date(2026, 7, 4)}, "report_signed", "day_in_future"),
            ({"report_code": "absent"}, "report_carries_code", "code_absent"),
            ({"report_code": "foreign"}, "report_carries_code", "code_foreign"),
            (
                {"payment_proof_code": "foreign"},
                "payment_proof_carries_code",
                "code_foreign",
            ),
            ({"invoice_number": " "}, "invoice_number", "invoice_number_missing"),
            ({"invoice_date": date(2026, 7, 4)}, "invoice_date", "day_in_future"),
            ({"invoice_code": "absent"}, "invoice_carries_code", "code_absent"),
            (
                {"invoice_incl_vat": Decimal("999.99")},
                "invoice_totals",
                "invoice_totals_inconsistent",
            ),
            (
                {"invoice_excl_vat": None},
                "invoice_totals",
                "invoice_totals_inconsistent",
            ),
            ({"payment_date": date(2026, 7, 4)}, "paid", "day_in_future"),
        ):
            with self.subTest(code):
                found = line(code, **changes)
                self.assertEqual(found.state, "failed")
                self.assertEqual([one.code for one in found.outcome.reasons], [why])

    def test_a_piece_that_is_missing(self):
        self.assertEqual(
            states(report_present=False),
            {"report_present": "failed", "report_carries_code": "failed"},
        )
        self.assertEqual(
            states(invoice_present=False),
            {"invoice_present": "failed", "invoice_carries_code": "failed"},
        )
        (why,) = line("invoice_carries_code", invoice_present=False).outcome.reasons
        self.assertEqual((why.code, why.field), ("invoice_missing", "invoice"))
        self.assertEqual(
            states(payment_proof_present=False),
            {
                "payment_proof_present": "failed",
                "payment_proof_carries_code": "failed",
            },
        )

    def test_a_proof_of_payment_may_lack_the_code(self):
        self.assertEqual(states(payment_proof_code="absent"), {})

    def test_what_only_an_agent_can_tell(self):
        for changes, code, why in (
            ({"report_code": "unreadable"}, "report_carries_code", "code_unreadable"),
            ({"invoice_code": "unreadable"}, "invoice_carries_code", "code_unreadable"),
            (
                {"invoice_code": "found_with_foreign"},
                "invoice_carries_code",
                "code_not_alone",
            ),
            ({"payment_date": None}, "paid", "day_missing"),
            ({"findings": None}, "three_way_match", "nothing_to_match"),
        ):
            with self.subTest(code):
                found = line(code, **changes)
                self.assertEqual(found.state, "cannot_tell")
                self.assertEqual([one.code for one in found.outcome.reasons], [why])

    def test_every_outcome_of_the_proof_of_a_code_has_a_state(self):
        for outcome in code_proof.OUTCOMES:
            found = line("report_carries_code", report_code=outcome)
            self.assertIn(found.state, ("ok", "failed", "cannot_tell"))

    def test_deadlines_to_the_second(self):
        deadline = GOOD.dossier_deadline
        self.assertEqual(states(received=deadline), {})
        late = deadline.replace(second=1)
        self.assertEqual(states(received=late), {"received_in_time": "failed"})
        (why,) = line("received_in_time", received=late).outcome.reasons
        self.assertEqual(why.code, "dossier_too_late")
        self.assertEqual(why.mapping, {"deadline": deadline.isoformat()})

    def test_the_last_day_of_issue_is_included(self):
        self.assertEqual(states(invoice_date=date(2026, 6, 30)), {})
        self.assertEqual(
            states(invoice_date=date(2026, 7, 1)), {"issued_in_time": "failed"}
        )

    def test_no_deadline_is_never_passed(self):
        self.assertEqual(
            states(
                received=datetime(2036, 1, 1, tzinfo=BRUSSELS),
                invoice_issue_deadline=None,
                dossier_deadline=None,
            ),
            {},
        )

    def test_an_invoice_without_date(self):
        self.assertEqual(
            states(invoice_date=None),
            {"invoice_date": "failed", "issued_in_time": "cannot_tell"},
        )

    def test_findings_that_only_tell_are_notes(self):
        told = reason("paid_before_invoice", "payment_date")
        blocking = reason("seller_is_not_the_supplier", "invoice")
        found = line("three_way_match", findings=(told,))
        self.assertEqual((found.state, found.outcome.notes), ("ok", (told,)))
        found = line("three_way_match", findings=(told, blocking))
        self.assertEqual(found.state, "failed")
        self.assertEqual(found.outcome.reasons, (blocking,))
        self.assertEqual(found.outcome.notes, (told,))

    def test_the_code_has_its_own_line(self):
        absent = reason("code_absent", "invoice", document="invoice")
        self.assertEqual(states(findings=(absent,)), {})


class TestTicks(TestCase):
    def ticked(self, code, tick=TICK, **changes):
        return line(code, {code: tick}, **changes)

    def test_an_agent_answers_for_what_the_machine_cannot_tell(self):
        found = self.ticked("report_carries_code", report_code="unreadable")
        self.assertEqual((found.state, found.tick), ("ok", TICK))
        self.assertEqual(found.outcome.state, "cannot_tell")

    def test_without_note_too(self):
        silent = replace(TICK, note="")
        found = self.ticked("paid", silent, payment_date=None)
        self.assertEqual(found.state, "ok")

    def test_against_the_machine_he_says_why(self):
        self.assertEqual(
            self.ticked("invoice_carries_code", invoice_code="absent").state, "ok"
        )
        silent = replace(TICK, note=" ")
        found = self.ticked("invoice_carries_code", silent, invoice_code="absent")
        self.assertEqual((found.state, found.tick), ("failed", None))
        (why,) = tick_reasons(found, silent)
        self.assertEqual((why.code, why.field), ("note_required", "note"))

    def test_nobody_answers_for_a_missing_piece_or_a_date(self):
        for code, changes in (
            ("report_present", {"report_present": False}),
            ("report_signed", {"report_signed_on": None}),
            ("invoice_present", {"invoice_present": False}),
            ("payment_proof_present", {"payment_proof_present": False}),
            ("issued_in_time", {"invoice_date": date(2026, 7, 1)}),
            ("received_in_time", {"received": GOOD.received.replace(hour=18)}),
            ("invoice_totals", {"invoice_incl_vat": None}),
            ("subsidy_conditions", {"subsidy_reasons": (reason("german_speaking"),)}),
        ):
            with self.subTest(code):
                found = self.ticked(code, **changes)
                self.assertEqual((found.state, found.tick), ("failed", None))
                (why,) = tick_reasons(found, TICK)
                self.assertEqual(
                    (why.code, why.mapping), ("tick_not_allowed", {"line": code})
                )

    def test_lines_on_which_an_agent_may_decide_otherwise(self):
        self.assertEqual(
            [found.code for found in DEFINITIONS if found.may_override],
            [
                "report_carries_code",
                "indicators_complete",
                "invoice_carries_code",
                "payment_proof_carries_code",
                "three_way_match",
            ],
        )

    def test_a_document_that_is_the_same_still_is_not_looked_at_again(self):
        old = replace(TICK, instant=RECEIVED - timedelta(days=9), for_these_bytes=True)
        found = self.ticked("report_carries_code", old, report_code="absent")
        self.assertEqual((found.state, found.tick), ("ok", old))

    def test_what_is_right_needs_nobody(self):
        (why,) = tick_reasons(line("paid"), TICK)
        self.assertEqual(why.code, "tick_not_needed")
        self.assertIsNone(self.ticked("paid").tick)

    def test_a_tick_of_before_the_deposit_does_not_hold(self):
        old = replace(TICK, instant=RECEIVED - timedelta(seconds=1))
        found = self.ticked("report_carries_code", old, report_code="unreadable")
        self.assertEqual((found.state, found.tick), ("cannot_tell", None))

    def test_a_line_that_does_not_exist_is_not_ticked(self):
        self.assertEqual(lines({"other": TICK}), lines())


class TestAcceptance(TestCase):
    OVER = reason(
        "total_differs", "invoice_excl_vat", basis="excl_vat", direction="over"
    )

    def codes(self, ticks=None, **changes):
        return [one.code for one in acceptance_reasons(lines(ticks, **changes))]

    def test_nothing_speaks_against_what_is_right(self):
        self.assertEqual(self.codes(), [])

    def test_what_was_read_blocks_until_somebody_answers_for_it(self):
        wrong = {"findings": (self.OVER,)}
        self.assertEqual(self.codes(**wrong), ["total_differs"])
        self.assertEqual(self.codes({"three_way_match": TICK}, **wrong), [])

    def test_what_was_typed_beside_a_document_is_looked_at(self):
        wrong = {"findings": (self.OVER,), "invoice_read": False}
        self.assertEqual(self.codes(**wrong), [])
        found = line("three_way_match", **wrong)
        self.assertEqual(found.state, "cannot_tell")
        self.assertTrue(found.may_be_ticked)
        self.assertEqual(judged(**wrong)[1], ("open", ["total_differs"]))

    def test_what_nobody_can_answer_for_only_decides_a_verdict(self):
        for changes in (
            {"report_signed_on": None},
            {"payment_date": date(2026, 7, 4)},
            {"invoice_date": date(2026, 7, 1)},
            {"received": GOOD.received.replace(hour=18)},
            {"subsidy_reasons": (reason("german_speaking"),)},
        ):
            with self.subTest(**changes):
                self.assertEqual(self.codes(**changes), [])
                self.assertIn("no", [state for state, _ in judged(**changes)])

    def test_the_copy_of_the_invoice_has_its_own_deadline(self):
        early = RECEIVED - timedelta(hours=1)
        found = line("received_in_time", invoice_copy_deadline=early)
        self.assertEqual(
            [one.code for one in found.outcome.reasons], ["invoice_copy_too_late"]
        )


class TestForTheParties(TestCase):
    def told(self, code, with_subsidy=False, **changes):
        ticks = {"three_way_match": TICK}
        found = for_the_parties(lines(ticks, **changes), with_subsidy)
        return {one.definition.code: one for one in found}.get(code)

    def test_the_subsidy_is_for_those_who_may_know(self):
        for code in ("issued_in_time", "received_in_time", "subsidy_conditions"):
            self.assertIsNone(self.told(code))
            self.assertIsNotNone(self.told(code, True))

    def test_notes_are_for_the_centrale(self):
        wrong = {"findings": (TestAcceptance.OVER,)}
        tick = self.told("three_way_match", **wrong).tick
        self.assertEqual((tick.agent, tick.note), (TICK.agent, ""))

    def test_codes_of_others_are_not_even_counted(self):
        found = self.told("report_carries_code", report_code="found_with_foreign")
        self.assertEqual((found.state, found.outcome.reasons), ("ok", ()))
        found = self.told("report_carries_code", report_code="foreign")
        self.assertEqual(found.state, "failed")


class TestVerdicts(TestCase):
    def test_admissible_and_eligible(self):
        self.assertEqual(judged(), (RIGHT, RIGHT))

    def test_the_version_of_the_rules(self):
        for verdict in verdicts(lines()):
            self.assertEqual(verdict.rules_version, RULES_VERSION)

    def test_admissible_but_not_eligible(self):
        self.assertEqual(
            judged(subsidy_reasons=(reason("german_speaking"),)),
            (RIGHT, ("no", ["german_speaking"])),
        )
        self.assertEqual(
            judged(findings=(reason("paid_less_than_invoice", "payment_proof"),)),
            (RIGHT, ("no", ["paid_less_than_invoice"])),
        )

    def test_eligible_but_not_admissible(self):
        self.assertEqual(
            judged(received=GOOD.received.replace(hour=18)),
            (("no", ["dossier_too_late"]), RIGHT),
        )

    def test_every_reason_of_what_failed_once(self):
        missing = reason("indicator_missing", "indicators", indicator="K1")
        admissible, eligible = judged(
            report_present=False,
            indicator_reasons=(missing,),
            invoice_code="unreadable",
        )
        self.assertEqual(admissible, ("no", ["report_missing", "indicator_missing"]))
        self.assertEqual(eligible, RIGHT)

    def test_open_until_an_agent_has_looked(self):
        self.assertEqual(
            judged(invoice_code="unreadable"), (("open", ["code_unreadable"]), RIGHT)
        )
        self.assertEqual(
            judged({"invoice_carries_code": TICK}, invoice_code="unreadable"),
            (RIGHT, RIGHT),
        )
        self.assertEqual(judged(payment_date=None), (RIGHT, ("open", ["day_missing"])))

    def test_what_only_tells_changes_no_verdict(self):
        self.assertEqual(
            judged(findings=(reason("paid_before_invoice", "payment_date"),)),
            (RIGHT, RIGHT),
        )

    def test_no_subsidy_is_asked_for(self):
        self.assertEqual(judged(subsidy_reasons=None), (RIGHT, ("not_asked", [])))
        self.assertEqual(
            judged(subsidy_reasons=None, payment_date=date(2026, 7, 4))[1],
            ("not_asked", []),
        )
