"""The contact form and the threads by pages, as the public and the parties use them."""

from imio.centrale import contact_limits
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase
from unittest import mock

import re


FORM = "cyber/@@centrale-contact"
TYPED = {
    "kind": "complaint",
    "title": "Rien n'arrive",
    "text": "Bonjour,\nrien n'est arrivé.",
    "sender_name": "Camille Test",
    "sender_email": "camille@bertrix.example",
}


class ContactTestCase(PagesTestCase):
    def setUp(self):
        for limit in (contact_limits.BY_VISITOR, contact_limits.BY_RECIPIENT):
            limit.forget()
            self.addCleanup(limit.forget)
        self.bodies = []
        patch = mock.patch("imio.centrale.mails.send", self.keep_mail)
        patch.start()
        self.addCleanup(patch.stop)

    def keep_mail(self, sender_name, sender, recipient, subject, body):
        """The server runs in this process."""
        self.bodies.append(body)

    def write(self, login=None, status=200, **changes):
        """The form, filled in and sent."""
        visitor = self.visitor(login).open(FORM)
        form = re.search(r'name="form"[^>]*value="(\w+)"', visitor.text).group(1)
        return visitor.send(FORM, status, **{**TYPED, "form": form, **changes})

    def enquiries(self):
        """What the agent finds in the room."""
        items = self.client("agent").got("cyber/contacts?fullobjects=1")["items"]
        return sorted(items, key=lambda item: item["created"])

    def address(self):
        """The address in the last mail that has one."""
        found = re.findall(r"\S+/@@centrale-thread/\w+/[\w-]+", "\n".join(self.bodies))
        return found[-1]


class TestForm(ContactTestCase):
    def test_anybody_writes(self):
        visitor = self.write()
        self.assertIn("Your message has been received", visitor.text)
        (item,) = self.enquiries()
        self.assertEqual(item["review_state"], "open")
        self.assertEqual(item["kind"]["token"], "complaint")
        self.assertEqual(item["messages"][0]["text"], TYPED["text"])

    def test_everything_empty(self):
        empty = dict.fromkeys(TYPED, "")
        visitor = self.write(status=400, **empty)
        for name in TYPED:
            self.assertIn(f'href="#{name}"', visitor.text, name)
            self.assertIn(f'id="{name}-error"', visitor.text, name)
        self.assertIn("<title>Error: ", visitor.text)
        self.assertEqual(self.enquiries(), [])

    def test_too_long_and_of_the_wrong_kind(self):
        visitor = self.write(
            status=400,
            text="x" * 5001,
            title="y" * 201,
            kind="insult",
            sender_email="camille",
            tracking_code="CYB-26-1234567",
        )
        for name in ("kind", "title", "text", "sender_email", "tracking_code"):
            self.assertIn(f'href="#{name}"', visitor.text, name)
        self.assertIn("x" * 5001, visitor.text, "nothing typed is lost")
        self.assertEqual(self.enquiries(), [])

    def test_values_that_are_no_texts(self):
        visitor = self.visitor().open(FORM)
        visitor.send(FORM, 400, **{**TYPED, "title:list": "x", "title": ["a", "b"]})
        self.assertEqual(self.enquiries(), [])

    def test_sent_twice_gone_back_and_sent_again(self):
        visitor = self.write(form="abc")
        visitor.open(FORM)
        visitor.send(FORM, form="abc", **TYPED)
        self.assertEqual(len(self.enquiries()), 1)
        visitor.open(FORM)
        visitor.send(FORM, form="abc", **{**TYPED, "text": "Autre chose"})
        self.assertEqual(len(self.enquiries()), 2, "what was changed is not lost")

    def test_the_session_ended_in_between(self):
        known = self.visitor("bertrix").open(FORM)
        token, stranger = known.token, self.visitor()
        stranger.open(FORM)
        stranger.send(FORM, 403, token=token, form="abc", **TYPED)
        self.assertIn("Nothing was saved yet", stranger.text)
        self.assertIn(TYPED["text"], stranger.text)
        stranger.send(FORM, form="abc", **TYPED)
        self.assertEqual(len(self.enquiries()), 1)

    def test_robots_are_thanked_and_forgotten(self):
        visitor = self.write(website="https://spam.example")
        self.assertIn("Your message has been received", visitor.text)
        self.assertEqual(self.enquiries(), [])

    def test_so_many_in_an_hour(self):
        most = contact_limits.BY_RECIPIENT.most
        for number in range(most):
            self.write(form=f"f{number}")
        visitor = self.write(status=429, form="last")
        self.assertIn("Too many messages", visitor.text)
        self.assertIn(TYPED["text"], visitor.text)
        self.assertEqual(len(self.enquiries()), most)

    def test_what_is_typed_is_escaped(self):
        self.write(title="<script>alert(1)</script>", text="<b>gras</b>")
        (item,) = self.enquiries()
        response = self.client("agent").session.get(
            item["@id"], headers={"Accept": "text/html"}
        )
        self.assertNotIn("<script>alert(1)", response.text)
        self.assertNotIn("<b>gras", response.text)
        self.assertIn("&lt;b&gt;gras", response.text)

    def test_who_is_known_need_not_say_it(self):
        visitor = self.visitor("bertrix").open(f"{FORM}?code=CYB-26-XXX")
        self.assertIn("bertrix@user.example", visitor.text)
        self.assertIn('value="CYB-26-XXX"', visitor.text)


