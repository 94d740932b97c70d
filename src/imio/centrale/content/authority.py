"""A local authority (pouvoir adjudicateur bénéficiaire), shared by every centrale."""

from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleItem
from imio.centrale.content.party import IContactRow
from imio.centrale.domain.accounts import account_in_use
from imio.centrale.fields import EnterpriseNumber
from imio.centrale.fields import Iban
from imio.centrale.fields import Identifier
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.subsidy.accounts import kept
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IAccountRow(model.Schema):
    """An account: who declared it and who confirmed it; empty where it was removed."""

    iban = Iban(title=_("Account number (IBAN)"), required=False)
    declared = schema.Datetime(title=_("Declared"))
    declared_by = schema.TextLine(title=_("Declared by"))
    confirmed = schema.Datetime(title=_("In use since"), required=False)
    confirmed_by = schema.TextLine(title=_("Confirmed by"), required=False)


class ILocalAuthority(ICentraleContent, model.Schema):
    """Identified by its enterprise number; NIS codes change with mergers.

    Its account reaches neither suppliers nor other authorities. A later account is used
    once a second person has confirmed it.
    """

    directives.read_permission(
        iban="imio.centrale.ViewSubsidy",
        iban_in_use="imio.centrale.ViewSubsidy",
        accounts="imio.centrale.ViewSubsidy",
    )
    directives.omitted("iban_in_use", "accounts")
    title = schema.TextLine(title=_("Name of the authority"), max_length=255)
    authority_type = schema.Choice(
        title=_("Kind of authority"), vocabulary="imio.centrale.authority_types"
    )
    enterprise_number = EnterpriseNumber(title=_("Enterprise number"))
    nis_code = Identifier(
        title=_("NIS code"),
        description=_("Five digits, as Statbel numbers the municipalities."),
        min_length=5,
        max_length=5,
        constraint=str.isdigit,
        required=False,
    )
    province = schema.Choice(
        title=_("Province"), vocabulary="imio.centrale.provinces", required=False
    )
    population = schema.Int(title=_("Population"), min=0, required=False)
    address = schema.Text(
        title=_("Address"), max_length=1000, required=False, default=""
    )
    iban = Iban(
        title=_("Account number (IBAN)"),
        description=_(
            "A change is used once a second person of the centrale has confirmed it."
        ),
        required=False,
    )
    iban_in_use = Iban(
        title=_("Account that payments use (IBAN)"), required=False, readonly=True
    )
    accounts = Rows(IAccountRow, title=_("History of the account"), readonly=True)
    directives.widget("contacts", DataGridFieldWidgetFactory, allow_reorder=True)
    contacts = Rows(IContactRow, title=_("Contacts"))


@implementer(ILocalAuthority)
class LocalAuthority(CentraleItem):
    """Its users are the members of the group ``centrale-authority-<UID>``."""

    #: rows of ``IAccountRow``, the oldest first; they are only added to
    accounts = ()

    @property
    def iban_in_use(self):
        """The last account that was confirmed, or ``None``."""
        return account_in_use(kept(self)) or None
