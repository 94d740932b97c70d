"""Callbacks: registered by REST, sent in the background, tried again, sent again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.callbacks import delivery
from imio.centrale.callbacks import store
from imio.centrale.callbacks import worker
from imio.centrale.domain.callbacks import TRIES
from imio.centrale.domain.callbacks import TRIES_REFUSED
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.receiver import Receiver
from imio.centrale.tests.rest import RestTestCase
from plone import api
from unittest import mock

import time
import transaction


CALLBACKS = "cyber/@centrale-callbacks"
#: the real one, which most tests put to sleep in the thread of the server
attempt_round = worker.attempt_round
HOUR = timedelta(hours=1)


class CallbackTestCase(RestTestCase):
    layer = FUNCTIONAL

    #: whether the thread of the server sends by itself
    alone = False

    def setUp(self):
        if not self.alone:
            asleep = mock.patch.object(worker, "attempt_round", return_value=None)
            asleep.start()
            self.addCleanup(asleep.stop)
        self.agent, self.bertrix = self.client("agent"), self.client("bertrix")
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        self.allow("127.0.0.1")
        self.made = self.agent.created(CALLBACKS, {"url": self.receiver.url})
        self.url = self.made["@id"]

    def allow(self, *hosts):
        api.portal.set_registry_record("imio.centrale.callback_hosts", hosts)
        transaction.commit()

    def round(self, after=timedelta()):
        """What the thread of a server does when it is woken, so much later."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self.look, after).result()

    def look(self, after=timedelta()):
        with clock.at(clock.now() + after):
            return worker.run_round(self.layer["zodbDB"])

    def request(self, title="Audit"):
        """A request that changes state once."""
        made = self.bertrix.created("cyber/missions", self.request_body(title=title))
        self.bertrix.moved(made["@id"], "submit", "submitted")
        return made["tracking_code"]

    def details(self):
        return self.agent.got(self.url)

    @property
    def codes(self):
        """The tracking codes that arrived, in their order."""
        return [body["tracking_code"] for body in self.receiver.bodies]


class TestSending(CallbackTestCase):
    def test_each_change_of_state_once_signed_in_order(self):
        codes = [self.request(), self.request()]
        self.assertEqual(self.receiver.received, [])
        self.assertFalse(self.round())
        self.assertEqual(self.codes, codes)
        self.assertTrue(self.receiver.is_signed(self.made["secret"], 0))
        self.assertTrue(self.receiver.is_signed(self.made["secret"], 1))
        self.assertFalse(self.receiver.is_signed("another"))
        self.round()
        self.assertEqual(self.codes, codes)

    def test_a_message_is_the_change_of_the_feed(self):
        cursor = self.agent.got("cyber/@centrale-feed?cursor=latest")["cursor"]
        self.request()
        self.round()
        items = self.agent.got(f"cyber/@centrale-feed?cursor={cursor}")["items"]
        (moved,) = [each for each in items if each["event"] == "moved"]
        ((headers, _body),) = self.receiver.received
        self.assertEqual(self.receiver.bodies, [moved])
        self.assertEqual(headers["X-Centrale-Delivery"], moved["id"])
        self.assertEqual(headers["Content-Type"], "application/json")

    def test_from_the_first_change_on_where_that_is_asked(self):
        self.request()
        other = Receiver()
        self.addCleanup(other.stop)
        self.agent.created(CALLBACKS, {"url": other.url, "from_start": True})
        self.round()
        # the market was opened, the adhesions activated, before anybody asked
        self.assertGreater(len(other.received), len(self.receiver.received))

    def test_only_who_is_on_the_list_when_it_is_sent(self):
        self.request()
        self.allow()
        self.assertTrue(self.round())
        self.assertEqual(self.receiver.received, [])
        self.assertEqual(self.details()["deliveries"][0]["error"], "callback_host")
        self.allow("127.0.0.1")
        self.round(after=HOUR)
        self.assertEqual(len(self.receiver.received), 1)

    def test_a_redirection_is_not_followed(self):
        self.receiver.answers = [302]
        self.request()
        self.round()
        self.assertEqual(len(self.receiver.received), 1)
        self.assertEqual(self.details()["deliveries"][0]["status"], 302)
        self.assertEqual(self.details()["tries"], 1)

    def test_nothing_while_it_is_paused(self):
        self.agent.expect(self.agent.patch(self.url, {"active": False}), 200)
        code = self.request()
        self.assertFalse(self.round())
        self.assertEqual(self.codes, [])
        self.agent.expect(self.agent.patch(self.url, {"active": True}), 200)
        self.round()
        self.assertEqual(self.codes, [code])

    def test_another_secret_signs_from_now_on(self):
        answer = self.agent.expect(self.agent.post(f"{self.url}/secret", {}), 200)
        self.request()
        self.round()
        self.assertTrue(self.receiver.is_signed(answer["secret"]))
        self.assertFalse(self.receiver.is_signed(self.made["secret"]))


