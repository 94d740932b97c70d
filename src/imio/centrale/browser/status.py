"""``@@centrale-status``: where a dossier stands, for whoever has its code."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import tracked
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import colour_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.browser.own_title import IOwnTitle
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.domain.procedure import STEPS
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.parties import may_view
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import title_of_state
from plone.base.interfaces import IPloneSiteRoot
from zope.i18n import translate
from zope.interface import implementer


#: characters that are read of what is typed
LONGEST = 100


@implementer(IOwnTitle)
class StatusPage(Page):
    """Says what ``@centrale-tracking`` says, and nothing else."""

    #: why nothing is shown, at the field
    error = ""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    @property
    def kind(self):
        return self.context.title

    @property
    def window_title(self):
        if IPloneSiteRoot.providedBy(self.context):
            return self.title
        return f"{self.title} – {self.kind}"

    @property
    def title(self):
        return self.translate(_("Where does a dossier stand?"))

    @cached_property
    def typed(self):
        """What was typed; ``None`` while nobody has asked anything."""
        if "code" not in self.request.form:
            return None
        return text_of(self.request, "code")[:LONGEST]

    @cached_property
    def mission(self):
        """The mission of the code; without one, ``error`` says why."""
        if self.typed is None:
            return None
        if not self.typed:
            self.error = self.translate(_("Type the tracking code."))
            return None
        try:
            return tracked.known_mission(self.typed)
        except Refused as refused:
            self.error = sentence(refused.reasons[0], self.request)
            return None

    def facts(self):
        """The four things anybody may know; those who may view it go there."""
        mission = self.mission
        if mission is None:
            return []
        status = tracked.status_of(mission)
        url = mission.absolute_url() if may_view(mission) else ""
        name = self.translate(STEP_TITLES[dict(STEPS)[status.step]])
        state = translate(title_of_state(mission), domain=DOMAIN, context=self.request)
        badge = f"state {colour_of(status.review_state)}"
        found = (
            (_("Tracking code"), Cell(status.tracking_code, url)),
            (_("Step"), Cell(f"{status.step}. {name}")),
            (_("State"), Cell(state, kind=badge)),
            (_("Last change"), Cell(showing.instant(status.updated.asdatetime()))),
        )
        return [Fact(self.translate(label), (cell,)) for label, cell in found]
