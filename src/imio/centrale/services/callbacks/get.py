"""``GET <centrale>/@centrale-callbacks``: all of them; ``/<id>``: one, with its tries."""

from imio.centrale.callbacks.store import callbacks_of
from imio.centrale.serializers.callbacks import callback_json
from imio.centrale.serializers.callbacks import details_json
from imio.centrale.services.callbacks.base import Named
from plone.restapi.services import Service


class CallbacksGet(Named, Service):
    """No secret is among it."""

    def reply(self):
        if self.parts:
            self.check_length(1)
            return details_json(self.context, self.callback())
        found = sorted(callbacks_of(self.context).values(), key=lambda x: x.created)
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-callbacks",
            "items_total": len(found),
            "items": [callback_json(self.context, each) for each in found],
        }
