"""``POST <object>/@workflow/<transition>``: the standard call, with reasons.

The standard service hides a refusal when the object is already in the target state and
sets the effective date of whatever moves; ours does neither.
"""

from imio.centrale import corrections
from imio.centrale.content.closure import IClosureFile
from imio.centrale.domain.reasons import reason
from imio.centrale.services.base import text_in
from imio.centrale.services.base import texts_in
from imio.centrale.services.base import WithPart
from imio.centrale.services.base import WritingService
from imio.centrale.services.errors import BadInput
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import last_status
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import title_of_state
from plone.restapi.serializer.converters import json_compatible
from zope.i18n import translate


TEXTS = ("comment", "reason_code", "reason_note")


class TransitionPost(WithPart, WritingService):
    """Body: ``comment``, and ``reason_code`` with ``reason_note`` where one is needed.

    A closure file that is sent back takes ``fields``: those that may then change.
    """

    def write(self, data):
        if not self.part:
            raise BadInput([reason("unknown_transition", transition="")])
        texts = {name: text_in(data, name) for name in TEXTS}
        if IClosureFile.providedBy(self.context) and self.part == "return":
            corrections.send_back(self.context, texts_in(data, "fields"), **texts)
        else:
            move(self.context, self.part, **texts)
        status = last_status(self.context)
        title = title_of_state(self.context)
        status["title"] = translate(title, domain=DOMAIN, context=self.request)
        return json_compatible(status)
