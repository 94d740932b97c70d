"""What a tracking code tells: the state of a dossier, and nothing else of it."""

from dataclasses import dataclass
from DateTime import DateTime
from imio.centrale import codes
from imio.centrale import progress
from imio.centrale.domain import code_search
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.workflows.state import state_of


@dataclass(frozen=True)
class Status:
    """What anybody who has the code may read."""

    tracking_code: str
    step: int
    review_state: str
    updated: DateTime


def known_mission(text):
    """The mission of a code in any way of writing it, whoever asks.

    Raises ``Refused`` with ``wrong_check_character`` or ``unknown_code``.
    """
    found = codes.mission_with(text)
    if found is not None:
        return found
    is_wrong = code_search.has_wrong_character(text)
    raise Refused([reason("wrong_check_character" if is_wrong else "unknown_code")])


def status_of(mission):
    """Where a mission stands."""
    return Status(
        tracking_code=mission.tracking_code,
        step=progress.step(mission),
        review_state=state_of(mission),
        updated=mission.modified(),
    )
