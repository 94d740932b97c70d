"""``@@centrale-decide``: the authority looks at an offer, and agrees or sends it back."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale.browser import offer_tables
from imio.centrale.browser import showing
from imio.centrale.browser import why
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asking import AskingPage
from imio.centrale.browser.asking import Field
from imio.centrale.browser.ceiling_bars import warnings
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.transition import Transition
from imio.centrale.domain.line_search import folded
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.revision import submissions
from imio.centrale.messages import sentence
from imio.centrale.texts import LONGEST
from imio.centrale.texts import text_reasons
from imio.centrale.workflows.guards import refusals
from plone.batching import Batch


ACCEPT = "accept"
RETURN = "return"


class DecisionPage(AskingPage, Paged, Transition):
    """For those who act for the authority of the mission."""

    def show(self):
        return self.index()

    def post(self):
        """Either act, once: who presses again is led where the first press led."""
        if self.id not in (ACCEPT, RETURN):
            return self.go(self.action)
        if self.already_done():
            return self.leave(_("This was already done."))
        reasons = self.reasons_typed()
        if reasons:
            return self.refuse(reasons)
        done = _("You agreed with the offer. The next step is the order.")
        if self.id == RETURN:
            done = _("The offer was sent back to the supplier, with your reason.")
        return self.run(self.move, done)

    def reasons_typed(self):
        """Whoever sends back says why: the supplier has to know what to change."""
        if self.id != RETURN:
            return []
        if not self.text("comment"):
            return [reason("return_reason_missing", "comment")]
        return text_reasons(comment=self.text("comment"))

    @property
    def target(self):
        """After the agreement, the order; else the dossier."""
        if self.id == ACCEPT:
            return f"{self.mission.absolute_url()}/@@centrale-order"
        return self.mission.absolute_url()

    # -- the offer ---------------------------------------------------------------------

    @cached_property
    def mission(self):
        return missions.mission_of(self.context)

    @property
    def title(self):
        return self.translate(_("Decide on the offer"))

    @property
    def kind(self):
        return f"{self.mission.tracking_code} – {self.mission.title}"

    @property
    def facts(self):
        """Who offers, for how much, until when."""
        supplier = missions.supplier_of(self.mission)
        values = (
            (_("Supplier"), showing.link(supplier).text),
            (_("Amount excluding VAT"), showing.euros(self.context.total_excl_vat)),
            (_("Amount including VAT"), showing.euros(self.context.total_incl_vat)),
            (_("Valid until"), self.valid_until),
        )
        found = [Fact(self.translate(text), (Cell(value),)) for text, value in values]
        return found + self.quote

    @property
    def quote(self):
        """The quote as a file, if the supplier joined one."""
        if self.context.quote is None:
            return []
        cell = showing.file_cell(self.context, "quote", self.context.quote)
        return [Fact(self.translate(_("Quote")), (cell,))]

    @property
    def valid_until(self):
        """The last day, and how many are left."""
        left = (self.context.valid_until - clock.today()).days
        values = {"date": showing.day(self.context.valid_until), "days": left}
        if left < 0:
            return self.translate(_("${date}: it has expired", mapping=values))
        if left == 0:
            return self.translate(_("${date}: today is the last day", mapping=values))
        return self.translate(_("${date} (${days} days left)", mapping=values))

    @property
    def notices(self):
        """How near the ceilings are; what the subsidy would be."""
        line = why.line_ahead(self.mission, self.request)
        return [*warnings(self.mission, self.request), *([line] if line else [])]

    # -- its lines ---------------------------------------------------------------------

    @cached_property
    def found(self):
        """The offer against annexe B."""
        return offers.conformity_of(self.context)

    @property
    def verdict(self):
        """Whether it fits annexe B, and how much less it asks."""
        if not self.found.is_conform:
            return self.translate(_("Some lines do not fit annexe B: see them below."))
        if not self.found.difference:
            return self.translate(_("Every line is in annexe B, at its price."))
        values = {"amount": showing.euros(-self.found.difference)}
        return self.translate(
            _("Every line is in annexe B; together ${amount} cheaper.", mapping=values)
        )

    @property
    def searched(self):
        return self.text("search")

    @cached_property
    def rows(self):
        """The lines whose code or label has every word that is looked for."""
        words = folded(self.searched).split()
        return [
            row for row in self.found.rows if all(w in place_of(row) for w in words)
        ]

    @cached_property
    def batch(self):
        return Batch(self.rows, BATCH_SIZE, start=self.start)

    @property
    def table(self):
        """The lines of this page; the totals are those of the whole offer."""
        return offer_tables.conformity_table(self.found, self.request, self.batch)

    @property
    def is_long(self):
        """Whether one has to look for lines."""
        return len(self.found.rows) > BATCH_SIZE or bool(self.searched)

    @property
    def totals(self):
        return offer_tables.totals_table(self.found.offered, self.request)

    @property
    def links(self):
        """The annex to print, the comparison with what was sent back before."""
        url = self.context.absolute_url()
        found = [
            Cell(
                self.translate(_("Annex to the deliberation")),
                f"{url}/@@centrale-annex",
            )
        ]
        if len(submissions(self.context.revisions)) > 1:
            text = self.translate(_("Compare with the offer you sent back"))
            found.append(Cell(text, f"{url}/@@centrale-revisions"))
        return found

    # -- the two acts ------------------------------------------------------------------

    def obstacles(self, transition):
        """Why an act is refused now, in sentences."""
        found = refusals(self.context, transition)
        return [sentence(each, self.request) for each in found]

    @property
    def comment(self):
        """The question of the act that sends back."""
        return Field(
            name="comment",
            label=self.translate(_("What has to change")),
            hint=self.translate(_("The supplier reads it, and makes another offer.")),
            kind="lines",
            value=self.text("comment"),
            errors=self.errors("comment"),
            longest=LONGEST,
        )


def place_of(row):
    """Where a line is looked for."""
    label = row.inventory.label if row.inventory is not None else ""
    return folded(f"{row.code} {label}")
