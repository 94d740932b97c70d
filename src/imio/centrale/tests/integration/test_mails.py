"""The confirmation: in French, with the code, when the transaction commits."""

from email import message_from_bytes
from email.policy import default
from imio.centrale import mails
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import ProcedureTestCase
from plone import api

import transaction


class TestMails(ProcedureTestCase):
    """What leaves, and when."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.mailhost = api.portal.get_tool("MailHost")
        self.mailhost.reset()

    def sent(self):
        """The mails that left."""
        return [
            message_from_bytes(each, policy=default) for each in self.mailhost.messages
        ]

    def submitted(self, **changes):
        mission = self.request(**changes)
        self.moved("bertrix", mission, "submit", "assigned")
        return mission

    def test_it_leaves_at_the_commit(self):
        self.submitted()
        self.assertEqual(self.sent(), [])
        transaction.commit()
        self.assertEqual(len(self.sent()), 1)

    def test_it_never_leaves_when_the_transaction_aborts(self):
        self.submitted()
        transaction.abort()
        self.assertEqual(self.sent(), [])
        transaction.begin()
        transaction.commit()
        self.assertEqual(self.sent(), [])

    def test_a_draft_sends_nothing(self):
        self.request()
        transaction.commit()
        self.assertEqual(self.sent(), [])

    def test_a_refused_submission_sends_nothing(self):
        self.moved("agent", self.adhesion, "suspend", "suspended")
        self.refused("bertrix", self.request(), "submit", "adhesion_missing")
        transaction.commit()
        self.assertEqual(self.sent(), [])

    def test_what_it_says(self):
        mission = self.submitted(title="Études d’été – « réseau »")
        transaction.commit()
        (mail,) = self.sent()
        self.assertEqual(mail["To"], "camille@bertrix.example")
        (sender,) = mail["From"].addresses
        self.assertEqual(sender.addr_spec, "cyber@centrale.example")
        self.assertEqual(sender.display_name, "Centrale Test")
        code = mission.tracking_code
        self.assertIn(code, mail["Subject"])
        text = mail.get_content()
        for expected in (
            code,
            mission.absolute_url(),
            "Études d’été – « réseau »",
            "Bonjour",
            "Camille Test",
            "Lot direct",
            "cyber@centrale.example",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        for english in ("Dear", "tracking code", "${"):
            self.assertNotIn(english, text)

    def test_french_whatever_the_language_of_the_site(self):
        api.portal.set_registry_record("plone.default_language", "en")
        self.submitted()
        transaction.commit()
        (mail,) = self.sent()
        self.assertIn("votre demande", mail["Subject"])

    def test_no_header_can_be_added(self):
        """A text of many lines does not reach the headers."""
        evil = "Centrale\r\nBcc: everybody@example.org"
        for values in (
            (evil, "cyber@centrale.example", "a@b.example", "Objet"),
            ("Centrale", "cyber@centrale.example\r\nBcc: x@y.example", "a@b.be", "O"),
            ("Centrale", "cyber@centrale.example", "a@b.be\r\nBcc: x@y.example", "O"),
            ("Centrale", "cyber@centrale.example", "a@b.be", "O\r\nBcc: x@y.example"),
        ):
            with self.subTest(str(values)), self.assertRaises(ValueError):
                mails.send(*values, "texte")
        transaction.commit()
        self.assertEqual(self.sent(), [])

    def test_a_title_of_many_lines_stays_in_the_text(self):
        self.submitted(title="Audit\r\nBcc: everybody@example.org")
        transaction.commit()
        (mail,) = self.sent()
        self.assertIsNone(mail["Bcc"])
