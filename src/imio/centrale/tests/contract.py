"""Every REST service of the package, found where it is registered, and where to call it.

A service that is new is called by the contract tests without being named there; one for
a kind of object that the small world lacks fails them until the world has one.
"""

from dataclasses import dataclass
from imio.centrale import interfaces
from imio.centrale.interfaces import ICentraleContent
from plone import api
from zope.component import getGlobalSiteManager
from zope.interface.interfaces import IInterface

import re


SERVICE = re.compile(r"([A-Z]+)_application_json_(.*)")
#: what nobody but the authority, or the rank that was asked, and the centrale may read
MARKER = "Gibraltar"


@dataclass(frozen=True)
class Service:
    """A method and a name on a kind of object; ``name`` is empty for the object itself."""

    method: str
    name: str
    interface: IInterface

    def __str__(self):
        return f"{self.method} {self.name or '(object)'} on {self.interface.__name__}"

    def url(self, obj):
        """Its address on an object."""
        return f"{obj.absolute_url()}/{self.name}".rstrip("/")


def services():
    """Every service of our layer, in the order of their names."""
    found = set()
    for each in getGlobalSiteManager().registeredAdapters():
        match = SERVICE.fullmatch(each.name)
        if match and interfaces.ICentraleLayer in each.required[1:]:
            found.add(Service(match[1], match[2], each.required[0]))
    return sorted(found, key=lambda each: (each.name, each.method, str(each)))


def objects(portal):
    """The site and every object of ours in it, whoever asks."""
    brains = portal.portal_catalog.unrestrictedSearchResults(path="/plone")
    ordered = sorted(brains, key=lambda brain: brain.getPath())
    found = [brain._unrestrictedGetObject() for brain in ordered]
    return [portal, *(obj for obj in found if ICentraleContent.providedBy(obj))]


def public_centrale(portal):
    """A second centrale of the site."""
    with api.env.adopt_roles(["Manager"]):
        return api.content.create(
            portal,
            "imio.centrale.Centrale",
            id="other",
            title="Autre",
            code_prefix="OTH",
            contact_email="other@centrale.example",
            purchase_model="intermediary",
        )
