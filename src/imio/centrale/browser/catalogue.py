"""``@@centrale-offers``: what the centrale offers, to everybody."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import sessions
from imio.centrale.browser import showing
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.indicators import indicators_link
from imio.centrale.browser.lot_cards import Cards
from imio.centrale.browser.lot_cards import COLOURS
from imio.centrale.browser.lot_cards import kind_name
from imio.centrale.browser.lot_cards import state_name
from imio.centrale.browser.own_title import OwnTitle
from imio.centrale.browser.sessions import SessionCard
from imio.centrale.catalogue import Catalogue
from imio.centrale.domain.catalogue import KINDS
from imio.centrale.domain.catalogue import Question
from imio.centrale.domain.lot_state import STATES
from imio.centrale.interfaces import IAdhesionsFolder
from imio.centrale.parties import may_view
from imio.centrale.rooms import ROOMS
from plone import api
from urllib.parse import urlencode


ADHESION = "imio.centrale.Adhesion"


class OffersPage(OwnTitle, Page):
    """Every market and lot with its state, and the information sessions."""

    fields = ("contact_email", "purchase_model", "legal_basis")
    grids = ("contracting_parties",)

    @property
    def window_title(self):
        return f"{self.title} – {self.kind}"

    @property
    def title(self):
        return self.translate(_("Service offers"))

    @property
    def lead(self):
        return self.context.description

    def tables(self):
        return [table for table in super().tables() if table.rows]

    @cached_property
    def url(self):
        return self.context.absolute_url()

    @property
    def page_url(self):
        return f"{self.url}/@@centrale-offers"

    @property
    def json_url(self):
        """What a program reads, in a form that a browser opens too."""
        site = api.portal.get().absolute_url()
        return f"{site}/++api++{self.url.removeprefix(site)}/@centrale-catalogue"

    # -- who reads -----------------------------------------------------------------------

    @cached_property
    def is_anonymous(self):
        return api.user.is_anonymous()

    @property
    def login_url(self):
        """Log in, and come back here."""
        back = urlencode({"came_from": self.page_url})
        return f"{api.portal.get().absolute_url()}/login?{back}"

    @property
    def may_ask(self):
        return bool(self.cards.form)

    @property
    def adhesions_url(self):
        """Where to join, for those who may enter."""
        room = self.context.get("adhesions")
        return room.absolute_url() if room is not None and may_view(room) else ""

    @property
    def rooms(self):
        """The folders this user may view, and the figures of the indicators."""
        if self.is_anonymous:
            return []
        found = (self.context.get(room_id) for room_id, *rest in ROOMS)
        rooms = [
            showing.link(room)
            for room in found
            if room is not None and may_view(room) and self.is_of_use(room)
        ]
        return rooms + indicators_link(self.context, self.translate)

    def is_of_use(self, room):
        """Suppliers may enter the room of the adhesions, and find nothing there."""
        if not IAdhesionsFolder.providedBy(room) or room.allowedContentTypes():
            return True
        return bool(api.content.find(room, portal_type=ADHESION, sort_limit=1))

    # -- what is looked for ----------------------------------------------------------------

    @cached_property
    def question(self):
        """What the form asks; a value that is in no list asks nothing."""
        known = {"state": STATES, "kind": KINDS, "market": self.market_uids}
        asked = {name: text_of(self.request, name) for name in known}
        chosen = {name: asked[name] for name in known if asked[name] in known[name]}
        return Question(words=text_of(self.request, "words"), **chosen)

    @property
    def market_uids(self):
        return [market.uid for market in self.catalogue.markets]

    @property
    def filters(self):
        """The three lists of the form."""
        return [
            self.choice("state", _("State"), self.states),
            self.choice("kind", _("Kind of option"), self.kinds),
            self.choice("market", _("Market"), self.market_titles),
        ]

    def choice(self, name, label, terms):
        """One list: what is chosen in it, and what may be."""
        chosen = getattr(self.question, name)
        return {
            "name": name,
            "label": self.translate(label),
            "terms": [
                {"value": value, "title": title, "selected": value == chosen}
                for value, title in terms
            ],
        }

    @property
    def states(self):
        return [(state, state_name(state, self.request)) for state in STATES]

    @property
    def kinds(self):
        return [(kind, kind_name(kind, self.request)) for kind in KINDS]

    @property
    def market_titles(self):
        return [(market.uid, market.title) for market in self.catalogue.markets]

    # -- what is found ---------------------------------------------------------------------

    @cached_property
    def catalogue(self):
        return Catalogue(self.context)

    @cached_property
    def cards(self):
        return Cards(self.context, self.request)

    @cached_property
    def markets(self):
        """The markets with the cards of the lots that answer."""
        return [
            {
                "market": market,
                "state": state_name(market.state, self.request),
                "dates": self.dates(market.term),
                "colour": COLOURS[market.state],
                "cards": [self.cards.card(lot) for lot in market.lots],
            }
            for market in self.catalogue.search(self.question)
        ]

    def dates(self, term):
        """From when to when, as far as it is known."""
        values = {"start": showing.day(term.start), "end": showing.day(term.end)}
        if term.start and term.end:
            return self.translate(_("From ${start} to ${end}", mapping=values))
        if term.start:
            return self.translate(_("From ${start}", mapping=values))
        if term.end:
            return self.translate(_("Until ${end}", mapping=values))
        return ""

    @property
    def found_text(self):
        """How many lots answer."""
        count = sum(len(each["cards"]) for each in self.markets)
        if count == 1:
            return self.translate(_("1 lot"))
        return self.translate(_("${count} lots", mapping={"count": count}))

    @cached_property
    def sessions(self):
        """The cards of those to come, and of those that were."""
        found = sessions.coming_and_past(sessions.sessions_in(self.context))
        return [[SessionCard(each, self.request) for each in some] for some in found]
