"""The callbacks of a centrale, in the database."""

from BTrees.OOBTree import OOBTree
from imio.centrale import clock
from imio.centrale.domain.feed import START
from imio.centrale.feed.reading import end
from imio.centrale.feed.recording import feed_of
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations

import secrets
import uuid


KEY = "imio.centrale.callbacks"
SECRET_BYTES = 32
#: deliveries that a callback remembers
REMEMBERED = 100
MOST_CALLBACKS = 20
#: messages given up that a callback keeps, to send them again
MOST_FAILED = 1000


class Callback(Persistent):
    """One address that is told of changes, and how far it got.

    ``place`` is that of the last change that is done with; ``failed`` maps places that
    were given up to what is known of the last try, ``forgotten`` counts the oldest of
    them, which are no longer kept; ``again`` are those to send once more, before
    anything else. ``lease`` is until when a process is sending. ``site_url``
    is how the site was called by who registered it: in the background nobody calls it.
    """

    #: of those made before it was counted
    forgotten = 0

    def __init__(self, url, site_url, place):
        self.id = uuid.uuid4().hex
        self.url = url
        self.site_url = site_url
        self.secret = secrets.token_urlsafe(SECRET_BYTES)
        self.created = clock.stored(clock.now())
        self.active = True
        self.place = place
        self.tries = 0
        self.next_try = None
        self.lease = None
        self.failed = OOBTree()
        self.again = ()
        self.deliveries = ()

    def remember(self, delivery):
        """The last tries, the latest first."""
        self.deliveries = (delivery, *self.deliveries)[:REMEMBERED]

    def give_up(self, place, delivery):
        """Keep what was not received; beyond so many the oldest changes are dropped."""
        self.failed[place] = delivery
        while len(self.failed) > MOST_FAILED:
            del self.failed[self.failed.minKey()]
            self.forgotten += 1

    def start_again(self, place):
        """Everything after that place, what is no longer kept included."""
        self.place, self.forgotten = place, 0
        self.try_now()

    def renew_secret(self):
        """The one before is worth nothing from now on."""
        self.secret = secrets.token_urlsafe(SECRET_BYTES)

    def try_now(self):
        """Without waiting for the end of the pause."""
        self.tries, self.next_try = 0, None

    def replay(self, places):
        """Send what stands there once more, in order, besides what is asked already."""
        self.again = tuple(sorted({*self.again, *places}))
        self.try_now()


def callbacks_of(centrale):
    """id -> callback."""
    return IAnnotations(centrale).get(KEY) or {}


def register(centrale, url, from_start=False):
    """A callback that is told of everything from now on, or from the first change on."""
    kept = IAnnotations(centrale).setdefault(KEY, OOBTree())
    place = START if from_start else end(feed_of(centrale))
    callback = Callback(url, api.portal.get().absolute_url(), place)
    kept[callback.id] = callback
    return callback


def remove(centrale, callback):
    """It is told of nothing more; its failures are forgotten."""
    del callbacks_of(centrale)[callback.id]
