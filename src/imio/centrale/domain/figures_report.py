"""The activity report of a centrale as one value, and each of its figures by address.

An address is what a link carries: ``orders.<lot>``, ``members.province.namur``,
``funnel.stopped.offered``. Whoever asks for the same address on the same dossiers gets
the same list.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from imio.centrale.domain.figures import Adhesion
from imio.centrale.domain.figures import Authority
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import grouped
from imio.centrale.domain.figures import Mission
from imio.centrale.domain.figures import Period
from imio.centrale.domain.figures_members import Members
from imio.centrale.domain.figures_members import members
from imio.centrale.domain.figures_orders import activities
from imio.centrale.domain.figures_orders import Activity
from imio.centrale.domain.figures_orders import activity
from imio.centrale.domain.figures_orders import new_clients
from imio.centrale.domain.figures_orders import NewClients
from imio.centrale.domain.funnel import funnel
from imio.centrale.domain.funnel import Step
from imio.centrale.domain.lead_times import all_times
from imio.centrale.domain.lead_times import Times


COUNTED = ("requests", "orders", "before", "production", "on_order")

Addressed = tuple[str, Figure]


@dataclass(frozen=True)
class Report:
    """The figures of a period. ``times_by_lot`` has the lots that some dossier is of."""

    period: Period
    members: Members
    total: Activity
    markets: tuple[Activity, ...]
    lots: tuple[Activity, ...]
    new_clients: tuple[NewClients, ...]
    times: tuple[Times, ...]
    times_by_lot: dict[str, tuple[Times, ...]]
    funnel: tuple[Step, ...]

    def figures(self) -> dict[str, Figure]:
        """Every figure by its address."""
        return dict(
            (
                *_of_members(self.members),
                *_of_activities((self.total, *self.markets, *self.lots)),
                *_of_clients(self.new_clients),
                *_of_times(self.times, ""),
                *(
                    addressed
                    for lot, times in self.times_by_lot.items()
                    for addressed in _of_times(times, lot)
                ),
                *_of_funnel(self.funnel),
            )
        )


def report(
    authorities: Sequence[Authority],
    adhesions: Sequence[Adhesion],
    missions: Sequence[Mission],
    period: Period,
) -> Report:
    """The whole report."""
    by_lot = grouped(missions, lambda each: each.lot)
    return Report(
        period=period,
        members=members(authorities, adhesions, period),
        total=activity("", missions, period),
        markets=activities(missions, lambda each: each.market, period),
        lots=activities(missions, lambda each: each.lot, period),
        new_clients=new_clients(missions, period.year),
        times=all_times(missions, period),
        times_by_lot={lot: all_times(group, period) for lot, group in by_lot.items()},
        funnel=funnel(missions, period),
    )


def address(*words: str) -> str:
    """The words of an address, those left out that are empty."""
    return ".".join(word for word in words if word)


def _of_members(found: Members) -> Iterator[Addressed]:
    yield "members", found.total.members
    yield "rest", found.total.rest
    yield "joined", found.joined
    yield "in_progress", found.in_progress
    groups = (
        ("kind", found.by_kind),
        ("province", found.by_province),
        ("band", found.by_band),
        ("communes", (found.communes,)),
    )
    for name, shares in groups:
        for share in shares:
            yield address("members", name, share.key), share.members
            yield address("rest", name, share.key), share.rest


def _of_activities(found: Sequence[Activity]) -> Iterator[Addressed]:
    for each in found:
        for name in COUNTED:
            yield address(name, each.key), getattr(each, name)


def _of_clients(found: Sequence[NewClients]) -> Iterator[Addressed]:
    for each in found:
        for year, figure in each.by_year.items():
            yield address("new_clients", each.key, str(year)), figure


def _of_times(found: Sequence[Times], lot: str) -> Iterator[Addressed]:
    for each in found:
        yield address("times", each.span.name, lot), each.figure


def _of_funnel(found: Sequence[Step]) -> Iterator[Addressed]:
    for step in found:
        for name in ("reached", "waiting", "stopped"):
            yield address("funnel", name, step.name), getattr(step, name)
