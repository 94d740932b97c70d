"""An order: purchase order and deliberation, with its rank for the subsidy."""

from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.fields import Identifier
from imio.centrale.fields import Money
from imio.centrale.interfaces import IMissionChild
from imio.centrale.subsidy.positions import position_of
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IOrder(IMissionChild, model.Schema):
    """Both documents carry the tracking code of the mission."""

    order_number = Identifier(title=_("Number of the order"), max_length=100)
    order_date = schema.Date(title=_("Date of the order"))
    purchase_order = NamedBlobFile(title=_("Purchase order"))
    organ = schema.Choice(
        title=_("Organ that decided"), vocabulary="imio.centrale.organs"
    )
    deliberation_date = schema.Date(title=_("Date of the deliberation"))
    deliberation = NamedBlobFile(title=_("Deliberation"))
    directives.mode(
        received="display",
        subsidy_reserved="display",
        subsidy_granted="display",
        subsidy_liquidated="display",
    )
    directives.read_permission(
        subsidy_reserved="imio.centrale.ViewSubsidy",
        subsidy_granted="imio.centrale.ViewSubsidy",
        subsidy_liquidated="imio.centrale.ViewSubsidy",
    )
    received = schema.Datetime(
        title=_("Received"),
        description=_("The instant of the deposit: its rank for the subsidy."),
        required=False,
        readonly=True,
    )
    subsidy_reserved = Money(
        title=_("Subsidy reserved (€)"), required=False, readonly=True
    )
    subsidy_granted = Money(
        title=_("Subsidy granted (€)"), required=False, readonly=True
    )
    subsidy_liquidated = Money(
        title=_("Subsidy paid (€)"), required=False, readonly=True
    )


@implementer(IOrder)
class Order(CentraleItem):
    """Deposited on an offer that is accepted and still valid.

    Its subsidy stands in the ledger of the program, and is read from there.
    """

    #: UID of the program in whose ledger it stands, and the version of its rules then
    subsidy_program = None
    subsidy_rules = None
    #: what it was judged by when it was deposited (``domain.envelope.Assessment``)
    subsidy_assessment = None
    #: the reasons for which it was not eligible when it was deposited
    subsidy_refusals = ()

    @property
    def subsidy_reserved(self):
        return position_of(self).reserved

    @property
    def subsidy_granted(self):
        """What was granted, be it paid since or not."""
        position = position_of(self)
        return position.granted + position.liquidated

    @property
    def subsidy_liquidated(self):
        return position_of(self).liquidated
