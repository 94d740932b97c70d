"""A liquidation batch: payments that the tutelle approves and the bank makes."""

from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.liquidation import WAITING
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Iban
from imio.centrale.fields import Money
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.fields.grids import AskedColumnsWidgetFactory
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


DERIVED = (
    "authority",
    "order",
    "communication",
    "beneficiary",
    "iban",
    "status",
    "paid_on",
    "note",
)


class ILiquidationRow(model.Schema):
    """One payment: the dossier and the amount are given, the product adds the rest.

    ``beneficiary`` and ``iban`` are empty until the batch is frozen.
    """

    directives.mode(**dict.fromkeys(DERIVED, "display"))
    directives.omitted(*DERIVED)
    mission = Reference(
        title=_("Mission"),
        target="imio.centrale.MissionRequest",
        vocabulary="imio.centrale.missions",
    )
    amount = Money(
        title=_("Amount (€)"),
        description=_("Left empty: all that is granted and not yet paid."),
        min=ZERO,
        required=False,
    )
    authority = Reference(
        title=_("Authority"),
        target="imio.centrale.LocalAuthority",
        vocabulary="imio.centrale.authorities",
        required=False,
    )
    order = schema.TextLine(title=_("Order (UID)"), required=False)
    communication = schema.TextLine(title=_("Structured communication"), required=False)
    beneficiary = schema.TextLine(title=_("Beneficiary"), required=False)
    iban = Iban(title=_("Account number (IBAN)"), required=False)
    status = schema.Choice(
        title=_("State of the payment"),
        vocabulary="imio.centrale.payment_statuses",
        default=WAITING,
        required=False,
    )
    paid_on = schema.Date(title=_("Paid on"), required=False)
    note = schema.Text(title=_("Answer of the bank"), required=False)


class ILiquidationBatch(ICentraleContent, model.Schema):
    """Frozen, approved by the tutelle, exported to the bank, paid.

    The payments change in a draft only, the approval until it is recorded, and what the
    bank is told until the export.
    """

    directives.write_permission(
        entries="imio.centrale.EditDeclaredData",
        tutelle_reference="imio.centrale.EditDeliberation",
        tutelle_date="imio.centrale.EditDeliberation",
    )
    directives.omitted("ledger_number", "ledger_hash", "payment_file")
    title = schema.TextLine(title=_("Name of the batch"), max_length=255)
    directives.widget("entries", AskedColumnsWidgetFactory)
    entries = Rows(ILiquidationRow, title=_("Payments"))
    tutelle_reference = schema.TextLine(
        title=_("Reference of the approval"), max_length=100, required=False
    )
    tutelle_date = schema.Date(title=_("Date of the approval"), required=False)
    debtor_iban = Iban(title=_("Account that pays (IBAN)"), required=False)
    execution_date = schema.Date(
        title=_("Day of the payment"),
        description=_(
            "Left empty: the day of the export. Banks work on business days only."
        ),
        required=False,
    )
    ledger_number = schema.Int(
        title=_("Last entry of the ledger when the batch froze"),
        required=False,
        readonly=True,
    )
    ledger_hash = schema.TextLine(
        title=_("Fingerprint of that entry"), required=False, readonly=True
    )
    payment_file = NamedBlobFile(
        title=_("Payments for the bank (pain.001)"), required=False, readonly=True
    )


@implementer(ILiquidationBatch)
class LiquidationBatch(CentraleItem):
    """A list of subsidies to pay together."""

    ledger_number = None
    ledger_hash = None
    payment_file = None
