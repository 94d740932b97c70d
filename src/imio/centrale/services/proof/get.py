"""``GET <mission or piece>/@centrale-proof``: are the codes in the documents?"""

from imio.centrale.serializers.proof import answer
from imio.centrale.serializers.proof import mission_proofs_json
from imio.centrale.serializers.proof import proofs_json
from plone.restapi.services import Service


class PieceProofGet(Service):
    """The documents of an offer, an order or a closure file."""

    def reply(self):
        return answer(self.context, proofs_json(self.context, self.request))


class MissionProofGet(Service):
    """All documents of a dossier that this user may see."""

    def reply(self):
        return answer(self.context, mission_proofs_json(self.context, self.request))
