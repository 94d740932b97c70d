"""A central purchasing body (Directive 2014/24/EU art. 37; law of 17 June 2016 art. 2, 6°-8°, 47)."""

from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.domain.tracking import PREFIX_PATTERN
from imio.centrale.fields import EnterpriseNumber
from imio.centrale.fields import MailAddress
from imio.centrale.fields import Rows
from imio.centrale.interfaces import ICentraleContent
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer

import re


def is_code_prefix(value):
    """Two to six capitals."""
    return bool(re.fullmatch(PREFIX_PATTERN, value))


class IContractingPartyRow(model.Schema):
    """One of the contracting authorities that share the centrale [Hainaut] 002, point 15."""

    name = schema.TextLine(title=_("Name"), max_length=255)
    enterprise_number = EnterpriseNumber(title=_("Enterprise number"))


class ICentrale(ICentraleContent, model.Schema):
    """Centrale d'achat: its prefix starts every tracking code and is unique in the site."""

    title = schema.TextLine(title=_("Name of the centrale"), max_length=255)
    description = schema.Text(
        title=_("Summary"), max_length=20000, required=False, default=""
    )
    code_prefix = schema.TextLine(
        title=_("Prefix of the tracking codes"),
        description=_("Two to six capital letters, unique in the site."),
        constraint=is_code_prefix,
        max_length=6,
    )
    contact_email = MailAddress(
        title=_("Contact address"),
        description=_("Sender of the mails and address for every question."),
    )
    purchase_model = schema.Choice(
        title=_("Purchase model"), vocabulary="imio.centrale.purchase_models"
    )
    directives.widget(
        "contracting_parties", DataGridFieldWidgetFactory, allow_reorder=True
    )
    contracting_parties = Rows(IContractingPartyRow, title=_("Contracting authorities"))
    legal_basis = schema.Text(
        title=_("Legal basis"), max_length=20000, required=False, default=""
    )


@implementer(ICentrale)
class Centrale(CentraleContainer):
    """Holds its rooms: ``marches``, ``adhesions``, ``missions``, ``subsides``,
    ``contacts`` and ``sessions``.
    """
