"""Ids and titles the product gives: the tracking code, the authority, a number."""

from imio.centrale import _
from imio.centrale import adhesions
from imio.centrale import codes
from imio.centrale import missions
from imio.centrale.content.lot import ILot
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.interfaces import IAdhesionsFolder
from imio.centrale.interfaces import IMissionsYear
from imio.centrale.lookup import resolve
from plone import api
from plone.app.content.namechooser import NormalizingNameChooser
from zope.component import adapter
from zope.container.interfaces import INameChooser
from zope.i18n import translate
from zope.interface import implementer

import re


IS_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
CHILD_NAMES = {
    "imio.centrale.Offer": ("offre", _("Offer ${number}")),
    "imio.centrale.Order": ("commande", _("Order ${number}")),
    "imio.centrale.ClosureFile": ("cloture", _("Closure file ${number}")),
}


@implementer(INameChooser)
@adapter(IMissionsYear)
class MissionNames(NormalizingNameChooser):
    """The id of a mission is its tracking code.

    An old code that is no id ("2019/0042") gives one that looks like it.
    """

    def chooseName(self, name, obj):
        if not obj.tracking_code:
            obj.tracking_code = codes.draw(self.context)
        code = obj.tracking_code
        return code if IS_ID.fullmatch(code) else super().chooseName(code, obj)


@implementer(INameChooser)
@adapter(IAdhesionsFolder)
class AdhesionNames(NormalizingNameChooser):
    """The id of an adhesion is that of its authority; one that joins again gets a number."""

    def chooseName(self, name, obj):
        ids = adhesions.ids_for(resolve(obj.authority))
        return next(id_ for id_ in ids if id_ not in self.context)


@implementer(INameChooser)
@adapter(IMissionRequest)
class ChildNames(NormalizingNameChooser):
    """Offers, orders and closure files are numbered; files keep their names."""

    def chooseName(self, name, obj):
        if obj.portal_type not in CHILD_NAMES:
            return super().chooseName(name, obj)
        stem, title = CHILD_NAMES[obj.portal_type]
        number = len(missions.children_of(self.context, obj.portal_type)) + 1
        while f"{stem}-{number}" in self.context:
            number += 1
        return f"{stem}-{number}"


@implementer(INameChooser)
@adapter(ILot)
class InventoryNames(NormalizingNameChooser):
    """“annexe-b-alpha-2”: supplier and version."""

    def chooseName(self, name, obj):
        supplier = resolve(obj.supplier)
        stem = f"annexe-b-{supplier.getId()}-{obj.version}" if supplier else name
        return super().chooseName(stem, obj)


def in_site_language(text):
    """A msgid in the language of the site, for what is stored."""
    return translate(text, target_language=api.portal.get_default_language())


def consultation_title(number):
    """“Consultation 2”: neither the rank nor the supplier, which are not for everybody."""
    return in_site_language(_("Consultation ${number}", mapping={"number": number}))


def title_child(child):
    """“Offer 2”: the number of its id."""
    title = CHILD_NAMES[child.portal_type][1]
    number = child.getId().rpartition("-")[2]
    child.title = in_site_language(_(title, mapping={"number": number}))


def title_adhesion(adhesion):
    """The title of an adhesion is that of its authority."""
    adhesion.title = resolve(adhesion.authority).title


def title_inventory(inventory):
    """Supplier and version."""
    supplier = resolve(inventory.supplier).title
    title = _(
        "Annexe B of ${supplier}, version ${version}",
        mapping={"supplier": supplier, "version": inventory.version},
    )
    inventory.title = in_site_language(title)
