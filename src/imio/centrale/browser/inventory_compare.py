"""``@@centrale-compare``: an inventory beside another version, and who keeps that one."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.annexe_b import comparing
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import ByKind
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.inventory import line_headings
from imio.centrale.browser.inventory import value_cell
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.inventory_columns import FIELDS
from plone.batching import Batch
from urllib.parse import urlencode


KIND_TITLES = {
    comparing.REPRICED: _("Other price"),
    comparing.RELABELLED: _("Other label or unit"),
    comparing.RECLASSIFIED: _("Other VAT or option"),
    comparing.NEW: _("New"),
    comparing.GONE: _("Gone"),
}
ARROW = "\N{NO-BREAK SPACE}→ "
#: codes of a dossier that the table names
CODES_SHOWN = 10


class ComparePage(ByKind, Page):
    """Against the version published before; ``with`` names another one."""

    kind_titles = KIND_TITLES
    all_title = _("All changes")

    @property
    def title(self):
        return self.translate(_("Compare two versions"))

    @property
    def kind(self):
        return self.context.title

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def action(self):
        return f"{self.context.absolute_url()}/@@centrale-compare"

    # -- the two versions --------------------------------------------------------------

    @cached_property
    def old(self):
        """The version to compare with; ``None`` when there is none."""
        named = text_of(self.request, "with")
        return comparing.version_to_compare(self.context, named)

    @property
    def choices(self):
        """The other versions, with what tells them apart."""
        chosen = self.old.UID() if self.old is not None else ""
        return [
            {
                "uid": obj.UID(),
                "text": f"{obj.title} ({showing.day(obj.valid_from)}, "
                f"{self.state_name(obj)})",
                "selected": obj.UID() == chosen,
            }
            for obj in comparing.other_versions(self.context)
        ]

    @cached_property
    def difference(self):
        return comparing.difference_of(self.old, self.context)

    @property
    def unchanged(self):
        """How many lines are the same, in a sentence."""
        values = {"count": self.difference.unchanged}
        return self.translate(_("${count} lines are the same.", mapping=values))

    # -- the lines ---------------------------------------------------------------------

    @cached_property
    def changes(self):
        return list(comparing.changes(self.difference))

    @property
    def total(self):
        return len(self.changes)

    @property
    def counts(self):
        return comparing.counts(self.difference)

    def kind_url(self, kind):
        return f"{self.action}?{self.query(kind)}"

    def query(self, kind):
        named = {"with": self.old.UID()}
        return urlencode({**named, "kind": kind} if kind else named)

    @cached_property
    def batch(self):
        wanted = self.kind_asked
        found = [each for each in self.changes if not wanted or wanted in each.kinds]
        return Batch(found, BATCH_SIZE, self.start)

    def table(self):
        """The changes of this page."""
        return Table(
            title="",
            columns=(
                Cell(self.translate(_("What"))),
                *line_headings(self.translate),
                Cell(self.translate(_("Difference")), kind="number"),
            ),
            rows=tuple(self.row(each) for each in self.batch),
            empty=self.translate(_("No line.")),
        )

    def row(self, change):
        kinds = ", ".join(self.translate(KIND_TITLES[kind]) for kind in change.kinds)
        return (
            Cell(kinds),
            *(self.value(change, name) for name in FIELDS),
            Cell(percent(change.percent), kind="number"),
        )

    def value(self, change, name):
        """The value; of a change the old one, then the new one."""
        new = value_cell(name, getattr(change.line, name), self.request)
        if change.old is None or change.new is None:
            return new
        old = value_cell(name, getattr(change.old, name), self.request)
        if old == new:
            return new
        return Cell(f"{old.text or '–'}{ARROW}{new.text or '–'}", kind=new.kind)

    # -- the missions ------------------------------------------------------------------

    def missions(self):
        """The open missions that rest on the other version, and use what changed."""
        found = comparing.missions_concerned(self.old, self.difference)
        return Table(
            title=self.translate(_("Open missions that keep the other version")),
            columns=tuple(
                Cell(self.translate(text))
                for text in (
                    _("Code"),
                    _("Subject"),
                    _("State"),
                    _("Lines that differ"),
                )
            ),
            rows=tuple(self.mission(*each) for each in found),
            empty=self.translate(_("No open mission uses a line that changed.")),
        )

    def mission(self, mission, codes):
        return (
            showing.link(mission, mission.tracking_code),
            Cell(mission.title),
            self.state_cell(mission),
            Cell(self.codes(codes)),
        )

    def codes(self, codes):
        """The first codes, and how many more there are."""
        if not codes:
            return self.translate(_("No offer yet: it will rest on that version."))
        more = len(codes) - CODES_SHOWN
        rest = f" … (+{more})" if more > 0 else ""
        return ", ".join(codes[:CODES_SHOWN]) + rest


def percent(value):
    """``+2,50 %``; nothing where the price is the same or was zero."""
    if not value:
        return ""
    return f"{value:+f}".replace(".", ",") + f"{showing.NO_BREAK_SPACE}%"
