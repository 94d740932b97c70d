"""The room of the enquiries: those to answer first, for agents and auditors."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.listing import Column
from imio.centrale.browser.listing import Listing
from imio.centrale.browser.listing import STATE
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.threads import state_cell
from imio.centrale.domain.enquiry import ANSWERED
from imio.centrale.domain.enquiry import CLOSED
from imio.centrale.domain.enquiry import OPEN
from imio.centrale.enquiries import PORTAL_TYPE
from plone import api
from plone.batching import Batch
from urllib.parse import urlencode


TITLES = {
    OPEN: _("To answer"),
    ANSWERED: _("Answered, not closed"),
    CLOSED: _("Closed"),
    "all": _("All"),
}
EMPTY = {
    OPEN: _("Nobody waits for an answer. What comes by the contact form stands here."),
    ANSWERED: _("No exchange is answered and not yet closed."),
    CLOSED: _("No exchange is closed yet."),
    "all": _("Nobody has written yet: the contact form of the centrale leads here."),
}


class EnquiriesListing(Listing):
    """One state at a time; of those to answer, the one that waits longest first."""

    columns = (
        Column(_("Received"), "received_cell"),
        Column(_("Subject"), "title_cell"),
        Column(_("Kind"), "kind_cell"),
        Column(_("Dossier"), "code_cell"),
        STATE,
    )

    @cached_property
    def shown(self):
        """The state asked for."""
        found = text_of(self.request, "state")
        return found if found in TITLES else OPEN

    @cached_property
    def batch(self):
        state = {} if self.shown == "all" else {"review_state": self.shown}
        brains = api.content.find(
            self.context,
            portal_type=PORTAL_TYPE,
            sort_on="created",
            sort_order="ascending" if self.shown == OPEN else "descending",
            **state,
        )
        return Batch(brains, BATCH_SIZE, start=self.start)

    @property
    def filters(self):
        """Each state, and the way to its enquiries."""
        url = self.context.absolute_url()
        return [
            {
                "text": self.translate(title),
                "url": f"{url}?{urlencode({'state': state})}",
                "current": state == self.shown,
            }
            for state, title in TITLES.items()
        ]

    @property
    def empty_text(self):
        return self.translate(EMPTY[self.shown])

    def brain_state(self, brain):
        return state_cell(brain.review_state, super().brain_state(brain))

    def received_cell(self, brain):
        return Cell(showing.instant(brain.created.asdatetime()))

    def kind_cell(self, brain):
        return Cell(
            showing.term(
                "imio.centrale.enquiry_kinds", brain.enquiry_kind, self.request
            )
        )

    def code_cell(self, brain):
        code = brain.tracking_code
        return Cell(code if isinstance(code, str) else "", kind="code")
