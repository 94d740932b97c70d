"""``@@centrale-notes``: what agents wrote to each other about a mission, and the form."""

from imio.centrale import _
from imio.centrale import agent_notes
from imio.centrale.browser import showing
from imio.centrale.browser.base import Macros
from imio.centrale.browser.transition import ActingPage
from imio.centrale.parties import acts_for_centrale
from imio.centrale.parties import may
from imio.centrale.texts import LONGEST
from imio.centrale.timeline import Names
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Forbidden


class NotesMacros(Macros):
    """``context/@@centrale-notes-macros/notes``: the form and what is written already."""

    index = ViewPageTemplateFile("templates/notes_macros.pt")


def rows_of(mission):
    """The notes as they stand on a page, the latest first; nothing for the parties."""
    if not may(mission, agent_notes.VIEW):
        return []
    names = Names()
    return [
        {
            "date": showing.instant(note.at),
            "agent": names[note.agent],
            "text": note.text,
        }
        for note in reversed(agent_notes.notes_of(mission))
    ]


class NotesPage(ActingPage):
    """GET shows them with the form; POST adds one, or shows why not with what was typed."""

    longest = LONGEST
    is_new = True

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        if not self.may_write:
            raise Forbidden("Only agents write notes.")
        return self.run(self.write, _("The note is kept."))

    def write(self):
        _note, self.is_new = agent_notes.write(self.context, self.text("note"))

    def leave(self, text, kind="info"):
        """A note sent twice is kept once, and said so."""
        if not self.is_new:
            text = _("This note was there already: it is kept once.")
        return super().leave(text, kind)

    @property
    def target(self):
        return f"{self.context.absolute_url()}#centrale-notes"

    @property
    def title(self):
        return self.translate(_("Notes between agents"))

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def notes(self):
        return rows_of(self.context)

    @property
    def may_write(self):
        return acts_for_centrale(self.context)
