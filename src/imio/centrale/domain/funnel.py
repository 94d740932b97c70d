"""How far requests come, and where they stop: the procedure as a funnel.

A dossier stands in its state; one that stopped stands where it had come. Whatever it
had to pass to get there counts as reached, so at each step those that reached it are
those that wait there, those that stopped there and those that went on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import figure
from imio.centrale.domain.figures import Mission
from imio.centrale.domain.figures import Period
from imio.centrale.domain.figures import STOPPED
from imio.centrale.domain.procedure import ENDED


#: a consultation is a way to the designation, and only some lots have one
STEPS = (
    "submitted",
    "assigned",
    "offered",
    "ordered",
    "confirmed",
    "closing",
    "closed",
)
_STANDS_AT = {"consulting": "submitted"}


@dataclass(frozen=True)
class Step:
    """One step: who reached it, who waits there, who stopped there."""

    name: str
    reached: Figure
    waiting: Figure
    stopped: Figure


def place_of(mission: Mission) -> int | None:
    """How far it has come, as the place of a step; ``None`` for a draft."""
    if mission.state in STOPPED:
        reached = [place for place, step in enumerate(STEPS) if step in mission.days]
        return max(reached, default=None)
    state = _STANDS_AT.get(mission.state, mission.state)
    return STEPS.index(state) if state in STEPS else None


def funnel(missions: Iterable[Mission], period: Period) -> tuple[Step, ...]:
    """The steps of the dossiers whose request was submitted in the period."""
    placed = [
        (place, each)
        for each in missions
        if each.days.get("submitted") in period
        and (place := place_of(each)) is not None
    ]
    return tuple(_step(place, name, placed) for place, name in enumerate(STEPS))


def _step(place: int, name: str, placed: list[tuple[int, Mission]]) -> Step:
    here = [mission for found, mission in placed if found == place]
    return Step(
        name=name,
        reached=figure(mission.uid for found, mission in placed if found >= place),
        waiting=figure(each.uid for each in here if each.state not in ENDED),
        stopped=figure(each.uid for each in here if each.state in STOPPED),
    )
