"""How far the ceiling of a lot or a market is used: a bar, its figures, who holds what."""

from dataclasses import dataclass
from imio.centrale import _
from imio.centrale import ceilings
from imio.centrale.adhesions import adhesion_in
from imio.centrale.browser import charts
from imio.centrale.browser import showing
from imio.centrale.browser.base import Macros
from imio.centrale.browser.offer_tables import headings
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.ceiling_book import ALL
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.money import ZERO
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import brains_of
from imio.centrale.messages import sentence
from imio.centrale.parties import may
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate


LABELS = {
    "consumed": _("Consumed by confirmed orders"),
    "reserved": _("Reserved by offers and orders"),
    "left": _("Left"),
}
AUTHORITIES = (
    (_("Authority"), ""),
    (_("Maximum declared"), "number"),
    (_("Consumed"), "number"),
    (_("Reserved"), "number"),
    (_("Left"), "number"),
)


@dataclass(frozen=True)
class Row:
    """A part of the bar as the page shows it."""

    part: charts.Part
    label: str
    amount: str


@dataclass(frozen=True)
class Bar:
    """A ceiling in figures; ``ceiling`` is empty when there is none."""

    ceiling: str
    text: str
    rows: tuple
    warnings: tuple


class CeilingMacros(Macros):
    """``context/@@centrale-ceiling-macros/<name>``"""

    index = ViewPageTemplateFile("templates/ceiling_macros.pt")


def warnings(mission, request):
    """How near the ceilings of a dossier are, in sentences, for those who may know."""
    return [sentence(each, request) for each in ceilings.warnings_for(mission)]


def bars(obj, request):
    """The bar of a lot or a market for agents and auditors; none for the others."""
    return [_bar(obj, request)] if may(obj, ceilings.PERMISSION) else []


def _bar(obj, request):
    found = ceilings.standing(obj)
    consumed, reserved = ceilings.book_of(obj).sum()
    amounts = {"consumed": consumed, "reserved": reserved}
    if found.ceiling is not None:
        amounts["left"] = max(found.left, ZERO)
    rows = tuple(
        Row(
            part,
            translate(LABELS[part.name], context=request),
            showing.euros(part.amount),
        )
        for part in charts.meter(amounts)
    )
    return Bar(
        ceiling=showing.euros(found.ceiling),
        text="; ".join(f"{row.label}: {row.amount} ({row.part.share})" for row in rows),
        rows=rows,
        warnings=tuple(sentence(each, request) for each in ceilings.warnings_of(obj)),
    )


def authorities(lot, request):
    """What each authority holds of a lot against the maximum it declared, if any does."""
    sums = ceilings.book_of(lot).sums
    held = {uid: each for uid, each in sums.items() if uid != ALL and any(each)}
    if not may(lot, ceilings.PERMISSION) or not held:
        return []
    titles = {uid: brain.Title for uid, brain in brains_of(held).items()}
    ordered = sorted(held.items(), key=lambda item: titles.get(item[0], item[0]))
    return [
        Table(
            title=translate(_("Ceilings of the authorities"), context=request),
            columns=headings(request, AUTHORITIES),
            rows=tuple(
                _authority_row(lot, uid, titles.get(uid, uid), *each)
                for uid, each in ordered
            ),
        )
    ]


def _authority_row(lot, uid, title, consumed, reserved):
    adhesion = adhesion_in(ancestor(lot, ICentrale), uid)
    most = ceilings.maximum_in(adhesion, lot.UID()) if adhesion is not None else None
    left = None if most is None else exact_sum([most, -consumed, -reserved])
    amounts = (most, consumed, reserved, left)
    cells = (Cell(showing.euros(each), kind="number") for each in amounts)
    return (Cell(title), *cells)
