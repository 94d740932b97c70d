"""Pages of a feed: what was committed after a place, in order.

A reader sees all the changes that were committed when his transaction began, and
whatever is committed later has a later place: he misses nothing and sees nothing twice,
however many write meanwhile and however many read.
"""

from bisect import bisect_right
from heapq import merge
from imio.centrale.domain.feed import Place
from imio.centrale.domain.feed import START
from itertools import islice


class Lined:
    """The changes of a lane as a sequence of their places."""

    def __init__(self, number, lane):
        self.number = number
        self.lane = lane

    def __len__(self):
        return self.lane.length

    def __getitem__(self, index):
        return Place(self.lane.changes[index].commit, self.number, index)

    def after(self, place):
        """(place, change) of all that stands after a place."""
        if not self.lane.length or self.lane.commit < place.commit:
            return
        first = 0 if place == START else bisect_right(self, place)
        for index in range(first, len(self)):
            yield self[index], self.lane.changes[index]


def changes(feed, place=START):
    """(place, change) of everything after a place, in order."""
    lanes = [Lined(*numbered).after(place) for numbered in enumerate(feed.lanes)]
    return merge(*lanes, key=lambda each: each[0])


def page(feed, place, size):
    """At most so many of them."""
    return list(islice(changes(feed, place), size))


def end(feed):
    """The place of the last change, or the start of a feed without any."""
    lines = [Lined(*numbered) for numbered in enumerate(feed.lanes)]
    return max((line[len(line) - 1] for line in lines if len(line)), default=START)
