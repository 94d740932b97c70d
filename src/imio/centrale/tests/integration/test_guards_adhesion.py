"""Adhesion: what activation asks for."""

from imio.centrale.tests.procedure import ProcedureTestCase


MISSING = {
    "deliberation": "deliberation_missing",
    "deliberation_date": "deliberation_date_missing",
    "organ": "organ_missing",
}


class TestActivation(ProcedureTestCase):
    """Nothing is activated without deliberation, date and organ."""

    def setUp(self):
        super().setUp()
        self.new = self.adhesion_of(self.newcomer())
        self.moved("agent", self.new, "submit", "submitted")

    def test_complete(self):
        self.moved("agent", self.new, "activate", "active")

    def test_each_thing_missing(self):
        for field, code in MISSING.items():
            with self.subTest(field):
                kept = getattr(self.new, field)
                setattr(self.new, field, None)
                (reason,) = self.refused("agent", self.new, "activate", code)
                self.assertEqual(reason.field, field)
                setattr(self.new, field, kept)

    def test_all_missing_is_said_at_once(self):
        for field in MISSING:
            setattr(self.new, field, None)
        self.refused("agent", self.new, "activate", *MISSING.values())

    def test_the_authority_submits_and_the_centrale_decides(self):
        self.moved("agent", self.adhesion, "suspend", "suspended")
        for transition in ("resume", "end"):
            self.refused("bertrix", self.adhesion, transition, "not_permitted")
        self.moved("agent", self.adhesion, "resume", "active")
        for transition in ("suspend", "end"):
            self.refused("bertrix", self.adhesion, transition, "not_permitted")
        self.moved("agent", self.adhesion, "end", "ended")
        self.refused("agent", self.adhesion, "resume", "wrong_state")

    def test_unknown_transition(self):
        self.refused("agent", self.new, "fly", "unknown_transition")
