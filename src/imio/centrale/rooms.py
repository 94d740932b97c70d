"""The folders the product makes: the rooms of a centrale, the registers of the site."""

from imio.centrale import _
from imio.centrale import clock
from plone import api
from plone.dexterity.utils import createContent
from zope.i18n import translate


ROOMS = (
    ("marches", "imio.centrale.MarketsFolder", _("Markets")),
    ("adhesions", "imio.centrale.AdhesionsFolder", _("Adhesions")),
    ("missions", "imio.centrale.MissionsFolder", _("Missions")),
    ("subsides", "imio.centrale.ProgramsFolder", _("Subsidies")),
)
AUTHORITIES = ("imio.centrale.AuthoritiesRegister", _("Local authorities"))
SUPPLIERS = ("imio.centrale.SuppliersRegister", _("Suppliers"))


def make_room(container, room_id, portal_type, title):
    """Make a folder once, whatever the user may; returns it."""
    if room_id not in container.objectIds():
        language = api.portal.get_default_language()
        room = createContent(
            portal_type, id=room_id, title=translate(title, target_language=language)
        )
        container._setObject(room_id, room)
    return container[room_id]


def make_rooms(centrale):
    """``marches``, ``adhesions``, ``missions`` and ``subsides``."""
    for room_id, portal_type, title in ROOMS:
        make_room(centrale, room_id, portal_type, title)


def authorities_id():
    """The configured id of the register of authorities."""
    return api.portal.get_registry_record("imio.centrale.authorities_id")


def suppliers_id():
    """The configured id of the register of suppliers."""
    return api.portal.get_registry_record("imio.centrale.suppliers_id")


def make_registers():
    """``autorites`` and ``prestataires`` at the root of the site, or at their ids."""
    portal = api.portal.get()
    make_room(portal, authorities_id(), *AUTHORITIES)
    make_room(portal, suppliers_id(), *SUPPLIERS)


def year_room(missions):
    """The folder of this year's missions."""
    year = str(clock.today().year)
    return make_room(missions, year, "imio.centrale.MissionsYear", year)
