"""The notes of a mission, kept beside it: in no list, no history and no search.

Whoever writes one changes nothing that a party reads, not even when the dossier was last
modified.
"""

from dataclasses import replace
from imio.centrale import clock
from imio.centrale.domain.agent_notes import is_repeated
from imio.centrale.domain.agent_notes import Note
from imio.centrale.domain.agent_notes import note_reasons
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy.programs import actor
from imio.centrale.texts import text_reasons
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.agent_notes"
#: who may read them: agents and auditors
VIEW = "imio.centrale: View Checks"


def notes_of(mission):
    """Every note, the oldest first."""
    return [Note(**row) for row in IAnnotations(mission).get(KEY, ())]


def reasons_against(text):
    """Why a text cannot be kept: no word in it, too long, a character not to keep."""
    written = text_reasons(reason_note=text)
    return note_reasons(text) + [replace(each, field="text") for each in written]


def write(mission, text):
    """Add a note of the current agent, or ``Refused``; gives it, and whether it is new.

    The same words sent twice within a minute are kept once.
    """
    reasons = reasons_against(text)
    if reasons:
        raise Refused(reasons)
    note = Note(clock.stored(clock.now()), actor(), text.strip())
    notes = notes_of(mission)
    if is_repeated(notes, note):
        return next(each for each in reversed(notes) if each.text == note.text), False
    IAnnotations(mission)[KEY] = (*map(vars, notes), vars(note))
    return note, True
