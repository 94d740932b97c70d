"""How far an authority has come to join a centrale, and what it still lacks."""

from dataclasses import dataclass
from imio.centrale.adhesions import adhesion_in
from imio.centrale.domain.adhesion import ACTIVE
from imio.centrale.workflows.guards import adhesion_is_complete
from imio.centrale.workflows.state import state_of


INTEREST = "interest"


@dataclass(frozen=True)
class Joining:
    """The adhesion of an authority, or ``None``; its state; what activation lacks."""

    adhesion: object = None
    state: str = ""
    lacks: tuple = ()

    @property
    def is_active(self):
        return self.state == ACTIVE


def joining_of(centrale, authority_uid):
    """Where an authority stands; reads its adhesion and nothing else."""
    adhesion = adhesion_in(centrale, authority_uid)
    if adhesion is None:
        return Joining()
    state = state_of(adhesion)
    lacks = adhesion_is_complete(adhesion) if state == INTEREST else ()
    return Joining(adhesion, state, tuple(lacks))
