"""A subsidy program: an envelope, its categories and its deadlines.

Databases of version 1000 look for the batch here, which is in ``content/batch.py``.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.content.batch import ILiquidationBatch  # noqa: F401
from imio.centrale.content.batch import LiquidationBatch  # noqa: F401
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.program_rules import Category
from imio.centrale.domain.program_rules import DEADLINES
from imio.centrale.domain.program_rules import GERMAN_SPEAKING_NIS
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.fields import Money
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.subsidy.store import LedgerStore
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
    min_users = schema.Int(title=_("Users, from"), min=0, max=10000000)
    max_users = schema.Int(title=_("Users, below"), min=1, max=10000001, required=False)
    amount = Money(title=_("Amount (€)"), min=ZERO)


class ISubsidyProgram(ICentraleContent, model.Schema):
    """First come, first served, until the envelope is used up [iMio-cyber] 000, point 9.

    Once the program is open each change of its rules is a new version, with its author
    and the reason he gives; what was granted before stays.
    """

    directives.write_permission(
        envelope="imio.centrale.EditDeclaredData",
        amount_basis="imio.centrale.EditDeclaredData",
        categories="imio.centrale.EditDeclaredData",
        eligible_types="imio.centrale.EditDeclaredData",
        excluded_nis="imio.centrale.EditDeclaredData",
        interest_deadline="imio.centrale.EditDeclaredData",
        order_deadline="imio.centrale.EditDeclaredData",
        invoice_issue_deadline="imio.centrale.EditDeclaredData",
        dossier_deadline="imio.centrale.EditDeclaredData",
        invoice_copy_deadline="imio.centrale.EditDeclaredData",
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
    change_reason = schema.Text(
        title=_("Reason of the change"),
        description=_(
            "Once the program is open, a change of the envelope or of a rule is kept with its author and this reason."
        ),
        max_length=5000,
        required=False,
        default="",
    )


def rules_in(fields):
    """The rules that the fields of a program hold, or those proposed for one."""
    return ProgramRules(
        categories=tuple(_category(row) for row in fields.categories or ()),
        amount_basis=fields.amount_basis or "incl_vat",
        eligible_types=tuple(sorted(fields.eligible_types or ())),
        excluded_nis=tuple(sorted(fields.excluded_nis or ())),
        **{name: getattr(fields, name) for name in DEADLINES},
    )


def _category(row):
    return Category(
        code=row["code"],
        min_users=row["min_users"],
        max_users=row.get("max_users"),
        amount=row["amount"],
    )


@implementer(ISubsidyProgram)
class SubsidyProgram(CentraleContainer):
    """Keeps its ledger and the versions of its rules; holds the liquidation batches."""

    security = ClassSecurityInfo()

    #: ``RulesVersion``, the first one of the opening; none in a draft
    rules_versions = ()
    #: given when its ledger opens, once in the site; it starts the communications
    number = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ledger = LedgerStore()
        #: UID of an order -> UID of the batch that is to pay it
        self.in_batch = OOBTree()

    @security.private
    def domain_categories(self):
        return list(self.rules().categories)

    @security.private
    def rules(self):
        """The rules as they are now, as the domain reads them."""
        return rules_in(self)


InitializeClass(SubsidyProgram)
