"""Names of forms and of what stands in them, for those who see no script at work.

Plone ties no label to the cells of a grid, nor to the field of a file.
"""

from html import escape
from imio.centrale import _
from plone.formwidget.namedfile.widget import NamedFileWidget
from z3c.form.interfaces import ICheckBoxWidget
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IRadioWidget
from z3c.form.interfaces import ISingleCheckBoxWidget
from z3c.form.widget import FieldWidget
from zope.i18n import translate
from zope.interface import implementer


#: portal type -> the title of its add form
ADD_TITLES = {
    "imio.centrale.Adhesion": _("Add an adhesion"),
    "imio.centrale.Centrale": _("Add a centrale"),
    "imio.centrale.ClosureFile": _("Add a closure file"),
    "imio.centrale.InformationSession": _("Add an information session"),
    "imio.centrale.LiquidationBatch": _("Add a liquidation batch"),
    "imio.centrale.LocalAuthority": _("Add a local authority"),
    "imio.centrale.Lot": _("Add a lot"),
    "imio.centrale.Market": _("Add a market"),
    "imio.centrale.MissionRequest": _("Add a mission request"),
    "imio.centrale.Offer": _("Add an offer"),
    "imio.centrale.Order": _("Add an order"),
    "imio.centrale.PriceInventory": _("Add a price inventory"),
    "imio.centrale.SubsidyProgram": _("Add a subsidy program"),
    "imio.centrale.Supplier": _("Add a supplier"),
}
#: kinds of fields that bear a label of their own
LABELLED = (ICheckBoxWidget, IRadioWidget, ISingleCheckBoxWidget)


class LabelledFileWidget(NamedFileWidget):
    """The field itself has the name that stands above it, and says when it is wrong."""

    def render(self):
        told = {"aria-label": label_of(self)}
        if self.error is not None:
            told["aria-invalid"] = "true"
        parts = (f'{name}="{escape(text)}"' for name, text in told.items())
        field = 'type="file"'
        return super().render().replace(field, " ".join((*parts, field)), 1)


@implementer(IFieldWidget)
def LabelledFileFieldWidget(field, request):
    return FieldWidget(field, LabelledFileWidget(request))


def label_cells(grid):
    """Each cell of a grid is named by the heading of its column; also in new rows."""
    for row in getattr(grid, "widgets", ()):
        for cell in getattr(row, "widgets", {}).values():
            if not any(each.providedBy(cell) for each in LABELLED):
                cell.attributes["aria-label"] = label_of(cell)


def label_of(widget):
    return translate(widget.label, context=widget.request)
