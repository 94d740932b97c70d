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
    ("contacts", "imio.centrale.ContactsFolder", _("Enquiries")),
    ("sessions", "imio.centrale.SessionsFolder", _("Information sessions")),
)
AUTHORITIES_ID = "imio.centrale.authorities_id"
SUPPLIERS_ID = "imio.centrale.suppliers_id"
AUTHORITIES = ("imio.centrale.AuthoritiesRegister", _("Local authorities"))
SUPPLIERS = ("imio.centrale.SuppliersRegister", _("Suppliers"))


class IdTaken(ValueError):
    """Something else has the id of a folder that the product makes."""


def make_room(container, room_id, portal_type, title):
    """Make a folder once, whatever the user may; returns it, or raises ``IdTaken``."""
    found = container._getOb(room_id, None)
    if found is not None and getattr(found, "portal_type", None) != portal_type:
        raise IdTaken(room_id)
    if found is None:
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
    return api.portal.get_registry_record(AUTHORITIES_ID)


def suppliers_id():
    """The configured id of the register of suppliers."""
    return api.portal.get_registry_record(SUPPLIERS_ID)


def make_registers():
    """``autorites`` and ``prestataires`` at the root of the site, or at their ids."""
    make_register(AUTHORITIES_ID, *AUTHORITIES)
    make_register(SUPPLIERS_ID, *SUPPLIERS)


def make_register(record, portal_type, title):
    """Make the register whose id is in that record; ``IdTaken`` says what to do."""
    register_id = api.portal.get_registry_record(record)
    try:
        make_room(api.portal.get(), register_id, portal_type, title)
    except IdTaken as error:
        message = _(
            "The site already has something else at “${id}”: put another id in the "
            "registry record ${record}, then install again.",
            mapping={"id": register_id, "record": record},
        )
        raise IdTaken(translate(message, context=api.env.getRequest())) from error


def year_room(missions):
    """The folder of this year's missions."""
    year = str(clock.today().year)
    return make_room(missions, year, "imio.centrale.MissionsYear", year)
