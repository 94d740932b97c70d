"""Rows and fields that authorities, suppliers and centrales share."""

from imio.centrale import _
from imio.centrale.fields import MailAddress
from plone.supermodel import model
from zope import schema


class IContactRow(model.Schema):
    """A person or service to reach."""

    name = schema.TextLine(title=_("Name"), max_length=150)
    role = schema.TextLine(
        title=_("Function"), max_length=150, required=False, default=""
    )
    email = MailAddress(title=_("E-mail"), required=False)
    phone = schema.TextLine(title=_("Phone"), max_length=50, required=False, default="")
    alternate = schema.TextLine(
        title=_("Replaced by"), max_length=150, required=False, default=""
    )
