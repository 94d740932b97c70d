"""``GET <mission>/@centrale-lines?q=``: the lines of annexe B that fit a search."""

from imio.centrale import inventories
from imio.centrale.domain.line_search import find_lines
from imio.centrale.parties import may_view
from imio.centrale.serializers.offers import line_json
from plone.restapi.services import Service
from zExceptions import Unauthorized


class LinesGet(Service):
    """The first twenty, for whoever may view the inventory the offer rests on."""

    def reply(self):
        inventory = inventories.inventory_for(self.context)
        if inventory is not None and not may_view(inventory):
            raise Unauthorized("View")
        lines = inventory.inventory_lines() if inventory is not None else ()
        found = find_lines(lines, self.searched)
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-lines",
            "inventory_version": inventory.version if inventory is not None else None,
            "items_total": found.total,
            "items": [line_json(line) for line in found.lines],
        }

    @property
    def searched(self):
        value = self.request.form.get("q")
        return value if isinstance(value, str) else ""
