"""A request for a mission, made and submitted in one go."""

from imio.centrale.intake import files
from imio.centrale.intake.making import make as make_object
from imio.centrale.intake.reading import AUTHORITY
from imio.centrale.intake.reading import given
from imio.centrale.intake.reading import lot_in
from imio.centrale.intake.reading import object_in
from imio.centrale.intake.reading import party_in
from imio.centrale.rooms import year_room
from imio.centrale.workflows.state import move


NAME = "requests"
FIELDS = ("title", "description", "options")
MEMBERS = ("authority", "lot", "contact", "files", *FIELDS)
CONTACT = ("name", "email", "phone")
#: field of a mission -> its place in the form
PATHS = tuple((f"contact_{name}", f"contact.{name}") for name in CONTACT)


def make(centrale, data, reference, uploads):
    """The mission, submitted; its contact gets the mail with the code."""
    found = []
    contact = object_in(data, "contact", CONTACT)
    values = {
        **given({name: data.get(name) for name in FIELDS}),
        **given({f"contact_{name}": contact.get(name) for name in CONTACT}),
        "authority": party_in(data, "authority", AUTHORITY, found),
        "lot": lot_in(centrale, data, "lot", "lot", found),
        "external_id": reference,
    }
    attached = files.files_in(data, uploads, found)
    room = year_room(centrale["missions"])
    mission = make_object(room, "imio.centrale.MissionRequest", values, found, PATHS)
    files.add_files(mission, attached)
    move(mission, "submit")
    return mission
