"""``POST <mission>/@centrale-derogation``: one deadline, later for this dossier."""

from imio.centrale.domain.program_rules import until_from
from imio.centrale.serializers.ledger import why_json
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.base import wrong
from imio.centrale.subsidy.derogations import derogate
from imio.centrale.subsidy.explaining import why_of


class DerogationPost(WritingService):
    """``deadline``, ``until`` (a day, or an instant) and ``note``; gives the arithmetic."""

    def write(self, data):
        until = self.until(text_in(data, "until"))
        derogate(self.context, text_in(data, "deadline"), until, text_in(data, "note"))
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-ledger",
            "tracking_code": self.context.tracking_code,
            **why_json(why_of(self.context), self.request),
        }

    def until(self, text):
        """An instant without offset is on the clock of Brussels."""
        try:
            return until_from(text)
        except ValueError:
            raise wrong("until")
