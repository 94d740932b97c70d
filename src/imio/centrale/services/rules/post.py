"""``POST <program>/@centrale-preview``: which dossiers a change of the rules touches."""

from imio.centrale.domain.reasons import Refused
from imio.centrale.saving import program_reasons
from imio.centrale.serializers import rules as shown
from imio.centrale.serializers.proposal import ReadFromJson
from imio.centrale.services.base import body_of
from imio.centrale.subsidy.amending import changes_of
from imio.centrale.subsidy.amending import Proposal
from imio.centrale.subsidy.amending import rehearsal_of
from plone.restapi.services import Service


class PreviewPost(Service):
    """The body is that of the ``PATCH``; nothing is written.

    The reason of the change is asked for when it is saved, not before.
    """

    def reply(self):
        values = ReadFromJson(self.context, self.request).values(body_of(self.request))
        proposal = Proposal(self.context, values)
        reasons = [
            each for each in program_reasons(proposal) if each.code != "note_missing"
        ]
        if reasons:
            raise Refused(reasons)
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-preview",
            "changes": changes_of(proposal),
            **shown.rehearsal_json(rehearsal_of(proposal), self.request),
        }
