"""``GET <centrale>/@centrale-feed?cursor=``: changes in the order of their commits."""

from imio.centrale.domain import feed as rules
from imio.centrale.domain.reasons import reason
from imio.centrale.feed import reading
from imio.centrale.feed import viewing
from imio.centrale.feed.recording import feed_of
from imio.centrale.serializers.feed import change_json
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput
from plone.restapi.services import Service
from urllib.parse import urlencode


LATEST = "latest"


class FeedGet(Service):
    """``cursor`` is that of the answer before; without one the feed begins at its first
    change, ``latest`` begins after the last one. ``b_size`` is at most 1000.

    The answer has its ``items``, the ``cursor`` to go on with, and as long as there may
    be ``more``, ``batching.next``. A page can be empty and have a next one: what stands
    between may not be viewed.
    """

    def reply(self):
        self.feed = feed_of(self.context)
        place, size = self.place(), self.size()
        chosen, place, more = viewing.page(self.context, self.feed, place, size)
        after = rules.cursor(self.feed.tag, place)
        result = {
            "@id": f"{self.context.absolute_url()}/@centrale-feed",
            "items": [change_json(self.feed, *each) for each in chosen],
            "cursor": after,
            "more": more,
        }
        if more:
            result["batching"] = {"next": self.next_url(after, size)}
        return result

    def next_url(self, after, size):
        query = urlencode({"cursor": after, "b_size": size})
        return f"{self.context.absolute_url()}/@centrale-feed?{query}"

    def place(self):
        """The place after which the page begins; ``BadInput`` for another's cursor."""
        text = self.request.form.get("cursor", "")
        if text == LATEST:
            return reading.end(self.feed)
        try:
            return rules.place_of(self.feed.tag, text) if text else rules.START
        except (rules.WrongCursor, TypeError, AttributeError):
            raise BadInput([reason("wrong_cursor", "cursor")])

    def size(self):
        try:
            return rules.page_size(self.request.form.get("b_size", ""))
        except (ValueError, AttributeError):
            raise wrong("b_size")
