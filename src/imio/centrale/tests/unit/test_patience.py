from contextlib import contextmanager
from imio.centrale import patience
from imio.centrale.interfaces import ICentraleLayer
from io import BytesIO
from types import SimpleNamespace
from unittest import mock
from unittest import TestCase
from ZODB.POSException import ConflictError
from zope.interface import alsoProvides
from zope.publisher.interfaces import IEndRequestEvent
from ZPublisher import WSGIPublisher
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPRequest import WSGIRequest
from ZPublisher.HTTPResponse import HTTPResponse

import zope.event


BODY = b"what was sent " * 1000


@contextmanager
def no_database(module_info):
    yield module_info


class TestPatience(TestCase):
    """The publisher itself, with a page that conflicts."""

    def setUp(self):
        for name, value in (
            ("retry_max_count", 3),
            ("supports_retry", HTTPRequest.supports_retry),
            ("retries_configured", 3),
        ):
            patched = mock.patch.object(HTTPRequest, name, value, create=True)
            patched.start()
            self.addCleanup(patched.stop)
        for name in ("load_app", "get_module_info"):
            patched = mock.patch.object(WSGIPublisher, name, no_database)
            patched.start()
            self.addCleanup(patched.stop)
        sleep = mock.patch.object(patience.time, "sleep")
        self.sleep = sleep.start()
        self.addCleanup(sleep.stop)
        self.bodies = []
        self.runs = 0

    def publish(self, conflicts, patient=True, method="POST"):
        """What the public reads of a page that conflicts so often."""

        def page(request, module_info):
            self.runs += 1
            if patient:
                alsoProvides(request, ICentraleLayer)
            patience.take(SimpleNamespace(request=request))
            self.bodies.append(request.stdin.read())
            if len(self.bodies) <= conflicts:
                raise ConflictError
            request.response.setBody(b"done")
            return request.response

        environ = {
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REQUEST_METHOD": method,
            "PATH_INFO": "/",
            "wsgi.input": BytesIO(BODY),
        }
        answers = []
        body = WSGIPublisher.publish_module(
            environ, lambda status, headers: answers.append(status), _publish=page
        )
        return answers[0], b"".join(body)

    def test_a_patient_request_is_run_until_it_passes(self):
        patience.allow(None)
        self.assertEqual(self.publish(conflicts=50), ("200 OK", b"done"))
        self.assertEqual(len(self.bodies), 51)
        self.assertEqual(self.sleep.call_count, 50)

    def test_what_was_sent_is_read_again_in_each_run(self):
        patience.allow(None)
        self.publish(conflicts=5)
        self.assertEqual(set(self.bodies), {BODY})

    def test_it_gives_up_some_day_and_says_so(self):
        patience.allow(None)
        with self.assertRaises(ConflictError):
            self.publish(conflicts=patience.TRIES + 1)
        self.assertEqual(len(self.bodies), patience.TRIES + 1)
        self.assertFalse(patience._turn.locked())

    @contextmanager
    def no_end(self):
        """A storage that is away takes the subscribers of the end of a request along."""

        def fail(event):
            if IEndRequestEvent.providedBy(event) and self.runs == 1:
                raise AttributeError("subscribers")

        with mock.patch.object(zope.event, "subscribers", [fail]):
            yield

    def test_an_end_that_fails_keeps_nobody_from_the_next_run(self):
        patience.allow(None)
        with self.no_end(), self.assertLogs(patience.logger, "WARNING"):
            self.assertEqual(self.publish(conflicts=1), ("200 OK", b"done"))
        self.assertEqual(self.runs, 2)
        self.assertFalse(patience._turn.locked())

    def test_the_last_end_that_fails_is_told_as_ever(self):
        patience.allow(None)
        with self.no_end(), self.assertRaises(AttributeError):
            self.publish(conflicts=0)
        self.assertFalse(patience._turn.locked())

    def test_other_sites_are_run_as_configured(self):
        patience.allow(None)
        with self.assertRaises(ConflictError):
            self.publish(conflicts=4, patient=False)
        self.assertEqual(len(self.bodies), 4)

    def test_an_instance_that_allows_more_keeps_it(self):
        HTTPRequest.retry_max_count = patience.TRIES + 20
        patience.allow(None)
        patience.allow(None)
        self.assertEqual(HTTPRequest.retry_max_count, patience.TRIES + 20)
        self.assertEqual(HTTPRequest.retries_configured, patience.TRIES + 20)

    def test_where_the_publisher_was_not_told_nothing_is_lost(self):
        with self.assertRaises(ConflictError):
            self.publish(conflicts=4)
        self.assertEqual(len(self.bodies), 4)

    def test_pauses_grow_and_stay_short(self):
        pauses = [patience.longest_pause(count) for count in range(200)]
        self.assertEqual(pauses, sorted(pauses))
        self.assertEqual(pauses[0], patience.FIRST_PAUSE)
        self.assertEqual(pauses[-1], patience.LONGEST_PAUSE)

    def test_who_comes_to_write_joins_the_line_before_it_does_anything(self):
        patience.allow(None)
        patience._turn.acquire()
        with mock.patch.object(patience, "LONGEST_LINE", 0.01):
            self.assertEqual(self.publish(conflicts=0), ("200 OK", b"done"))
            self.assertEqual(self.runs, 2)
            self.bodies, self.runs = [], 0
            self.publish(conflicts=0, method="GET")
            self.assertEqual(self.runs, 1)
        patience._turn.release()
        self.assertEqual(self.bodies, [BODY])


class TestTurns(TestCase):
    def request(self):
        environ = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
        return patience.PatientRequest(BytesIO(), environ, HTTPResponse())

    def setUp(self):
        for patched in (
            mock.patch.object(patience, "LONGEST_LINE", 0.01),
            mock.patch.object(patience, "FIRST_PAUSE", 0),
        ):
            patched.start()
            self.addCleanup(patched.stop)

    def test_one_at_a_time_until_it_is_done(self):
        first, second = self.request(), self.request()
        first.delay_retry()
        second.delay_retry()
        self.assertEqual((first.has_turn, second.has_turn), (True, False))
        again = first.retry()
        first.close()
        self.assertTrue(patience._turn.locked())
        self.assertEqual((first.has_turn, again.has_turn), (False, True))
        self.assertIs(type(again), patience.PatientRequest)
        again.close()
        self.assertFalse(patience._turn.locked())

    def test_who_has_no_turn_gives_none_away(self):
        first, second = self.request(), self.request()
        first.delay_retry()
        second.close()
        self.assertTrue(patience._turn.locked())
        first.close()

    def test_who_steps_aside_lets_the_next_one_pass(self):
        first, second = self.request(), self.request()
        first.delay_retry()
        patience.step_aside(first)
        second.delay_retry()
        self.assertEqual((first.has_turn, second.has_turn), (False, True))
        patience.step_aside(first)
        patience.step_aside(None)
        self.assertTrue(patience._turn.locked())
        second.close()
        first.delay_retry()
        self.assertTrue(first.has_turn)
        first.close()

    def test_only_a_request_to_a_site_with_the_product(self):
        environ = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
        request = WSGIRequest(BytesIO(), environ, HTTPResponse())
        patience.take(SimpleNamespace(request=request))
        self.assertIs(type(request), WSGIRequest)
        alsoProvides(request, ICentraleLayer)
        patience.take(SimpleNamespace(request=request))
        self.assertIs(type(request), patience.PatientRequest)
        self.assertTrue(ICentraleLayer.providedBy(request))
