"""What is kept in memory between requests, for as long as the catalog stays as it is.

The last transaction that changed the catalog names its state: what is kept is never
older than what the transaction reads, whichever server changed it. Nothing is kept of a
transaction that changed the catalog itself. Nobody may put persistent objects there.
"""

from collections import OrderedDict
from plone import api
from Products.CMFCore.indexing import processQueue
from threading import Lock


def state_of_catalog(catalog):
    """The transaction that changed it last; ``None`` while this one changes it."""
    processQueue()
    counter = catalog._counter
    if counter is None or counter._p_jar is None:
        return None
    counter._p_activate()
    return None if counter._p_changed else counter._p_serial


class Kept:
    """Values by key, of one state of the catalog each; the last ones asked for."""

    def __init__(self, most):
        self.most = most
        self._values = OrderedDict()
        self._lock = Lock()

    def get(self, key, make):
        """The value of a key in the state this transaction reads; else what is made."""
        catalog = api.portal.get_tool("portal_catalog")
        state = state_of_catalog(catalog)
        if state is None:
            return make()
        key = (catalog.getPhysicalPath(), key)
        with self._lock:
            kept_state, value = self._values.get(key, (None, None))
        if kept_state != state:
            value = make()
        self._keep(key, (state, value))
        return value

    def _keep(self, key, pair):
        with self._lock:
            self._values[key] = pair
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)
