"""``POST <piece>/@centrale-proof`` and ``@centrale-override``: what agents do about it."""

from imio.centrale.proving import keeping
from imio.centrale.proving import overrides
from imio.centrale.serializers.proof import answer
from imio.centrale.serializers.proof import proofs_json
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService


class ProofPost(WritingService):
    """Reads the documents again: no reader was free, or codes were given since."""

    def write(self, data):
        keeping.read_again(self.context)
        return answer(self.context, proofs_json(self.context, self.request))


class OverridePost(WritingService):
    """``field`` and ``note``; ``digest`` of what was looked at, if it is known."""

    def write(self, data):
        overrides.override(
            self.context,
            text_in(data, "field"),
            text_in(data, "note"),
            text_in(data, "digest"),
        )
        return answer(self.context, proofs_json(self.context, self.request))
