"""``POST <enquiry>/@centrale-reply``: one more message, ``{"text": …}``."""

from imio.centrale import enquiries
from imio.centrale.domain.typed_text import several_lines
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.workflows.state import state_of


class ReplyPost(WritingService):
    """By an agent, who answers, or by the party that asked; ``added`` is false for one that was there already."""

    def write(self, data):
        added = enquiries.reply(self.context, several_lines(text_in(data, "text")))
        return {
            "@id": self.context.absolute_url(),
            "review_state": state_of(self.context),
            "added": added,
        }
