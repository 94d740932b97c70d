"""A supplier (attributaire, prestataire), shared by every centrale."""

from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.content.party import IContactRow
from imio.centrale.fields import EnterpriseNumber
from imio.centrale.fields import Iban
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ISupplier(ICentraleContent, model.Schema):
    """Identified by its enterprise number."""

    title = schema.TextLine(title=_("Name of the supplier"), max_length=255)
    enterprise_number = EnterpriseNumber(title=_("Enterprise number"))
    email = MailAddress(title=_("E-mail"))
    address = schema.Text(
        title=_("Address"), max_length=1000, required=False, default=""
    )
    iban = Iban(title=_("Account number (IBAN)"), required=False)
    directives.widget("contacts", DataGridFieldWidgetFactory, allow_reorder=True)
    contacts = Rows(IContactRow, title=_("Contacts"))


@implementer(ISupplier)
class Supplier(CentraleItem):
    """Its users are the members of the group ``centrale-supplier-<UID>``."""

    #: header -> field of annexe B, as the last file of this supplier was read
    inventory_columns = {}
