"""``<closure>/@centrale-checklist``: what was checked, and who answers for the rest."""

from imio.centrale import closures
from imio.centrale.serializers.closure import checklist_json
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from plone.restapi.services import Service


class ChecklistGet(Service):
    """Every line, what does not fit, and both verdicts; at the acceptance they stay."""

    def reply(self):
        return checklist_json(self.context, self.request)


class ChecklistPost(WritingService):
    """``line`` and ``note``: the agent answers for it. Gives the checklist."""

    def write(self, data):
        closures.tick(self.context, text_in(data, "line"), text_in(data, "note"))
        return checklist_json(self.context, self.request)
