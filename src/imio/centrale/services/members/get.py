"""``GET <centrale>/@centrale-members``: annexe D, for those who serve the members."""

from AccessControl import Unauthorized
from imio.centrale import members
from imio.centrale.browser.members import asked_province
from imio.centrale.browser.members import asked_text
from imio.centrale.services.batching import Pages
from plone.restapi.services import Service


class MembersGet(Service):
    """By name, in batches; searched by ``q`` (name or NIS code) and ``province``."""

    def reply(self):
        if not members.may_see(self.context):
            raise Unauthorized("@centrale-members")
        lots = members.lots_for(self.context)
        found = members.members_of(
            self.context, lots, asked_text(self.request), asked_province(self.request)
        )
        batch = Pages(self.request, found)
        shown = {uid: lot_json(brain) for uid, brain in lots.items()}
        result = {
            "@id": batch.canonical_url,
            "lots": list(shown.values()),
            "items_total": batch.items_total,
            "items": [member_json(member, shown) for member in batch],
        }
        if batch.links:
            result["batching"] = batch.links
        return result


def lot_json(brain):
    """A lot of the user."""
    return {"@id": brain.getURL(), "number": brain.lot_number, "title": brain.Title}


def member_json(member, lots):
    """A member, with its interest in the lots of the user."""
    return {
        "title": member.title,
        "authority_type": member.kind,
        "province": member.province or None,
        "nis_code": member.nis_code or None,
        "address": member.address,
        "contact": {"role": member.role, "email": member.email or None},
        "interests": [lots[uid]["@id"] for uid in member.lots],
    }
