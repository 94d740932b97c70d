"""The page of the callbacks, as an agent uses it."""

from concurrent.futures import ThreadPoolExecutor
from imio.centrale.callbacks import worker
from imio.centrale.callbacks.store import callbacks_of
from imio.centrale.domain.callbacks import Outcome
from imio.centrale.domain.callbacks import TRIES_REFUSED
from imio.centrale.tests.functional.test_browser_procedure import PagesTestCase
from plone import api
from unittest import mock

import re
import transaction


PAGE = "cyber/@@centrale-callbacks"
URL = "https://agenda.commune.example/changes"
SENDING = "imio.centrale.callbacks.delivery.send"


class TestPage(PagesTestCase):
    def setUp(self):
        asleep = mock.patch.object(worker, "attempt_round")
        asleep.start().return_value = None
        self.addCleanup(asleep.stop)
        hosts = ("agenda.commune.example",)
        api.portal.set_registry_record("imio.centrale.callback_hosts", hosts)
        transaction.commit()
        self.agent = self.visitor("agent").open(PAGE)

    def register(self, url=URL, **form):
        return self.agent.send(PAGE, act="register", url=url, **form)

    def kept(self):
        transaction.begin()
        return list(callbacks_of(self.layer["portal"]["cyber"]).values())

    def press(self, act, status=200, callback=None):
        chosen = callback or self.kept()[0].id
        return self.agent.send(PAGE, status, act=act, callback=chosen)

    def secret(self):
        return re.search(r'id="centrale-secret"\s*>([\w-]+)<', self.agent.text)

    def test_an_address_is_registered_and_its_secret_shown_once(self):
        self.assertIn("agenda.commune.example", self.agent.text)
        self.register()
        (callback,) = self.kept()
        self.assertEqual(self.secret().group(1), callback.secret)
        self.agent.open(PAGE)
        self.assertIn(URL, self.agent.text)
        self.assertIsNone(self.secret())
        self.assertNotIn(callback.secret, self.agent.text)

    def test_pressed_twice_it_is_registered_once(self):
        self.register()
        self.agent.send(PAGE, 409, act="register", url=URL)
        self.assertEqual(len(self.kept()), 1)
        self.assertIsNone(self.secret())

    def test_what_is_wrong_stands_at_the_field(self):
        for url in ("", "nowhere", "https://evil.example/"):
            self.agent.send(PAGE, 409, act="register", url=url)
            self.assertRegex(self.agent.text, r'id="url-error"[^>]*>\s*\S+')
        self.assertIn('value="https://evil.example/"', self.agent.text)
        self.assertEqual(self.kept(), [])

    def test_paused_and_resumed(self):
        self.register()
        self.press("pause")
        self.assertFalse(self.kept()[0].active)
        self.press("resume")
        self.assertTrue(self.kept()[0].active)

    def test_another_secret(self):
        self.register()
        before = self.secret().group(1)
        self.press("renew")
        self.assertNotEqual(self.secret().group(1), before)

    def test_removed_also_when_somebody_was_faster(self):
        self.register()
        gone = self.kept()[0].id
        self.press("remove")
        self.assertEqual(self.kept(), [])
        for act in ("remove", "pause", "replay", "renew"):
            self.press(act, 409, gone)

    def fail(self):
        """One try of each message, which the other side refuses."""
        transaction.begin()
        self.kept()[0].next_try = None
        transaction.commit()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(worker.run_round, self.layer["zodbDB"]).result()

    def test_failures_are_shown_and_sent_again(self):
        self.register(from_start="1")
        with mock.patch(SENDING, return_value=Outcome(status=422)):
            for _try in range(TRIES_REFUSED):
                self.fail()
        self.assertEqual(len(self.kept()[0].failed), 1)
        self.agent.open(PAGE)
        self.assertIn("HTTP 422", self.agent.text)
        self.assertNotIn("older ones are not", self.agent.text)
        self.press("replay")
        self.assertEqual(len(self.kept()[0].again), 1)
        self.kept()[0].forgotten = 7
        transaction.commit()
        self.agent.open(PAGE)
        self.assertIn("7 older ones are not", self.agent.text)

    def test_an_act_nobody_knows(self):
        self.register()
        self.press("explode", 409)

    def test_without_the_token_of_the_form(self):
        self.agent.send(PAGE, 403, token="x", act="register", url=URL)
        self.assertEqual(self.kept(), [])

    def test_nobody_else(self):
        for login in ("auditor", "bertrix", "alpha", "intake"):
            text = self.visitor(login).open(PAGE).text
            self.assertNotIn("centrale-register", text, login)
