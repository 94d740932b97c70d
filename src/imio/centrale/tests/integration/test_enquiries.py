"""Enquiries: who asks, who answers, who reads."""

from email import message_from_string
from email.policy import default
from imio.centrale import contact_limits
from imio.centrale import enquiries
from imio.centrale import parties
from imio.centrale.domain import enquiry as rules
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.testing import Mailbox
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.ticking import tick
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContentInContainer
from unittest import mock
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import re


VALUES = {
    "kind": "question",
    "title": "Délai de livraison",
    "sender_name": "Camille Test",
    "sender_email": "camille@bertrix.example",
    "organisation": "Commune de Bertrix",
    "tracking_code": "",
    "text": "Bonjour,\nquand venez-vous ?",
}
READERS = ("agent", "auditor")
OTHERS = ("arlon", "beta", "gamma", "stranger", "intake", None)


class EnquiryTestCase(ProcedureTestCase):
    """Base: an enquiry, by an account."""

    def setUp(self):
        super().setUp()
        alsoProvides(self.layer["request"], ICentraleLayer)
        self.sent = []
        patch = mock.patch("imio.centrale.mails.send", self.keep_mail)
        patch.start()
        self.addCleanup(patch.stop)

    def keep_mail(self, sender_name, sender, recipient, subject, body):
        self.sent.append((recipient, subject, body))

    def ask(self, login=None, form_key="a form", **changes):
        values = rules.cleaned({**VALUES, **changes})
        with acting(login):
            self.assertEqual(enquiries.form_reasons(self.centrale, values), [])
            return enquiries.ask(self.centrale, values, form_key)

    def readers(self, enquiry):
        """The accounts that may view it."""
        return [
            login
            for login in ("agent", "auditor", "bertrix", "alpha", *OTHERS)
            if self.may_view(enquiry, login)
        ]

    def may_view(self, enquiry, login):
        with acting(login):
            return parties.may_view(enquiry)

    def answered(self, enquiry, text="Lundi."):
        with acting("agent"):
            enquiries.reply(enquiry, text)
        return enquiry

    def closed(self, enquiry):
        return self.moved("agent", self.answered(enquiry), "close", "closed")

    def key_in(self, mail):
        """The key of the address in a mail."""
        return re.search(r"@@centrale-thread/\w+/([\w-]+)", mail[2]).group(1)

    def texts(self, enquiry):
        return [(row["side"], row["text"]) for row in enquiry.messages]


class TestAsking(EnquiryTestCase):
    def test_what_is_kept(self):
        enquiry = self.ask()
        self.assertEqual(state_of(enquiry), "open")
        self.assertEqual(enquiry.title, "Délai de livraison")
        self.assertEqual(self.texts(enquiry), [("asker", VALUES["text"])])
        self.assertEqual(enquiry.aq_parent.getId(), "contacts")
        brain = self.brain(enquiry)
        self.assertEqual(brain.enquiry_kind, "question")
        self.assertEqual(brain.centrale_uid, self.centrale.UID())

    def test_sent_twice_it_is_one(self):
        first = self.ask()
        self.assertEqual(self.ask().UID(), first.UID())
        self.assertEqual(len(self.sent), 2, "one receipt, one mail to the centrale")
        self.assertNotEqual(self.ask(text="Autre chose").UID(), first.UID())
        self.assertNotEqual(self.ask(form_key="another").UID(), first.UID())

    def test_the_mails(self):
        self.ask()
        receipt, told = self.sent
        self.assertEqual(receipt[0], "camille@bertrix.example")
        for typed in (VALUES["text"], VALUES["title"], VALUES["sender_name"]):
            self.assertNotIn(typed, receipt[1] + receipt[2], "no words of others")
        self.assertEqual(told[0], "cyber@centrale.example")
        self.assertIn(VALUES["text"], told[2])
        self.assertNotIn("@@centrale-thread", told[2])

    def test_the_code_is_read_with_indulgence(self):
        mission = self.mission("assigned")
        code = mission.tracking_code
        for text in (
            code,
            code.lower().replace("-", " "),
            f" {code.replace('-', '')} ",
        ):
            enquiry = self.ask(form_key=text, tracking_code=text)
            self.assertEqual(enquiry.tracking_code, code)

    def test_a_wrong_code_is_refused_at_its_field(self):
        code = self.mission("assigned").tracking_code
        wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
        for text, expected in (
            (wrong, "wrong_check_character"),
            ("CYB", "unknown_code"),
            ("2019/0042", "unknown_code"),
        ):
            values = rules.cleaned({**VALUES, "tracking_code": text})
            (found,) = enquiries.form_reasons(self.centrale, values)
            self.assertEqual((found.code, found.field), (expected, "tracking_code"))
            with self.refusing(expected):
                enquiries.mission_meant(self.centrale, text)

    def test_a_code_of_another_centrale(self):
        with acting("agent"):
            other = createContentInContainer(
                self.portal,
                "imio.centrale.Centrale",
                title="Autre",
                code_prefix="OTH",
                contact_email="other@centrale.example",
                purchase_model="intermediary",
            )
        code = self.mission("assigned").tracking_code
        with self.refusing("code_elsewhere"):
            enquiries.mission_meant(other, code)

    def test_nobody_is_its_maker(self):
        for login in (None, "bertrix", "agent"):
            enquiry = self.ask(login, form_key=str(login))
            roles = [r for _user, found in enquiry.get_local_roles() for r in found]
            self.assertNotIn("Owner", roles)
            self.assertEqual(enquiry.listCreators(), ())
            for status in enquiry.workflow_history["enquiry_workflow"]:
                self.assertIn(status["actor"], (None, "", "system"))


