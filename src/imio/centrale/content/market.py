"""A market: a procurement procedure of the centrale, with its lots."""

from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.domain.money import ZERO
from imio.centrale.fields import Identifier
from imio.centrale.fields import Money
from imio.centrale.interfaces import ICentraleContent
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid
from zope.interface import invariant


class IMarket(ICentraleContent, model.Schema):
    """Open for requests while its state is ``open`` and the day lies in its dates."""

    title = schema.TextLine(title=_("Name of the market"), max_length=255)
    reference = Identifier(title=_("Reference"), max_length=100, required=False)
    start = schema.Date(title=_("Start"), required=False)
    end = schema.Date(
        title=_("End"), description=_("Last day included."), required=False
    )
    ceiling_excl_vat = Money(
        title=_("Ceiling excluding VAT (€)"), min=ZERO, required=False
    )
    description = schema.Text(
        title=_("Description"), max_length=20000, required=False, default=""
    )

    @invariant
    def ends_after_it_starts(data):
        if data.start and data.end and data.end < data.start:
            raise Invalid(_("The market ends before it starts."))


@implementer(IMarket)
class Market(CentraleContainer):
    """Holds the lots."""

    #: what missions hold of its ceiling (``ceiling_book.CeilingBook``)
    ceiling_book = None
