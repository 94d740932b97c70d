"""What is asked for and ordered, lot by lot ([iMio-2020] 003, 4.2; [IDELUX] 001).

A request counts in the year it was submitted. An order counts in the year it was
deposited, while it stands: one that was returned, or whose dossier stopped, counts
nowhere. A solution is on order until its supplier reports the delivery, and in
production from that day on.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import figure
from imio.centrale.domain.figures import grouped
from imio.centrale.domain.figures import Mission
from imio.centrale.domain.figures import money_figure
from imio.centrale.domain.figures import Period
from imio.centrale.domain.money import round_cents
from imio.centrale.domain.percent import percent_change


@dataclass(frozen=True)
class Variation:
    """From one period to the next; a percentage of nothing is ``None``."""

    number: int
    number_percent: Decimal | None
    amount: Decimal
    amount_percent: Decimal | None


@dataclass(frozen=True)
class Activity:
    """What happened with some dossiers in a period; ``key`` is a lot, a market or "".

    ``production`` and ``on_order`` are those of the end of the period.
    """

    key: str
    requests: Figure
    orders: Figure
    before: Figure
    production: Figure
    on_order: Figure

    @property
    def mean(self) -> Decimal | None:
        """The mean amount of an order, to the cent; ``None`` without order."""
        if not self.orders.number:
            return None
        return round_cents(self.orders.amount / self.orders.number)

    @property
    def variation(self) -> Variation:
        """The orders against those of the same days of the year before."""
        new, old = self.orders, self.before
        return Variation(
            number=new.number - old.number,
            number_percent=percent_change(Decimal(old.number), Decimal(new.number)),
            amount=new.amount - old.amount,
            amount_percent=percent_change(old.amount, new.amount),
        )


@dataclass(frozen=True)
class NewClients:
    """The authorities for which a lot was delivered for the first time, by year."""

    key: str
    by_year: dict[int, Figure]


def activity(key: str, missions: Sequence[Mission], period: Period) -> Activity:
    """The figures of those dossiers in a period."""
    return Activity(
        key=key,
        requests=figure(
            each.uid for each in missions if each.day("submitted") in period
        ),
        orders=_ordered_in(missions, period),
        before=_ordered_in(missions, period.before()),
        production=money_figure(
            [each for each in missions if _is_by(each.delivered, period.last)]
        ),
        on_order=money_figure(
            [each for each in missions if is_on_order(each, period.last)]
        ),
    )


def activities(
    missions: Iterable[Mission], key: Callable[[Mission], str], period: Period
) -> tuple[Activity, ...]:
    """The same for each lot, or each market, by UID."""
    by_key = grouped(missions, key)
    return tuple(activity(name, group, period) for name, group in by_key.items())


def _ordered_in(missions: Iterable[Mission], period: Period) -> Figure:
    return money_figure([each for each in missions if each.ordered in period])


def _is_by(happened: date | None, day: date) -> bool:
    return happened is not None and happened <= day


def is_on_order(mission: Mission, day: date) -> bool:
    """Ordered by that day, and not delivered by then."""
    return _is_by(mission.ordered, day) and not _is_by(mission.delivered, day)


def new_clients(missions: Iterable[Mission], last: int) -> tuple[NewClients, ...]:
    """By lot, the first delivery to each authority, up to the year ``last``."""
    delivered = sorted(
        (each for each in missions if each.delivered and each.delivered.year <= last),
        key=lambda each: (each.delivered, each.uid),
    )
    first: dict[tuple[str, str], Mission] = {}
    for mission in delivered:
        first.setdefault((mission.lot, mission.authority), mission)
    by_lot = grouped(first.values(), lambda each: each.lot)
    return tuple(NewClients(lot, _by_year(group)) for lot, group in by_lot.items())


def _by_year(missions: Iterable[Mission]) -> dict[int, Figure]:
    by_year = grouped(missions, lambda each: str(each.delivered.year))
    return {
        int(year): figure(each.uid for each in group) for year, group in by_year.items()
    }
