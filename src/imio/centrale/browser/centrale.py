"""The home of a centrale, its markets and its lots: the public catalogue."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.ceiling_bars import authorities
from imio.centrale.browser.ceiling_bars import bars
from imio.centrale.browser.indicators import indicators_link
from imio.centrale.browser.inventory import lot_links
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.market import IMarket
from imio.centrale.interfaces import IAdhesionsFolder
from imio.centrale.lookup import ancestor
from imio.centrale.parties import may
from imio.centrale.parties import may_view
from imio.centrale.rooms import ROOMS
from imio.centrale.workflows.state import state_of
from plone import api


ADHESION = "imio.centrale.Adhesion"
MISSION = "imio.centrale.MissionRequest"


def request_url(centrale, lot_uid):
    """The form to ask for a lot, for those who may; empty for the others."""
    room = centrale.get("missions")
    if room is None or not may(room, "imio.centrale: Add Mission Request"):
        return ""
    return f"{room.absolute_url()}/++add++{MISSION}?lot={lot_uid}"


class CentralePage(Page):
    """``view`` of a centrale: what it is, what can be asked for, where to go."""

    fields = ("contact_email", "purchase_model", "legal_basis")
    grids = ("contracting_parties",)

    @property
    def lead(self):
        return self.context.description

    @property
    def rooms(self):
        """The folders this user may view, and the figures of the indicators."""
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

    def tables(self):
        return [table for table in super().tables() if table.rows]

    @cached_property
    def markets(self):
        """The open markets with their lots, from the catalog only."""
        open_ones = api.content.find(
            self.context,
            portal_type="imio.centrale.Market",
            review_state="open",
            sort_on="sortable_title",
        )
        lots = api.content.find(
            self.context,
            portal_type="imio.centrale.Lot",
            market_uid=[brain.UID for brain in open_ones],
            sort_on="lot_number",
        )
        return [
            {
                "title": market.Title,
                "url": market.getURL(),
                "description": market.Description,
                "lots": [self.lot(lot) for lot in lots if lot.market_uid == market.UID],
            }
            for market in open_ones
        ]

    def lot(self, brain):
        return {
            "title": brain.Title,
            "url": brain.getURL(),
            "description": brain.Description,
            "request_url": request_url(self.context, brain.UID),
        }


class MarketPage(Page):
    """``view`` of a market: its dates, its ceiling, its lots."""

    fields = ("reference", "start", "end", "ceiling_excl_vat")

    @property
    def lead(self):
        return self.context.description

    @property
    def bars(self):
        """How far its ceiling is used, for those who may know."""
        return bars(self.context, self.request)

    def tables(self):
        lots = api.content.find(
            self.context, portal_type="imio.centrale.Lot", sort_on="lot_number"
        )
        return [
            Table(
                title=self.translate(_("Lots")),
                columns=(
                    Cell(self.translate(_("Lot"))),
                    Cell(self.translate(_("Functional content"))),
                ),
                rows=tuple(
                    (Cell(lot.Title, lot.getURL()), Cell(lot.Description, kind="lines"))
                    for lot in lots
                ),
            )
        ]


class LotPage(Page):
    """``view`` of a lot. Its ranking is for the agents and the auditors."""

    fields = ("number", "award_mode", "answer_delay_days", "ceiling_excl_vat")
    grids = ("options", "indicators", "ranking")

    @property
    def lead(self):
        return self.context.description

    @property
    def bars(self):
        """How far its ceiling is used, for those who may know."""
        return bars(self.context, self.request)

    @cached_property
    def market(self):
        return ancestor(self.context, IMarket)

    @property
    def state(self):
        return state_of(self.market)

    @property
    def state_title(self):
        return self.state_name(self.market)

    def adding_links(self):
        url = request_url(ancestor(self.context, ICentrale), self.context.UID())
        ask = [Cell(self.translate(_("Request a mission")), url)] if url else []
        found = (ask if self.state == "open" else []) + super().adding_links()
        found += lot_links(self.context, self.translate)
        return found + indicators_link(self.context, self.translate)

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
