from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import tracking
from imio.centrale.domain.tracking import ALPHABET
from imio.centrale.domain.tracking import MalformedCode
from imio.centrale.domain.tracking import PREFIX_PATTERN
from imio.centrale.domain.tracking import WrongCheckCharacter
from itertools import product
from random import Random
from unittest import TestCase

import re
import string


CAPITALS_AND_DIGITS = string.ascii_uppercase + string.digits
prefixes = st.text(string.ascii_uppercase, min_size=2, max_size=6)
years = st.integers(2000, 2099)
sixes = st.text(ALPHABET, min_size=6, max_size=6)
noise = st.text(" \t\n\u00a0\u202f\u200b-\u2010\u2011\u2013\u2014\u2212", max_size=3)


def code_of(prefix, year, six):
    chars = iter(six)
    return tracking.generate(prefix, year, choice=lambda alphabet: next(chars))


codes = st.builds(code_of, prefixes, years, sixes)


class TestGenerate(TestCase):
    def test_shape_with_fixed_choice(self):
        self.assertEqual(code_of("CYB", 2024, "3F7K9Q"), "CYB-24-3F7K9Q7")
        self.assertEqual(code_of("AB", 2005, "222222")[:9], "AB-05-222")

    @given(prefixes, years)
    def test_random_codes_parse_to_themselves(self, prefix, year):
        code = tracking.generate(prefix, year)
        self.assertRegex(code, rf"\A{prefix}-{year % 100:02d}-[{ALPHABET}]{{7}}\Z")
        self.assertEqual(tracking.parse(code), code)

    def test_codes_differ(self):
        codes = {tracking.generate("CYB", 2024) for _ in range(200)}
        self.assertGreater(len(codes), 195)

    def test_every_character_comes_from_the_choice(self):
        asked = []
        tracking.generate("CYB", 2024, choice=lambda a: asked.append(a) or a[0])
        self.assertEqual(asked, [ALPHABET] * 6)

    def test_wrong_prefix_is_refused(self):
        for prefix in ("", "C", "CYBERSE", "cyb", "CY1", "CYB\n", "ÉTÉ"):
            with self.subTest(prefix), self.assertRaises(ValueError):
                tracking.generate(prefix, 2024)

    def test_alphabet_has_no_vowels_and_no_look_alikes(self):
        self.assertEqual(len(set(ALPHABET)), 22)
        self.assertFalse(set(ALPHABET) & set("AEIOUY01L58BSV"))


class TestPrefixPattern(TestCase):
    def test_bounds(self):
        for prefix in ("CY", "CYBERS"):
            self.assertTrue(PREFIX_PATTERN.match(prefix), prefix)
        for prefix in ("C", "CYBERSE", "CYb", "CY ", "CYB\n"):
            self.assertFalse(re.match(PREFIX_PATTERN, prefix), prefix)


class TestKey(TestCase):
    def test_old_codes_compare_too(self):
        self.assertEqual(tracking.key(" dossier 2021-0012/b "), "DOSSIER20210012/B")
        self.assertEqual(tracking.key("\u2014 \u00a0-"), "")

    def test_form(self):
        for code, ours in (
            ("CYB-24-3F7K9Q7", True),
            ("2019/0042", False),
            ("CYB-24-3F7K9Q", False),
        ):
            self.assertEqual(tracking.has_form(tracking.key(code)), ours, code)

    @given(st.text())
    def test_key_of_a_key_is_itself(self, text):
        once = tracking.key(text)
        self.assertEqual(tracking.key(once), once)


class TestParse(TestCase):
    @given(codes, st.lists(noise, min_size=16, max_size=16), st.booleans())
    def test_case_blanks_and_hyphens_do_not_count(self, code, blanks, lower):
        bare = code.replace("-", "")
        cased = bare.lower() if lower else bare
        typed = "".join(blank + char for blank, char in zip(blanks, cased))
        self.assertEqual(tracking.parse(typed + blanks[-1]), code)

    def test_without_hyphens(self):
        self.assertEqual(tracking.parse("cyb24 3f7k9q7"), "CYB-24-3F7K9Q7")

    @given(codes, st.integers(1, 7), st.sampled_from(CAPITALS_AND_DIGITS))
    def test_a_single_wrong_character_is_caught(self, code, place, char):
        wrong = code[:-place] + char + code[len(code) - place + 1 :]
        if wrong == code:
            self.assertEqual(tracking.parse(wrong), code)
        else:
            with self.assertRaises(WrongCheckCharacter):
                tracking.parse(wrong)

    def test_every_single_wrong_character_of_one_code(self):
        code = "CYB-24-3F7K9Q7"
        for place, char in product(range(7, 14), CAPITALS_AND_DIGITS):
            wrong = code[:place] + char + code[place + 1 :]
            if wrong != code:
                with self.subTest(wrong), self.assertRaises(WrongCheckCharacter):
                    tracking.parse(wrong)

    def test_nearly_all_swapped_neighbours_are_caught(self):
        random = Random(518)
        caught = swapped = 0
        for _ in range(2000):
            code = tracking.generate("CYB", 2024, choice=random.choice)
            i = random.randrange(7, 13)
            wrong = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
            if wrong == code:
                continue
            swapped += 1
            try:
                tracking.parse(wrong)
            except WrongCheckCharacter:
                caught += 1
        self.assertGreater(caught / swapped, 0.99)

    def test_other_shapes_are_malformed(self):
        for text in (
            "",
            "CYB-24-3F7K9Q",
            "CYB-24-3F7K9Q77",
            "C-24-3F7K9Q7",
            "CYBERSE-24-3F7K9Q7",
            "CYB-2A-3F7K9Q7",
            "CYB-24-3F7K9Q_",
            "CYB_24_3F7K9Q7",
            "CYB-24-3F7K9Q\u0663",
            "CYB-\u0662\u0664-3F7K9Q7",
            "24-3F7K9Q7",
        ):
            with self.subTest(text), self.assertRaises(MalformedCode):
                tracking.parse(text)

    def test_both_errors_are_value_errors_and_differ(self):
        self.assertTrue(issubclass(MalformedCode, ValueError))
        self.assertTrue(issubclass(WrongCheckCharacter, ValueError))
        self.assertFalse(issubclass(WrongCheckCharacter, MalformedCode))
        self.assertFalse(issubclass(MalformedCode, WrongCheckCharacter))
