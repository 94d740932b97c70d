"""``GET <mission>/@centrale-notes``: what agents wrote to each other about it."""

from imio.centrale import agent_notes
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.timeline import name_of
from plone.restapi.services import Service


def note_json(note):
    """A note; the name is that of today."""
    return {
        "at": to_brussels(note.at).isoformat(),
        "agent": note.agent,
        "name": name_of(note.agent),
        "text": note.text,
    }


class NotesGet(Service):
    """The oldest first; agents and auditors read them, no party does."""

    def reply(self):
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-notes",
            "items": [note_json(each) for each in agent_notes.notes_of(self.context)],
        }
