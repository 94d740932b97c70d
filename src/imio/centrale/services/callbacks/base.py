"""``@centrale-callbacks/<id>/<act>``: the callback meant by the rest of the address."""

from imio.centrale.callbacks.store import callbacks_of
from imio.centrale.services.base import WithParts
from zExceptions import NotFound


class Named(WithParts):
    """Mixin: the first of the parts is the id of a callback."""

    def callback(self):
        """The callback of the first part; ``NotFound`` for another id."""
        found = callbacks_of(self.context).get(self.parts[0] if self.parts else "")
        if found is None:
            raise NotFound("/".join(self.parts))
        return found

    def check_length(self, length):
        if len(self.parts) != length:
            raise NotFound("/".join(self.parts))
