"""``GET <mission>/@centrale-timeline``: where the mission stands and how it came there."""

from imio.centrale import progress
from imio.centrale.timeline import events
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service


class TimelineGet(Service):
    """The events this user may see, the step, who acts next and until when."""

    def reply(self):
        due = progress.due(self.context)
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-timeline",
            "tracking_code": self.context.tracking_code,
            "step": progress.step(self.context),
            "next_actor": progress.next_actor(self.context) or None,
            "due": due.isoformat() if due is not None else None,
            "events": json_compatible(
                [event.as_json() for event in events(self.context, self.request)]
            ),
        }