class TestReading(EnquiryTestCase):
    """The side that asked, agents and auditors; never the other side."""

    def test_without_a_code(self):
        """A user of a party reads his own; his colleagues, and others, do not."""
        for login, own in ((None, []), ("bertrix", ["bertrix"]), ("alpha", ["alpha"])):
            enquiry = self.ask(login, form_key=str(login))
            self.assertEqual(self.readers(enquiry), [*READERS, *own], login)
        colleague = self.colleague("bertrix")
        self.assertFalse(self.may_view(self.ask("bertrix"), colleague))

    def test_whoever_belongs_to_no_party_has_his_mails(self):
        enquiry = self.ask("stranger")
        self.assertEqual(self.readers(enquiry), list(READERS))
        self.assertEqual(enquiry.get_local_roles(), ())

    def test_own_threads(self):
        """Those of the user, and of his side of a dossier; of this centrale."""
        code = self.mission("assigned").tracking_code
        for number, login in enumerate(("bertrix", "alpha", None, "agent")):
            self.ask(login, form_key=str(number), title=f"De {login}")
        self.ask("bertrix", form_key="dossier", title="Dossier", tracking_code=code)
        for login, titles in (
            ("bertrix", ["De bertrix", "Dossier"]),
            (self.colleague("bertrix"), ["Dossier"]),
            ("alpha", ["De alpha"]),
            ("arlon", []),
            ("agent", []),
            (None, []),
        ):
            with acting(login):
                found = enquiries.own_threads(self.centrale)
            self.assertEqual(sorted(brain.Title for brain in found), titles, login)

    def colleague(self, login):
        """Another user in the groups of that one."""
        name = f"colleague-{login}"
        api.user.create(email=f"{name}@centrale.example", username=name)
        for group in api.group.get_groups(username=login):
            if group.getId() != "AuthenticatedUsers":
                api.group.add_user(group=group, username=name)
        return name

    def test_on_a_dossier(self):
        code = self.mission("assigned").tracking_code
        for login, side in (
            ("bertrix", ["bertrix"]),
            ("alpha", ["alpha"]),
            ("arlon", ["arlon"]),
            ("beta", ["beta"]),
            ("stranger", []),
            (None, []),
        ):
            enquiry = self.ask(login, form_key=str(login), tracking_code=code)
            self.assertEqual(self.readers(enquiry), [*READERS, *side], login)

    def test_a_consulted_supplier_asks_before_it_answers(self):
        mission = self.consulting()
        enquiry = self.ask("alpha", tracking_code=mission.tracking_code)
        self.moved("alpha", mission["consultation-1"], "decline", "declined")
        other = self.ask("beta", form_key="b", tracking_code=mission.tracking_code)
        self.assertEqual(self.readers(enquiry), [*READERS, "alpha"])
        self.assertEqual(self.readers(other), [*READERS, "beta"])

    def test_the_room_is_for_agents_and_auditors(self):
        room = self.centrale["contacts"]
        self.assertEqual(self.readers(room), list(READERS))

    def test_no_search_tells_anything(self):
        code = self.mission("assigned").tracking_code
        enquiry = self.ask("alpha", tracking_code=code)
        queries = (
            {"portal_type": enquiries.PORTAL_TYPE},
            {"SearchableText": "venez-vous"},
            {"SearchableText": "Camille"},
            {"tracking_code": code, "portal_type": enquiries.PORTAL_TYPE},
            {"UID": enquiry.UID()},
        )
        for login in ("bertrix", *OTHERS):
            for query in queries:
                with self.subTest(login, **query), acting(login):
                    self.assertEqual(len(self.portal.portal_catalog(**query)), 0)
        for query in queries:
            with self.subTest("agent", **query), acting("agent"):
                self.assertEqual(len(self.portal.portal_catalog(**query)), 1)

    def test_the_catalog_keeps_nobody(self):
        brain = self.brain(self.ask())
        for name in self.portal.portal_catalog.schema():
            value = str(getattr(brain, name, ""))
            self.assertNotIn("Camille", value, name)
            self.assertNotIn("camille@", value, name)

    def test_nobody_adds_one_by_hand(self):
        room = self.centrale["contacts"]
        for login in ("agent", "auditor", "bertrix", "alpha", "siteadmin"):
            with acting(login):
                self.assertEqual(room.allowedContentTypes(), [])


