"""``POST <batch>/@centrale-payment``: what the bank did with one payment."""

from datetime import date
from imio.centrale import codes
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import resolve
from imio.centrale.lookup import uid_of
from imio.centrale.serializers.fields import RowsSerializer
from imio.centrale.services.base import flag_in
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput
from imio.centrale.subsidy import paying
from imio.centrale.workflows.state import state_of


class PaymentPost(WritingService):
    """``mission`` with ``paid_on``, or with ``refused`` and its ``note``.

    A mission is named by its UID, its path or its tracking code.
    """

    def write(self, data):
        mission = named(text_in(data, "mission"))
        if flag_in(data, "refused"):
            paying.refuse(self.context, mission, text_in(data, "note"))
        else:
            paying.pay(self.context, mission, day_in(data, "paid_on"))
        return self.shown()

    def shown(self):
        """The batch as it is now, with its rows."""
        field = self.context.getTypeInfo().lookupSchema()["entries"]
        return {
            "@id": self.context.absolute_url(),
            "review_state": state_of(self.context),
            "entries": RowsSerializer(field, self.context, self.request)(),
        }


def named(text):
    """The mission meant, or ``BadInput``."""
    try:
        found = resolve(uid_of(text))
    except ValueError:
        found = None
    if found is None:
        found = codes.mission_with(text)
    if not IMissionRequest.providedBy(found):
        raise BadInput([reason("unknown_mission", "mission")])
    return found


def day_in(data, name):
    """A day of the body, ``None`` when it is not there; or ``BadInput``."""
    text = text_in(data, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise wrong(name)
