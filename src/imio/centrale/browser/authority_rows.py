"""The dossiers of an authority as rows, from the catalog only."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.base import brain_state
from imio.centrale.browser.base import Macros
from imio.centrale.browser.mission import actor_name
from imio.centrale.browser.offer_tables import headings
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.columns import amount_of
from imio.centrale.columns import due_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class AuthorityMacros(Macros):
    """``context/@@centrale-authority-macros/<name>``"""

    index = ViewPageTemplateFile("templates/authority_macros.pt")


COLUMNS = (
    (_("Code"), ""),
    (_("Subject"), ""),
    (_("Lot"), ""),
    (_("State"), ""),
    (_("Who acts next"), ""),
    (_("Until"), ""),
    (_("Amount excl. VAT"), "number"),
)


def missions_table(title, brains, lots, request):
    """A table of missions; ``lots`` are the titles of lots by their UIDs."""
    return Table(
        title=title,
        columns=headings(request, COLUMNS),
        rows=tuple(_row(brain, lots, request) for brain in brains),
    )


def _row(brain, lots, request):
    return (
        Cell(brain.tracking_code, brain.getURL(), kind="code"),
        Cell(brain.Title),
        Cell(lots.get(brain.lot_uid, "")),
        brain_state(brain, request),
        Cell(actor_name(brain.next_actor, request)),
        Cell(showing.instant(due_of(brain))),
        Cell(showing.euros(amount_of(brain)), kind="number"),
    )
