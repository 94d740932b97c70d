"""What an act had to read: of the database nothing where the catalog has the answer, of
the catalog no more than is shown.
"""

from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.Catalog import Catalog
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


def brains_made_by(act):
    """How many brains the catalog makes for an act that was done before."""
    act()
    made, make = [], Catalog.instantiate

    def note(catalog, record, **score):
        made.append(record)
        return make(catalog, record, **score)

    with mock.patch.object(Catalog, "instantiate", note):
        act()
    return len(made)
