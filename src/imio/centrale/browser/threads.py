"""The threads of enquiries: on the page of a mission, on their own, and by a key."""

from dataclasses import replace
from functools import cached_property
from imio.centrale import _
from imio.centrale import codes
from imio.centrale import contact_limits
from imio.centrale import enquiries
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.asking import AskingPage
from imio.centrale.browser.base import Macros
from imio.centrale.browser.base import Page
from imio.centrale.browser.base import state_badge
from imio.centrale.browser.own_title import IOwnTitle
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.transition import ActingPage
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.enquiry import ANSWERED
from imio.centrale.domain.enquiry import CENTRALE
from imio.centrale.domain.enquiry import CLOSED
from imio.centrale.domain.enquiry import OPEN
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.parties import acts_for_centrale
from imio.centrale.parties import may_view
from imio.centrale.timeline import name_of
from imio.centrale.workflows.state import state_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


REPLY = "@@centrale-reply"
ON_MISSION = "mission"
#: Bootstrap colours of the states
COLOURS = {OPEN: "primary", ANSWERED: "success", CLOSED: "secondary"}


class ThreadMacros(Macros):
    """``context/@@centrale-thread-macros/<name>``"""

    index = ViewPageTemplateFile("templates/thread_macros.pt")


def state_cell(state, cell):
    """The badge of an enquiry; one that is open waits, where a market that is open goes."""
    return replace(cell, kind=f"state {COLOURS[state]}")


def badge_of(enquiry, request):
    """The state of an enquiry."""
    return state_cell(state_of(enquiry), state_badge(enquiry, request))


def kind_of(enquiry, request):
    """“Complaint”"""
    return showing.term("imio.centrale.enquiry_kinds", enquiry.kind, request)


def mission_of(enquiry):
    """The mission an enquiry is about, for those who may view it; or ``None``."""
    mission = codes.mission_with(enquiry.tracking_code or "")
    return mission if mission is not None and may_view(mission) else None


def messages_of(enquiry, request, with_agents=False):
    """The messages as they stand on a page; the centrale answers as one."""
    return [
        {
            "date": showing.instant(row["at"]),
            "side": row["side"],
            "author": author_of(row, request, with_agents),
            "text": row["text"],
        }
        for row in enquiry.messages
    ]


def author_of(row, request, with_agents):
    if row["side"] == CENTRALE and with_agents:
        return name_of(row["author"])
    if row["side"] == CENTRALE or not row["author"]:
        return showing.term("imio.centrale.enquiry_sides", row["side"], request)
    return row["author"]


class Threads(Page):
    """``@@centrale-threads``: a part of the page of a mission.

    The threads that the user may read, each with its form: agents and auditors read
    all, a party those of its own side.
    """

    @cached_property
    def threads(self):
        return [self.thread(each) for each in enquiries.threads_of(self.context)]

    def thread(self, enquiry):
        return {
            "id": enquiry.getId(),
            "title": enquiry.title,
            "kind": kind_of(enquiry, self.request),
            "url": enquiry.absolute_url(),
            "state": badge_of(enquiry, self.request),
            "messages": messages_of(enquiry, self.request, self.is_agent),
            "reply_url": reply_url(enquiry, self.is_agent),
        }

    @cached_property
    def is_agent(self):
        return acts_for_centrale(self.context)

    @property
    def ask_url(self):
        """The form, with the code of this dossier; agents ask nobody."""
        if self.is_agent:
            return ""
        centrale = ancestor(self.context, ICentrale).absolute_url()
        return f"{centrale}/@@centrale-contact?code={self.context.tracking_code}"


def reply_url(enquiry, is_agent):
    """Where a reply is sent; empty for those who only read, and once it is closed for
    agents, who reopen it first.
    """
    side = enquiries.side_of_user(enquiry)
    closed = is_agent and state_of(enquiry) == CLOSED
    return f"{enquiry.absolute_url()}/{REPLY}" if side and not closed else ""


