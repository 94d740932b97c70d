"""``POST <object>/@workflow/<transition>``: the standard call, with reasons.

The standard service hides a refusal when the object is already in the target state and
sets the effective date of whatever moves; ours does neither.
"""

from imio.centrale.domain.reasons import reason
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.state import move
from plone import api
from plone.restapi.serializer.converters import json_compatible
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound


@implementer(IPublishTraverse)
class TransitionPost(WritingService):
    """Body: ``comment``, and ``reason_code`` with ``reason_note`` where one is needed."""

    transition = None

    def publishTraverse(self, request, name):
        if self.transition is not None:
            raise NotFound(self, name, request)
        self.transition = name
        return self

    def write(self, data):
        if self.transition is None:
            raise BadInput([reason("unknown_transition", transition="")])
        move(
            self.context,
            self.transition,
            comment=text_in(data, "comment"),
            reason_code=text_in(data, "reason_code"),
            reason_note=text_in(data, "reason_note"),
        )
        tool = api.portal.get_tool("portal_workflow")
        with api.env.adopt_roles(["Manager"]):
            history = tool.getInfoFor(self.context, "review_history")
        status = dict(history[-1])
        title = tool.getTitleForStateOnType(
            status["review_state"], self.context.portal_type
        )
        status["title"] = self.context.translate(title)
        return json_compatible(status)
