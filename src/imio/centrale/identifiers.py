"""After its server restarted, a client of ZEO gives out no identifier it kept from before.

A client of ZEO asks its server for a hundred object identifiers at a time. A server that
restarts continues after the highest one it has stored, so it gives those that a client
still holds to another one as well. Two new objects with one identifier are more than a
conflict: the client that meets the other object in its cache takes it out of the database
while others still refer to it, and what that thread writes from then on is neither the
one nor the other. A ledger was seen to lose its order that way.

ZEO keeps what a client holds over a reconnection, up to version 6.2 at least; here it is
forgotten. RelStorage takes its identifiers from the database and needs none of this.
"""

from functools import wraps
from ZEO.ClientStorage import ClientStorage


def forget(event=None):
    """From now on, a client of this process that connects forgets what it held."""
    as_shipped = ClientStorage.notify_connected
    if hasattr(as_shipped, "__wrapped__"):
        return

    @wraps(as_shipped)
    def notify_connected(self, *args):
        # No call reaches the new server before this returns: what is held is old.
        getattr(self, "_oids", []).clear()
        return as_shipped(self, *args)

    ClientStorage.notify_connected = notify_connected
