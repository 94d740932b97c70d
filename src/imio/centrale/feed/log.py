"""The changes of a centrale, in the database.

A change notes no number: the order is that of the commits, which nobody knows before
they happen. The database knows it afterwards, by the serial of the object that holds the
change. So two dossiers that change at the same time do not wait for each other, and yet
the order is certain. Within one lane each change rewrites the length: whoever meets
there is run again on what the other one wrote.
"""

from BTrees.IOBTree import IOBTree
from imio.centrale.domain.feed import lane_of
from imio.centrale.domain.feed import LANES
from imio.centrale.domain.feed import TAG_SIZE
from persistent import Persistent
from ZODB.utils import z64

import secrets


class Change(Persistent):
    """One change, written once: what happened, when, to what. No names of people."""

    def __init__(self, **values):
        vars(self).update(values)

    @property
    def commit(self):
        """The serial of the commit that brought it; zeros before it."""
        self._p_activate()
        return self._p_serial

    @property
    def is_of_this_transaction(self):
        return self.commit == z64


class Lane(Persistent):
    """The changes of some dossiers, in their order. The length has no conflict
    resolution, on purpose.
    """

    def __init__(self):
        self.changes = IOBTree()
        self.length = 0

    def append(self, change):
        self.changes[self.length] = change
        self.length += 1

    @property
    def commit(self):
        """The serial of its last change."""
        self._p_activate()
        return self._p_serial

    def of_this_transaction(self):
        """Its changes that are not committed yet, the last one first."""
        for number in range(self.length - 1, -1, -1):
            change = self.changes[number]
            if not change.is_of_this_transaction:
                return
            yield change


class Feed(Persistent):
    """Made with its centrale; nothing is written on it later."""

    def __init__(self):
        self.tag = secrets.token_bytes(TAG_SIZE)
        self.lanes = tuple(Lane() for _number in range(LANES))

    def lane(self, key):
        """The lane of a dossier, or of an object that stands alone."""
        return self.lanes[lane_of(key)]
