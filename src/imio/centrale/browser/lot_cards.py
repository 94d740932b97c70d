"""A lot of the catalogue as people read it: its state in words, how to ask for it."""

from dataclasses import dataclass
from decimal import Decimal
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.browser import showing
from imio.centrale.browser.base import Macros
from imio.centrale.catalogue import Lot
from imio.centrale.catalogue import measured_in
from imio.centrale.domain.catalogue import by_kind
from imio.centrale.parties import may
from imio.centrale.parties import own_authorities
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate


MISSION = "imio.centrale.MissionRequest"
STATES = "imio.centrale.lot_states"
#: Bootstrap colours; the words beside them say the same
COLOURS = {
    "open": "success",
    "coming": "primary",
    "running": "secondary",
    "exhausted": "danger",
    "ended": "dark",
}
NOTES = {
    "coming": _("Requests are not taken yet."),
    "running": _("No new request for now: the missions under way go on."),
    "exhausted": _("No more requests: the budget of the lot is used up."),
    "ended": _("No more requests: the market is over."),
}


@dataclass(frozen=True)
class Card:
    """What a card shows of a lot; ``request_url`` is empty for who may not ask."""

    lot: Lot
    state: str
    colour: str
    options: tuple
    promised: str
    measured: str
    request_url: str
    note: str


class CatalogueMacros(Macros):
    """``context/@@centrale-catalogue-macros/<name>``"""

    index = ViewPageTemplateFile("templates/catalogue_macros.pt")


def request_form(centrale):
    """The address of the form to ask for a mission; empty for who may not ask.

    Whoever acts for an authority asks in three pages, an agent with the whole form.
    """
    room = centrale.get("missions")
    if room is None or not may(room, "imio.centrale: Add Mission Request"):
        return ""
    if own_authorities():
        return f"{centrale.absolute_url()}/@@centrale-request"
    return f"{room.absolute_url()}/++add++{MISSION}"


class Cards:
    """Makes the cards of the lots of a centrale, for the current user."""

    def __init__(self, centrale, request):
        self.request = request
        self.form = request_form(centrale)
        self.measured = measured_in(centrale)

    def card(self, lot):
        may_ask = lot.state == "open" and self.form
        return Card(
            lot=lot,
            state=state_name(lot.state, self.request),
            colour=COLOURS[lot.state],
            options=tuple(self.options(lot)),
            promised=self.days(lot.lead_time_days),
            measured=self.measured_text(lot),
            request_url=f"{self.form}?lot={lot.uid}" if may_ask else "",
            note=self.note(lot),
        )

    def options(self, lot):
        """Kind in words -> the labels of its options."""
        for kind, options in by_kind(lot.options).items():
            title = kind_name(kind, self.request)
            yield title, ", ".join(each.label for each in options)

    def days(self, count):
        """``20 days``, ``12,5 days``; nothing for ``None``."""
        if count is None:
            return ""
        if count == 1:
            return self.say(_("1 day"))
        text = showing.quantity(Decimal(count))
        return self.say(_("${count} days", mapping={"count": text}))

    def measured_text(self, lot):
        """The median of what dossiers took, and how many they were."""
        found = self.measured.get(lot.uid)
        if found is None:
            return ""
        values = {"days": self.days(found.days), "count": found.dossiers}
        return self.say(_("${days} (median of ${count} dossiers)", mapping=values))

    def note(self, lot):
        """Why it cannot be asked for now; nothing when it can."""
        start = lot.term.start
        if lot.state == "coming" and start and start > clock.today():
            values = {"day": showing.day(start)}
            return self.say(_("Requests are taken from ${day}.", mapping=values))
        return self.say(NOTES[lot.state]) if lot.state in NOTES else ""

    def say(self, text):
        return translate(text, context=self.request)


def state_name(state, request):
    """The state of a lot in words."""
    return showing.term(STATES, state, request)


def kind_name(kind, request):
    """The kind of an option in words."""
    if not kind:
        return translate(_("Other options"), context=request)
    return showing.term("imio.centrale.option_kinds", kind, request)
