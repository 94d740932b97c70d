"""What a process remembers of what it read."""

from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import Reading
from imio.centrale.proving.recent import Recent
from unittest import TestCase


def reading(characters):
    return Reading("text", (Part("body", "x" * characters),))


class TestRecent(TestCase):
    def test_what_was_not_asked_for_longest_goes_first(self):
        recent = Recent(characters=100, documents=2)
        for digest in ("a", "b"):
            recent.keep(digest, reading(1))
        recent.get("a")
        recent.keep("c", reading(1))
        self.assertEqual(
            [recent.get(digest) is not None for digest in "abc"], [True, False, True]
        )

    def test_long_texts_go_sooner(self):
        recent = Recent(characters=100, documents=10)
        recent.keep("a", reading(60))
        recent.keep("b", reading(50))
        self.assertIsNone(recent.get("a"))
        self.assertEqual(recent.get("b"), reading(50))
        recent.keep("c", reading(101))
        self.assertIsNone(recent.get("c"))
