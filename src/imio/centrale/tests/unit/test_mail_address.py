from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.fields import MailAddress
from unittest import TestCase
from zope.schema import ValidationError


parts = st.text("aZ09.-_!#$%&'*+/=?^`{|}~@ é\"(),:;<>[\\]\n", max_size=12)
address = st.builds("{}@{}.{}".format, parts, parts, parts)


class TestMailAddress(TestCase):
    """A dot-atom, an at sign, a domain of two labels or more (RFC 5322, 3.4.1)."""

    field = MailAddress(title="Mail")

    def accepts(self, text):
        try:
            self.field.validate(text)
        except ValidationError:
            return False
        return True

    def test_accepted(self):
        for text in (
            "a@b.be",
            "camille.test+centrale@bertrix.example",
            "o'neil@x-y.example",
            "1@2.be",
            "a@xn--bcher-kva.example",
        ):
            with self.subTest(text):
                self.assertTrue(self.accepts(text))

    def test_refused(self):
        for text in (
            "a..b@x.be",
            ".a@x.be",
            "a.@x.be",
            "@x.be",
            "a@x",
            "a@x..be",
            "a@.x.be",
            "a@x.be.",
            "a@-x.be",
            "a@x-.be",
            "a@x.-be",
            "a@x.be-",
            "a@b@x.be",
            '"a b"@x.be',
            "a@[127.0.0.1]",
            "é@x.be",
        ):
            with self.subTest(text):
                self.assertFalse(self.accepts(text))

    def checked(self, text):
        """What is accepted can be written to, as sender and as recipient."""
        if not self.accepts(text):
            return
        text = self.field.normalised(text)
        self.assertEqual(Address("Centrale", addr_spec=text).addr_spec, text)
        message = EmailMessage(policy=SMTP)
        message["To"] = text
        (read,) = message["To"].addresses
        self.assertEqual(read.addr_spec, text)
        self.assertEqual(message["To"].defects, ())

    @given(address)
    def test_anything(self, text):
        self.checked(text)

    @given(st.emails())
    def test_likely_ones(self, text):
        self.checked(text)

    @given(
        st.from_regex(
            r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,9}@[A-Za-z0-9.-]{1,9}\.[a-z-]{1,3}",
            fullmatch=True,
        )
    )
    def test_nearly_all_are_right(self, text):
        self.checked(text)