class TestTryingAgain(CallbackTestCase):
    def test_a_failure_holds_the_next_back_until_the_pause_is_over(self):
        self.receiver.answers = [503]
        codes = [self.request(), self.request()]
        self.assertTrue(self.round())
        self.assertTrue(self.round())
        self.assertEqual(self.codes, codes[:1])
        self.assertIsNotNone(self.details()["next_try"])
        self.assertFalse(self.round(after=HOUR))
        self.assertEqual(self.codes, [codes[0], *codes])
        self.assertIsNone(self.details()["next_try"])

    def test_nobody_there(self):
        self.receiver.stop()
        self.receiver.stop = lambda: None
        self.request()
        self.assertTrue(self.round())
        self.assertIn("Connection", self.details()["deliveries"][0]["error"])

    def fail_until_given_up(self, status, tries):
        self.receiver.answers = [status] * tries
        for number in range(tries):
            self.round(after=number * 7 * HOUR)

    def test_what_is_refused_is_given_up_shown_and_sent_again(self):
        codes = [self.request(), self.request()]
        self.fail_until_given_up(422, TRIES_REFUSED)
        self.assertEqual(self.codes, [codes[0]] * TRIES_REFUSED + [codes[1]])
        found = self.details()
        self.assertEqual(found["failed"], 1)
        self.assertEqual(found["failures"][0]["tracking_code"], codes[0])
        self.assertEqual(found["failures"][0]["status"], 422)
        answer = self.agent.expect(self.agent.post(f"{self.url}/replay", {}), 200)
        self.assertEqual(answer["to_replay"], 1)
        later = self.request()
        self.round()
        self.assertEqual(self.codes[-2:], [codes[0], later])
        self.assertEqual(
            (self.details()["failed"], self.details()["to_replay"]), (0, 0)
        )

    def test_the_oldest_failures_are_not_kept_and_that_is_said(self):
        cursor = self.agent.got("cyber/@centrale-feed?cursor=latest")["cursor"]
        with mock.patch.object(store, "MOST_FAILED", 2):
            codes = [self.request(), self.request()]
            self.fail_until_given_up(422, 2 * TRIES_REFUSED)
            found = self.details()
            self.assertEqual((found["failed"], found["forgotten"]), (2, 0))
            codes.append(self.request())
            self.fail_until_given_up(422, TRIES_REFUSED)
        found = self.details()
        self.assertEqual((found["failed"], found["forgotten"]), (2, 1))
        kept = [each["tracking_code"] for each in found["failures"]]
        self.assertEqual(kept, codes[1:])
        self.agent.expect(
            self.agent.post(f"{self.url}/replay", {"cursor": cursor}), 200
        )
        self.receiver.received.clear()
        self.round()
        self.assertEqual(self.codes, codes)
        found = self.details()
        self.assertEqual((found["failed"], found["forgotten"]), (0, 0))

    def test_who_is_away_is_tried_longer(self):
        self.request()
        self.fail_until_given_up(500, TRIES_REFUSED)
        self.assertEqual(self.details()["failed"], 0)
        self.fail_until_given_up(500, TRIES)
        self.assertEqual(self.details()["failed"], 1)

    def test_from_a_cursor_on(self):
        cursor = self.agent.got("cyber/@centrale-feed?cursor=latest")["cursor"]
        codes = [self.request(), self.request()]
        self.round()
        body = {"cursor": cursor}
        self.agent.expect(self.agent.post(f"{self.url}/replay", body), 200)
        self.round()
        self.assertEqual(self.codes, codes * 2)


