from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.domain import numbers
from stdnum import iban
from unittest import TestCase


bases = st.integers(1, 19_999_999)


def number_of(base):
    return f"{base:08d}{97 - base % 97:02d}"


class TestEnterpriseNumber(TestCase):
    def test_forms(self):
        for text in (
            "0123456749",
            "BE 0123.456.749",
            "be0123456749",
            " 0123-456-749 ",
            "BE123456749",
        ):
            self.assertEqual(numbers.enterprise_number(text), "0123456749")

    def test_numbers_that_start_with_one(self):
        text = number_of(10_000_123)
        self.assertEqual(numbers.enterprise_number(text), text)

    def test_refused(self):
        for text in (
            "",
            "BE",
            "0123456748",
            "2123456749",
            "01234567490",
            "0123456",
            "FR0123456749",
            "0000000000",
            "\u0660123456749",
        ):
            with self.subTest(text):
                with self.assertRaisesRegex(ValueError, "enterprise number"):
                    numbers.enterprise_number(text)

    @given(bases)
    def test_printed_form_reads_back(self, base):
        text = number_of(base)
        printed = numbers.format_enterprise_number(text)
        self.assertRegex(printed, r"\A[01][0-9]{3}\.[0-9]{3}\.[0-9]{3}\Z")
        self.assertEqual(numbers.enterprise_number(printed), text)

    @given(bases, st.integers(0, 9), st.integers(1, 9))
    def test_a_single_wrong_digit_is_caught(self, base, place, shift):
        text = number_of(base)
        digit = (int(text[place]) + shift) % 10
        with self.assertRaises(ValueError):
            numbers.enterprise_number(f"{text[:place]}{digit}{text[place + 1:]}")


class TestIban(TestCase):
    def test_forms(self):
        for text in ("BE68539007547034", "be68 5390 0754 7034"):
            self.assertEqual(numbers.iban(text), "BE68539007547034")
        self.assertEqual(
            numbers.iban("FR14 2004 1010 0505 0001 3M02 606"),
            "FR1420041010050500013M02606",
        )

    def test_a_belgian_remainder_of_zero_is_97(self):
        self.assertEqual(numbers.iban("BE54539007543697"), "BE54539007543697")

    def test_a_belgian_account_has_its_own_control_digits(self):
        # The account is one off; the IBAN around it is computed as it should be.
        digits = iban.calc_check_digits("BE00539007547035")
        with self.assertRaisesRegex(ValueError, "Belgian IBAN"):
            numbers.iban(f"BE{digits}539007547035")

    def test_refused(self):
        for text in ("", "BE68539007547035", "BE6853900754703", "539-0075470-34"):
            with self.subTest(text), self.assertRaisesRegex(ValueError, "IBAN"):
                numbers.iban(text)
