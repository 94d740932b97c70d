"""What an offer was each time it was submitted, and each time it was sent back.

"Le prestataire prépare et révise l'offre avec le pouvoir local" ([iMio-cyber] text 000
point 4): nothing of what was proposed is lost. A submission makes the next revision; its
return keeps the same number, who sent it back and why. What is kept is only added to.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import Totals
from imio.centrale.domain.pricing import totals


SUBMITTED = "submitted"
RETURNED = "returned"


@dataclass(frozen=True)
class Revision:
    """An offer at one instant; ``inventory`` is the version of annexe B it rests on."""

    number: int
    kind: str
    at: datetime
    actor: str
    note: str
    inventory: str
    valid_until: date | None
    lines: tuple[PricedLine, ...]
    totals: Totals


def submitted(
    kept: Sequence[Revision],
    at: datetime,
    actor: str,
    note: str,
    inventory: str,
    valid_until: date | None,
    lines: Iterable[PricedLine],
) -> tuple[Revision, ...]:
    """``kept`` with one revision more."""
    found = tuple(lines)
    number = kept[-1].number + 1 if kept else 1
    last = Revision(
        number, SUBMITTED, at, actor, note, inventory, valid_until, found, totals(found)
    )
    return (*kept, last)


def returned(
    kept: Sequence[Revision], at: datetime, actor: str, note: str
) -> tuple[Revision, ...]:
    """``kept`` with the return of its last revision; raises ``ValueError`` without one."""
    if not kept:
        raise ValueError("An offer is sent back after it was submitted.")
    last = kept[-1]
    back = Revision(
        last.number,
        RETURNED,
        at,
        actor,
        note,
        last.inventory,
        last.valid_until,
        last.lines,
        last.totals,
    )
    return (*kept, back)


def submissions(kept: Iterable[Revision]) -> dict[int, Revision]:
    """The revisions that were submitted, by their numbers."""
    return {each.number: each for each in kept if each.kind == SUBMITTED}


def pair(
    kept: Iterable[Revision], old: int | None, new: int | None
) -> tuple[Revision, Revision] | None:
    """The two revisions to put side by side; without numbers the last two.

    ``None`` when one of them is not there.
    """
    found = submissions(kept)
    numbers = sorted(found)
    if old is None and new is None and len(numbers) > 1:
        old, new = numbers[-2:]
    if old not in found or new not in found:
        return None
    return found[old], found[new]
