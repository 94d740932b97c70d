"""What one authority chose: its solutions, amounts and days ([IDELUX] text 001)."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import figures
from imio.centrale.browser import showing
from imio.centrale.browser.base import brain_state
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.figures import ORDERED
from imio.centrale.domain.money import exact_sum
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import brains_of
from imio.centrale.lookup import search


COLUMNS = (
    (_("Solution"), ""),
    (_("Subject"), ""),
    (_("State"), ""),
    (_("Requested"), ""),
    (_("Ordered"), ""),
    (_("Delivered"), ""),
    (_("Amount excl. VAT"), "number"),
)


@dataclass(frozen=True)
class Row:
    """A dossier: what the catalog knows of it, and the same as the figures read it."""

    brain: object
    mission: object


class Focus:
    """One authority in one centrale; ``Refused`` for one that is not in the register."""

    def __init__(self, found, uid, words):
        brain = brains_of([uid]).get(uid)
        if brain is None or brain.portal_type != figures.AUTHORITY:
            raise Refused([reason("no_such_authority", "authority")])
        self.found = found
        self.words = words
        self.brain = brain

    @property
    def title(self):
        return self.brain.Title

    @property
    def url(self):
        return self.brain.getURL()

    @property
    def joined(self):
        """Since when it is a member; empty when it is none."""
        days = [each.days["active"] for each in self.adhesions if "active" in each.days]
        is_member = self.brain.UID in self.found.report.members.total.members.uids
        return showing.day(min(days)) if is_member and days else ""

    @cached_property
    def adhesions(self):
        brains = search(
            portal_type=figures.ADHESION,
            centrale_uid=self.found.centrale.UID(),
            authority_uid=self.brain.UID,
        )
        return [figures.adhesion_row(brain) for brain in brains]

    @cached_property
    def rows(self):
        """Its dossiers of every year, the latest request first; drafts are its own."""
        brains = search(
            portal_type=figures.MISSION,
            centrale_uid=self.found.centrale.UID(),
            authority_uid=self.brain.UID,
            sort_on="created",
            sort_order="descending",
        )
        rows = (Row(brain, figures.mission_row(brain)) for brain in brains)
        return [row for row in rows if row.mission.state != "draft"]

    @property
    def ordered(self):
        return [row.mission for row in self.rows if row.mission.state in ORDERED]

    @property
    def summary(self):
        """How many solutions it ordered, and for how much."""
        amounts = (m.amount for m in self.ordered if m.amount is not None)
        values = {
            "number": len(self.ordered),
            "amount": showing.euros(exact_sum(amounts)),
        }
        text = _(
            "Solutions ordered: ${number}, for ${amount} excluding VAT.", mapping=values
        )
        return self.words.text(text)

    @property
    def table(self):
        return Table(
            title="",
            columns=tuple(
                Cell(self.words.text(title), kind=kind) for title, kind in COLUMNS
            ),
            rows=tuple(map(self.cells, self.rows)),
            empty=self.words.text(_("It has asked for nothing yet.")),
        )

    def cells(self, row):
        mission = row.mission
        lot = self.found.lots.get(mission.lot)
        return (
            Cell(lot.title if lot else ""),
            Cell(row.brain.Title, row.brain.getURL()),
            brain_state(row.brain, self.words.request),
            Cell(showing.day(mission.day("submitted"))),
            Cell(showing.day(mission.ordered)),
            Cell(showing.day(mission.delivered)),
            Cell(showing.euros(mission.amount), kind="number"),
        )
