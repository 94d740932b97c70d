"""``GET <inventory>/@centrale-compare``: what it changes of another version."""

from imio.centrale.annexe_b import comparing
from imio.centrale.serializers import inventory as shown
from imio.centrale.services.batching import Pages
from plone.restapi.services import Service


class CompareGet(Service):
    """``?with=`` the UID or path of another version of the same supplier and lot;
    without it the one published before. With the open missions that rest on that one.
    """

    def reply(self):
        named = str(self.request.form.get("with", ""))
        old = comparing.version_to_compare(self.context, named)
        result = {
            "old": shown.inventory_json(old),
            "new": shown.inventory_json(self.context),
        }
        if old is None:
            url = f"{self.context.absolute_url()}/@centrale-compare"
            return {"@id": url, **result, "counts": None}
        difference = comparing.difference_of(old, self.context)
        batch = Pages(self.request, list(comparing.changes(difference)))
        result |= {
            "@id": batch.canonical_url,
            "counts": comparing.counts(difference),
            "items_total": batch.items_total,
            "changes": [shown.change_json(each) for each in batch],
            "missions": [
                shown.concerned_json(*each)
                for each in comparing.missions_concerned(old, difference)
            ],
        }
        if batch.links:
            result["batching"] = batch.links
        return result
