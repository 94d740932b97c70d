"""An offer: prepared by supplier and authority, resting on annexe B."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.fields import Money
from imio.centrale.fields import Quantity
from imio.centrale.fields import Rows
from imio.centrale.fields import UnitPrice
from imio.centrale.interfaces import IMissionChild
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IOfferRow(model.Schema):
    """A line: the code, quantity and price are given, the rest is copied from annexe B."""

    code = schema.TextLine(title=_("Code"), max_length=50)
    quantity = Quantity(title=_("Quantity"))
    unit_price = UnitPrice(
        title=_("Unit price excluding VAT (€)"),
        description=_("Left empty: the price of annexe B."),
        required=False,
    )
    directives.mode(
        label="display", unit="display", vat_rate="display", inventory_price="display"
    )
    label = schema.TextLine(title=_("Label"), required=False, default="")
    unit = schema.TextLine(title=_("Unit"), required=False, default="")
    vat_rate = schema.Choice(
        title=_("VAT"), vocabulary="imio.centrale.vat_rates", required=False
    )
    inventory_price = UnitPrice(title=_("Price of annexe B (€)"), required=False)


class IOffer(IMissionChild, model.Schema):
    """Totals are computed: exact, VAT rounded half up for each rate."""

    directives.widget("lines", DataGridFieldWidgetFactory, allow_reorder=True)
    lines = Rows(IOfferRow, title=_("Lines"))
    valid_until = schema.Date(title=_("Valid until"))
    quote = NamedBlobFile(title=_("Quote"), required=False)
    directives.mode(total_excl_vat="display", total_incl_vat="display")
    total_excl_vat = Money(
        title=_("Total excluding VAT (€)"), required=False, readonly=True
    )
    total_incl_vat = Money(
        title=_("Total including VAT (€)"), required=False, readonly=True
    )


@implementer(IOffer)
class Offer(CentraleItem):
    """Every line names a code of the inventory version in force at the assignment."""

    security = ClassSecurityInfo()

    #: what was submitted and sent back (``domain.revision.Revision``), only added to
    revisions = ()

    @security.private
    def offer_lines(self):
        return [
            OfferLine(
                code=row["code"],
                quantity=row["quantity"],
                unit_price=row.get("unit_price"),
            )
            for row in self.lines or ()
        ]


InitializeClass(Offer)
