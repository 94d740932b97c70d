"""Pages of what a mission holds: consultation, offer, order, closure file."""

from imio.centrale import _
from imio.centrale import inventories
from imio.centrale.browser import showing
from imio.centrale.browser import why
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.reasons import Refused
from imio.centrale.missions import mission_of
from imio.centrale.parties import may_view
from imio.centrale.subsidy.claims import claim_sentences


class PiecePage(Page):
    """Base: a piece names its mission, for those who may view it."""

    def facts(self):
        mission = mission_of(self.context)
        if not may_view(mission):
            return super().facts()
        text = f"{mission.tracking_code} – {mission.title}"
        named = Fact(self.translate(_("Mission")), (showing.link(mission, text),))
        return [named, *super().facts()]


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


class OfferPage(PiecePage):
    """``view`` of an offer: its lines beside annexe B, its totals by VAT rate."""

    fields = ("valid_until", "quote", "total_excl_vat", "total_incl_vat")

    def tables(self):
        return [self.grid("lines"), *self.totals()]

    def totals(self):
        """The base and the VAT of each rate; nothing when annexe B no longer says."""
        try:
            sums = totals(inventories.priced(self.context))
        except Refused:
            return []
        rows = [(f"{part.rate} %", part.base, part.vat) for part in sums.by_rate]
        foot = (
            self.translate(_("Total")),
            sums.excl_vat,
            sums.incl_vat - sums.excl_vat,
        )
        return [
            Table(
                title=self.translate(_("Totals by VAT rate")),
                columns=(
                    Cell(self.translate(_("VAT"))),
                    Cell(self.translate(_("Excluding VAT")), kind="number"),
                    Cell(self.translate(_("VAT amount")), kind="number"),
                    Cell(self.translate(_("Including VAT")), kind="number"),
                ),
                rows=tuple(self.sum_row(*row) for row in rows),
                foot=(self.sum_row(*foot),),
            )
        ]

    def sum_row(self, label, base, vat):
        amounts = (base, vat, base + vat)
        return (Cell(label), *(self.amount(each) for each in amounts))

    def amount(self, value):
        return Cell(showing.euros(value), kind="number")


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
        """What the deposit would get now, while it is still to be made."""
        if self.state != "draft":
            return []
        line = why.line_ahead(mission_of(self.context), self.request)
        return [line] if line else []

    @property
    def links(self):
        """The arithmetic, for those who may read it."""
        url = why.url_of(mission_of(self.context))
        text = self.translate(_("Why this amount"))
        return [*super().links, *([Cell(text, url)] if url else [])]


class ClosurePage(PiecePage):
    """``view`` of a closure file; before its acceptance, what that does."""

    fields = (
        "report",
        "report_signed_on",
        "invoice",
        "invoice_number",
        "invoice_date",
        "invoice_excl_vat",
        "invoice_incl_vat",
        "payment_proof",
        "payment_date",
        "received",
    )
    grids = ("indicators",)

    @property
    def notices(self):
        """What the acceptance does to the subsidy, for those who may know."""
        return claim_sentences(self.context, self.request)

    def tables(self):
        return [table for table in super().tables() if table.rows]
