"""``@@centrale-indicators``: what accepted closure files report, over all dossiers."""

from imio.centrale import _
from imio.centrale import reported
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.indicators import PERCENT
from imio.centrale.domain.indicators import YES_NO
from imio.centrale.parties import may


PAGE = "@@centrale-indicators"


def indicators_link(place, translate):
    """The way there, for those who may read the figures."""
    if not may(place, "imio.centrale: View Checks"):
        return []
    return [Cell(translate(_("Result indicators")), f"{place.absolute_url()}/{PAGE}")]


class LotIndicators(Page):
    """The figures of a lot."""

    buttons = links = ()
    state_title = ""

    @property
    def kind(self):
        return self.context.title

    @property
    def title(self):
        return self.translate(_("Result indicators"))

    @property
    def lead(self):
        return self.translate(
            _("Of the closure files that are accepted. A percentage is a mean.")
        )

    @property
    def back(self):
        return showing.link(self.context)

    def facts(self):
        return []

    def tables(self):
        return [self.table("", reported.figures_in(self.context))]

    def table(self, title, figures):
        headings = (
            (_("Code"), ""),
            (_("Label"), ""),
            (_("Figure"), "number"),
            (_("Unit"), ""),
            (_("Dossiers"), "number"),
            (_("Target reached"), "number"),
        )
        return Table(
            title=title,
            columns=tuple(
                Cell(self.translate(text), kind=kind) for text, kind in headings
            ),
            rows=tuple(self.row(each) for each in figures),
            empty=self.translate(_("No accepted closure file reports an indicator.")),
        )

    def row(self, figure):
        indicator = figure.indicator
        return (
            Cell(indicator.code),
            Cell(indicator.label),
            Cell(self.figure(figure), kind="number"),
            Cell(indicator.unit),
            Cell(str(figure.dossiers), kind="number"),
            Cell(self.reached(figure), kind="number"),
        )

    def figure(self, figure):
        """A sum, a mean, or how many of them say yes; nothing for a text."""
        if figure.figure is None:
            return ""
        if figure.indicator.kind == YES_NO:
            values = {"count": str(figure.figure), "total": str(figure.dossiers)}
            return self.translate(_("${count} yes of ${total}", mapping=values))
        text = f"{figure.figure:f}".replace(".", ",")
        percent = figure.indicator.kind == PERCENT
        return f"{text}{showing.NO_BREAK_SPACE}%" if percent else text

    def reached(self, figure):
        """How many of those that had a target reached it."""
        if not figure.with_target:
            return ""
        values = {"count": figure.reached, "total": figure.with_target}
        return self.translate(_("${count} of ${total}", mapping=values))


class CentraleIndicators(LotIndicators):
    """The figures of a centrale, then lot by lot."""

    def tables(self):
        return [
            self.table(
                self.translate(_("All lots")), reported.figures_in(self.context)
            ),
            *(
                self.table(lot.title, lot.figures)
                for lot in reported.figures_by_lot(self.context)
            ),
        ]
