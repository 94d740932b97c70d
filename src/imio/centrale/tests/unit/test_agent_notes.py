from datetime import datetime
from datetime import timedelta
from datetime import timezone
from imio.centrale.domain.agent_notes import is_repeated
from imio.centrale.domain.agent_notes import Note
from imio.centrale.domain.agent_notes import note_reasons
from unittest import TestCase


NOON = datetime(2026, 3, 4, 12, tzinfo=timezone.utc)


def note(seconds=0, agent="alix", text="Rappeler la commune."):
    return Note(NOON + timedelta(seconds=seconds), agent, text)


class TestNotes(TestCase):
    def test_a_note_holds_a_word(self):
        self.assertEqual(note_reasons("Rappeler."), [])
        for text in ("", "  \n"):
            self.assertEqual([each.code for each in note_reasons(text)], ["note_empty"])

    def test_the_same_within_a_minute_is_one(self):
        self.assertTrue(is_repeated([note()], note(59)))
        self.assertFalse(is_repeated([note()], note(60)))

    def test_another_was_written_in_between(self):
        self.assertTrue(is_repeated([note(), note(5, text="Fait.")], note(10)))

    def test_another_agent_or_another_text_is_another_note(self):
        self.assertFalse(is_repeated([note()], note(1, agent="dany")))
        self.assertFalse(is_repeated([note()], note(1, text="Fait.")))
