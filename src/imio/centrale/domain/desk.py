"""What waits for an agent: since when, until when, and what comes first.

An agent handles fifty dossiers a day without asking where anything is: what is overdue
stands first, then what is due first, then what waits longest. A dossier that waits for
the centrale has the days that the centrale gives itself, in business days from the
instant it came; a consultation has the due date the supplier was given. Instants are
aware, days are those of Brussels.
"""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timezone
from imio.centrale.domain.calendar import answer_due
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.domain.calendar import to_brussels


_NEVER = datetime.max.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Wait:
    """A dossier that waits; ``since`` and ``due`` are ``None`` where nobody knows."""

    key: str
    since: datetime | None = None
    due: datetime | None = None

    def days(self, now: datetime) -> int | None:
        """Calendar days since it came; 0 on the day itself."""
        return None if self.since is None else _days_between(self.since, now)

    def is_overdue(self, now: datetime) -> bool:
        """Its due date has passed."""
        return self.due is not None and is_overdue(self.due, now)

    def days_overdue(self, now: datetime) -> int:
        """Calendar days after its due date; 0 when it ended today, or has not ended."""
        return _days_between(self.due, now) if self.is_overdue(now) else 0


def _days_between(start: datetime, end: datetime) -> int:
    return (to_brussels(end).date() - to_brussels(start).date()).days


def due_within(
    since: datetime | None, business_days: int, closed: Collection[date] = ()
) -> datetime | None:
    """Until when the centrale acts on what came at ``since``; it is closed some days.

    ``None`` when that is not known, and for zero days: the centrale sets none.
    """
    if since is None or not business_days:
        return None
    return answer_due(since, business_days, closed)


def soon(now: datetime, business_days: int, closed: Collection[date] = ()) -> datetime:
    """What is due by this instant is about to expire: so many business days are left."""
    return answer_due(now, business_days, closed)


def in_order(waits: Iterable[Wait], now: datetime) -> list[Wait]:
    """Overdue first, then by due date, then the oldest; without any date last."""
    return sorted(
        waits,
        key=lambda wait: (
            not wait.is_overdue(now),
            _comparable(wait.due),
            _comparable(wait.since),
        ),
    )


def _comparable(instant: datetime | None) -> datetime:
    return _NEVER if instant is None else instant.astimezone(timezone.utc)
