"""``POST <folder>`` on our folders: the standard one, with our errors and our places."""

from imio.centrale.domain.reasons import Refused
from imio.centrale.parties import may
from imio.centrale.rooms import year_room
from imio.centrale.services.base import body_of
from imio.centrale.services.base import text_in
from imio.centrale.workflows import names
from imio.centrale.workflows.guards import adding_reasons
from plone.restapi.services.content.add import FolderPost
from zExceptions import BadRequest
from zExceptions import Forbidden

import json


MISSION = "imio.centrale.MissionRequest"


class ContentPost(FolderPost):
    """Adds an object; whatever refuses raises, so that nothing is kept."""

    def reply(self):
        data = body_of(self.request)
        for name in ("@type", "id"):
            text_in(data, name)
        self.prepare(data)
        result = super().reply()
        status = self.request.response.getStatus()
        if status >= 400:
            message = result.get("error", {}).get("message", "")
            raise {403: Forbidden}.get(status, BadRequest)(message)
        return result

    def prepare(self, data):
        """Hook: what the kind of folder asks for before anything is made."""


class MissionChildPost(ContentPost):
    """In a mission: the side that makes it learns when it is not the moment."""

    def prepare(self, data):
        portal_type = data.get("@type")
        permission = names.ADDED_WITH.get(portal_type)
        if permission and may(self.context, permission):
            reasons = adding_reasons(self.context, portal_type)
            if reasons:
                raise Refused(reasons)


class MissionPost(ContentPost):
    """``POST <centrale>/missions``: filed under its year; the id is the tracking code."""

    def prepare(self, data):
        if data.get("@type") != MISSION:
            return
        data.pop("id", None)
        self.request.set("BODY", json.dumps(data).encode())
        if may(self.context, "imio.centrale: Add Mission Request"):
            self.context = self.year()

    def year(self):
        return year_room(self.context)


class MissionYearPost(MissionPost):
    """Posting to a year files under the current year all the same."""

    def year(self):
        return year_room(self.context.aq_parent)
