"""``GET <program>/@centrale-payable``: the dossiers a batch may take."""

from imio.centrale.domain.money import to_text
from imio.centrale.serializers.ledger import mission_json
from imio.centrale.serializers.ledger import party_json
from imio.centrale.subsidy.payable import payable
from plone.restapi.services import Service


class PayableGet(Service):
    """By rank; ``account`` says whether the authority could be paid now."""

    def reply(self):
        items = [as_json(each) for each in payable(self.context)]
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-payable",
            "items_total": len(items),
            "items": items,
        }


def as_json(found):
    """One dossier; its amounts as text."""
    return {
        "mission": mission_json(found.mission.UID()),
        "authority": party_json(found.authority.UID()),
        "rank": found.rank,
        "communication": found.communication,
        "invoiced": to_text(found.invoiced),
        "granted": to_text(found.granted),
        "account": found.account,
    }