class TestSeveralServers(CallbackTestCase):
    def test_who_has_the_lease_sends(self):
        self.request()

        def others_look(callback, message):
            self.round()
            return send(callback, message)

        send = delivery.send
        with mock.patch.object(delivery, "send", others_look):
            self.round()
        self.assertEqual(len(self.receiver.received), 1)

    def test_a_server_that_stopped_is_replaced(self):
        code = self.request()
        with mock.patch.object(delivery, "send", side_effect=SystemExit):
            with self.assertRaises(SystemExit):
                self.round()
        self.assertTrue(self.round())
        self.assertEqual(self.codes, [])
        self.round(after=HOUR)
        self.assertEqual(self.codes, [code])

    def test_a_storage_that_is_away_does_not_end_the_thread(self):
        with mock.patch.object(worker, "run_round", side_effect=OSError):
            with self.assertLogs(worker.logger, "ERROR"):
                self.assertEqual(attempt_round(), worker.RECOVERY)


class TestThread(CallbackTestCase):
    """As it is on a site: nobody tells the server to send."""

    alone = True

    def test_a_change_arrives_by_itself(self):
        code = self.request()
        for _second in range(200):
            if self.receiver.received:
                break
            time.sleep(0.1)
        self.assertEqual(self.codes, [code])


class TestManaging(CallbackTestCase):
    def test_the_secret_is_told_once(self):
        self.assertGreaterEqual(len(self.made["secret"]), 32)
        for found in (self.details(), *self.agent.got(CALLBACKS)["items"]):
            self.assertNotIn("secret", found)
            self.assertNotIn(self.made["secret"], str(found))

    def test_addresses_that_are_refused(self):
        for url, status, code in (
            ("https://evil.example/", 409, "callback_host"),
            ("http://agenda.commune.example/", 409, "callback_https"),
            ("nowhere", 400, "callback_address"),
            (self.receiver.url, 409, "callback_known"),
        ):
            self.agent.refused("POST", CALLBACKS, {"url": url}, status, code)
        for body in ({"url": 3}, {"url": self.receiver.url, "from_start": "yes"}):
            self.agent.refused("POST", CALLBACKS, body, 400, "wrong_type")

    def test_twenty_at_most(self):
        for number in range(19):
            self.agent.created(CALLBACKS, {"url": f"{self.receiver.url}/{number}"})
        body = {"url": f"{self.receiver.url}/more"}
        self.agent.refused("POST", CALLBACKS, body, 409, "callbacks_full")

    def test_removed(self):
        self.agent.expect(self.agent.call("DELETE", self.url), 204)
        self.request()
        self.assertFalse(self.round())
        self.assertEqual(self.codes, [])
        self.agent.refused("GET", self.url, None, 404)

    def test_what_is_not_there(self):
        for method, path in (
            ("GET", f"{CALLBACKS}/x"),
            ("GET", f"{self.url}/secret"),
            ("PATCH", CALLBACKS),
            ("DELETE", CALLBACKS),
            ("POST", f"{self.url}/x"),
            ("POST", self.url),
        ):
            with self.subTest(f"{method} {path}"):
                self.agent.refused(method, path, {}, 404)

    def test_agents_and_site_administrators_only(self):
        self.client("siteadmin").got(CALLBACKS)
        for login, status in (
            ("auditor", 403),
            ("bertrix", 403),
            ("alpha", 403),
            ("intake", 403),
            (None, 401),
        ):
            client = self.client(login)
            for method, path in (
                ("GET", CALLBACKS),
                ("POST", CALLBACKS),
                ("DELETE", self.url),
            ):
                with self.subTest(f"{login} {method}"):
                    client.refused(method, path, {}, status, "not_permitted")
        self.assertEqual(self.agent.got(CALLBACKS)["items_total"], 1)
