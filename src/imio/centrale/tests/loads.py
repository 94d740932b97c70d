"""What the database had to load for an act: where the catalog has the answer, nothing."""

from Products.CMFCore.indexing import processQueue
from unittest import mock
from ZODB.Connection import Connection

import transaction


def loaded_by(portal, act):
    """The names of the classes of the objects that ``act`` loads, none being in memory."""
    processQueue()
    transaction.savepoint(optimistic=True)
    portal._p_jar.cacheMinimize()
    found, load = [], Connection.setstate

    def note(connection, obj):
        found.append(type(obj).__name__)
        return load(connection, obj)

    with mock.patch.object(Connection, "setstate", note):
        act()
    return found
