"""``@@centrale-find``: the quick search by tracking code, from everywhere."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import codes
from imio.centrale import finding
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import brain_state
from imio.centrale.browser.base import Page
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain import code_search
from imio.centrale.domain.tracking import key
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import brains_of
from imio.centrale.parties import may_view
from urllib.parse import urlencode


#: characters that are read: codes of imported dossiers are no longer
LONGEST = 50


class FindPage(Page):
    """Leads to the dossier of a whole code; proposes those of a part, or of a wrong one."""

    def __call__(self):
        mission = codes.mission_with(self.code) if self.code else None
        if mission is None:
            return self.index()
        if may_view(mission):
            return self.request.response.redirect(mission.absolute_url())
        query = urlencode({"code": mission.tracking_code})
        status = f"{ancestor(mission, ICentrale).absolute_url()}/@@centrale-status"
        return self.request.response.redirect(f"{status}?{query}")

    @property
    def title(self):
        return self.translate(_("Find a dossier by its code"))

    @cached_property
    def code(self):
        return text_of(self.request, "code")[:LONGEST]

    @cached_property
    def is_wrong(self):
        """It has the form of a code, and a character of it is wrong."""
        return code_search.has_wrong_character(self.code)

    @cached_property
    def is_short(self):
        """So little tells nothing."""
        return len(key(self.code)) < code_search.SHORTEST

    @cached_property
    def brains(self):
        """What may be meant."""
        if not self.code:
            return []
        if self.is_wrong:
            return finding.alike(self.code)
        return finding.holding(self.code)

    @property
    def rows(self):
        """What is proposed: code, subject, authority, state."""
        named = brains_of(brain.authority_uid for brain in self.brains)
        return [
            {
                "code": brain.tracking_code,
                "url": brain.getURL(),
                "title": brain.Title,
                "authority": named[brain.authority_uid].Title,
                "state": brain_state(brain, self.request),
            }
            for brain in self.brains
        ]

    @property
    def said(self):
        """What was found, in words."""
        if not self.code:
            return ""
        return self.translate(self.outcome)

    @property
    def outcome(self):
        if self.is_short:
            return _("Type at least three characters of the code.")
        if self.is_wrong and self.brains:
            return _("A character of this code is wrong. Perhaps you mean:")
        if self.is_wrong:
            return _(
                "A character of this code is wrong: compare it with the mail of "
                "confirmation."
            )
        if len(self.brains) == finding.MOST:
            return _(
                "The first ${count}: type more of the code.",
                mapping={"count": finding.MOST},
            )
        if self.brains:
            return _("These dossiers have a code that holds it:")
        return _("No dossier that you may view has such a code.")
