"""``GET <object>/@centrale-actions``: what may be done, and if not, why."""

from imio.centrale.acts import acts_on
from imio.centrale.cautions import cautions_on
from imio.centrale.messages import as_json
from plone.restapi.services import Service


class ActionsGet(Service):
    """Every transition of the object with the reasons against it; ``warnings`` hinder
    nobody.
    """

    def reply(self):
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-actions",
            "actions": [
                {
                    "id": act.id,
                    "title": act.title,
                    "allowed": act.allowed,
                    "reasons": [as_json(each, self.request) for each in act.reasons],
                }
                for act in acts_on(self.context, self.request)
            ],
            "warnings": [
                as_json(each, self.request) for each in cautions_on(self.context)
            ],
        }
