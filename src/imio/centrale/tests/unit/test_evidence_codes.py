from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale.domain import tracking
from imio.centrale.domain.tracking import ALPHABET
from imio.centrale.evidence.codes import find_codes
from imio.centrale.evidence.codes import find_misread
from imio.centrale.evidence.codes import Found
from random import Random
from unittest import TestCase

import string


CODE = "CYB-24-3F7K9Q7"
PREFIXES = ("CYB", "SMART", "CF", "AB", "CAB")
CAPITALS_AND_DIGITS = string.ascii_uppercase + string.digits


def code_of(prefix, year, six):
    chars = iter(six)
    return tracking.generate(prefix, year, choice=lambda alphabet: next(chars))


codes = st.builds(
    code_of,
    st.sampled_from(PREFIXES),
    st.integers(2000, 2099),
    st.text(ALPHABET, min_size=6, max_size=6),
)
gaps = st.text(
    " \t\n\r\f\u00a0\u202f\u2009\u200b\u00ad\ufeff\x00\x02-\u2010\u2011\u2012\u2013"
    "\u2014\u2015\u2212",
    max_size=4,
)
#: Text of any kind, and of what codes are made of.
surroundings = st.one_of(
    st.text(max_size=30),
    st.text("CYBFA24-3 67\n", max_size=30),
    codes.map(lambda code: code[:-3]),
)


@st.composite
def written(draw, codes=codes):
    """A code, and one of the ways of writing it."""
    code = draw(codes)
    characters = code.replace("-", "")
    length = len(characters)
    between = draw(st.lists(gaps, min_size=length - 1, max_size=length - 1))
    cased = [draw(st.sampled_from([c.upper(), c.lower()])) for c in characters]
    text = "".join(a + b for a, b in zip(cased, [*between, ""]))
    return code, text


def found(text, prefixes=PREFIXES, known=()):
    return [each.code for each in find_codes(text, prefixes, known)]


def makes_another_code(before):
    """Whether “AB” after this text reads “CAB”, which is a prefix too."""
    return "".join(filter(str.isalnum, before)).upper().endswith("C")


