"""A draft becomes a mission and is submitted, in one transaction, once."""

from imio.centrale.domain.request_draft import PAGES
from imio.centrale.lookup import resolve
from imio.centrale.rooms import year_room
from imio.centrale.workflows.state import move
from plone.dexterity.utils import createContentInContainer


MISSION = "imio.centrale.MissionRequest"


def send(centrale, draft):
    """The mission of a draft, made and submitted now unless it was before.

    Raises ``Refused`` with the reasons of the rules; nothing is kept then, provided that
    the caller aborts. Two sendings of one draft write the same draft: one of them is run
    again, and finds the mission of the other.
    """
    if draft.mission is not None:
        return resolve(draft.mission)
    mission = createContentInContainer(
        year_room(centrale["missions"]), MISSION, **values_of(draft.answers)
    )
    move(mission, "submit")
    draft.note_sent(mission)
    return mission


def values_of(answers):
    """The answers as fields of a mission."""
    names = [name for page in PAGES.values() for name in page]
    found = {name: getattr(answers, name) for name in names}
    return {**found, "options": list(answers.options)}
