"""The page of an offer: its lines, its totals, its revisions, what ceilings say."""

from imio.centrale import _
from imio.centrale.browser import offer_tables
from imio.centrale.browser.ceiling_bars import warnings
from imio.centrale.browser.pieces import PiecePage
from imio.centrale.browser.showing import Cell
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.revision import submissions
from imio.centrale.missions import mission_of
from imio.centrale.offers import priced_lines


class OfferPage(PiecePage):
    """``view`` of an offer: its lines beside annexe B, its totals by VAT rate."""

    fields = ("valid_until", "quote", "total_excl_vat", "total_incl_vat")

    @property
    def notices(self):
        """How near the ceilings are, for those who may know."""
        return warnings(mission_of(self.context), self.request)

    @property
    def links(self):
        """Conformity and, from the second revision on, the comparison."""
        url = self.context.absolute_url()
        found = super().links
        text = self.translate(_("Conformity with annexe B"))
        found.append(Cell(text, f"{url}/@@centrale-conformity"))
        if len(submissions(self.context.revisions)) > 1:
            text = self.translate(_("Compare revisions"))
            found.append(Cell(text, f"{url}/@@centrale-revisions"))
        return found

    def tables(self):
        """What was copied in from annexe B is shown as it was."""
        sums = totals(priced_lines(self.context))
        return [
            self.grid("lines"),
            offer_tables.totals_table(sums, self.request),
            offer_tables.revisions_table(self.context.revisions, self.request),
        ]