class TestThread(EnquiryTestCase):
    def test_answered_in_place_and_by_mail(self):
        enquiry = self.ask()
        del self.sent[:]
        with acting("agent"):
            self.assertTrue(enquiries.reply(enquiry, "Lundi."))
        self.assertEqual(state_of(enquiry), "answered")
        ((recipient, subject, body),) = self.sent
        self.assertEqual(recipient, "camille@bertrix.example")
        self.assertIn("Lundi.", body)
        self.assertIn("@@centrale-thread/", body)

    def test_sent_twice_it_is_once(self):
        enquiry = self.answered(self.ask())
        with acting("agent"):
            self.assertFalse(enquiries.reply(enquiry, "Lundi."))
        self.assertEqual(len(enquiry.messages), 2)

    def test_one_more_answer(self):
        enquiry = self.answered(self.answered(self.ask()), "Ou mardi.")
        self.assertEqual(len(enquiry.messages), 3)
        self.assertEqual(state_of(enquiry), "answered")

    def test_the_party_writes_again(self):
        code = self.mission("assigned").tracking_code
        enquiry = self.answered(self.ask("bertrix", tracking_code=code))
        del self.sent[:]
        with acting("bertrix"):
            enquiries.reply(enquiry, "Merci, et à quelle heure ?")
        self.assertEqual(state_of(enquiry), "open")
        self.assertEqual([mail[0] for mail in self.sent], ["cyber@centrale.example"])
        status = enquiry.workflow_history["enquiry_workflow"][-1]
        self.assertNotEqual(status["actor"], "bertrix", "nobody is named")

    def test_who_only_reads_does_not_write(self):
        enquiry = self.ask()
        with acting("auditor"), self.refusing("not_permitted"):
            enquiries.reply(enquiry, "Moi aussi.")

    def test_nothing_is_no_message(self):
        enquiry = self.ask()
        for text, code in (("", "message_missing"), ("x" * 5001, "text_too_long")):
            with acting("agent"), self.refusing(code):
                enquiries.reply(enquiry, text)
        self.assertEqual(state_of(enquiry), "open")

    def test_an_answer_is_written_before_it_is_noted(self):
        self.refused("agent", self.ask(), "answer", "answer_missing")

    def test_closed_and_reopened(self):
        enquiry = self.closed(self.ask())
        with acting("agent"), self.refusing("enquiry_closed"):
            enquiries.reply(enquiry, "Encore.")
        self.moved("agent", enquiry, "reopen", "open")
        self.answered(enquiry, "Encore.")

    def test_acts_are_for_agents(self):
        code = self.mission("assigned").tracking_code
        enquiry = self.ask("bertrix", tracking_code=code)
        for login in ("bertrix", "auditor"):
            for transition in ("answer", "close"):
                self.refused(login, enquiry, transition, "not_permitted")

    def test_the_way_to_it_leads_through_no_closed_room(self):
        code = self.mission("assigned").tracking_code
        enquiry = self.ask("bertrix", tracking_code=code)
        room = self.centrale["contacts"].absolute_url()
        for login, is_named in (("agent", True), ("bertrix", False)):
            with acting(login):
                view = getMultiAdapter(
                    (enquiry, self.layer["request"]), name="breadcrumbs_view"
                )
                found = [each["absolute_url"] for each in view.breadcrumbs()]
            self.assertEqual(found[0], self.centrale.absolute_url())
            self.assertEqual(found[-1], enquiry.absolute_url())
            self.assertEqual(room in found, is_named, login)

    def test_nobody_edits_it(self):
        enquiry = self.ask()
        for login in ("agent", "auditor", "bertrix", "siteadmin", None):
            with acting(login):
                self.assertFalse(parties.may(enquiry, "Modify portal content"), login)