class TestThread(ContactTestCase):
    def test_read_and_answered_by_the_address_in_the_mail(self):
        self.write()
        address = self.address()
        (item,) = self.enquiries()
        agent = self.client("agent")
        agent.expect(
            agent.post(f"{item['@id']}/@centrale-reply", {"text": "Lundi."}), 200
        )
        visitor = self.visitor().open(address)
        self.assertIn("Lundi.", visitor.text)
        visitor.send(address, text="Merci !")
        self.assertIn("Your message is sent.", visitor.text)
        self.assertIn("Merci !", visitor.text)
        (item,) = self.enquiries()
        self.assertEqual(item["review_state"], "open")
        visitor.send(address, text="Merci !")
        self.assertEqual(len(self.enquiries()[0]["messages"]), 3)

    def test_the_address_stays_a_secret(self):
        self.write()
        response = self.client().session.get(
            self.address(), headers={"Accept": "text/html"}
        )
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertIn("noindex", response.headers["X-Robots-Tag"])

    def test_another_key_opens_nothing(self):
        self.write()
        address = self.address()
        for wrong in (
            address[:-1],
            address + "x",
            address.rpartition("/")[0],
            address + "/more",
            re.sub(r"thread/\w+", "thread/0000000000000000", address),
        ):
            self.visitor().open(wrong, status=404)

    def test_nothing_is_no_message(self):
        self.write()
        address = self.address()
        visitor = self.visitor().open(address)
        visitor.send(address, 400, text=" ")
        self.assertIn('href="#text-reply"', visitor.text)

    def test_each_side_on_the_mission(self):
        url = self.assigned()
        code = url.rpartition("/")[2]
        self.write("bertrix", tracking_code=code.lower(), title="De la commune")
        for login, there in (
            ("bertrix", True),
            ("agent", True),
            ("auditor", True),
            ("alpha", False),
        ):
            visitor = self.visitor(login).open(f"{url}/@@centrale-threads")
            self.assertEqual("De la commune" in visitor.text, there, login)
        (item,) = self.enquiries()
        bertrix = self.visitor("bertrix").open(f"{url}/@@centrale-threads")
        bertrix.send(f"{item['@id']}/@@centrale-reply", text="Encore", on="mission")
        self.assertTrue(bertrix.url.startswith(url))

    def test_a_reply_needs_its_token_and_its_side(self):
        self.write()
        (item,) = self.enquiries()
        reply = f"{item['@id']}/@@centrale-reply"
        agent = self.visitor("agent").open(item["@id"])
        agent.send(reply, 403, token="wrong", text="Lundi.")
        auditor = self.visitor("auditor").open(item["@id"])
        auditor.send(reply, 409, token=None, text="Lundi.")
        self.assertIn("You are not allowed to do this.", auditor.text)
        self.assertEqual(len(self.enquiries()[0]["messages"]), 1)
        agent.open(item["@id"])
        agent.send(reply, text="Lundi.")
        self.assertEqual(self.enquiries()[0]["review_state"], "answered")

    def test_erased_after_the_end(self):
        self.write()
        address = self.address()
        (item,) = self.enquiries()
        agent = self.visitor("agent").open(f"{item['@id']}/@@centrale-erase")
        self.assertIn("Close this exchange first", agent.text)
        self.client("agent").moved(item["@id"], "close", "closed")
        agent.open(f"{item['@id']}/@@centrale-erase")
        agent.send(f"{item['@id']}/@@centrale-erase")
        (item,) = self.enquiries()
        self.assertNotIn("camille", str(item).lower())
        self.visitor().open(address, status=404)
