from decimal import Decimal
from imio.centrale.domain.line_search import find_lines
from imio.centrale.domain.line_search import folded
from imio.centrale.domain.pricing import InventoryLine
from unittest import TestCase


def line(code, label):
    return InventoryLine(code, label, "pièce", Decimal("1.00"), "21")


LINES = [
    line("XA-1", "Licence d'essai"),
    line("A-10", "Écran 24 pouces"),
    line("A-1", "Écran tactile"),
    line("B-1", "Câble pour écran A-1"),
]


class TestFindLines(TestCase):
    def codes(self, text, **kw):
        return [each.code for each in find_lines(LINES, text, **kw).lines]

    def test_everything(self):
        self.assertEqual(self.codes(" "), ["XA-1", "A-10", "A-1", "B-1"])

    def test_the_code_itself_then_its_beginning_then_the_rest(self):
        self.assertEqual(self.codes("a-1"), ["A-1", "A-10", "XA-1", "B-1"])

    def test_words_in_any_order_without_case_and_accents(self):
        self.assertEqual(self.codes("ECRAN cable"), ["B-1"])
        self.assertEqual(self.codes("pouces 24"), ["A-10"])
        self.assertEqual(self.codes("écran souris"), [])

    def test_limit(self):
        found = find_lines(LINES, "ecran", limit=1)
        self.assertEqual((len(found.lines), found.total), (1, 3))

    def test_a_long_text_is_cut(self):
        self.assertEqual(
            self.codes("ecran" + " " * 300 + "souris"), ["A-10", "A-1", "B-1"]
        )

    def test_folded(self):
        self.assertEqual(folded("  ÉQUIPÉ ﬁn Straße "), "equipe fin strasse")
