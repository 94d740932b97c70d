"""What one reader gets of a feed: the changes of what he may view."""

from imio.centrale.feed import reading
from imio.centrale.feed.recording import REMOVED
from imio.centrale.parties import may
from itertools import islice
from plone import api


READS_ALL = "imio.centrale: View Checks"
#: changes looked up at a time for those who view few of them, and how often at most
STRIDE = 500
MOST_STRIDES = 10


def page(centrale, feed, place, size):
    """At most so many (place, change, url), the place to go on after, whether there may
    be more.

    What is gone has no address; agents and auditors only are told of it. The place is
    that of the last change looked at: who views little does not look through the rest
    of the feed again, nor through all of it at once.
    """
    told_all = may(centrale, READS_ALL)
    stride = size + 1 if told_all else max(size + 1, STRIDE)
    changes = reading.changes(feed, place)
    found = []
    for _turn in range(MOST_STRIDES):
        looked_at = list(islice(changes, stride))
        for where, change, url in _with_urls(looked_at):
            if url or told_all:
                if len(found) == size:
                    return found, place, True
                found.append((where, change, url))
            place = where
        if len(looked_at) < stride:
            return found, place, False
    return found, place, True


def _with_urls(changes):
    """(place, change, address of what the current user may view, if he may)."""
    urls = _urls_of({change.uid for _place, change in changes})
    for where, change in changes:
        yield where, change, None if change.event == REMOVED else urls.get(change.uid)


def _urls_of(uids):
    """UID -> address of what the current user may view."""
    brains = api.portal.get_tool("portal_catalog")(UID=sorted(uids))
    return {brain.UID: brain.getURL() for brain in brains}
