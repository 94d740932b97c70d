"""``PATCH`` and ``DELETE <centrale>/@centrale-callbacks/<id>``."""

from imio.centrale.callbacks import managing
from imio.centrale.callbacks.store import remove
from imio.centrale.serializers.callbacks import callback_json
from imio.centrale.services.base import flag_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.callbacks.base import Named
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from zope.interface import alsoProvides


class CallbacksPatch(Named, WritingService):
    """``active``: false pauses it, true sends what waited meanwhile."""

    def write(self, data):
        self.check_length(1)
        callback = self.callback()
        if "active" in data:
            act = managing.resume if flag_in(data, "active") else managing.pause
            act(callback)
        return callback_json(self.context, callback)


class CallbacksDelete(Named, Service):
    """It is told of nothing more."""

    def reply(self):
        alsoProvides(self.request, IDisableCSRFProtection)
        self.check_length(1)
        remove(self.context, self.callback())
        return self.reply_no_content()
