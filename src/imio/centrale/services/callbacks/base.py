"""``@centrale-callbacks/<id>/<act>``: the callback meant by the rest of the address."""

from imio.centrale.callbacks.store import callbacks_of
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class Named:
    """Mixin: ``parts`` are what follows the name of the service."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.parts = []

    def publishTraverse(self, request, name):
        self.parts.append(name)
        return self

    def callback(self):
        """The callback of the first part; ``NotFound`` for another id."""
        found = callbacks_of(self.context).get(self.parts[0] if self.parts else "")
        if found is None:
            raise NotFound("/".join(self.parts))
        return found

    def check_length(self, length):
        if len(self.parts) != length:
            raise NotFound("/".join(self.parts))
