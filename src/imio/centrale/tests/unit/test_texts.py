from imio.centrale.messages import SENTENCES
from imio.centrale.services.errors import BAD_INPUT
from imio.centrale.texts import LONGEST
from imio.centrale.texts import text_reasons
from unittest import TestCase


class TestTexts(TestCase):
    """Comments and notes: 5000 characters that can be kept."""

    def reasons(self, **texts):
        found = text_reasons(**texts)
        for each in found:
            self.assertIn(each.code, SENTENCES)
            self.assertIn(each.code, BAD_INPUT)
        return [(each.code, each.field) for each in found]

    def test_nothing_to_say(self):
        self.assertEqual(self.reasons(), [])
        self.assertEqual(self.reasons(comment=None, reason_note=None), [])

    def test_what_people_write(self):
        text = "Prêt :\r\n\t« réseau » – 100 €\n\N{GRINNING FACE}"
        self.assertEqual(self.reasons(comment=text, reason_note=text), [])

    def test_length(self):
        longest = "é" * LONGEST
        self.assertEqual(self.reasons(comment=longest, reason_note=longest), [])
        self.assertEqual(
            self.reasons(comment=longest + "x", reason_note=longest + "x"),
            [("comment_too_long", "comment"), ("note_too_long", "reason_note")],
        )

    def test_characters(self):
        for character in "\x00\x08\x0b\x1f\x7f\ud800\udfff\uffff":
            with self.subTest(ascii(character)):
                self.assertEqual(
                    self.reasons(comment=f"a{character}b"), [("unkeepable", "comment")]
                )
                self.assertEqual(
                    self.reasons(reason_note=character), [("unkeepable", "reason_note")]
                )
