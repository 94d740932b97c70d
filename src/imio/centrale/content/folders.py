"""The folders the product makes by itself: registers and the rooms of a centrale."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from imio.centrale import _
from imio.centrale.content.base import CentraleContainer
from imio.centrale.interfaces import IAdhesionsFolder
from imio.centrale.interfaces import IAuthoritiesRegister
from imio.centrale.interfaces import IContactsFolder
from imio.centrale.interfaces import IMarketsFolder
from imio.centrale.interfaces import IMissionsFolder
from imio.centrale.interfaces import IMissionsYear
from imio.centrale.interfaces import IProgramsFolder
from imio.centrale.interfaces import ISessionsFolder
from imio.centrale.interfaces import ISuppliersRegister
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IFolderSchema(model.Schema):
    """A folder has a title only."""

    title = schema.TextLine(title=_("Title"), max_length=255)


@implementer(IFolderSchema)
class RegisterFolder(CentraleContainer):
    """Unordered, and not modified when a child comes or goes.

    A folder of thousands of dossiers that was written at each addition would make
    every two requests that arrive together conflict.
    """

    security = ClassSecurityInfo()

    _ordering = "unordered"

    @security.private
    def notifyModified(self):
        """Keep the modification date: it would only tell when a child came."""


InitializeClass(RegisterFolder)


@implementer(IMarketsFolder)
class MarketsFolder(RegisterFolder):
    """Markets of a centrale."""


@implementer(IAdhesionsFolder)
class AdhesionsFolder(RegisterFolder):
    """Adhesions to a centrale."""


@implementer(IMissionsFolder)
class MissionsFolder(RegisterFolder):
    """Missions of a centrale, by year."""


@implementer(IMissionsYear)
class MissionsYear(RegisterFolder):
    """Missions of one year; each one's id is its tracking code."""


@implementer(IProgramsFolder)
class ProgramsFolder(RegisterFolder):
    """Subsidy programs of a centrale."""


@implementer(ISessionsFolder)
class SessionsFolder(RegisterFolder):
    """Information sessions of a centrale."""


@implementer(IContactsFolder)
class ContactsFolder(RegisterFolder):
    """Enquiries to a centrale."""


@implementer(IAuthoritiesRegister)
class AuthoritiesRegister(RegisterFolder):
    """Local authorities of the site."""


@implementer(ISuppliersRegister)
class SuppliersRegister(RegisterFolder):
    """Suppliers of the site."""
