"""``GET <site>/@centrale-tracking/<code>``: the status of a dossier by its code."""

from imio.centrale.domain.reasons import reason
from imio.centrale.parties import may_view
from imio.centrale.services.base import WithParts
from imio.centrale.services.errors import BadInput
from imio.centrale.tracked import known_mission
from imio.centrale.tracked import status_of
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service


class TrackingGet(WithParts, Service):
    """Anonymous learns the state and nothing else; whoever may view gets the address."""

    def reply(self):
        if not self.parts:
            raise BadInput([reason("code_missing")])
        mission = known_mission("/".join(self.parts))
        result = json_compatible(vars(status_of(mission)))
        if may_view(mission):
            result.update({"@id": mission.absolute_url(), "title": mission.title})
        return result
