"""Pages of what a mission holds: consultation, order, closure file."""

from imio.centrale import _
from imio.centrale.browser import proofs
from imio.centrale.browser import showing
from imio.centrale.browser import why
from imio.centrale.browser.base import Page
from imio.centrale.browser.ceiling_bars import warnings
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.ubl import ubl_link
from imio.centrale.missions import mission_of
from imio.centrale.parties import may_view


class PiecePage(Page):
    """Base: a piece names its mission, for those who may view it."""

    @property
    def links(self):
        """What was read in its documents, for agents."""
        return [*super().links, *proofs.link_for(self.context, self.request)]

    def facts(self):
        mission = mission_of(self.context)
        if not may_view(mission):
            return super().facts()
        text = f"{mission.tracking_code} – {mission.title}"
        named = Fact(self.translate(_("Mission")), (showing.link(mission, text),))
        return [named, *super().facts()]

    def fact(self, name):
        """A document has its verdict below it."""
        found = super().fact(name)
        proof = proofs.cells(self.context, name, self.request) if found.cells else ()
        return Fact(found.label, (*found.cells, *proof))


class ConsultationPage(PiecePage):
    """``view`` of a consultation: only its supplier, agents and auditors come here."""

    fields = (
        "supplier",
        "rank",
        "sent",
        "due",
        "answered",
        "answer",
        "reason_code",
        "reason_note",
    )


class OrderPage(PiecePage):
    """``view`` of an order, with its rank and its amount for the subsidy."""

    fields = (
        "order_number",
        "order_date",
        "purchase_order",
        "organ",
        "deliberation_date",
        "deliberation",
        "received",
        "subsidy_reserved",
        "subsidy_granted",
        "subsidy_liquidated",
    )

    @property
    def notices(self):
        """How near the ceilings are; what the deposit would get now, before it is made."""
        mission = mission_of(self.context)
        found = warnings(mission, self.request)
        line = why.line_ahead(mission, self.request) if self.state == "draft" else ""
        return [*found, line] if line else found

    @property
    def links(self):
        """The arithmetic, for those who may read it; once confirmed, the UBL."""
        url = why.url_of(mission_of(self.context))
        text = self.translate(_("Why this amount"))
        arithmetic = [Cell(text, url)] if url else []
        return [*super().links, *arithmetic, *ubl_link(self.context, self.request)]
