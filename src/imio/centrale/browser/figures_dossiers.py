"""``@@centrale-figures-dossiers``: what stands behind one figure, dossier by dossier."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import figures
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.figures import FiguresBase
from imio.centrale.browser.figures import PAGE
from imio.centrale.browser.figures_cells import count
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.lookup import titles_of
from plone.batching import Batch


COLUMNS = {
    figures.MISSION: (
        (_("Code"), ""),
        (_("Authority"), ""),
        (_("Lot"), ""),
        (_("State"), ""),
        (_("Request"), ""),
        (_("Order"), ""),
        (_("Delivery"), ""),
        (_("Amount excl. VAT"), "number"),
    ),
    figures.ADHESION: ((_("Authority"), ""), (_("State"), ""), (_("Begun"), "")),
    figures.AUTHORITY: ((_("Authority"), ""), (_("Kind"), ""), (_("Province"), "")),
    figures.ENQUIRY: ((_("Subject"), ""), (_("Kind"), ""), (_("Received"), "")),
}


class FigureDossiers(Paged, FiguresBase):
    """For agents and auditors: the number of rows is the figure."""

    @property
    def title(self):
        return self.words.figure(self.address)

    @property
    def lead(self):
        values = {"number": count(self.figure.number)}
        return self.translate(_("Behind this figure: ${number}.", mapping=values))

    @property
    def back(self):
        text = self.translate(_("Figures"))
        return Cell(text, self.address_of(PAGE))

    @cached_property
    def address(self):
        return text_of(self.request, "figure")

    @cached_property
    def figure(self):
        return self.found.figure(self.address)

    @cached_property
    def batch(self):
        return Batch(figures.behind(self.figure), BATCH_SIZE, start=self.start)

    @cached_property
    def names(self):
        uids = (getattr(brain, "authority_uid", None) for brain in self.batch)
        return titles_of(uid for uid in uids if isinstance(uid, str))

    def answer(self):
        # an address that is none is refused before anything is drawn
        self.figure
        return self.index()

    @cached_property
    def table(self):
        brains = list(self.batch)
        portal_type = brains[0].portal_type if brains else figures.MISSION
        cells = {
            figures.MISSION: self.mission_cells,
            figures.ADHESION: self.adhesion_cells,
            figures.AUTHORITY: self.authority_cells,
            figures.ENQUIRY: self.enquiry_cells,
        }[portal_type]
        return Table(
            title="",
            columns=tuple(
                Cell(self.translate(title), kind=kind)
                for title, kind in COLUMNS[portal_type]
            ),
            rows=tuple(map(cells, brains)),
            empty=self.translate(_("Nothing stands behind it: it is zero.")),
        )

    def mission_cells(self, brain):
        row = figures.mission_row(brain)
        lot = self.found.lots.get(row.lot)
        return (
            Cell(brain.tracking_code, brain.getURL()),
            Cell(self.names.get(row.authority, "")),
            Cell(lot.title if lot else ""),
            self.brain_state(brain),
            Cell(showing.day(row.days.get("submitted"))),
            Cell(showing.day(row.days.get("ordered"))),
            Cell(showing.day(row.days.get("closing"))),
            Cell(showing.euros(row.amount), kind="number"),
        )

    def adhesion_cells(self, brain):
        begun = figures.adhesion_row(brain).begun
        name = self.names.get(brain.authority_uid, brain.Title)
        return (
            Cell(name, brain.getURL()),
            self.brain_state(brain),
            Cell(showing.day(begun)),
        )

    def authority_cells(self, brain):
        row = figures.authority_row(brain)
        province = self.words.term("province", row.province) if row.province else ""
        return (
            Cell(brain.Title, brain.getURL()),
            Cell(self.words.term("kind", row.kind)),
            Cell(province),
        )

    def enquiry_cells(self, brain):
        received = brain.created.asdatetime()
        return (
            Cell(brain.Title, brain.getURL()),
            Cell(self.words.term("enquiries", brain.enquiry_kind)),
            Cell(showing.instant(received)),
        )
