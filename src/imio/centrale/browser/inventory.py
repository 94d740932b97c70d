"""Annexe B by pages: an inventory of any size, its files, one line at a time."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.annexe_b import comparing
from imio.centrale.annexe_b import exporting
from imio.centrale.annexe_b import targets
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.asked import Paged
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.forms import CentraleEditForm
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.content.inventory import IInventoryRow
from imio.centrale.content.lot import ILot
from imio.centrale.domain.inventory_columns import FIELDS
from imio.centrale.domain.line_search import find_lines
from imio.centrale.lookup import ancestor
from imio.centrale.messages import INVENTORY_FIELDS
from imio.centrale.parties import may
from imio.centrale.parties import PROVIDER_ROLE
from plone import api
from plone.batching import Batch
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from Products.Five.browser import BrowserView
from urllib.parse import urlencode
from zope.interface import classImplements


#: lines beyond which the grid of the form gives way to files and single lines
GRID_MOST = 200
#: the formats, as links name them
FORMATS = (("xlsx", "XLSX"), ("csv", "CSV"), ("ods", "ODS"))
COMPARE = "imio.centrale: View Ranking"


def line_cells(line, request, columns=FIELDS):
    """A line of annexe B as people read it."""
    return tuple(value_cell(name, getattr(line, name), request) for name in columns)


def value_cell(name, value, request):
    """One value of a line."""
    return showing.cell(IInventoryRow[name], value, request)


def line_headings(translate, columns=FIELDS):
    """The headings of these columns, numbers to the right."""
    return tuple(
        Cell(
            translate(INVENTORY_FIELDS[name]), kind=showing.kind_of(IInventoryRow[name])
        )
        for name in columns
    )


def lot_links(lot, translate):
    """On a lot: the import for agents; the template for them and for suppliers."""
    url = lot.absolute_url()
    found = []
    if may(lot, targets.ADD):
        found.append(Cell(translate(_("Import annexe B")), f"{url}/@@centrale-import"))
    if found or PROVIDER_ROLE in api.user.get_roles():
        text = translate(_("Template of annexe B (XLSX)"))
        found.append(Cell(text, f"{url}/@@centrale-template"))
    return found


class InventoryPage(Paged, Page):
    """``view`` of annexe B: its period, and fifty of its lines, searched by code or
    words.
    """

    fields = ("supplier", "version", "valid_from", "valid_to", "source_file")

    def facts(self):
        lot = ancestor(self.context, ILot)
        named = Fact(self.translate(_("Lot")), (showing.link(lot),))
        return [named, *super().facts()]

    @property
    def url(self):
        return self.context.absolute_url()

    @property
    def links(self):
        found = []
        if self.may_edit:
            text = self.translate(_("Import annexe B"))
            found.append(Cell(text, f"{self.url}/@@centrale-import"))
            text = self.translate(_("Add a line"))
            found.append(Cell(text, f"{self.url}/@@centrale-line"))
        found += super().links
        if may(self.context, COMPARE) and comparing.other_versions(self.context):
            text = self.translate(_("Compare with another version"))
            found.append(Cell(text, f"{self.url}/@@centrale-compare"))
        return found

    @property
    def downloads(self):
        """The lines in each format, and the template that they fill in."""
        found = [
            Cell(title, f"{self.url}/@@centrale-export?format={kind}")
            for kind, title in FORMATS
        ]
        text = self.translate(_("Template for the next version"))
        return [*found, Cell(text, f"{self.url}/@@centrale-template")]

    # -- the lines ---------------------------------------------------------------------

    @property
    def asked(self):
        """What is searched for."""
        return text_of(self.request, "q")

    @cached_property
    def lines(self):
        return self.context.inventory_lines()

    @cached_property
    def batch(self):
        found = find_lines(self.lines, self.asked, limit=len(self.lines)).lines
        return Batch(found, BATCH_SIZE, self.start)

    @property
    def columns(self):
        """Those in which some line of the inventory holds something."""
        return [name for name in FIELDS if any(getattr(x, name) for x in self.lines)]

    @property
    def count(self):
        """How many lines there are, and how many were found."""
        if not self.asked:
            values = {"count": len(self.lines)}
            return self.translate(_("${count} lines", mapping=values))
        values = {"found": self.batch.sequence_length, "count": len(self.lines)}
        return self.translate(_("${found} of ${count} lines", mapping=values))

    def table(self):
        """The lines of this page."""
        columns = self.columns
        headings = line_headings(self.translate, columns)
        return Table(
            title="",
            columns=(*headings, Cell()) if self.may_edit else headings,
            rows=tuple(self.row(line, columns) for line in self.batch),
            empty=self.translate(_("No line.")),
        )

    def row(self, line, columns):
        cells = line_cells(line, self.request, columns)
        if not self.may_edit:
            return cells
        url = f"{self.url}/@@centrale-line?{urlencode({'line': line.code})}"
        return (*cells, Cell(self.translate(_("Edit")), url))


class Export(BrowserView):
    """``@@centrale-export?format=``: the lines of an inventory as a file."""

    def __call__(self):
        kind = text_of(self.request, "format") or "xlsx"
        written = exporting.export(self.context, kind)
        return written.send(self.request.response)


class LotTemplate(BrowserView):
    """``@@centrale-template`` of a lot: the workbook to fill in."""

    def __call__(self):
        return exporting.template(self.context).send(self.request.response)


class NextTemplate(BrowserView):
    """``@@centrale-template`` of an inventory: the same, with its lines."""

    def __call__(self):
        written = exporting.next_template(self.context)
        return written.send(self.request.response)


class InventoryEditForm(CentraleEditForm):
    """The lines as a grid as long as there are few of them."""

    @property
    def is_large(self):
        return len(self.context.lines or ()) > GRID_MOST

    def updateFields(self):
        super().updateFields()
        if self.is_large:
            self.fields = self.fields.omit("lines")

    @property
    def notices(self):
        """Where the lines are changed."""
        if not self.is_large:
            return ()
        values = {"count": len(self.context.lines)}
        text = _(
            "The ${count} lines are not in this form: change one of them from the page "
            "of the inventory, or all of them by importing a file.",
            mapping=values,
        )
        return (self.say(text),)


InventoryEditView = layout.wrap_form(InventoryEditForm)
classImplements(InventoryEditView, IDexterityEditForm)
