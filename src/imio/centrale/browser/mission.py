"""The mission: its code, its five steps, who acts next, its pieces and its history."""

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from imio.centrale import _
from imio.centrale import adhesions
from imio.centrale import agent_notes
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale import parties
from imio.centrale import progress
from imio.centrale.browser import acting
from imio.centrale.browser import bundle
from imio.centrale.browser import proofs
from imio.centrale.browser import showing
from imio.centrale.browser import why
from imio.centrale.browser.agent_notes import rows_of
from imio.centrale.browser.amounts import amounts_of
from imio.centrale.browser.base import colour_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.people import people_of
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.cascade import PORTAL_TYPE as CONSULTATION
from imio.centrale.domain import cascade as rules
from imio.centrale.domain.procedure import STEPS
from imio.centrale.lookup import resolve
from imio.centrale.messages import sentence
from imio.centrale.parties import may
from imio.centrale.parties import may_view
from imio.centrale.subsidy.claims import claim_sentences
from imio.centrale.subsidy.programs import present_program
from imio.centrale.subsidy.standings import STOPPED
from imio.centrale.texts import LONGEST
from imio.centrale.timeline import events
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of
from zope.component import queryMultiAdapter
from zope.i18n import translate


STEP_TITLES = {
    "adhesion": _("Adhesion"),
    "request": _("Request"),
    "offer": _("Offer"),
    "order": _("Order"),
    "closure": _("Closure"),
}
ACTORS = {
    "authority": _("The authority"),
    "manager": _("The centrale"),
    "supplier": _("The supplier"),
}
MISSION = "imio.centrale.MissionRequest"
VIEW_SUBSIDY = "imio.centrale: View Subsidy"
ACT_FOR_AUTHORITY = "imio.centrale: Act for the Authority"
OFFER = "imio.centrale.Offer"
ORDER = "imio.centrale.Order"
LOOK = _("Look at the offer")
#: transitions of the mission that repeat those of its pieces
FOLLOWING = frozenset(names.MISSION_FOLLOWS.values())
#: states in which a piece makes room for another
GIVEN_UP = ("withdrawn", "cancelled")
SECTIONS = (
    (CONSULTATION, _("Consultations")),
    (OFFER, _("Offers")),
    (ORDER, _("Orders")),
    ("imio.centrale.ClosureFile", _("Closure files")),
    ("File", _("Documents")),
)


@dataclass(frozen=True)
class Step:
    """One of the five, as the tracker shows it."""

    number: int
    title: str
    #: "done", "current", "stopped" or "ahead"
    status: str
    url: str = ""

    @property
    def css(self):
        return {
            "done": "list-group-item-success",
            "current": "active",
            "stopped": "list-group-item-danger",
        }.get(self.status, "text-muted")


@dataclass(frozen=True)
class Piece:
    """A child of the mission that this user may view."""

    id: str
    title: str
    url: str
    state: Cell
    details: tuple
    buttons: tuple
    edit_url: str
    #: what to know before one of the acts
    notices: tuple = ()
    #: what to do on its page, when that is more than to read it
    invitation: str = ""

    @property
    def ready(self):
        """The acts for now: they stand on top of the page."""
        return tuple(button for button in self.buttons if button.allowed)

    @property
    def refused(self):
        """The acts that a rule refuses: they stand at the piece, with the reasons."""
        return tuple(button for button in self.buttons if not button.allowed)


@dataclass(frozen=True)
class Section:
    """The pieces of one kind."""

    title: str
    pieces: tuple


def actor_name(actor, request):
    """Who is awaited, in words."""
    return translate(ACTORS[actor], context=request) if actor else ""


