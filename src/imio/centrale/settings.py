"""What a site administrator decides, kept in the registry."""

from imio.centrale import _
from zope import schema
from zope.interface import Interface


class ICentraleSettings(Interface):
    """Prefix of the records: ``imio.centrale``."""

    authorities_id = schema.ASCIILine(
        title=_("Id of the register of authorities"), default="autorites"
    )
    suppliers_id = schema.ASCIILine(
        title=_("Id of the register of suppliers"), default="prestataires"
    )