class EnquiryPage(Page):
    """``view`` of an enquiry: who asked, about what, the thread and what can be done."""

    fields = ("sender_name", "sender_email", "organisation", "erased")

    @property
    def kind(self):
        return kind_of(self.context, self.request)

    @property
    def state_colour(self):
        return COLOURS[self.state]

    @property
    def buttons(self):
        """All acts but the answer, which is written below."""
        return [each for each in super().buttons if each.id != "answer"]

    @cached_property
    def is_agent(self):
        return acts_for_centrale(self.context)

    def facts(self):
        mission = mission_of(self.context)
        if mission is None:
            return super().facts()
        text = f"{mission.tracking_code} – {mission.title}"
        label = self.translate(_("Mission"))
        return [showing.Fact(label, (showing.link(mission, text),)), *super().facts()]

    @property
    def messages(self):
        return messages_of(self.context, self.request, self.is_agent)

    @property
    def reply_url(self):
        return reply_url(self.context, self.is_agent)

    @property
    def links(self):
        """Forgetting who asked, for agents."""
        if not self.is_agent or enquiries.erasing_reasons(self.context):
            return []
        url = f"{self.context.absolute_url()}/@@centrale-erase"
        return [Cell(self.translate(_("Erase the sender")), url)]

    @property
    def back(self):
        """The dossier for those who see it, else the list for agents, or the form."""
        mission = mission_of(self.context)
        found = showing.link(mission) if mission is not None else super().back
        return found or Cell(self.translate(_("Write to the centrale")), self.ask_url)

    @property
    def ask_url(self):
        centrale = ancestor(self.context, ICentrale).absolute_url()
        return f"{centrale}/@@centrale-contact"


class Reply(ActingPage):
    """``@@centrale-reply``: one more message of an agent, or of the party that asked."""

    is_new = True

    def __call__(self):
        if not may_view(self.context):
            raise Unauthorized(self.__name__)
        if self.request.method != "POST":
            return self.request.response.redirect(self.target)
        return self.run(self.write, _("Your message is sent."))

    def write(self):
        self.is_new = enquiries.reply(self.context, self.text("text"))

    def leave(self, text, kind="info"):
        """A message sent twice is kept once, and said so."""
        if not self.is_new:
            text = _("This message was there already: it is kept once.")
        return super().leave(text, kind)

    @property
    def title(self):
        return self.translate(_("Your message"))

    @property
    def kind(self):
        return self.context.title

    @property
    def reply_url(self):
        return f"{self.context.absolute_url()}/{REPLY}"

    @property
    def messages(self):
        return messages_of(self.context, self.request, acts_for_centrale(self.context))

    @property
    def target(self):
        """The page the form was on."""
        mission = mission_of(self.context)
        if self.text("on") == ON_MISSION and mission is not None:
            return f"{mission.absolute_url()}#thread-{self.context.getId()}"
        return self.context.absolute_url()


class Erase(ActingPage):
    """``@@centrale-erase``: who asked is forgotten (GDPR, art. 17). GET asks first."""

    def __call__(self):
        if self.request.method == "POST":
            return self.run(self.erase, _("The name and the address are erased."))
        self.refused = enquiries.erasing_reasons(self.context)
        return self.index()

    def erase(self):
        enquiries.erase_sender(self.context)

    @property
    def title(self):
        return self.translate(_("Erase the sender"))

    @property
    def kind(self):
        return self.context.title


@implementer(IPublishTraverse, IOwnTitle)
class ThreadByKey(AskingPage):
    """``@@centrale-thread/<id>/<key>``: the thread, for whoever has one of its mails.

    Nothing tells a wrong key from an enquiry that does not exist. The address is a
    secret: it is given to no other site, kept in no cache and found by no search engine.
    """

    state_title = ""
    HEADERS = {
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }

    def __init__(self, context, request):
        super().__init__(context, request)
        self.parts = []

    def publishTraverse(self, request, name):
        self.parts.append(name)
        return self

    def __call__(self):
        for name, value in self.HEADERS.items():
            self.request.response.setHeader(name, value)
        if self.enquiry is None:
            raise NotFound(self.__name__)
        return self.respond()

    @cached_property
    def enquiry(self):
        if len(self.parts) != 2:
            return None
        return enquiries.opened_by(self.context, *self.parts)

    def post(self):
        try:
            self.write()
        except Refused as refused:
            return self.refuse(refused.reasons)
        return self.go(f"{self.action}?sent=1")

    def write(self):
        contact = self.context.contact_email
        contact_limits.take(self.request, f"thread {self.parts[0]}", contact)
        enquiries.ask_again(
            self.enquiry, self.enquiry.sender_name or "", text_of(self.request, "text")
        )

    @property
    def action(self):
        return "/".join(
            (self.context.absolute_url(), f"@@{self.__name__}", *self.parts)
        )

    @property
    def sent(self):
        return not self.is_sent and bool(text_of(self.request, "sent"))

    @property
    def title(self):
        return self.enquiry.title

    @property
    def kind(self):
        return kind_of(self.enquiry, self.request)

    @property
    def badge(self):
        return badge_of(self.enquiry, self.request)

    @property
    def code(self):
        return self.enquiry.tracking_code

    @property
    def messages(self):
        return messages_of(self.enquiry, self.request)

    @property
    def typed(self):
        return text_of(self.request, "text") if self.is_sent else ""

    @property
    def text_errors(self):
        return self.errors("text")

    def error_url(self, field):
        """The one field of the page."""
        return "#text-reply" if field else ""
