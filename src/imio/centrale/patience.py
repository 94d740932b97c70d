"""Whoever meets another in the database takes turns; nobody reads that they met.

Zope runs a request again when it conflicts with another, or when the storage was away:
three times, unless the instance says otherwise, with pauses that double from one second
on. Where hundreds of orders meet on one envelope that is both too few and too slow. A
request to a site that has this product is therefore run until its turn comes. In each
process one at a time is run again, and the others wait in line for it, those that come
meanwhile to write something as well: running them all at once would only make them meet
again. Every other request is run as often as the instance says.

Each run starts from nothing: the files sent are read again, the instant of a deposit is
that of the run that passes, and mails leave after the commit, once.
"""

from imio.centrale.interfaces import ICentraleLayer
from threading import Lock
from transaction.interfaces import TransientError
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPRequest import WSGIRequest

import logging
import random
import time


logger = logging.getLogger(__name__)


#: runs of one request; with the pauses, more than ten seconds of trying
TRIES = 100
#: seconds; the pauses double up to the longest, for those in other processes
FIRST_PAUSE = 0.01
LONGEST_PAUSE = 0.3
#: seconds in line; who waits longer tries without his turn, should its holder be stuck
LONGEST_LINE = 10

READING = ("GET", "HEAD", "OPTIONS")

_turn = Lock()


class InLine(TransientError):
    """Others wait already: the request joins them before it has done anything."""


class PatientRequest(WSGIRequest):
    """A request that is run until its turn comes; what it is run as again is one, too."""

    has_turn = False
    is_run_again = False

    def supports_retry(self):
        """As long as the publisher runs it."""
        return self.retry_count < self.retry_max_count

    def delay_retry(self):
        """Wait for its turn in this process, then shortly for the other processes."""
        if not self.has_turn:
            self.has_turn = _turn.acquire(timeout=LONGEST_LINE)
        time.sleep(random.uniform(0, longest_pause(self.retry_count)))

    def retry(self):
        """The request once more, from the start; it keeps its turn."""
        again = super().retry()
        again.has_turn, self.has_turn = self.has_turn, False
        self.is_run_again = True
        return again

    def close(self):
        """Done: whoever is next in line has its turn.

        Subscribers are looked for in the site, which a storage that went away may have
        left without its state. What is run again is not stopped by that: it would never
        come to give its turn.
        """
        self.give_turn()
        try:
            super().close()
        except Exception:
            if not self.is_run_again:
                raise
            logger.warning(
                "A run of a request did not end as it should.", exc_info=True
            )

    def give_turn(self):
        """Whoever is next in line has its turn."""
        if self.has_turn:
            self.has_turn = False
            _turn.release()


def step_aside(request):
    """Before what takes long and writes nothing: whoever is next has the turn meanwhile.

    Who stepped aside goes on without, and waits for another turn if it meets somebody.
    """
    if isinstance(request, PatientRequest):
        request.give_turn()


def longest_pause(retry_count):
    """The longest pause after so many runs, in seconds."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(retry_count, 10))


def take(event):
    """A request that reaches a site with this product is patient."""
    request = event.request
    if type(request) is WSGIRequest and ICentraleLayer.providedBy(request):
        request.__class__ = PatientRequest
        if (
            request.method not in READING
            and _turn.locked()
            and request.supports_retry()
        ):
            raise InLine(request.method)


def allow(event):
    """The publisher may run a request often; only a patient one makes use of it.

    The publisher asks the class of requests how often it runs one, before it knows
    which one it is.
    """
    if HTTPRequest.supports_retry is not as_configured:
        HTTPRequest.retries_configured = HTTPRequest.retry_max_count
        HTTPRequest.retry_max_count = max(TRIES, HTTPRequest.retry_max_count)
        HTTPRequest.supports_retry = as_configured


def as_configured(request):
    """Whether a request that is not patient is run again: as the instance says."""
    return request.retry_count < request.retries_configured
