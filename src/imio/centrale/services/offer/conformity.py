"""``GET <offer>/@centrale-conformity``: each line against annexe B."""

from imio.centrale import offers
from imio.centrale.serializers.offers import conformity_json
from plone.restapi.services import Service


class ConformityGet(Service):
    """For whoever may view the offer: its supplier, its authority, agents, auditors."""

    def reply(self):
        found = offers.conformity_of(self.context)
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-conformity",
            **conformity_json(found, self.request),
        }
