"""Pages of adhesions, authorities and suppliers."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain import accounts
from imio.centrale.messages import sentence
from imio.centrale.parties import acts_for_centrale
from imio.centrale.subsidy.accounts import history_of
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
    grids = ("contacts", "accounts")
    indexed = "authority_uid"

    @property
    def account_waits(self):
        """Its account changed, and this user may know."""
        return (
            "accounts" not in self.unreadable
            and accounts.state_of(history_of(self.context)) == accounts.PENDING
        )

    @property
    def notices(self):
        """Nothing is paid while a change of the account waits."""
        if not self.account_waits:
            return []
        last = history_of(self.context)[-1]
        text = _(
            "The account number changed on ${day}: nothing is paid to this authority "
            "until somebody else than ${user} confirms it.",
            mapping={
                "day": showing.instant(last.declared),
                "user": last.declared_by,
            },
        )
        return [self.translate(text)]

    @property
    def links(self):
        found = super().links
        if self.account_waits and acts_for_centrale(self.context):
            url = f"{self.context.absolute_url()}/@@centrale-account"
            found.append(Cell(self.translate(_("Confirm the account")), url))
        return found


class SupplierPage(DossiersPage):
    """``view`` of a supplier."""

    fields = ("enterprise_number", "email", "address", "iban")
    indexed = "supplier_uid"