class TestKey(EnquiryTestCase):
    """The address in the mails."""

    def test_opens_and_no_other(self):
        enquiry = self.ask()
        key = self.key_in(self.sent[0])
        opened = enquiries.opened_by(self.centrale, enquiry.getId(), key)
        self.assertEqual(opened.UID(), enquiry.UID())
        for enquiry_id, other in (
            (enquiry.getId(), key[:-1]),
            (enquiry.getId(), ""),
            (enquiry.getId(), enquiry.keys[0]),
            ("unknown", key),
            ("../missions", key),
        ):
            self.assertIsNone(enquiries.opened_by(self.centrale, enquiry_id, other))

    def test_of_every_mail(self):
        enquiry = self.answered(self.ask())
        keys = [
            self.key_in(mail) for mail in self.sent if "@@centrale-thread" in mail[2]
        ]
        self.assertEqual(len(set(keys)), 2)
        for key in keys:
            self.assertTrue(rules.opens(enquiry.keys, key))
            self.assertNotIn(key, repr(vars(enquiry)))

    def test_whoever_has_it_writes_again(self):
        enquiry = self.answered(self.ask())
        with acting(None):
            enquiries.ask_again(enquiry, enquiry.sender_name, "Merci.")
        self.assertEqual(state_of(enquiry), "open")
        self.assertEqual(enquiry.messages[-1]["author"], "Camille Test")


class TestErasing(EnquiryTestCase):
    def test_after_the_end_only(self):
        enquiry = self.ask()
        with acting("agent"), self.refusing("enquiry_not_closed"):
            enquiries.erase_sender(enquiry)

    def test_who_is_forgotten_what_stays(self):
        enquiry = self.closed(self.ask())
        key = self.key_in(self.sent[0])
        with acting("agent"):
            enquiries.erase_sender(enquiry)
        kept = repr(vars(enquiry)).lower()
        for word in ("camille", "bertrix"):
            self.assertNotIn(word, kept)
        self.assertEqual(
            self.texts(enquiry), [("asker", VALUES["text"]), ("centrale", "Lundi.")]
        )
        self.assertFalse(rules.opens(enquiry.keys, key))
        self.assertIsNotNone(enquiry.erased)
        with acting("agent"):
            found = self.portal.portal_catalog(SearchableText="Camille")
        self.assertEqual(len(found), 0)
        with acting("agent"), self.refusing("already_erased"):
            enquiries.erase_sender(enquiry)

    def test_the_user_who_asked_is_forgotten_too(self):
        enquiry = self.ask("bertrix")
        dossier = self.ask(
            "bertrix",
            form_key="dossier",
            tracking_code=self.mission("assigned").tracking_code,
        )
        for each in (enquiry, dossier):
            self.closed(each)
            with acting("agent"):
                enquiries.erase_sender(each)
        self.assertNotIn("bertrix", repr(vars(enquiry)))
        self.assertEqual(self.readers(enquiry), list(READERS))
        self.assertEqual(self.readers(dossier), [*READERS, "bertrix"])

    def test_no_mail_goes_to_nobody(self):
        enquiry = self.closed(self.ask())
        with acting("agent"):
            enquiries.erase_sender(enquiry)
        self.moved("agent", enquiry, "reopen", "open")
        del self.sent[:]
        self.answered(enquiry, "Encore.")
        self.assertEqual(self.sent, [])


class TestRetention(EnquiryTestCase):
    """What was answered long ago goes; what stands on a dossier stays with it."""

    def test_after_the_months_that_the_site_decided(self):
        code = self.mission("assigned").tracking_code
        with at("2026-01-15 10:00"):
            old = self.closed(self.ask(form_key="old"))
            waiting = self.ask(form_key="waiting")
            on_dossier = self.closed(self.ask(form_key="code", tracking_code=code))
        ids = {each: each.getId() for each in (old, waiting, on_dossier)}
        room = self.centrale["contacts"]
        with at("2028-01-14 10:00"), acting("agent"):
            tick(self.centrale)
        self.assertEqual(set(room.objectIds()), set(ids.values()))
        with at("2028-01-15 10:00"), acting("agent"):
            tick(self.centrale)
        self.assertEqual(set(room.objectIds()), {ids[waiting], ids[on_dossier]})


