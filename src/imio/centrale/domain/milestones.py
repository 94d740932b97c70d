"""When a dossier reached each step, and since when it is where it is.

Lead times are shown and measured ([IDELUX] text 001), members are counted by the year
they joined ([iMio-2020] text 003): both read these days. A step that is handed back
dates nothing: an offer that is returned does not designate its supplier again.
"""

from collections.abc import Sequence
from datetime import datetime
from imio.centrale.domain.calendar import to_brussels


#: the states of a mission in the order of the procedure
MISSION = (
    "draft",
    "submitted",
    "consulting",
    "assigned",
    "offered",
    "ordered",
    "confirmed",
    "closing",
    "closed",
    "cancelled",
    "unsuccessful",
)
ADHESION = ("interest", "submitted", "active", "suspended", "ended")
#: states that are no milestone: nothing was reached yet, or only part of a step
UNDATED = frozenset({"draft", "consulting", "interest"})

#: (state, instant it was entered), the oldest first
History = Sequence[tuple[str, datetime]]


def milestones(course: Sequence[str], history: History) -> dict[str, str]:
    """State -> ISO day in Brussels on which the dossier last came forward to it.

    Raises ``ValueError`` for a state that is not of the ``course`` and for an instant
    without time zone.
    """
    found = {}
    reached = -1
    for state, instant in history:
        place = course.index(state)
        if place > reached and state not in UNDATED:
            found[state] = to_brussels(instant).date().isoformat()
        reached = place
    return found


def state_since(history: History) -> datetime:
    """The instant, in Brussels, at which the dossier entered the state it is in.

    Raises ``ValueError`` for an empty history: every dossier was made.
    """
    if not history:
        raise ValueError("A dossier without history was never made.")
    present = history[-1][0]
    since = history[-1][1]
    for state, instant in reversed(history):
        if state != present:
            break
        since = instant
    return to_brussels(since)
