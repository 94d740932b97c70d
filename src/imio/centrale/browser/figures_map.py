"""A cartogram: one tile for each municipality of the register, province by province.

A tile has no place on the ground: those of a province stand in alphabetical order.
"""

from dataclasses import dataclass
from imio.centrale import _
from imio.centrale import figures
from imio.centrale.browser import figures_charts
from imio.centrale.domain.figures_members import UNKNOWN
from imio.centrale.lookup import brains_of


#: state of a tile -> what its pattern means
STATES = {
    "member": _("Member"),
    "begun": _("Adhesion in progress"),
    "none": _("Not a member"),
}
#: from west to east and from north to south, as the page places them
WALLONIA = ("hainaut", "brabant_wallon", "namur", "liege", "luxembourg")
PROVINCES = (*WALLONIA, UNKNOWN)


@dataclass(frozen=True)
class Province:
    """Its tiles, and how many of them are in each state."""

    id: str
    title: str
    tiles: figures_charts.Tiles
    counts: dict

    @property
    def whole(self):
        return sum(self.counts.values())


def provinces(found, words):
    """The provinces that have a municipality in the register."""
    members = found.report.members
    begun = {brain.authority_uid for brain in figures.behind(members.in_progress)}
    states = {
        **dict.fromkeys(begun, "begun"),
        **dict.fromkeys(members.communes.members.uids, "member"),
    }
    names = brains_of(members.communes.registered.uids)
    by_key = {share.key: share for share in members.by_province}
    return [
        _province(key, by_key[key], states, names, words)
        for key in PROVINCES
        if key in by_key
    ]


def _province(key, share, states, names, words):
    named = sorted(
        (names[uid].Title, states.get(uid, "none")) for uid in share.registered.uids
    )
    counts = {state: sum(each == state for _name, each in named) for state in STATES}
    return Province(
        key, words.term("province", key), figures_charts.tiles(named), counts
    )
