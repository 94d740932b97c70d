"""The closure file: end-of-mission report, invoice, proof of payment; the subsidy claim."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale import reported
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.closure import FIELDS
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Identifier
from imio.centrale.fields import Money
from imio.centrale.fields import Rows
from imio.centrale.interfaces import IMissionChild
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant


class IIndicatorRow(model.Schema):
    """A result: what was aimed at and what was reached."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    label = schema.TextLine(title=_("Label"), max_length=255, required=False)
    unit = schema.TextLine(title=_("Unit"), max_length=50, required=False, default="")
    target = schema.TextLine(
        title=_("Target"), max_length=100, required=False, default=""
    )
    value = schema.TextLine(
        title=_("Value"), max_length=100, required=False, default=""
    )


class IClosureFile(IMissionChild, model.Schema):
    """Deposited by the supplier; accepted by the centrale, it closes the mission.

    Number, date and totals of the invoice are asked for beside a PDF, and read from a
    UBL invoice when they are left empty.
    """

    report = NamedBlobFile(title=_("End-of-mission report signed by the authority"))
    report_signed_on = schema.Date(title=_("Report signed on"), required=False)
    directives.widget("indicators", DataGridFieldWidgetFactory, allow_reorder=True)
    indicators = Rows(
        IIndicatorRow,
        title=_("Indicators"),
        defaultFactory=reported.rows_to_fill,
    )
    invoice = NamedBlobFile(
        title=_("Invoice (PDF or UBL)"),
        description=_(
            "Left empty, the four values below are read from a UBL invoice (Peppol). Beside a PDF, type them."
        ),
    )
    invoice_number = Identifier(
        title=_("Number of the invoice"), max_length=100, required=False
    )
    invoice_date = schema.Date(title=_("Date of the invoice"), required=False)
    invoice_excl_vat = Money(
        title=_("Invoice excluding VAT (€)"), min=ZERO, required=False
    )
    invoice_incl_vat = Money(
        title=_("Invoice including VAT (€)"), min=ZERO, required=False
    )
    payment_proof = NamedBlobFile(title=_("Proof of payment"))
    payment_date = schema.Date(title=_("Paid on"), required=False)
    payment_amount = Money(title=_("Amount paid (€)"), min=ZERO, required=False)
    directives.mode(received="display")
    received = schema.Datetime(title=_("Received"), required=False, readonly=True)

    @invariant
    def vat_is_not_negative(data):
        excl, incl = data.invoice_excl_vat, data.invoice_incl_vat
        if excl is not None and incl is not None and incl < excl:
            raise Invalid(_("The invoice is lower including VAT than excluding VAT."))


@implementer(IClosureFile)
class ClosureFile(CentraleItem):
    """Its deposit is the subsidy claim [iMio-cyber] 000, point 7."""

    security = ClassSecurityInfo()
    # no address shows what stands here: who may read of it depends on the line
    security.declarePrivate("invoice_read")
    security.declarePrivate("indicators_defined")
    security.declarePrivate("ticks")
    security.declarePrivate("judgement")

    #: what the machine read of a UBL invoice (``invoices.InvoiceRead``)
    invoice_read = None
    #: the indicators of the lot as they were at the deposit (``domain.indicators``)
    indicators_defined = ()
    #: every tick of an agent, oldest first (``closures.Ticked``)
    ticks = ()
    #: the fields that may change since it was sent back; empty for all
    to_correct = ()
    #: the checklist and the verdicts at the acceptance (``closures.Judgement``)
    judgement = None

    @property
    def fields_kept(self):
        """The fields that may not change."""
        return set(FIELDS).difference(self.to_correct) if self.to_correct else set()


InitializeClass(ClosureFile)
