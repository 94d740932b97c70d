"""Information sessions: as cards, on their page, in their folder."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import sessions
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.listing import Column
from imio.centrale.browser.listing import Listing
from imio.centrale.browser.listing import STATE
from imio.centrale.browser.listing import TITLE
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.catalogue import MARKET
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.parties import acts_for_centrale
from plone import api
from zope.i18n import translate


ICALENDAR = "@@centrale-calendar.ics"


class SessionCard:
    """A session as the catalogue shows it."""

    def __init__(self, session, request):
        self.session = session
        self.request = request

    @cached_property
    def is_past(self):
        return self.session.is_past(clock.now())

    @property
    def when(self):
        return when(self.session.start, self.session.end, self.request)

    @property
    def links(self):
        """What to do before, what to watch afterwards."""
        found = self.after if self.is_past else self.before
        return [
            Cell(translate(text, context=self.request), url)
            for text, url in found
            if url
        ]

    @property
    def before(self):
        mail = self.session.registration_email
        return (
            (_("Register"), self.session.registration_url),
            (_("Register by mail"), f"mailto:{mail}" if mail else ""),
            (_("Follow online"), self.session.online_url),
            (_("Add to my agenda"), f"{self.session.url}/{ICALENDAR}"),
        )

    @property
    def after(self):
        return (
            (_("Watch the recording"), self.session.recording_url),
            (_("Slides"), self.session.slides_url),
        )


def when(start, end, request):
    """``12/03/2026 10:00`` to its end: of the same day, only the hour."""
    if end is None:
        return showing.instant(start)
    same_day = to_brussels(start).date() == to_brussels(end).date()
    last = f"{to_brussels(end):%H:%M}" if same_day else showing.instant(end)
    values = {"start": showing.instant(start), "end": last}
    return translate(_("${start} to ${end}", mapping=values), context=request)


class SessionPage(Page):
    """``view`` of a session."""

    #: what is of use before the session only
    before = ("online_url", "registration_email", "registration_url")
    #: fields that lead elsewhere, and what their link says
    addresses = {
        "online_url": _("Follow online"),
        "registration_url": _("Register"),
        "recording_url": _("Watch the recording"),
    }
    fields = (
        "place",
        "online_url",
        "registration_email",
        "registration_url",
        "recording_url",
        "slides",
    )

    @property
    def lead(self):
        return self.context.description

    @property
    def state_title(self):
        """For those who publish: the others see published sessions only."""
        return super().state_title if self.may_edit else ""

    @cached_property
    def is_past(self):
        return (self.context.end or self.context.start) < clock.now()

    @property
    def links(self):
        url = f"{self.context.absolute_url()}/{ICALENDAR}"
        agenda = Cell(self.translate(_("Add to my agenda")), url)
        return [*([] if self.is_past else [agenda]), *super().links]

    def readable(self, names):
        gone = self.before if self.is_past else ()
        return [name for name in super().readable(names) if name not in gone]

    def facts(self):
        first = Fact(self.translate(_("When")), (Cell(self.when),))
        markets = Fact(self.translate(_("Markets concerned")), self.markets)
        found = [first, *super().facts(), markets]
        return [fact for fact in found if fact.cells]

    @property
    def when(self):
        return when(self.context.start, self.context.end, self.request)

    @property
    def markets(self):
        """The markets this user may view: one in preparation is not named."""
        uids = list(self.context.markets or ())
        brains = api.content.find(UID=uids, portal_type=MARKET) if uids else []
        return tuple(Cell(brain.Title, brain.getURL()) for brain in brains)

    def fact(self, name):
        url = getattr(self.context, name, None)
        if name not in self.addresses or not url:
            return super().fact(name)
        label = self.translate(self.schema[name].title)
        return Fact(label, (Cell(self.translate(self.addresses[name]), url),))

    def tables(self):
        """The other documents that were shown."""
        files = api.content.find(self.context, portal_type="File", depth=1)
        if not files:
            return []
        rows = tuple((Cell(brain.Title, f"{brain.getURL()}/view"),) for brain in files)
        title = self.translate(_("Documents"))
        return [Table(title=title, columns=(Cell(title),), rows=rows)]


class SessionsListing(Listing):
    """The sessions of a centrale, the last one first."""

    portal_type = sessions.SESSION
    sort_on = "start"
    sort_order = "descending"
    empty = _("No information session yet: add one, then publish it.")

    @property
    def columns(self):
        """The state is for those who publish: the others see published ones only."""
        first = (Column(_("When"), "when_cell"), TITLE)
        return (*first, STATE) if acts_for_centrale(self.context) else first

    def when_cell(self, brain):
        found = sessions.session_of(brain)
        return Cell(when(found.start, found.end, self.request))
