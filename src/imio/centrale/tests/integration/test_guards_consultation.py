"""Consultation: who starts the cascade, answers in time, expires and skips."""

from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.guards import rule_reasons


SENT = "2026-03-02 10:00"
#: five business days later
DUE = "2026-03-09 23:59:59"
TOO_LATE = "2026-03-10 00:00"


class TestConsult(ProcedureTestCase):
    """Only the centrale runs the cascade, on a lot that has one."""

    def test_direct_lot(self):
        mission = self.request(lot="direct")
        # the submission designates at once: the rule is asked without the state
        self.checked(rule_reasons(mission, "consult"), ["lot_is_direct"])

    def test_only_the_centrale(self):
        mission = self.request(lot="cascade")
        self.moved("bertrix", mission, "submit", "submitted")
        for login in ("bertrix", "alpha", "auditor"):
            self.refused(login, mission, "consult", "not_permitted")
        self.moved("agent", mission, "consult", "consulting")

    def test_no_rank_left(self):
        mission = self.request(lot="cascade")
        self.moved("bertrix", mission, "submit", "submitted")
        self.rank("cascade", "ended")
        self.refused("agent", mission, "consult", "ranks_exhausted")

    def test_twice(self):
        self.refused("agent", self.consulting(), "consult", "wrong_state")


class TestAnswer(ProcedureTestCase):
    """A supplier answers its own consultation, in time."""

    def setUp(self):
        super().setUp()
        with at(SENT):
            self.mission_asked = self.consulting()
        self.first = self.mission_asked["consultation-1"]

    def test_until_the_last_second(self):
        with at(DUE):
            self.moved("alpha", self.first, "accept", "accepted")

    def test_too_late(self):
        with at(TOO_LATE):
            for transition in ("accept", "decline"):
                self.refused("alpha", self.first, transition, "overdue")

    def test_not_by_another(self):
        with at(SENT):
            for login in ("beta", "bertrix", "agent", "auditor"):
                for transition in ("accept", "decline"):
                    self.refused(login, self.first, transition, "not_permitted")

    def test_not_twice(self):
        with at(SENT):
            self.moved("alpha", self.first, "decline", "declined")
            self.refused("alpha", self.first, "accept", "wrong_state")

    def test_not_when_the_mission_has_stopped(self):
        with at(SENT):
            self.moved(
                "agent", self.mission_asked, "cancel", "cancelled", reason_code="other"
            )
            self.refused("alpha", self.first, "accept", "wrong_state")

    def test_the_first_answer_is_free_of_reasons_but_not_of_form(self):
        with at(SENT):
            self.refused(
                "alpha", self.first, "decline", "reason_malformed", reason_code="No!"
            )
            self.moved(
                "alpha", self.first, "decline", "declined", reason_code="capacity"
            )
        self.assertEqual(self.first.reason_code, "capacity")


class TestExpireAndSkip(ProcedureTestCase):
    """Silence expires a rank; a skip is explained."""

    def setUp(self):
        super().setUp()
        with at(SENT):
            self.first = self.consulting()["consultation-1"]

    def test_expire_before_due(self):
        with at(DUE):
            self.refused("agent", self.first, "expire", "not_due")

    def test_expire_after_due(self):
        with at(TOO_LATE):
            self.refused("alpha", self.first, "expire", "not_permitted")
            self.moved("agent", self.first, "expire", "expired")

    def test_skip_says_why(self):
        cases = (
            ({}, ["reason_required", "note_required"]),
            ({"reason_code": "unreachable"}, ["note_required"]),
            ({"reason_code": "unreachable", "reason_note": " \n"}, ["note_required"]),
            ({"reason_note": "Trois appels sans réponse"}, ["reason_required"]),
        )
        with at(SENT):
            for given, codes in cases:
                with self.subTest(str(given)):
                    self.refused("agent", self.first, "skip", *codes, **given)

    def test_skip(self):
        with at(SENT):
            self.moved(
                "agent",
                self.first,
                "skip",
                "skipped",
                reason_code="unreachable",
                reason_note="Trois appels sans réponse",
            )
        self.assertEqual(self.first.answer, "skipped")
        self.assertEqual(self.first.reason_code, "unreachable")
        self.assertEqual(self.first.reason_note, "Trois appels sans réponse")

    def test_a_supplier_skips_nobody(self):
        with at(SENT):
            self.refused(
                "alpha",
                self.first,
                "skip",
                "not_permitted",
                reason_code="other",
                reason_note="-",
            )
