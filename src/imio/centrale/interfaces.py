"""Browser layer and markers. A marker names what an object is, not how it is built."""

from zope.interface import Interface
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class ICentraleLayer(IDefaultBrowserLayer):
    """The request goes to a site where imio.centrale is installed."""


class ICentraleContent(Interface):
    """Any object of a type of this package."""


class IRegisterFolder(ICentraleContent):
    """A folder made by the product that holds one type, in no order.

    Nothing is written on it when a child is added, so that parallel additions
    do not conflict on their parent.
    """


class IMarketsFolder(IRegisterFolder):
    """``<centrale>/marches``"""


class IAdhesionsFolder(IRegisterFolder):
    """``<centrale>/adhesions``"""


class IMissionsFolder(IRegisterFolder):
    """``<centrale>/missions``"""


class IMissionsYear(IRegisterFolder):
    """``<centrale>/missions/<year>``"""


class IProgramsFolder(IRegisterFolder):
    """``<centrale>/subsides``"""


class ISessionsFolder(IRegisterFolder):
    """``<centrale>/sessions``"""


class IContactsFolder(IRegisterFolder):
    """``<centrale>/contacts``"""


class IAuthoritiesRegister(IRegisterFolder):
    """``<site>/autorites``"""


class ISuppliersRegister(IRegisterFolder):
    """``<site>/prestataires``"""


class IMissionChild(ICentraleContent):
    """Consultation, offer, order or closure file of a mission."""
