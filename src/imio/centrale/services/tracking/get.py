"""``GET <site>/@centrale-tracking/<code>``: the status of a dossier by its code."""

from imio.centrale import codes
from imio.centrale import progress
from imio.centrale.domain import tracking
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import resolve
from imio.centrale.parties import may_view
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.state import state_of
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class TrackingGet(Service):
    """Anonymous learns the state and nothing else; whoever may view gets the address."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.parts = []

    def publishTraverse(self, request, name):
        self.parts.append(name)
        return self

    def reply(self):
        if not self.parts:
            raise BadInput([reason("code_missing")])
        mission = self.mission("/".join(self.parts))
        result = {
            "tracking_code": mission.tracking_code,
            "step": progress.step(mission),
            "review_state": state_of(mission),
            "updated": json_compatible(mission.modified()),
        }
        if may_view(mission):
            result.update({"@id": mission.absolute_url(), "title": mission.title})
        return result

    def mission(self, text):
        """The mission of a code in any way of writing it."""
        found = resolve(codes.uid_for(text))
        if found is not None:
            return found
        try:
            tracking.parse(text)
        except tracking.WrongCheckCharacter:
            raise BadInput([reason("wrong_check_character")])
        except tracking.MalformedCode:
            pass
        raise Refused([reason("unknown_code")])
