"""The form of a closure file: a UBL invoice is read, the indicators of the lot asked."""

from imio.centrale import _
from imio.centrale import invoices
from imio.centrale import reported
from imio.centrale.browser import showing
from imio.centrale.browser.closure import correction_notices
from imio.centrale.browser.forms import CentraleEditForm
from imio.centrale.browser.mission_form import ChildAddForm
from imio.centrale.browser.mission_form import ChildAddView
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Table
from imio.centrale.domain.findings import blocks
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.missions import lot_of
from imio.centrale.missions import mission_of
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from z3c.form import button
from z3c.form.interfaces import IDataConverter
from zope.interface import classImplements


READ_TITLE = _("Read my UBL invoice")
READ = _("Read from the invoice: check these values, then save.")
NOT_UBL = _("This is not a UBL file: type the number, the date and the totals below.")
NO_FILE = _("Choose the file of the invoice first.")


class ReadsInvoice:
    """What the add and the edit form share."""

    notices = ()

    @property
    def help_table(self):
        """What the lot wants to know; ``None`` when it leaves that to the supplier."""
        defined = reported.defined_by(lot_of(mission_of(self.context)))
        return indicators_table(defined, self.say, self.request) if defined else None

    def read_invoice(self):
        """Fill in what the file says; nothing is saved."""
        widget = self.widgets["invoice"]
        file = IDataConverter(widget).toFieldValue(widget.value)
        if not hasattr(file, "open"):
            file = None if self.ignoreContext else self.context.invoice
        if file is None:
            self.note(self.say(NO_FILE), widget)
            return
        try:
            found = invoices.read(file, mission_of(self.context).tracking_code)
        except Refused as refused:
            self.refuse(refused.reasons)
            return
        self.fill(found)

    def fill(self, found):
        """The values of an ``InvoiceRead``, and what is wrong in it at its field."""
        if found is None:
            self.notices = (self.say(NOT_UBL),)
            return
        self.notices = (self.say(READ),)
        for name, value in invoices.values_of(found).items():
            widget = self.widgets.get(name)
            if widget is not None:
                widget.value = IDataConverter(widget).toWidgetValue(value)
        for each in found.findings:
            text = sentence(each, self.request)
            if blocks(each):
                self.note(text, self.widgets["invoice"])
            else:
                self.notices = (*self.notices, text)


class ClosureAddForm(ReadsInvoice, ChildAddForm):
    """A closure file, when the mission waits for it."""

    buttons = ChildAddForm.buttons.copy()
    handlers = ChildAddForm.handlers.copy()

    @button.buttonAndHandler(READ_TITLE, name="read")
    def handle_read(self, action):
        self.read_invoice()


class ClosureAddView(ChildAddView):
    form = ClosureAddForm


class ClosureEditForm(ReadsInvoice, CentraleEditForm):
    """Changes a draft; of a file that was sent back, what is to correct."""

    buttons = CentraleEditForm.buttons.copy()
    handlers = CentraleEditForm.handlers.copy()

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.omit(*self.context.fields_kept)

    def update(self):
        self.notices = correction_notices(self.context, self.say, self.request)
        super().update()
        if "invoice" not in self.widgets:
            del self.actions["read"]

    @button.buttonAndHandler(READ_TITLE, name="read")
    def handle_read(self, action):
        self.read_invoice()


ClosureEditView = layout.wrap_form(ClosureEditForm)
classImplements(ClosureEditView, IDexterityEditForm)


def indicators_table(defined, say, request):
    """The indicators of a lot, each with the kind of its value."""
    headings = (
        _("Code"),
        _("Label"),
        _("Unit"),
        _("Kind"),
        _("Target"),
        _("Asked for"),
    )
    return Table(
        title=say(_("Result indicators asked for by the lot")),
        columns=tuple(Cell(say(each)) for each in headings),
        rows=tuple(
            (
                Cell(each.code),
                Cell(each.label),
                Cell(each.unit),
                Cell(showing.term("imio.centrale.indicator_kinds", each.kind, request)),
                Cell(each.target),
                Cell(say(_("Yes") if each.required else _("No"))),
            )
            for each in defined
        ),
    )