class TestLimits(EnquiryTestCase):
    """Nobody sends without end."""

    def setUp(self):
        super().setUp()
        for limit in (contact_limits.BY_VISITOR, contact_limits.BY_RECIPIENT):
            limit.forget()
            self.addCleanup(limit.forget)

    def take(self, login=None, mail="a@b.example"):
        with acting(login):
            contact_limits.take(self.layer["request"], mail, "x@y.example")

    def test_a_visitor(self):
        for number in range(contact_limits.BY_VISITOR.most):
            self.take(mail=f"{number}@b.example")
        with self.refusing("too_many_messages"):
            self.take(mail="last@b.example")
        self.take("bertrix", "last@b.example")

    def test_a_mailbox(self):
        for _number in range(contact_limits.BY_RECIPIENT.most):
            self.take("bertrix")
        with self.refusing("too_many_messages"):
            self.take("bertrix", "A@b.example")


class TestPages(EnquiryTestCase):
    """On the mission, in the room, and on its own."""

    def view(self, login, obj, name="view"):
        request = self.layer["request"]
        request.form.clear()
        with acting(login):
            return getMultiAdapter((obj, request), name=name)()

    def test_on_the_mission_each_side_reads_its_own(self):
        mission = self.mission("assigned")
        for login in ("bertrix", "alpha"):
            self.ask(
                login,
                title=f"De {login}",
                form_key=login,
                tracking_code=mission.tracking_code,
            )
        for login, read, hidden in (
            ("bertrix", ["De bertrix"], ["De alpha"]),
            ("alpha", ["De alpha"], ["De bertrix"]),
            ("agent", ["De alpha", "De bertrix"], ["centrale-contact"]),
            ("auditor", ["De alpha", "De bertrix"], ["<textarea"]),
        ):
            text = self.view(login, mission, "centrale-threads")
            for words in read:
                self.assertIn(words, text, login)
            for words in hidden:
                self.assertNotIn(words, text, login)

    def test_the_page_of_a_reply_is_for_those_who_read_the_thread(self):
        enquiry = self.ask()
        for login in ("alpha", "bertrix", *OTHERS):
            with self.assertRaises(Unauthorized):
                self.view(login, enquiry, "centrale-reply")

    def test_the_form_has_the_code(self):
        mission = self.mission("assigned")
        text = self.view("bertrix", mission, "centrale-threads")
        self.assertIn(f"@@centrale-contact?code={mission.tracking_code}", text)
        self.assertIn("No question about this dossier yet.", text)

    def test_the_room_lists_those_to_answer(self):
        self.ask(title="À répondre")
        self.answered(self.ask(title="Répondu", form_key="b"))
        text = self.view("agent", self.centrale["contacts"])
        self.assertIn("À répondre", text)
        self.assertNotIn("Répondu", text)

    def test_on_its_own(self):
        enquiry = self.ask()
        text = self.view("agent", enquiry)
        for words in (
            "camille@bertrix.example",
            "quand venez-vous",
            "@@centrale-reply",
        ):
            self.assertIn(words, text)
        self.assertNotIn("transition=answer", text)
        self.assertNotIn("@@centrale-erase", text)
        self.assertIn("@@centrale-erase", self.view("agent", self.closed(enquiry)))

    def test_agents_are_named_to_agents_only(self):
        mission = self.mission("assigned")
        enquiry = self.ask("bertrix", tracking_code=mission.tracking_code)
        self.answered(enquiry)
        agent = api.user.get(username="agent")
        agent.setMemberProperties({"fullname": "Alix Agent"})
        for login, name in (("agent", "Alix Agent"), ("bertrix", "The centrale")):
            with acting(login):
                view = getMultiAdapter((enquiry, self.layer["request"]), name="view")
                authors = [message["author"] for message in view.messages]
            self.assertEqual(authors, ["Camille Test", name])


class TestMail(ProcedureTestCase):
    """A mail as it leaves."""

    def test_from_the_contact_address_in_french(self):
        host = api.portal.get_tool("MailHost")
        host.reset()
        queue = mock.patch.object(Mailbox, "smtp_queue", True, create=True)
        with queue, acting(None):
            enquiries.ask(self.centrale, rules.cleaned(VALUES), "mail")
        mails = [
            message_from_string(
                each.decode() if isinstance(each, bytes) else str(each), policy=default
            )
            for each in host.messages
        ]
        self.assertEqual(
            [mail["To"] for mail in mails],
            ["camille@bertrix.example", "cyber@centrale.example"],
        )
        for mail in mails:
            self.assertIn("cyber@centrale.example", mail["From"])
