"""Titles in the order people look for them."""

from imio.centrale.domain.arranging import natural
from unittest import TestCase


class TestNatural(TestCase):
    def test_numbers_count_as_numbers(self):
        titles = ["Lot 10", "Lot 2", "Lot 1.10", "Lot 1.9", "Lot"]
        self.assertEqual(
            sorted(titles, key=natural),
            ["Lot", "Lot 1.9", "Lot 1.10", "Lot 2", "Lot 10"],
        )

    def test_neither_case_nor_accents_count(self):
        self.assertEqual(natural("Écaussinnes"), natural("ecaussinnes"))

    def test_numbers_come_before_words(self):
        self.assertEqual(sorted(["Arlon", "3. Lot"], key=natural), ["3. Lot", "Arlon"])

    def test_signs_that_are_no_digits_compare_too(self):
        self.assertEqual(len(sorted(["²", "2", "", "-"], key=natural)), 4)
