"""Markets and lots of the catalogue, each on its page."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser.base import Page
from imio.centrale.browser.ceiling_bars import authorities
from imio.centrale.browser.ceiling_bars import bars
from imio.centrale.browser.indicators import indicators_link
from imio.centrale.browser.inventory import lot_links
from imio.centrale.browser.lot_cards import Cards
from imio.centrale.browser.lot_cards import COLOURS
from imio.centrale.browser.lot_cards import state_name
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.catalogue import Catalogue
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api


class CataloguePage(Page):
    """Base: the state is that of the catalogue; in preparation, that of the workflow."""

    @cached_property
    def catalogue(self):
        return Catalogue(self.context)

    @cached_property
    def shown(self):
        """What the catalogue says of this market or lot; ``None`` when it says nothing."""
        found = (*self.catalogue.markets, *self.catalogue.lots)
        return next((each for each in found if each.uid == self.context.UID()), None)

    @cached_property
    def in_catalogue(self):
        """Whether the public reads it too."""
        return self.shown is not None and self.shown.term.state != "preparing"

    @property
    def state_title(self):
        if self.in_catalogue:
            return state_name(self.shown.state, self.request)
        return super().state_title

    @property
    def state_colour(self):
        return COLOURS[self.shown.state] if self.in_catalogue else super().state_colour

    @cached_property
    def cards(self):
        """The cards of the lots that are shown."""
        cards = Cards(ancestor(self.context, ICentrale), self.request)
        return [cards.card(lot) for lot in self.catalogue.lots]

    @property
    def lead(self):
        return self.context.description

    @property
    def bars(self):
        """How far its ceiling is used, for those who may know."""
        return bars(self.context, self.request)


class MarketPage(CataloguePage):
    """``view`` of a market: its dates, its ceiling, its lots."""

    fields = ("reference", "start", "end", "ceiling_excl_vat")


class LotPage(CataloguePage):
    """``view`` of a lot. Its ranking is for the agents and the auditors."""

    fields = ("number", "award_mode", "answer_delay_days", "ceiling_excl_vat")
    grids = ("options", "indicators", "ranking")

    @property
    def card(self):
        return next(iter(self.cards), None)

    @property
    def notices(self):
        """Why it cannot be asked for now."""
        return [self.card.note] if self.card and self.card.note else []

    def adding_links(self):
        url = self.card.request_url if self.card else ""
        ask = [Cell(self.translate(_("Request a mission")), url)] if url else []
        found = ask + super().adding_links() + lot_links(self.context, self.translate)
        return found + indicators_link(self.context, self.translate)

    def facts(self):
        return super().facts() + (self.public_facts() if self.card else [])

    def public_facts(self):
        """Who holds it, what was promised, what was measured."""
        card = self.card
        found = (
            (_("Suppliers"), card.lot.holders),
            (_("Lead time promised"), [card.promised]),
            (_("Lead time measured"), [card.measured]),
        )
        return [
            Fact(self.translate(label), tuple(Cell(text) for text in texts))
            for label, texts in found
            if any(texts)
        ]

    def tables(self):
        """Options for all; ranking, inventories and ceilings for those who may see them."""
        found = [table for table in super().tables() if table.rows]
        found += authorities(self.context, self.request)
        brains = api.content.find(
            self.context,
            portal_type="imio.centrale.PriceInventory",
            sort_on="sortable_title",
        )
        if not brains:
            return found
        titles = Table(
            title=self.translate(_("Price inventories")),
            columns=(
                Cell(self.translate(_("Inventory"))),
                Cell(self.translate(_("State"))),
            ),
            rows=tuple(
                (Cell(brain.Title, brain.getURL()), self.brain_state(brain))
                for brain in brains
            ),
        )
        return [*found, titles]
