from datetime import datetime
from datetime import timedelta
from datetime import timezone
from imio.centrale.domain import callbacks as rules
from unittest import TestCase

import hashlib
import hmac


HOSTS = ("agenda.commune.example", "127.0.0.1", "10.0.0.1")
SENT = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


class TestAddress(TestCase):
    def codes(self, address):
        return [each.code for each in rules.address_reasons(address, HOSTS)]

    def test_hosts_on_the_list(self):
        for address in (
            "https://agenda.commune.example/imio?x=1",
            "https://agenda.commune.example:8443/",
            "https://AGENDA.commune.example/",
            "http://127.0.0.1:5000/here",
        ):
            with self.subTest(address):
                self.assertEqual(self.codes(address), [])

    def test_hosts_that_are_not(self):
        for address in (
            "https://commune.example/",
            "https://agenda.commune.example.evil.example/",
            "https://127.0.0.2/",
            "https://[::1]/",
        ):
            with self.subTest(address):
                self.assertEqual(self.codes(address), ["callback_host"])

    def test_without_encryption(self):
        for address in (
            "http://agenda.commune.example/",
            "http://10.0.0.1/",
            "ftp://agenda.commune.example/",
            "file://agenda.commune.example/etc/passwd",
        ):
            with self.subTest(address):
                self.assertEqual(self.codes(address), ["callback_https"])

    def test_what_is_no_address(self):
        for address in (
            "",
            "agenda.commune.example",
            "https://",
            "https://user:pw@agenda.commune.example/",
            "https://evil.example@agenda.commune.example/",
            "https://agenda.commune.example/#part",
            "https://agenda.commune.example/a b",
            "https://agenda.commune.example/\r\nX: y",
            "https://agenda.commune.example:99999/",
            "https://agenda.commune.example:0/",
            "https://[bad/",
            "https://agenda.commune.example/" + "x" * 500,
            "https://agenda.commune.examplé/",
        ):
            with self.subTest(address):
                self.assertEqual(self.codes(address), ["callback_address"])

    def test_an_empty_list_calls_nobody(self):
        found = rules.address_reasons("https://agenda.commune.example/", ())
        self.assertEqual([each.code for each in found], ["callback_host"])


class TestSignature(TestCase):
    def test_seconds_and_body_are_signed(self):
        header = rules.signature("secret", SENT, b'{"a": 1}')
        stamp, _, given = header.partition(",v1=")
        seconds = stamp.removeprefix("t=")
        self.assertEqual(int(seconds), int(SENT.timestamp()))
        message = seconds.encode() + b'.{"a": 1}'
        expected = hmac.new(b"secret", message, hashlib.sha256).hexdigest()
        self.assertEqual(given, expected)

    def test_it_changes_with_each_of_them(self):
        signed = {
            rules.signature("secret", SENT, b"body"),
            rules.signature("other", SENT, b"body"),
            rules.signature("secret", SENT + timedelta(seconds=1), b"body"),
            rules.signature("secret", SENT, b"body "),
        }
        self.assertEqual(len(signed), 4)


class TestTries(TestCase):
    def test_pauses_double_up_to_the_longest(self):
        minutes = [
            rules.pause_after(tries) / timedelta(minutes=1) for tries in range(1, 12)
        ]
        self.assertEqual(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
        self.assertEqual(rules.pause_after(10**6), rules.LONGEST_PAUSE)

    def test_received(self):
        for status in (200, 202, 204):
            self.assertTrue(rules.Outcome(status).received)
        for status in (0, 199, 301, 302, 400, 500):
            self.assertFalse(rules.Outcome(status).received)

    def test_who_refuses_is_given_up_earlier_than_who_is_away(self):
        for outcome, last in (
            (rules.Outcome(error="ConnectionError"), rules.TRIES),
            (rules.Outcome(503), rules.TRIES),
            (rules.Outcome(302), rules.TRIES),
            (rules.Outcome(429), rules.TRIES),
            (rules.Outcome(404), rules.TRIES_REFUSED),
            (rules.Outcome(422), rules.TRIES_REFUSED),
        ):
            with self.subTest(outcome):
                self.assertFalse(rules.is_given_up(last - 1, outcome))
                self.assertTrue(rules.is_given_up(last, outcome))

    def test_about_two_days_in_all(self):
        waited = sum((rules.pause_after(n) for n in range(1, rules.TRIES)), timedelta())
        self.assertGreater(waited, timedelta(hours=36))
        self.assertLess(waited, timedelta(days=3))