class MissionPage(Page):
    """``view`` of a mission. Reads the mission and its children once."""

    fields = ("description", "external_id")
    #: characters of a note
    longest = LONGEST

    @property
    def code(self):
        return self.context.tracking_code

    # -- where it stands ---------------------------------------------------------------

    @cached_property
    def ended(self):
        return self.state in names.ENDED_MISSION

    @property
    def steps(self):
        """The tracker: what is done, where the mission is, what is ahead."""
        current = progress.step(self.context)
        return [self.step(number, name, current) for number, name in STEPS]

    def step(self, number, name, current):
        status = "done" if number < current else "ahead"
        if number == current:
            status = {"closed": "done"}.get(self.state, "current")
            if self.ended and self.state != "closed":
                status = "stopped"
        url = self.adhesion_url() if name == "adhesion" else ""
        return Step(number, self.translate(STEP_TITLES[name]), status, url)

    def adhesion_url(self):
        """The adhesion the mission rests on, for those who may view it."""
        adhesion = adhesions.adhesion_of(self.context)
        if adhesion is None or not may_view(adhesion):
            return ""
        return adhesion.absolute_url()

    @property
    def next_actor(self):
        return actor_name(progress.next_actor(self.context), self.request)

    @property
    def due(self):
        return showing.instant(progress.due(self.context))

    @property
    def outcome(self):
        """Why the mission stopped, when it did."""
        code = self.context.outcome_reason
        if not code:
            return []
        vocabulary = {
            "cancelled": "imio.centrale.cancel_reasons",
            "unsuccessful": "imio.centrale.unsuccessful_reasons",
        }[self.state]
        return [showing.term(vocabulary, code, self.request), self.context.outcome_note]

    # -- what can be done --------------------------------------------------------------

    @property
    def links(self):
        """What can be added; the whole dossier, for those who may read all of it."""
        return [*super().links, *bundle.link_for(self.context, self.request)]

    def adding_links(self):
        """First what the mission waits for, unless it is already under way; documents."""
        awaited, others = [], []
        for item in super().adding_links():
            portal_type = item.url.rpartition("++")[2]
            if portal_type not in names.WAITS_FOR:
                others.append(item)
            elif not self.under_way(portal_type) and self.is_time_for(portal_type):
                url = self.form_url(portal_type) or item.url
                awaited.append(replace(item, url=url, kind="awaited"))
        return awaited + others

    def form_url(self, portal_type):
        """The one page on which an authority completes and deposits its order."""
        if portal_type != ORDER or not may(self.context, ACT_FOR_AUTHORITY):
            return ""
        return f"{self.context.absolute_url()}/@@centrale-order"

    def is_time_for(self, portal_type):
        """An order rests on an offer that is accepted: before, it is not proposed."""
        if portal_type != ORDER:
            return True
        offers = self.children.get(OFFER, ())
        return any(state_of(offer) == "accepted" for offer in offers)

    def under_way(self, portal_type):
        """An offer, order or closure file that may still come to its end."""
        return any(
            state_of(child) not in GIVEN_UP
            for child in self.children.get(portal_type, ())
        )

    @cached_property
    def waiting_pieces(self):
        """Pieces on which this user can act now."""
        return [
            piece
            for section in self.sections
            for piece in section.pieces
            if piece.ready
        ]

    @cached_property
    def cascade(self):
        """What the manager decides when nobody is being consulted; ``None`` otherwise."""
        if self.state != "consulting" or not parties.acts_for_centrale(self.context):
            return None
        lot = missions.lot_of(self.context)
        consulted = [each.as_consulted() for each in self.children[CONSULTATION]]
        refused = rules.may_consult(lot.ranks(), consulted, clock.today())
        codes = [reason.code for reason in refused]
        if codes and codes != ["ranks_exhausted"]:
            return None
        ranks = rules.ranks_on(lot.ranks(), clock.today()) if refused else ()
        return {
            "sentences": [sentence(reason, self.request) for reason in refused],
            "ranks": [
                (row.rank, showing.link(resolve(row.supplier)).text) for row in ranks
            ],
        }

    # -- the request -------------------------------------------------------------------

    def facts(self):
        """Who asks for what, and who makes it."""
        authority = missions.authority_of(self.context)
        lot = missions.lot_of(self.context)
        label = f"{lot.number}. {lot.title}"
        found = [
            self.named(_("Authority"), showing.link(authority)),
            self.named(_("Lot"), showing.link(lot, label)),
        ]
        return found + self.options(lot) + super().facts() + self.subsidy()

    def named(self, label, *cells):
        return Fact(self.translate(label), cells)

    def options(self, lot):
        """The options asked for, by their labels."""
        labels = {row["code"]: row["label"] for row in lot.options or ()}
        chosen = [
            Cell(f"{code} – {labels.get(code, '')}".strip(" –"))
            for code in self.context.options or ()
        ]
        return [self.named(_("Options"), *chosen)] if chosen else []

    def subsidy(self):
        """The way to the arithmetic, where there is a program; before an order, what one
        would get now.
        """
        url = why.url_of(self.context)
        if not url or present_program(self.context) is None:
            return []
        cells = [Cell(self.translate(_("What this dossier gets, and why")), url)]
        if self.state == "offered":
            cells.insert(0, Cell(why.line_ahead(self.context, self.request)))
        if parties.acts_for_centrale(self.context) and self.state not in STOPPED:
            form = f"{self.context.absolute_url()}/@@centrale-derogation"
            cells.append(Cell(self.translate(_("Extend a deadline")), form))
        return [self.named(_("Subsidy"), *cells)]

    # -- pieces ------------------------------------------------------------------------

    @cached_property
    def children(self):
        """Every child by its type, in the order they were made."""
        found = {portal_type: [] for portal_type, title in SECTIONS}
        for child in sorted(
            self.context.objectValues(), key=lambda child: child.created()
        ):
            found.setdefault(child.portal_type, []).append(child)
        return found

    @cached_property
    def sections(self):
        """The pieces this user may view, kind by kind."""
        found = (
            Section(
                self.translate(title),
                tuple(
                    self.piece(child)
                    for child in self.children[portal_type]
                    if may_view(child)
                ),
            )
            for portal_type, title in SECTIONS
        )
        return [section for section in found if section.pieces]

    def piece(self, child):
        of_ours = child.portal_type != "File"
        edit = of_ours and may(child, "Modify portal content")
        url = child.absolute_url()
        return Piece(
            id=child.getId(),
            title=child.title,
            url=self.piece_url(child),
            state=(
                self.state_cell(child)
                if of_ours
                else proofs.file_badge(child, self.request)
            ),
            details=tuple(filter(None, self.details(child))),
            buttons=self.piece_buttons(child) if of_ours else (),
            edit_url=f"{url}/edit" if edit else "",
            notices=self.piece_notices(child),
            invitation=self.say(LOOK) if self.is_decided_on(child) else "",
        )

    def piece_url(self, child):
        """Its page; of an offer that waits for the authority, the one to decide on."""
        url = child.absolute_url()
        if child.portal_type == "File":
            return f"{url}/view"
        return f"{url}/@@centrale-decide" if self.is_decided_on(child) else url

    def is_decided_on(self, child):
        """An offer that waits for this authority."""
        of_mine = child.portal_type == OFFER and may(child, ACT_FOR_AUTHORITY)
        return of_mine and state_of(child) == "submitted"

    def piece_notices(self, child):
        """What accepting a closure file does to the subsidy."""
        if child.portal_type != "imio.centrale.ClosureFile":
            return ()
        return tuple(claim_sentences(child, self.request))

    def piece_buttons(self, child):
        """The acts on a piece; of those refused, what the mission may still wait for."""
        found = acting.buttons(child, self.request)
        return tuple(each for each in found if each.allowed or not self.is_past(each))

    def is_past(self, button):
        """The dossier has gone on: nobody needs to know why it does not go back."""
        return self.ended or "mission_not_waiting" in button.codes

    def details(self, child):
        """A line about a piece: its amounts and its dates."""
        describe = {
            CONSULTATION: self.consultation_details,
            OFFER: self.offer_details,
            ORDER: self.order_details,
            "imio.centrale.ClosureFile": self.closure_details,
        }.get(child.portal_type)
        made = child.created().asdatetime()
        yield self.say(_("Made on ${date}", mapping={"date": showing.instant(made)}))
        if describe is not None:
            yield from describe(child)

    def say(self, text):
        return self.translate(text)

    def consultation_details(self, child):
        yield resolve(child.supplier).title
        yield self.say(_("Rank ${rank}", mapping={"rank": child.rank}))
        due = showing.instant(child.due)
        yield self.say(_("To be answered by ${date}", mapping={"date": due}))
        if child.answered:
            ended = {"date": showing.instant(child.answered)}
            if child.answer in ("accepted", "declined"):
                yield self.say(_("Answered on ${date}", mapping=ended))
            else:
                yield self.say(_("Ended on ${date}", mapping=ended))

    def offer_details(self, child):
        for text, amount in (
            (_("${amount} excluding VAT"), child.total_excl_vat),
            (_("${amount} including VAT"), child.total_incl_vat),
        ):
            if amount is not None:
                yield self.say(_(text, mapping={"amount": showing.euros(amount)}))
        until = showing.day(child.valid_until)
        yield self.say(_("Valid until ${date}", mapping={"date": until}))

    def order_details(self, child):
        number = {"number": child.order_number, "date": showing.day(child.order_date)}
        yield self.say(_("Order ${number} of ${date}", mapping=number))
        yield from self.reception(child)
        if may(child, VIEW_SUBSIDY):
            yield from self.subsidy_details(child)

    def subsidy_details(self, child):
        """What the order holds; no supplier reads it."""
        for text, amount in (
            (_("Subsidy reserved: ${amount}"), child.subsidy_reserved),
            (_("Subsidy granted: ${amount}"), child.subsidy_granted),
            (_("Subsidy paid: ${amount}"), child.subsidy_liquidated),
        ):
            if amount:
                yield self.say(_(text, mapping={"amount": showing.euros(amount)}))

    def closure_details(self, child):
        invoice = {
            "number": child.invoice_number,
            "amount": showing.euros(child.invoice_incl_vat),
        }
        yield self.say(_("Invoice ${number}: ${amount}", mapping=invoice))
        yield from self.reception(child)

    def reception(self, child):
        if child.received:
            received = showing.instant(child.received)
            yield self.say(_("Received on ${date}", mapping={"date": received}))

    # -- money and people --------------------------------------------------------------

    @property
    def amounts(self):
        """What was offered, what it gets, what was invoiced: what this user may read."""
        return amounts_of(self.children, self.request)

    @cached_property
    def people(self):
        """Whom to call: the authority, the supplier, the agents who acted."""
        return people_of(self.context, self.all_events, self.request)

    # -- notes and questions -----------------------------------------------------------

    @property
    def may_read_notes(self):
        return may(self.context, agent_notes.VIEW)

    @property
    def may_write(self):
        return parties.acts_for_centrale(self.context)

    @property
    def notes(self):
        """What agents wrote to each other, the latest first."""
        return rows_of(self.context)

    @property
    def threads(self):
        """The questions on this dossier, where there are any."""
        view = queryMultiAdapter((self.context, self.request), name="centrale-threads")
        return view() if view is not None else ""

    # -- history -----------------------------------------------------------------------

    @cached_property
    def all_events(self):
        """Everything that this user may know of, oldest first."""
        return events(self.context, self.request)

    @cached_property
    def events(self):
        """What happened, the latest first; what only follows a piece is not repeated."""
        found = [
            event
            for event in self.all_events
            if event.object_type != MISSION or event.transition not in FOLLOWING
        ]
        return [
            {
                "date": showing.instant(event.date),
                "title": event.title,
                "state": event.state_title,
                "colour": colour_of(event.review_state),
                "actor": event.actor,
                "object": (
                    ""
                    if event.object_url == self.context.absolute_url()
                    else event.object_title
                ),
                "comment": event.comment,
                "note": event.reason_note,
            }
            for event in reversed(found)
        ]
