"""The conformity of an offer with annexe B: a page, a workbook, an annex to print."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale.browser import offer_tables
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.revision import submissions
from imio.centrale.messages import sentence
from imio.centrale.tables.conformity_file import write_conformity
from imio.centrale.tables.kinds import XLSX
from imio.centrale.tables.written import Written


class ConformityPage(Page):
    """``@@centrale-conformity``, for whoever may view the offer: nobody of elsewhere."""

    @property
    def title(self):
        return self.translate(_("Conformity with annexe B"))

    @property
    def kind(self):
        """The dossier and the offer."""
        return f"{self.mission.tracking_code} – {self.context.title}"

    @cached_property
    def mission(self):
        return missions.mission_of(self.context)

    @cached_property
    def found(self):
        """The table of the domain; ``Refused`` where there is no annexe B."""
        return offers.conformity_of(self.context)

    @property
    def verdict(self):
        if self.found.is_conform:
            return self.translate(
                _("Every line is in annexe B, at its price or below.")
            )
        return self.translate(_("Some lines do not fit annexe B."))

    @property
    def table(self):
        return offer_tables.conformity_table(self.found, self.request)

    @property
    def totals(self):
        return offer_tables.totals_table(self.found.offered, self.request)

    @property
    def xlsx(self):
        return f"{self.context.absolute_url()}/@@centrale-conformity.xlsx"

    @property
    def annex(self):
        return f"{self.context.absolute_url()}/@@centrale-annex"

    @property
    def back(self):
        return showing.link(self.context)


class AnnexPage(ConformityPage):
    """``@@centrale-annex``: the same with what names the dossier, to print and join."""

    @property
    def title(self):
        return self.translate(_("Annex to the deliberation"))

    def facts(self):
        """Who buys what from whom, on which offer."""
        lot = missions.lot_of(self.mission)
        supplier = missions.supplier_of(self.mission)
        values = (
            (_("Tracking code"), self.mission.tracking_code),
            (_("Subject of the request"), self.mission.title),
            (_("Authority"), missions.authority_of(self.mission).title),
            (_("Lot"), f"{lot.number}. {lot.title}"),
            (_("Supplier"), supplier.title if supplier is not None else ""),
            (_("Offer"), self.offer_text),
            (_("Valid until"), showing.day(self.context.valid_until)),
        )
        return [Fact(self.translate(text), (Cell(value),)) for text, value in values]

    @property
    def offer_text(self):
        """The offer, its state and its revision."""
        numbers = submissions(self.context.revisions)
        if not numbers:
            return f"{self.context.title} ({self.state_title})"
        values = {"offer": self.context.title, "number": max(numbers)}
        text = self.translate(_("${offer}, revision ${number}", mapping=values))
        return f"{text} ({self.state_title})"

    @property
    def sums(self):
        """Excluding and including VAT, in words of the page."""
        found = totals(offers.priced_lines(self.context))
        values = {
            "excl_vat": showing.euros(found.excl_vat),
            "incl_vat": showing.euros(found.incl_vat),
        }
        return self.translate(
            _(
                "Amount: ${excl_vat} excluding VAT, ${incl_vat} including VAT.",
                mapping=values,
            )
        )


class ConformityFile(ConformityPage):
    """``@@centrale-conformity.xlsx``"""

    def __call__(self):
        data = write_conformity(self.found, self.kind, self.sentence)
        name = f"{self.mission.tracking_code}-{self.context.getId()}-conformite"
        return Written(name, XLSX, data).send(self.request.response)

    def sentence(self, found):
        return sentence(found, self.request)
