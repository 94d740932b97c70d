from imio.centrale.domain.code_search import alike
from imio.centrale.domain.code_search import has_wrong_character
from imio.centrale.domain.code_search import holding
from imio.centrale.domain.tracking import check_character
from unittest import TestCase


def code(six, prefix="CYB26"):
    return f"{prefix}{six}{check_character(six)}"


RIGHT = code("3F7K9Q")


class TestHolding(TestCase):
    """Part of a code."""

    keys = [code("3F7K9Q"), "XCYB2019004", code("ZZZZZZ"), "ANCIEN2019007"]

    def test_case_blanks_and_hyphens_do_not_matter(self):
        for text in ("3f7k", "cyb-26-3f7", " CYB 26 3F7K9Q "):
            self.assertEqual(holding(text, self.keys), [RIGHT], text)

    def test_those_that_begin_with_it_come_first(self):
        found = holding("cyb", self.keys)
        self.assertEqual(found, sorted(self.keys[::2]) + [self.keys[1]])

    def test_old_codes_too(self):
        self.assertEqual(holding("2019-007", self.keys), ["ANCIEN2019007"])

    def test_less_than_three_characters_tell_nothing(self):
        self.assertEqual(holding("26", self.keys), [])
        self.assertEqual(holding(" - ", self.keys), [])


class TestAlike(TestCase):
    """A code that is wrong."""

    def test_one_character_for_another(self):
        self.assertIn(RIGHT, alike("cyb-26-3f7k9d" + RIGHT[-1]))

    def test_a_character_that_no_code_has(self):
        typed = RIGHT.replace("3F", "3E")
        self.assertTrue(has_wrong_character(typed))
        self.assertIn(RIGHT, alike(typed))

    def test_neighbours_swapped(self):
        self.assertIn(RIGHT, alike(RIGHT.replace("K9", "9K")))

    def test_all_that_is_proposed_is_right(self):
        found = alike(RIGHT.replace("K9", "9K"))
        self.assertFalse(any(has_wrong_character(each) for each in found))
        self.assertEqual(len(found), len(set(found)))

    def test_another_form_is_like_nothing(self):
        for text in ("", "3F7", "ANCIEN-2019-004"):
            self.assertEqual(alike(text), [], text)
            self.assertFalse(has_wrong_character(text))

    def test_a_right_code_is_not_wrong(self):
        self.assertFalse(has_wrong_character(RIGHT))
