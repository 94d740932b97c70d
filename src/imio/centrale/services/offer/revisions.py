"""``GET <offer>/@centrale-revisions``: what was submitted, and two of them compared."""

from imio.centrale.domain import revision
from imio.centrale.domain.conformity import compare_revisions
from imio.centrale.serializers.offers import comparison_json
from imio.centrale.serializers.offers import revision_json
from imio.centrale.services.base import wrong
from plone.restapi.services import Service


class RevisionsGet(Service):
    """Every revision, the oldest first; ``comparison`` is that of ``old`` and ``new``,
    of the last two without them, and ``null`` while there is one.
    """

    def reply(self):
        kept = self.context.revisions
        found = revision.pair(kept, self.asked("old"), self.asked("new"))
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-revisions",
            "items_total": len(kept),
            "items": [revision_json(each) for each in kept],
            "comparison": self.comparison(*found) if found else None,
        }

    def comparison(self, old, new):
        return comparison_json(old, new, compare_revisions(old.lines, new.lines))

    def asked(self, name):
        """The number of a revision that is there; ``None`` when none is named."""
        text = self.request.form.get(name)
        if text is None:
            return None
        numbers = revision.submissions(self.context.revisions)
        if isinstance(text, str) and text.isdecimal() and int(text) in numbers:
            return int(text)
        raise wrong(name)
