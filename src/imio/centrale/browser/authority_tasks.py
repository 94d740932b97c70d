"""What an authority must do now, and until when; from the catalog only."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import records
from imio.centrale.browser import showing
from imio.centrale.columns import due_of
from imio.centrale.domain import urgency
from imio.centrale.domain.calendar import is_overdue
from plone import api
from zope.i18n import translate


MISSION = "imio.centrale.MissionRequest"
OFFER = "imio.centrale.Offer"
ORDER = "imio.centrale.Order"
PIECES = {OFFER: ("submitted", "accepted"), ORDER: ("draft", "returned")}
TEXTS = {
    "submit": (_("Check your request and send it"), _("Check and send")),
    "decide": (_("An offer waits for your decision"), _("Look at the offer")),
    "expired": (
        _("The offer has expired: send it back to get another one"),
        _("Send it back"),
    ),
    "order": (_("You agreed with the offer: order it"), _("Deposit the order")),
    "correct": (
        _("The centrale sent your order back: correct it"),
        _("Correct the order"),
    ),
}


@dataclass(frozen=True)
class Task:
    """Something to do in a dossier: what, until when, and the one button."""

    text: str
    button: str
    url: str
    code: str
    title: str
    due: datetime | None = None
    late: bool = False

    @property
    def until(self):
        return showing.instant(self.due)


class Tasks:
    """The tasks of an authority, the most urgent first.

    ``states`` narrows down the missions (a query of ``review_state``). Which of the
    ``ids`` are shown is said to ``rows``: only these become brains.
    """

    def __init__(self, centrale, authority_uid, request, states=None):
        self.centrale = centrale
        self.authority_uid = authority_uid
        self.request = request
        self.states = {} if states is None else {"review_state": states}

    @cached_property
    def ids(self):
        """The record ids of the missions that wait for the authority, in their order."""
        found = records.visible(
            self.centrale,
            MISSION,
            authority_uid=self.authority_uid,
            next_actor="authority",
            **self.states,
        )
        due, codes = records.values("due"), records.values("tracking_code")
        return sorted(
            found, key=lambda id: urgency.due_first(due.get(id), codes.get(id))
        )

    def rows(self, ids):
        """The tasks of some of them."""
        brains = records.brains(ids)
        pieces = self.pieces([brain.tracking_code for brain in brains])
        return [
            self.task(brain, pieces.get(brain.tracking_code, {})) for brain in brains
        ]

    def pieces(self, codes):
        """Code -> type -> brain, of the offers and orders that a decision waits for."""
        found = {}
        if not codes:
            return found
        brains = api.content.find(
            self.centrale,
            portal_type=list(PIECES),
            tracking_code=codes,
            review_state=[state for states in PIECES.values() for state in states],
            sort_on="created",
        )
        for brain in brains:
            if brain.review_state in PIECES[brain.portal_type]:
                found.setdefault(brain.tracking_code, {})[brain.portal_type] = brain
        return found

    def task(self, brain, pieces):
        due = due_of(brain)
        late = due is not None and is_overdue(due, clock.now())
        kind, url = act_on(brain, pieces, late)
        text, button = (translate(each, context=self.request) for each in TEXTS[kind])
        return Task(text, button, url, brain.tracking_code, brain.Title, due, late)


def act_on(brain, pieces, late):
    """The kind of the task, and where it is done."""
    url = brain.getURL()
    if brain.review_state == "draft":
        return "submit", f"{url}/@@centrale-transition?transition=submit"
    offer, order = pieces.get(OFFER), pieces.get(ORDER)
    if late and offer is not None:
        return "expired", f"{offer.getURL()}/@@centrale-decide"
    if order is not None:
        kind = "correct" if order.review_state == "returned" else "order"
        return kind, f"{url}/@@centrale-order"
    if offer is not None and offer.review_state == "submitted":
        return "decide", f"{offer.getURL()}/@@centrale-decide"
    return "order", f"{url}/@@centrale-order"