class TestFindCodes(TestCase):
    @given(written(), surroundings, surroundings)
    def test_any_code_written_in_any_way_in_any_text(
        self, code_and_text, before, after
    ):
        assume(not makes_another_code(before))
        code, text = code_and_text
        self.assertIn(code, found(before + text + after))

    @given(st.lists(codes, max_size=5), surroundings)
    def test_all_of_them(self, several, between):
        assume(not any(makes_another_code(each + between) for each in several))
        self.assertLessEqual(set(several), set(found(between.join(several))))

    @given(st.text())
    def test_nothing_but_codes(self, text):
        for each in find_codes(text, PREFIXES):
            self.assertEqual(
                tracking.parse(each.as_written.replace("\0", "")), each.code
            )

    @given(codes, st.integers(1, 7), st.sampled_from(CAPITALS_AND_DIGITS))
    def test_one_wrong_character_is_not_accepted_but_seen(self, code, place, char):
        wrong = code[:-place] + char + code[len(code) - place + 1 :]
        assume(wrong != code)
        self.assertNotIn(code, found(wrong))
        misread = find_misread(f"n° {wrong}.", code)
        self.assertEqual([each.as_written for each in misread], [wrong])

    def test_as_written_and_where(self):
        text = "Réf. cyb 24 –\n 3f7k9q7, CYB-24-3F7K9Q7 et CYB-24-3F7K9Q7"
        self.assertEqual(
            find_codes(text, ["CYB"], where="3"),
            (
                Found(CODE, "cyb 24 –\n 3f7k9q7", "3"),
                Found(CODE, CODE, "3"),
            ),
        )

    def test_as_programs_extract_it(self):
        for text in (
            "C Y B - 2 4 - 3 F 7 K 9 Q 7",
            "C  Y  B  -  2  4  -  3  F  7  K  9  Q  7",
            "dossierCYB-24-3F7K9Q7du 4 mars",
            "CYB-24-\n                  3F7K9Q7",
            "CYB\u00ad24\u00ad3F7K9Q7",
            "CYB‑24‑3F7K9Q7",
            "CYB-24-3F7K9Q7-01",
            "(CYB24-3F7K9Q7)",
            "CYB-24-CYB-24-3F7K9Q7",
        ):
            with self.subTest(text):
                self.assertEqual(found(text), [CODE])

    def test_only_the_prefixes_of_the_site(self):
        self.assertEqual(found(CODE, ["EQU"]), [])
        self.assertEqual(found(CODE, []), [])

    def test_too_far_apart(self):
        self.assertEqual(found("CYB-24-" + " " * 25 + "3F7K9Q7"), [])

    def test_other_separators_do_not_join(self):
        for text in ("CYB/24/3F7K9Q7", "CYB.24.3F7K9Q7", "CYB-24-3F7K,9Q7"):
            self.assertEqual(found(text), [])

    def test_a_prefix_inside_of_another(self):
        long, short = code_of("CAB", 2024, "3F7K9Q"), code_of("AB", 2024, "3F7K9Q")
        self.assertEqual(found(long), [long])
        self.assertEqual(found(" ".join(long)), [long])
        self.assertEqual(found(f"X{short}"), [short])
        self.assertIn(short, found(f"C {short}"))

    def test_ordinary_text_holds_none(self):
        random = Random(24)
        words = (
            "le la du total HT TVA ab cf cyb smart cab lot n° offre commande annexe B "
            "Ville de Namur, Grand-Place 1 5000 BE 0207.656.610 BE68 5390 0754 7034 "
            "24 6 21 % € EUR 1 234,56 12/03/2024 2024-03-12 +32 81 24 36 79"
        ).split(" ")
        numbers = [str(random.randrange(10**6)) for _ in range(50)]
        text = " ".join(random.choice(words + numbers) for _ in range(100_000))
        self.assertEqual(found(text), [])

    def test_long_texts_made_to_take_long(self):
        for piece in ("C ", "CYB-24-3F7K9Q ", "C" + " " * 24, "CYB243F7K9Q"):
            with self.subTest(piece):
                text = piece * (100_000 // len(piece))
                self.assertEqual(found(text, ["CYB"]), [])


class TestOldCodes(TestCase):
    def known(self, text, *codes):
        return [(each.code, each.as_written) for each in find_codes(text, (), codes)]

    def test_whole_words_without_case_blanks_or_hyphens(self):
        for text in (
            "2021-0012/B",
            "20210012/b",
            "2021 – 0012/b",
            "2021-\n0012/b",
            "2021 0012/B",
            "2021\u00ad0012/B",
        ):
            with self.subTest(text):
                self.assertEqual(
                    self.known(f"n° ({text}), du 4", "2021-0012/B"),
                    [("2021-0012/B", text)],
                )

    def test_no_part_of_a_word(self):
        for text in ("12021-0012/B", "2021-0012/BX", "2021-0012", "2021,0012/B"):
            self.assertEqual(self.known(text, "2021-0012/B"), [])

    def test_short_ones_stand_in_one_word(self):
        self.assertEqual(
            self.known("A-12, a12", "A12"), [("A12", "A-12"), ("A12", "a12")]
        )
        self.assertEqual(self.known("A 12", "A12"), [])

    def test_of_words(self):
        self.assertEqual(
            self.known("Votre Dossier  n° 12 Namur.", "DOSSIER N°12"),
            [("DOSSIER N°12", "Dossier  n° 12")],
        )

    @given(st.text())
    def test_any_text_any_code(self, text):
        for _, written in self.known(text, "A-1", "2021-0012/B", "", "-"):
            self.assertIn(written, text)


class TestFindMisread(TestCase):
    def misread(self, text, expected=CODE):
        return [each.as_written for each in find_misread(text, expected)]

    def test_each_mistake(self):
        for wrong in (
            "CYB-24-3F7K9Q8",
            "CYB-24-3F7K9O7",
            "CYB-23-3F7K9Q7",
            "GYB-24-3F7K9Q7",
            "CYB-24-3FK79Q7",
            "YCB-24-3F7K9Q7",
            "CYB-24-3F7K97Q",
            "CYB-24-3F7K9Q",
            "CYB-24-3F79Q7",
            "YB-24-3F7K9Q7",
            "CYB-24-33F7K9Q7",
            "CYB-24-3F7KX9Q7",
            "CXYB-24-3F7K9Q7",
            "c y b 2 4 3 f 7 k 9 q 8",
        ):
            with self.subTest(wrong):
                self.assertEqual(self.misread(f"Dossier : {wrong}, du 4."), [wrong])

    def test_two_mistakes_are_another_code(self):
        for text in ("CYB-24-3F7K2Q8", "CYB-25-4F7K9Q7", "CYB-24-", "3F7K9", ""):
            self.assertEqual(self.misread(text), [])

    def test_as_it_stands_there(self):
        self.assertEqual(
            find_misread("cyb 24 3F7K9Q8", CODE, where="2"),
            (Found("CYB243F7K9Q8", "cyb 24 3F7K9Q8", "2"),),
        )

    def test_old_codes_that_are_long_enough(self):
        self.assertEqual(self.misread("n° 2021/0012/C", "2021/0012/B-2"), [])
        self.assertEqual(
            self.misread("n° 2021/0012/C-2", "2021/0012/B-2"), ["2021/0012/C-2"]
        )
        self.assertEqual(self.misread("13", "12"), [])
        self.assertEqual(self.misread("", ""), [])

    @settings(max_examples=25)
    @given(written(), surroundings, surroundings, st.data())
    def test_wherever_it_stands(self, code_and_text, before, after, data):
        code, text = code_and_text
        places = [i for i, char in enumerate(text) if char.isalnum()]
        place = data.draw(st.sampled_from(places))
        char = data.draw(st.sampled_from(CAPITALS_AND_DIGITS))
        wrong = text[:place] + char + text[place + 1 :]
        assume(tracking.key(wrong) != tracking.key(text))
        self.assertTrue(self.misread(before + wrong + after, code))
