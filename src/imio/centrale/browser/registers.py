"""Pages of adhesions, inventories, authorities, suppliers and subsidies."""

from imio.centrale import _
from imio.centrale import subsidy
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.content.lot import ILot
from imio.centrale.domain.money import ZERO
from imio.centrale.lookup import ancestor
from imio.centrale.messages import sentence
from imio.centrale.workflows.guards import adhesion_is_complete
from plone import api


class AdhesionPage(Page):
    """``view`` of an adhesion: what is declared, and what its activation lacks."""

    fields = (
        "authority",
        "users_count",
        "interest_date",
        "organ",
        "deliberation_date",
        "deliberation",
    )
    grids = ("interests", "declarations")

    @property
    def notices(self):
        """What is missing before it can be activated."""
        if self.state not in ("interest", "submitted"):
            return []
        return [
            sentence(reason, self.request)
            for reason in adhesion_is_complete(self.context)
        ]

    def tables(self):
        return [table for table in super().tables() if table.rows]


class InventoryPage(Page):
    """``view`` of annexe B: its period and its lines."""

    fields = ("supplier", "version", "valid_from", "valid_to", "source_file")
    grids = ("lines",)

    def facts(self):
        lot = ancestor(self.context, ILot)
        named = Fact(self.translate(_("Lot")), (showing.link(lot),))
        return [named, *super().facts()]


class DossiersPage(Page):
    """Base of the parties: who they are, and their dossiers this user may view."""

    grids = ("contacts",)
    #: index of the catalog that names the party
    indexed = ""

    def tables(self):
        contacts = [table for table in super().tables() if table.rows]
        brains = api.content.find(
            portal_type=("imio.centrale.Adhesion", "imio.centrale.MissionRequest"),
            sort_on="created",
            sort_order="descending",
            sort_limit=100,
            **{self.indexed: self.context.UID()},
        )[:100]
        dossiers = Table(
            title=self.translate(_("Dossiers")),
            columns=tuple(
                Cell(self.translate(text))
                for text in (_("Kind"), _("Code"), _("Dossier"), _("State"))
            ),
            rows=tuple(self.dossier(brain) for brain in brains),
        )
        return [*contacts, dossiers]

    def dossier(self, brain):
        fti = api.portal.get_tool("portal_types").getTypeInfo(brain.portal_type)
        return (
            Cell(self.translate(fti.Title())),
            Cell(brain.tracking_code or ""),
            Cell(brain.Title, brain.getURL()),
            self.brain_state(brain),
        )


class AuthorityPage(DossiersPage):
    """``view`` of a local authority."""

    fields = (
        "authority_type",
        "enterprise_number",
        "nis_code",
        "province",
        "population",
        "address",
        "iban",
    )
    indexed = "authority_uid"


class SupplierPage(DossiersPage):
    """``view`` of a supplier."""

    fields = ("enterprise_number", "email", "address", "iban")
    indexed = "supplier_uid"


class ProgramPage(Page):
    """``view`` of a subsidy program: envelope, reserved, granted, balance, entries."""

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

    @property
    def lead(self):
        return self.context.description

    def tables(self):
        return [self.balance(), self.grid("categories"), *self.batches()]

    def balance(self):
        """The four figures; the balance is what is left of the envelope."""
        amounts = (
            (_("Envelope"), self.context.envelope),
            (_("Reserved"), self.sum_of("reserved")),
            (_("Granted"), self.sum_of("granted")),
        )
        left = self.context.envelope - subsidy.used(self.context)
        return Table(
            title=self.translate(_("Where the envelope stands")),
            columns=(
                Cell(self.translate(_("Figure"))),
                Cell(self.translate(_("Amount")), kind="number"),
            ),
            rows=tuple(self.figure(*each) for each in amounts),
            foot=(self.figure(_("Balance"), left),),
        )

    def figure(self, label, amount):
        return Cell(self.translate(label)), Cell(showing.euros(amount), kind="number")

    def sum_of(self, kind):
        amounts = (
            entry["amount"]
            for entry in self.context.entries.values()
            if entry["kind"] == kind
        )
        return sum(amounts, ZERO)

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
                columns=(
                    Cell(self.translate(_("Batch"))),
                    Cell(self.translate(_("State"))),
                ),
                rows=tuple(
                    (Cell(brain.Title, brain.getURL()), self.brain_state(brain))
                    for brain in brains
                ),
            )
        ]


class BatchPage(Page):
    """``view`` of a liquidation batch."""

    fields = ("tutelle_reference", "tutelle_date", "debtor_iban")
    grids = ("entries",)
