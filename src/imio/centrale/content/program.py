"""A subsidy program: an envelope, its categories and its deadlines."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.envelope import Category
from imio.centrale.domain.envelope import GERMAN_SPEAKING_NIS
from imio.centrale.domain.envelope import ProgramRules
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Iban
from imio.centrale.fields import Money
from imio.centrale.fields import Reference
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


@provider(IContextAwareDefaultFactory)
def default_types(context):
    """Towns, municipalities and social welfare centres [iMio-cyber] 000, point 8."""
    return ["commune", "cpas"]


@provider(IContextAwareDefaultFactory)
def default_excluded(context):
    """The municipalities of the German-speaking Community."""
    return sorted(GERMAN_SPEAKING_NIS)


class ICategoryRow(model.Schema):
    """``min_users`` included, ``max_users`` excluded; no maximum in the last one."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    min_users = schema.Int(title=_("Users, from"), min=0)
    max_users = schema.Int(title=_("Users, below"), min=1, required=False)
    amount = Money(title=_("Amount (€)"), min=ZERO)


class ISubsidyProgram(ICentraleContent, model.Schema):
    """First come, first served, until the envelope is used up [iMio-cyber] 000, point 9.

    Who is eligible and for how much stays as it was when the program opened.
    """

    directives.write_permission(
        amount_basis="imio.centrale.EditDeclaredData",
        categories="imio.centrale.EditDeclaredData",
        eligible_types="imio.centrale.EditDeclaredData",
        excluded_nis="imio.centrale.EditDeclaredData",
        interest_deadline="imio.centrale.EditDeclaredData",
        order_deadline="imio.centrale.EditDeclaredData",
    )
    title = schema.TextLine(title=_("Name of the program"), max_length=255)
    description = schema.Text(
        title=_("Summary"), max_length=20000, required=False, default=""
    )
    envelope = Money(title=_("Envelope (€)"), min=ZERO)
    amount_basis = schema.Choice(
        title=_("Amount of the order that counts"),
        vocabulary="imio.centrale.amount_bases",
        default="incl_vat",
        required=False,
    )
    directives.widget("categories", DataGridFieldWidgetFactory, allow_reorder=True)
    categories = Rows(ICategoryRow, title=_("Categories by number of users"))
    eligible_types = schema.List(
        title=_("Kinds of authority that are eligible"),
        value_type=schema.Choice(vocabulary="imio.centrale.authority_types"),
        required=False,
        missing_value=[],
        defaultFactory=default_types,
    )
    excluded_nis = schema.List(
        title=_("NIS codes that are not eligible"),
        value_type=schema.TextLine(max_length=5),
        required=False,
        missing_value=[],
        defaultFactory=default_excluded,
    )
    interest_deadline = schema.Date(title=_("Interest declared by"), required=False)
    order_deadline = schema.Date(title=_("Order received by"), required=False)
    invoice_issue_deadline = schema.Date(title=_("Invoice issued by"), required=False)
    dossier_deadline = schema.Datetime(
        title=_("Closure file received by"),
        description=_("Day and hour, time of Brussels."),
        required=False,
    )
    invoice_copy_deadline = schema.Date(
        title=_("Copy of the invoice received by"), required=False
    )
    payment_expected = schema.TextLine(
        title=_("Payment expected"), max_length=100, required=False
    )


@implementer(ISubsidyProgram)
class SubsidyProgram(CentraleContainer):
    """Keeps what it reserved and granted; holds the liquidation batches."""

    security = ClassSecurityInfo()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        #: order UID -> entry, see ``imio.centrale.subsidy``
        self.entries = OOBTree()

    @security.private
    def domain_categories(self):
        return [
            Category(
                code=row["code"],
                min_users=row["min_users"],
                max_users=row.get("max_users"),
                amount=row["amount"],
            )
            for row in self.categories or ()
        ]

    @security.private
    def rules(self, state):
        """The dated rules as the domain reads them; ``state`` is the program's own."""
        return ProgramRules(
            state=state,
            eligible_types=frozenset(self.eligible_types or ()),
            excluded_nis=frozenset(self.excluded_nis or ()),
            interest_deadline=self.interest_deadline,
            order_deadline=self.order_deadline,
        )


InitializeClass(SubsidyProgram)


class ILiquidationRow(model.Schema):
    """One payment of a batch."""

    mission = Reference(
        title=_("Mission"),
        target="imio.centrale.MissionRequest",
        vocabulary="imio.centrale.missions",
    )
    amount = Money(title=_("Amount (€)"), min=ZERO)


class ILiquidationBatch(ICentraleContent, model.Schema):
    """Frozen, approved by the tutelle, exported to the bank, paid."""

    title = schema.TextLine(title=_("Name of the batch"), max_length=255)
    directives.widget("entries", DataGridFieldWidgetFactory, allow_reorder=True)
    entries = Rows(ILiquidationRow, title=_("Payments"))
    tutelle_reference = schema.TextLine(
        title=_("Reference of the approval"), max_length=100, required=False
    )
    tutelle_date = schema.Date(title=_("Date of the approval"), required=False)
    debtor_iban = Iban(title=_("Account that pays (IBAN)"), required=False)


@implementer(ILiquidationBatch)
class LiquidationBatch(CentraleItem):
    """A list of subsidies to pay together."""
