"""The lots of a centrale as a request chooses among them: with options, or with why not."""

from dataclasses import dataclass
from imio.centrale import clock
from imio.centrale import lots
from imio.centrale.content.market import IMarket
from imio.centrale.domain.cascade import ranks_on
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.request_draft import Orderable
from imio.centrale.lookup import ancestor
from plone import api


LOT = "imio.centrale.Lot"


@dataclass(frozen=True)
class LotChoice:
    """A lot as the page shows it; ``options`` are codes with their words."""

    uid: str
    number: str
    title: str
    description: str
    market: str
    options: tuple
    reasons: tuple

    @property
    def orderable(self):
        """The same for the rules."""
        return Orderable(frozenset(code for code, _label in self.options), self.reasons)


def choices(centrale):
    """The lots that this user sees, by number; the closed ones with why."""
    brains = api.content.find(centrale, portal_type=LOT)
    found = [choice(brain.getObject()) for brain in brains]
    return sorted(found, key=lambda each: (len(each.number), each.number))


def choice(lot):
    """One lot."""
    options = tuple((row["code"], row["label"]) for row in lot.options or ())
    return LotChoice(
        uid=lot.UID(),
        number=lot.number,
        title=lot.title,
        description=lot.description,
        market=ancestor(lot, IMarket).title,
        options=options,
        reasons=tuple(closed_reasons(lot)),
    )


def closed_reasons(lot):
    """Why nobody can ask for the lot today."""
    found = lots.closed_reasons(lot)
    if not found and not ranks_on(lot.ranks(), clock.today()):
        return [reason("no_supplier")]
    return found
