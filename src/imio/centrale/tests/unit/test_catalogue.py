from imio.centrale.domain.catalogue import by_kind
from imio.centrale.domain.catalogue import fits
from imio.centrale.domain.catalogue import Option
from imio.centrale.domain.catalogue import Question
from imio.centrale.domain.catalogue import Searched
from unittest import TestCase


LOT = Searched(
    text="4 Réponse à incident, conseiller en sécurité",
    state="open",
    kinds=frozenset({"support", ""}),
    market="M1",
)


class TestSearch(TestCase):
    def asked(self, **question):
        return fits(LOT, Question(**question))

    def test_nothing_asked(self):
        self.assertFalse(Question().is_asked)
        self.assertTrue(self.asked())

    def test_words_without_regard_to_case_accents_and_order(self):
        for words in ("incident", "SECURITE reponse", "conseil", " 4 "):
            self.assertTrue(self.asked(words=words), words)
        for words in ("pare-feu", "incident pare-feu"):
            self.assertFalse(self.asked(words=words), words)

    def test_each_field(self):
        self.assertTrue(self.asked(state="open", kind="support", market="M1"))
        for name, value in (("state", "ended"), ("kind", "audit"), ("market", "M2")):
            self.assertTrue(Question(**{name: value}).is_asked)
            self.assertFalse(self.asked(**{name: value}), name)

    def test_an_endless_text_is_read_in_part(self):
        self.assertTrue(self.asked(words="incident " + " " * 300 + "nothing"))


class TestKinds(TestCase):
    def test_in_their_order_the_others_last(self):
        options = [
            Option("X", "Autre"),
            Option("F", "Cours", "training"),
            Option("A", "Audit", "audit"),
            Option("B", "Test", "audit"),
        ]
        found = {
            kind: [each.code for each in some]
            for kind, some in by_kind(options).items()
        }
        self.assertEqual(found, {"audit": ["A", "B"], "training": ["F"], "": ["X"]})
        self.assertEqual(list(found), ["audit", "training", ""])
