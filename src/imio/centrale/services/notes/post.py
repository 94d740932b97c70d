"""``POST <mission>/@centrale-notes``: an agent writes one."""

from imio.centrale import agent_notes
from imio.centrale.services.base import text_in
from imio.centrale.services.base import WritingService
from imio.centrale.services.notes.get import note_json


class NotesPost(WritingService):
    """``text``: 201 with the note; 200 for the same words within a minute."""

    def write(self, data):
        note, is_new = agent_notes.write(self.context, text_in(data, "text"))
        self.request.response.setStatus(201 if is_new else 200)
        return note_json(note)
