"""The rules of enquiries."""

from datetime import date
from imio.centrale.domain import enquiry
from imio.centrale.domain.enquiry import ASKER
from imio.centrale.domain.enquiry import CENTRALE
from imio.centrale.domain.enquiry import Message

import unittest


GIVEN = {
    "kind": "question",
    "title": "Délai",
    "sender_name": "Camille Test",
    "sender_email": "camille@bertrix.example",
    "organisation": "",
    "tracking_code": "",
    "text": "Bonjour,\nquand ?",
}


def codes(reasons):
    return [(each.code, each.field) for each in reasons]


class TestForm(unittest.TestCase):
    def wrong(self, **changes):
        values = enquiry.cleaned({**GIVEN, **changes})
        return codes(enquiry.form_reasons(values))

    def test_sound(self):
        self.assertEqual(self.wrong(), [])
        for kind in enquiry.KINDS:
            self.assertEqual(self.wrong(kind=kind), [])

    def test_everything_empty_is_told_in_one_go(self):
        self.assertEqual(
            codes(enquiry.form_reasons(enquiry.cleaned({}))),
            [
                ("kind_missing", "kind"),
                ("subject_missing", "title"),
                ("message_missing", "text"),
                ("name_missing", "sender_name"),
                ("mail_missing", "sender_email"),
            ],
        )

    def test_blanks_are_nothing(self):
        self.assertEqual(self.wrong(text=" \n\t "), [("message_missing", "text")])

    def test_unknown_kind(self):
        self.assertEqual(self.wrong(kind="insult"), [("kind_missing", "kind")])

    def test_lengths(self):
        for name, most in enquiry.LONGEST.items():
            end = "@y.example" if name == "sender_email" else ""
            text = "x" * (most - len(end)) + end
            self.assertEqual(self.wrong(**{name: text}), [], name)
            expected = [("text_too_long", name)]
            self.assertEqual(self.wrong(**{name: "x" + text}), expected)

    def test_mail_address(self):
        for text in ("camille", "a@b", "a@b.example, c@d.example", "é@b.example"):
            expected = [("mail_malformed", "sender_email")]
            self.assertEqual(self.wrong(sender_email=text), expected, text)

    def test_characters(self):
        for name in ("text", "organisation"):
            for mark in ("\x00", "\ud800"):
                self.assertEqual(
                    self.wrong(**{name: f"a{mark}b"}), [("text_not_kept", name)]
                )

    def test_no_header_of_a_mail_can_be_added(self):
        for mark in ("\r\n", "\n", "\u2028", "\x85"):
            given = f" Sujet{mark}Bcc: x@y.example "
            values = enquiry.cleaned({**GIVEN, "title": given, "sender_name": given})
            for name in ("title", "sender_name"):
                self.assertEqual(values[name], "Sujet Bcc: x@y.example")

    def test_a_message_keeps_its_lines(self):
        values = enquiry.cleaned({**GIVEN, "text": " Un\r\ndeux\r\n"})
        self.assertEqual(values["text"], "Un\ndeux")

    def test_a_message_alone(self):
        self.assertEqual(enquiry.message_reasons("Merci"), [])
        self.assertEqual(
            codes(enquiry.message_reasons("")), [("message_missing", "text")]
        )


class TestThread(unittest.TestCase):
    asked, told = Message(ASKER, "Quand ?"), Message(CENTRALE, "Lundi.")

    def test_the_same_twice_is_once(self):
        self.assertTrue(enquiry.is_repeated([self.told, self.asked], ASKER, "Quand ?"))
        for messages in ([], [self.asked, self.told], [Message(CENTRALE, "Quand ?")]):
            self.assertFalse(enquiry.is_repeated(messages, ASKER, "Quand ?"))

    def test_an_answer_is_written(self):
        self.assertEqual(enquiry.answer_reasons([self.asked, self.told]), [])
        for messages in ([], [self.asked], [self.told, self.asked]):
            self.assertEqual(
                codes(enquiry.answer_reasons(messages)), [("answer_missing", "text")]
            )

    def test_erasing(self):
        self.assertEqual(enquiry.erasing_reasons("closed", False), [])
        for state in ("open", "answered"):
            self.assertEqual(
                codes(enquiry.erasing_reasons(state, False)),
                [("enquiry_not_closed", "")],
            )
        self.assertEqual(
            codes(enquiry.erasing_reasons("closed", True)), [("already_erased", "")]
        )


class TestKept(unittest.TestCase):
    def kept(self, today, months=24, on_dossier=False):
        return enquiry.is_kept(date(2024, 1, 31), today, months, on_dossier)

    def test_so_many_months(self):
        self.assertTrue(self.kept(date(2026, 1, 30)))
        self.assertFalse(self.kept(date(2026, 1, 31)))
        self.assertTrue(self.kept(date(2024, 2, 29), months=1), "no 31 February")
        self.assertFalse(self.kept(date(2024, 3, 31), months=1))

    def test_for_ever(self):
        self.assertTrue(self.kept(date(2099, 1, 1), months=0))
        self.assertTrue(self.kept(date(2099, 1, 1), on_dossier=True))


class TestKeys(unittest.TestCase):
    def test_a_key_opens_and_no_other(self):
        key = enquiry.new_key()
        digests = enquiry.with_key((), key)
        self.assertTrue(enquiry.opens(digests, key))
        for other in ("", key[:-1], enquiry.new_key(), digests[0]):
            self.assertFalse(enquiry.opens(digests, other))
        self.assertFalse(enquiry.opens((), key))

    def test_the_key_is_not_kept(self):
        key = enquiry.new_key()
        self.assertNotIn(key, repr(enquiry.with_key((), key)))
        self.assertGreaterEqual(len(key), 43)

    def test_older_mails_open_it_too_within_bounds(self):
        keys = [enquiry.new_key() for _ in range(enquiry.MOST_KEYS + 1)]
        digests = ()
        for key in keys:
            digests = enquiry.with_key(digests, key)
        self.assertEqual(len(digests), enquiry.MOST_KEYS)
        self.assertFalse(enquiry.opens(digests, keys[0]))
        self.assertTrue(all(enquiry.opens(digests, key) for key in keys[1:]))


class TestId(unittest.TestCase):
    def test_the_same_form_is_the_same_enquiry(self):
        first = enquiry.id_of("form", GIVEN)
        self.assertEqual(first, enquiry.id_of("form", dict(GIVEN)))
        self.assertRegex(first, "^[0-9a-f]{16}$")

    def test_what_was_changed_is_another(self):
        first = enquiry.id_of("form", GIVEN)
        self.assertNotEqual(first, enquiry.id_of("other", GIVEN))
        for name in ("kind", *enquiry.LONGEST):
            changed = {**GIVEN, name: GIVEN[name] + "x"}
            self.assertNotEqual(first, enquiry.id_of("form", changed), name)
