"""``GET <program>/@centrale-rules``: every version of its rules, the first one first."""

from imio.centrale.serializers.rules import versions_json
from plone.restapi.services import Service


class RulesGet(Service):
    """What holds since when, who decided it and why; none for a draft."""

    def reply(self):
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-rules",
            "versions": versions_json(self.context),
        }
