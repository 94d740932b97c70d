"""What agents write to each other about a dossier: never empty, never twice.

Notes are append-only: nobody rewrites what somebody else has read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


#: the same words by the same agent within it are one note: the button was pressed twice
REPEATED_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Note:
    """``at`` is aware; ``agent`` is the id of who wrote it."""

    at: datetime
    agent: str
    text: str


def note_reasons(text: str) -> list[Reason]:
    """``note_empty`` for a note without a word."""
    return [] if text.strip() else [reason("note_empty", "text")]


def is_repeated(notes: Sequence[Note], note: Note) -> bool:
    """Whether that agent wrote the same less than a minute before."""
    return any(
        (each.agent, each.text) == (note.agent, note.text)
        and note.at - each.at < REPEATED_WITHIN
        for each in notes
    )
