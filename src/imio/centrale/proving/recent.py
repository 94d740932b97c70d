"""What this process has read lately, so that nothing is read twice in a row.

A request that meets another in the database is run again from the start: its documents
are not.
"""

from collections import OrderedDict
from threading import Lock


class Recent:
    """Digest of a document -> its reading; the oldest go when the texts get too long."""

    def __init__(self, characters, documents):
        self.characters = characters
        self.documents = documents
        self._kept = OrderedDict()
        self._lock = Lock()

    def get(self, digest):
        """The reading, or ``None``."""
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
            return self._kept.get(digest)

    def keep(self, digest, reading):
        with self._lock:
            self._kept[digest] = reading
            while len(self._kept) > self.documents or self._size() > self.characters:
                self._kept.popitem(last=False)

    def _size(self):
        return sum(
            len(part.text) for each in self._kept.values() for part in each.parts
        )
