"""The mappings of a ledger, in the database.

Every entry rewrites the head, so two transactions that append at the same time meet
there whatever else they touch: one of them commits, the other is run again on what the
first one wrote. This is what keeps the envelope right to the cent on several servers.
"""

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from persistent.mapping import PersistentMapping


class LedgerStore(Persistent):
    """What ``domain.ledger_state.Store`` describes, persistent.

    The head is a mapping without conflict resolution, on purpose.
    """

    def __init__(self):
        self.entries = LOBTree()
        self.dossiers = OOBTree()
        self.authorities = OOBTree()
        self.claims = OOBTree()
        self.turns = OOBTree()
        self.head = PersistentMapping()
