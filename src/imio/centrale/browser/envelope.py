"""The subsidy program: where its envelope stands, who waits, by which rules."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale.browser import charts
from imio.centrale.browser import shares
from imio.centrale.browser import showing
from imio.centrale.browser.base import Macros
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.browser.versions import changes
from imio.centrale.domain.forecast import DAYS
from imio.centrale.domain.forecast import forecast
from imio.centrale.domain.ledger_entry import is_well_formed
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.usage import by_day
from imio.centrale.messages import sentence
from imio.centrale.parties import acts_for_centrale
from imio.centrale.subsidy.positions import book_of
from imio.centrale.timeline import name_of
from imio.centrale.workflows.guards import rule_reasons
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


#: the parts of the envelope, from what is done to what is still to have
PARTS = {
    "liquidated": _("Paid"),
    "granted": _("Granted, not yet paid"),
    "reserved": _("Reserved"),
    "free": _("Free"),
}
#: rows of a long table that stand open on the page
TOP = 20


class EnvelopeMacros(Macros):
    """``context/@@centrale-envelope-macros/<name>``: pictures and long tables."""

    index = ViewPageTemplateFile("templates/envelope_macros.pt")


class ProgramPage(Page):
    """``view`` of a subsidy program, for agents and auditors. Reads the whole ledger."""

    fields = (
        "amount_basis",
        "eligible_types",
        "excluded_nis",
        "interest_deadline",
        "order_deadline",
        "invoice_issue_deadline",
        "dossier_deadline",
        "invoice_copy_deadline",
        "payment_expected",
    )
    top = TOP

    @property
    def lead(self):
        return self.context.description

    @cached_property
    def book(self):
        return book_of(self.context)

    @property
    def is_open(self):
        """Whether there is a ledger to show."""
        return self.book.is_open

    @property
    def notices(self):
        """What a draft lacks to be opened."""
        if self.is_open:
            return []
        return [
            sentence(reason, self.request)
            for reason in rule_reasons(self.context, "open")
        ]

    @property
    def links(self):
        """The pages of the ledger, once there is one."""
        return [*super().links, *(self.ledger_links() if self.is_open else ())]

    def ledger_links(self):
        url = self.context.absolute_url()
        yield Cell(self.translate(_("Ledger")), f"{url}/@@centrale-ledger")
        yield Cell(self.translate(_("Verify the ledger")), f"{url}/@@centrale-verify")
        if acts_for_centrale(self.context):
            text = self.translate(_("Dossiers to pay"))
            yield Cell(text, f"{url}/@@centrale-payable")

    # -- the envelope ------------------------------------------------------------------

    @cached_property
    def amounts(self):
        """The parts of the envelope; they add up to it."""
        head = self.book.head
        return {
            name: self.book.balance if name == "free" else head[name] for name in PARTS
        }

    @property
    def envelope(self):
        return showing.euros(self.book.head["envelope"])

    @cached_property
    def meter(self):
        """The parts as they stand in the bar and in its table."""
        return charts.meter(self.amounts)

    def label(self, part):
        return self.translate(PARTS[part.name])

    def part_text(self, part):
        return f"{self.label(part)}: {self.euros(part.amount)} ({part.share})"

    @property
    def meter_text(self):
        """The bar in words."""
        return "; ".join(self.part_text(part) for part in self.meter)

    def euros(self, amount):
        return showing.euros(amount)

    def day(self, value):
        return showing.day(value)

    # -- over time ---------------------------------------------------------------------

    @cached_property
    def days(self):
        """The envelope and what is committed of it, by day that has an entry."""
        entries = self.book.store.entries.values()
        return by_day(entry for entry in entries if is_well_formed(entry))

    @cached_property
    def burn(self):
        return charts.burn(self.days, clock.today())

    @property
    def burn_text(self):
        """The lines in words: their ends."""
        values = {
            "first": showing.day(self.burn.first),
            "last": showing.day(self.burn.last),
            "committed": showing.euros(self.days[-1].committed),
            "envelope": showing.euros(self.days[-1].envelope),
        }
        return self.translate(
            _(
                "From ${first} to ${last}: ${committed} are reserved, granted or paid, of an envelope of ${envelope}.",
                mapping=values,
            )
        )

    @property
    def forecast(self):
        """The day the envelope runs dry, or why nobody can say."""
        if self.state == "closed":
            return self.translate(_("No forecast: the program is closed."))
        if self.book.balance <= ZERO:
            return self.translate(_("Nothing is left of the envelope."))
        series = [(each.day, each.committed) for each in self.days]
        today = clock.today()
        day = forecast(series, self.book.head["envelope"], today)
        if day is None:
            return self.translate(self.no_forecast())
        mapping = {
            "days": min(DAYS, (today - series[0][0]).days + 1),
            "day": showing.day(day),
        }
        return self.translate(
            _(
                "At the pace of the last ${days} days the envelope runs dry on ${day}.",
                mapping=mapping,
            )
        )

    def no_forecast(self):
        if not self.book.head["rank"]:
            return _("No forecast: no order has come yet.")
        return _("No forecast: next to nothing was used in the last 30 days.")

    # -- who waits, who has ------------------------------------------------------------

    @cached_property
    def waiting(self):
        return shares.waiting_table(self.book, self.request)

    @cached_property
    def holders(self):
        return shares.holders_table(self.book, self.request)

    # -- the rules ---------------------------------------------------------------------

    def tables(self):
        return [self.grid("categories"), *self.versions(), *self.batches()]

    def versions(self):
        """Each version of the rules: since when, by whom, why, what changed."""
        found = self.context.rules_versions
        if not found:
            return []
        rows = [
            self.version_row(version, before)
            for version, before in zip(found, (None, *found))
        ]
        return [
            Table(
                title=self.translate(_("Versions of the rules")),
                columns=shares.headings(
                    self.request,
                    (_("Version"), "number"),
                    (_("Since"), ""),
                    (_("Decided by"), ""),
                    (_("Reason"), ""),
                    (_("What changed"), ""),
                ),
                rows=tuple(reversed(rows)),
            )
        ]

    def version_row(self, version, before):
        if before is None:
            text = self.translate(_("The rules at the opening."))
        else:
            text = "\n".join(changes(before, version, self.request))
        return (
            Cell(str(version.number), kind="number"),
            Cell(showing.instant(version.at)),
            Cell(name_of(version.actor)),
            Cell(version.note, kind="lines"),
            Cell(text, kind="lines"),
        )

    def batches(self):
        """The liquidation batches."""
        brains = api.content.find(
            self.context, portal_type="imio.centrale.LiquidationBatch"
        )
        if not brains:
            return []
        return [
            Table(
                title=self.translate(_("Liquidation batches")),
                columns=shares.headings(
                    self.request, (_("Batch"), ""), (_("State"), "")
                ),
                rows=tuple(
                    (Cell(brain.Title, brain.getURL()), self.brain_state(brain))
                    for brain in brains
                ),
            )
        ]
