"""Sending what is due to one address.

A process that sends takes a lease first, in a transaction of its own: of those that try
at the same time one gets it. It notes each result at once. If it stops in between, the
same message is sent again, with the same id: whoever receives it must expect that.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from imio.centrale import clock
from imio.centrale import settings
from imio.centrale.domain import callbacks as rules
from imio.centrale.domain.feed import Place
from imio.centrale.feed import reading
from imio.centrale.feed.recording import feed_of
from imio.centrale.feed.recording import MOVED
from imio.centrale.lookup import resolve
from imio.centrale.serializers.feed import change_json
from itertools import islice
from plone import api

import json
import requests


LEASE = timedelta(minutes=2)
#: messages sent under one lease
AT_ONCE = 20
#: changes that are looked through for them
LOOKED_AT = 2000
#: seconds to connect, seconds to answer
TIMEOUT = (5, 10)
LONGEST_ERROR = 300


@dataclass(frozen=True)
class Delivery:
    """One try: when, of which change (``id`` in the feed), and what became of it."""

    at: datetime
    id: str
    tracking_code: str
    review_state: str
    status: int
    error: str


@dataclass(frozen=True)
class Message:
    """What is sent: the place it has in the feed, and its body."""

    place: Place
    body: dict
    is_repeated: bool = False

    @property
    def id(self):
        return self.body["id"]


def is_due(callback, now):
    """Whether something may be sent: nobody else is sending, the pause is over."""
    if not callback.active or (callback.lease is not None and now < callback.lease):
        return False
    return callback.next_try is None or now >= callback.next_try


def take_lease(callback, now):
    callback.lease = clock.stored(now + LEASE)


def give_lease(callback):
    callback.lease = None


def waiting(centrale, callback):
    """The messages to send next, first those to send again; at most so many.

    What stands between them and the place of the callback is nothing to tell of: the
    place moves on over it.
    """
    feed = feed_of(centrale)
    again = callback.again[:AT_ONCE]
    places = again or list(islice(_moves(feed, callback), AT_ONCE))
    return [_message(callback, feed, place, bool(again)) for place in places]


def _moves(feed, callback):
    """The places of the changes of state; on the way to the first the place moves on."""
    found = False
    for place, change in islice(reading.changes(feed, callback.place), LOOKED_AT):
        if change.event == MOVED:
            found = True
            yield place
        elif not found:
            callback.place = place


def _message(callback, feed, place, is_repeated):
    change = feed.lanes[place.lane].changes[place.number]
    url = _url(callback.site_url, resolve(change.uid))
    return Message(place, change_json(feed, place, change, url), is_repeated)


def _url(site_url, obj):
    """The address of an object, ``None`` for what is gone."""
    if obj is None:
        return None
    below = obj.getPhysicalPath()[len(api.portal.get().getPhysicalPath()) :]
    return "/".join((site_url, *below))


def send(callback, message):
    """Try once; an address that may not be called any more is not called."""
    reasons = rules.address_reasons(callback.url, settings.get("callback_hosts"))
    if reasons:
        return rules.Outcome(error=reasons[0].code)
    body = json.dumps(message.body, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "imio.centrale",
        "X-Centrale-Delivery": message.id,
        "X-Centrale-Signature": rules.signature(callback.secret, clock.now(), body),
    }
    try:
        with requests.post(
            callback.url,
            data=body,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return rules.Outcome(status=answer.status_code)
    except requests.RequestException as error:
        return rules.Outcome(error=type(error).__name__[:LONGEST_ERROR])


def note(callback, message, outcome):
    """What became of a try. True when the next message may be sent."""
    now = clock.stored(clock.now())
    callback.remember(
        Delivery(
            at=now,
            id=message.id,
            tracking_code=message.body["tracking_code"] or "",
            review_state=message.body["review_state"] or "",
            status=outcome.status,
            error=outcome.error,
        )
    )
    callback.tries += 1
    if outcome.received:
        callback.failed.pop(message.place, None)
        return _done_with(callback, message)
    if rules.is_given_up(callback.tries, outcome):
        callback.give_up(message.place, callback.deliveries[0])
        return _done_with(callback, message)
    callback.next_try = now + rules.pause_after(callback.tries)
    return False


def _done_with(callback, message):
    callback.try_now()
    if message.is_repeated:
        callback.again = tuple(each for each in callback.again if each != message.place)
    else:
        callback.place = message.place
    return True
