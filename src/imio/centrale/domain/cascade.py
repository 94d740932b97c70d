"""The cascade of a framework agreement: who is consulted next.

The accompaniment market is "un accord cadre qui nécessite l'exécution de la cascade,
cette dernière est effectuée par iMio exclusivement" ([iMio-cyber] text 000 point 2;
loi du 17 juin 2016, art. 43): rank 1 is consulted, then rank 2, until one accepts.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


ACTIVE = "active"
ENDED = "ended"

OPEN = ""
ACCEPTED = "accepted"


@dataclass(frozen=True)
class Rank:
    """A row of a lot's ranking: who holds a rank, from when to when (both included)."""

    rank: int
    supplier: str
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = ACTIVE


@dataclass(frozen=True)
class Consulted:
    """A consultation of a mission.

    ``answer`` is "accepted", "declined", "expired", "skipped", or empty while the
    supplier may still answer.
    """

    rank: int
    supplier: str
    answer: str = OPEN


def ranks_on(ranking: Iterable[Rank], day: date) -> list[Rank]:
    """The ranks that are active and valid on ``day``, first rank first."""
    valid = (row for row in ranking if row.status == ACTIVE and _is_valid(row, day))
    return sorted(valid, key=lambda row: row.rank)


def _is_valid(row: Rank, day: date) -> bool:
    return (row.valid_from or date.min) <= day <= (row.valid_to or date.max)


def next_rank(
    ranking: Iterable[Rank], consulted: Sequence[Consulted], day: date
) -> Rank | None:
    """The rank to consult on ``day``; ``None`` when the ranks are used up.

    The cascade only goes down, and asks no supplier twice.
    """
    lowest = max((row.rank for row in consulted), default=0)
    asked = {row.supplier for row in consulted}
    for row in ranks_on(ranking, day):
        if row.rank > lowest and row.supplier not in asked:
            return row
    return None


def open_consultation(consulted: Iterable[Consulted]) -> Consulted | None:
    """The consultation that still waits for its answer, if any."""
    return next((row for row in consulted if row.answer == OPEN), None)


def may_consult(
    ranking: Iterable[Rank], consulted: Sequence[Consulted], day: date
) -> list[Reason]:
    """Why nobody more can be consulted: ``already_accepted``, ``consultation_open``,
    or ``ranks_exhausted``, where it is for the manager to decide.
    """
    if any(row.answer == ACCEPTED for row in consulted):
        return [reason("already_accepted")]
    if open_consultation(consulted):
        return [reason("consultation_open")]
    if next_rank(ranking, consulted, day) is None:
        return [reason("ranks_exhausted")]
    return []


def check_ranking(ranking: Sequence[Rank]) -> list[Reason]:
    """What is wrong in a ranking: ``rank_not_positive``, ``duplicate_rank``,
    ``duplicate_supplier``, ``period_inverted``.

    On any day a rank has one holder and a supplier one rank: the same rank, or the same
    supplier, may come back in a period that does not overlap. An ended row is history
    and no longer in the way.
    """
    reasons = []
    for i, row in enumerate(ranking):
        before = [other for other in ranking[:i] if _overlap(row, other)]
        if row.rank < 1:
            reasons.append(
                reason("rank_not_positive", f"ranking.{i}.rank", rank=row.rank)
            )
        if any(other.rank == row.rank for other in before):
            reasons.append(reason("duplicate_rank", f"ranking.{i}.rank", rank=row.rank))
        if any(other.supplier == row.supplier for other in before):
            reasons.append(reason("duplicate_supplier", f"ranking.{i}.supplier"))
        if (row.valid_from or date.min) > (row.valid_to or date.max):
            reasons.append(reason("period_inverted", f"ranking.{i}.valid_to"))
    return reasons


def check_single_supplier(ranking: Sequence[Rank]) -> list[Reason]:
    """``direct_lot_one_supplier`` for each active row of a lot without cascade whose
    period meets that of an active row before it: such a lot has one supplier a day.
    """
    active = [(i, row) for i, row in enumerate(ranking) if row.status == ACTIVE]
    return [
        reason("direct_lot_one_supplier", f"ranking.{i}.supplier")
        for place, (i, row) in enumerate(active)
        if any(_overlap(row, other) for _, other in active[:place])
    ]


def _overlap(first: Rank, second: Rank) -> bool:
    if ENDED in (first.status, second.status):
        return False
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    ends = min(first.valid_to or date.max, second.valid_to or date.max)
    return starts <= ends
