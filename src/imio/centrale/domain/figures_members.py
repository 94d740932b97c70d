"""Who joined: by kind, by province, by number of inhabitants ([iMio-2020] 003, 4.1).

The whole of each is what the register holds: its authorities of that kind, its communes
of that province. Provinces and bands count communes, as the report of 2020 does.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from imio.centrale.domain.figures import Adhesion
from imio.centrale.domain.figures import Authority
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.figures import figure
from imio.centrale.domain.figures import grouped
from imio.centrale.domain.figures import percent
from imio.centrale.domain.figures import Period


COMMUNE = "commune"
#: what the register does not say of an authority
UNKNOWN = "unknown"
#: the most inhabitants of each band; the last one has no end
BANDS = (5_000, 10_000, 15_000, 20_000, 40_000, 100_000, None)


@dataclass(frozen=True)
class Share:
    """The members among the authorities of one kind, province or band."""

    key: str
    registered: Figure
    members: Figure

    @property
    def rest(self) -> Figure:
        """Those of the register that have not joined."""
        joined = frozenset(self.members.uids)
        return figure(uid for uid in self.registered.uids if uid not in joined)

    @property
    def percent(self) -> Decimal | None:
        """Of the register, to the tenth."""
        return percent(self.members.number, self.registered.number)


@dataclass(frozen=True)
class Members:
    """The members at the end of a period, and how they changed in it.

    ``in_progress`` holds adhesions, the others hold authorities. ``inhabitants`` are
    those of the communes that are members, as far as the register tells.
    """

    total: Share
    by_kind: tuple[Share, ...]
    by_province: tuple[Share, ...]
    by_band: tuple[Share, ...]
    communes: Share
    joined: Figure
    in_progress: Figure
    inhabitants: int


def band_of(population: int | None) -> str:
    """``5001-10000``, the last one ``100001-``; ``unknown`` for no number."""
    if population is None:
        return UNKNOWN
    place = next(i for i, top in enumerate(BANDS) if top is None or population <= top)
    return _BAND_NAMES[place]


def _band_names() -> tuple[str, ...]:
    starts = [0, *(top + 1 for top in BANDS if top is not None)]
    return tuple(f"{start}-{top or ''}" for start, top in zip(starts, BANDS))


_BAND_NAMES = _band_names()


def members(
    authorities: Sequence[Authority], adhesions: Sequence[Adhesion], period: Period
) -> Members:
    """The members at the end of the period."""
    joined = members_on(adhesions, period.last)
    communes = [each for each in authorities if each.kind == COMMUNE]
    return Members(
        total=_share("", authorities, joined),
        by_kind=_shares(authorities, joined, lambda each: each.kind),
        by_province=_shares(communes, joined, lambda each: each.province or UNKNOWN),
        by_band=_in_order(
            _shares(communes, joined, lambda each: band_of(each.population))
        ),
        communes=_share("", communes, joined),
        joined=figure(
            each.authority for each in adhesions if each.days.get("active") in period
        ),
        in_progress=figure(
            each.uid
            for each in adhesions
            if each.is_in_progress_on(period.last) and each.authority not in joined
        ),
        inhabitants=sum(
            each.population or 0 for each in communes if each.uid in joined
        ),
    )


def members_on(adhesions: Iterable[Adhesion], day: date) -> frozenset[str]:
    """The UIDs of the authorities that are members on that day."""
    return frozenset(each.authority for each in adhesions if each.is_member_on(day))


def _shares(
    authorities: Iterable[Authority],
    joined: frozenset[str],
    key: Callable[[Authority], str],
) -> tuple[Share, ...]:
    by_key = grouped(authorities, key)
    return tuple(_share(name, group, joined) for name, group in sorted(by_key.items()))


def _share(key: str, group: Iterable[Authority], joined: frozenset[str]) -> Share:
    uids = [each.uid for each in group]
    return Share(key, figure(uids), figure(uid for uid in uids if uid in joined))


def _in_order(shares: Iterable[Share]) -> tuple[Share, ...]:
    """The bands from the smallest up, the unknown ones last."""
    places = {name: place for place, name in enumerate((*_BAND_NAMES, UNKNOWN))}
    return tuple(sorted(shares, key=lambda share: places[share.key]))
