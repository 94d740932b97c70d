"""Adding and editing: every refusal of a rule stands at its field, and nothing is kept."""

from AccessControl import Unauthorized
from imio.centrale import _
from imio.centrale.browser.converters import ChooseFieldWidget
from imio.centrale.browser.converters import InstantFieldWidget
from imio.centrale.browser.form_labels import ADD_TITLES
from imio.centrale.browser.form_labels import label_cells
from imio.centrale.browser.form_labels import LabelledFileFieldWidget
from imio.centrale.browser.kept_form import AsksAgain
from imio.centrale.browser.own_title import IOwnTitle
from imio.centrale.browser.sent_once import SentOnce
from imio.centrale.domain.reasons import Refused
from imio.centrale.fields.rows import IRows
from imio.centrale.messages import sentence
from plone import api
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.events import EditFinishedEvent
from plone.dexterity.interfaces import IDexterityEditForm
from plone.namedfile.interfaces import INamedBlobFileField
from plone.z3cform import layout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form import button
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from z3c.form.interfaces import IErrorViewSnippet
from z3c.form.interfaces import NO_VALUE
from z3c.form.interfaces import NOT_CHANGED
from zope.component import getMultiAdapter
from zope.event import notify
from zope.i18n import translate
from zope.interface import classImplements
from zope.interface import implementer
from zope.interface import Invalid
from zope.schema import getFieldsInOrder
from zope.schema import ValidationError
from zope.schema.interfaces import IChoice

import transaction


def is_spare(row):
    """The empty row at the end of a grid, and the pattern of new rows."""
    return row.id.endswith(("-AA", "-TT"))


def forget_errors(row):
    """A row that nobody filled in lacks nothing."""
    for cell in getattr(row, "widgets", {}).values():
        cell.error = None


def complete(row, row_schema):
    """A row with a value for each column, empty where the browser sent none."""
    found = {}
    for name, column in getFieldsInOrder(row_schema):
        value = row.get(name, NO_VALUE)
        found[name] = column.missing_value if value is NO_VALUE else value
    return found


class ReasonsAtFields(AsksAgain):
    """What add and edit forms share."""

    template = ViewPageTemplateFile("templates/form.pt")
    #: pressed once, the form is not sent again
    css_class = "centrale-once"
    enable_autofocus = False
    refused = ()
    #: said above the fields
    notices = ()
    #: markup inside the form, above and below its fields
    above = below = ""

    def updateFields(self):
        super().updateFields()
        # grids are wide
        self.request.set("disable_plone.leftcolumn", 1)
        for field in self.fields.values():
            if IChoice.providedBy(field.field):
                field.widgetFactory = ChooseFieldWidget
            elif IChoice.providedBy(getattr(field.field, "value_type", None)):
                field.widgetFactory = CheckBoxFieldWidget
            elif INamedBlobFileField.providedBy(field.field):
                field.widgetFactory = LabelledFileFieldWidget
        if "dossier_deadline" in self.fields:
            self.fields["dossier_deadline"].widgetFactory = InstantFieldWidget

    def extractData(self, setErrors=True):
        """Grids are checked as well: their widget leaves it to each cell."""
        data, errors = super().extractData(setErrors)
        wrong = [self.check_grid(name, data) for name in list(data)]
        found = tuple(snippet for snippet in wrong if snippet is not None)
        return data, (*errors, *found)

    def check_grid(self, name, data):
        """Complete the rows of a grid and validate them; the error, or ``None``."""
        field = self.fields[name].field
        if not IRows.providedBy(field) or data[name] in (None, NOT_CHANGED):
            return None
        data[name] = [complete(row, field.row_schema) for row in data[name]]
        try:
            field.bind(self.context).validate(data[name])
        except ValidationError:
            text = self.say(_("A cell of this table is missing or wrong."))
            self.note(text, self.widgets[name])
            return self.widgets.errors[-1]
        return None

    def refuse(self, reasons):
        """Forget what was begun; every reason goes to its field, or to the top."""
        transaction.abort()
        self.refused = tuple(reasons)
        self.status = self.formErrorsMessage
        for reason in self.refused:
            self.show_at_field(reason)

    def show_at_field(self, reason):
        name, _dot, rest = reason.field.partition(".")
        widget = self.widgets.get(name)
        text = sentence(reason, self.request)
        if widget is None:
            self.note(text, None)
            return
        position, _dot, column = rest.partition(".")
        if position.isdigit():
            values = {"number": int(position) + 1, "text": text}
            text = self.say(_("Line ${number}: ${text}", mapping=values))
            self.mark_cell(widget, int(position), column, reason)
        self.note(text, widget)

    def note(self, text, widget):
        snippet = self.snippet(text, widget)
        self.widgets.errors = (*self.widgets.errors, snippet)
        if widget is not None and widget.error is None:
            widget.error = snippet

    def mark_cell(self, widget, position, column, reason):
        """The cell of a grid that is at fault."""
        rows = getattr(widget, "widgets", ())
        if position < len(rows) and column in rows[position].widgets:
            cell = rows[position].widgets[column]
            cell.error = self.snippet(sentence(reason, self.request), cell)

    def snippet(self, text, widget):
        field = widget.field if widget is not None else None
        found = getMultiAdapter(
            (Invalid(text), self.request, widget, field, self, self.context),
            IErrorViewSnippet,
        )
        found.update()
        return found

    def say(self, text):
        return translate(text, context=self.request)

    def render(self):
        """The summary says it all: no second message above the fields."""
        if self.widgets.errors:
            self.status = ""
        for widget in self.widgets.values():
            label_cells(widget)
            for row in getattr(widget, "widgets", ()):
                if is_spare(row):
                    forget_errors(row)
        return super().render()

    @property
    def summary(self):
        """Every error with the field it stands at, for the list on top."""
        return [line for error in self.widgets.errors for line in self.lines(error)]

    def lines(self, error):
        """One line for an error; for a grid one for each cell at fault."""
        widget = error.widget
        if widget is None:
            return [{"url": "", "label": "", "text": error.message}]
        texts = [] if self.refused else self.cell_errors(widget)
        label = self.say(widget.label)
        url = f"#formfield-{widget.id}"
        return [
            {"url": url, "label": label, "text": text}
            for text in texts or [error.message]
        ]

    def cell_errors(self, widget):
        """What is wrong in the rows of a grid."""
        place = _("Line ${number}, ${column}: ${text}")
        return [
            self.say(
                _(
                    place,
                    mapping={
                        "number": number,
                        "column": self.say(cell.label),
                        "text": self.say(cell.error.message),
                    },
                )
            )
            for number, row in enumerate(getattr(widget, "widgets", ()), start=1)
            for cell in getattr(row, "widgets", {}).values()
            if cell.error and not is_spare(row)
        ]

    @property
    def help_table(self):
        """A table shown above the fields, or ``None``."""
        return None

    @property
    def help_tables(self):
        """The tables shown above the fields."""
        table = self.help_table
        return [] if table is None else [table]


class Adding(ReasonsAtFields, DefaultAddForm):
    """Adds one object, or says why not."""

    def twin(self, data):
        """Hook: what the same user has just added, or ``None``."""

    def createAndAdd(self, data):
        twin = self.twin(data)
        if twin is not None:
            self.show_twin(twin)
            return None
        try:
            return super().createAndAdd(data)
        except Refused as refused:
            self.refuse(refused.reasons)
            return None

    def show_twin(self, twin):
        """The object that is there already."""
        text = _("This has already been added: here it is.")
        self.leave(twin.absolute_url(), self.say(text), "info")

    def leave(self, url, text, kind="warning"):
        """Say it on another page."""
        api.portal.show_message(text, self.request, type=kind)
        self.request.response.redirect(url)


class CentraleAddForm(SentOnce, Adding):
    """Adds one object of ours."""

    @property
    def label(self):
        return ADD_TITLES[self.portal_type]

    def update(self):
        if self.leave_early():
            return
        allowed = [fti.getId() for fti in self.context.allowedContentTypes()]
        if self.portal_type not in allowed:
            self.refuse_to_add()
        elif not self.goes_to_key():
            super().update()

    def refuse_to_add(self):
        """``Unauthorized``, unless the form has added already what it may add no more."""
        _sent, made = self.sent()
        if made is None:
            raise Unauthorized(self.portal_type)
        self.show_twin(made)

    def updateWidgets(self, prefix=None):
        super().updateWidgets(prefix)
        authority = self.widgets.get("authority")
        if authority is None or authority.value or len(authority.terms) != 1:
            return
        # whoever acts for one authority need not choose it
        authority.value = [next(iter(authority.terms)).token]

    def leave_early(self):
        """Hook: go elsewhere instead of showing a form that cannot be saved."""
        return False

    def nextURL(self):
        """The object itself, at its own address."""
        return super().nextURL().removesuffix("/view")


@implementer(IOwnTitle)
class CentraleAddView(DefaultAddView):
    """``++add++<portal_type>``"""

    form = CentraleAddForm

    @property
    def window_title(self):
        return self.form_instance.say(self.form_instance.label)


class CentraleEditForm(ReasonsAtFields, DefaultEditForm):
    """Changes one object of ours."""

    buttons = DefaultEditForm.buttons.copy()
    handlers = DefaultEditForm.handlers.copy()

    @property
    def label(self):
        return _("Edit: ${title}", mapping={"title": self.context.title})

    @button.handler(buttons["save"])
    def handleApply(self, action):
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        self.save(data)

    def save(self, data):
        """Change the object and leave, or say why not."""
        try:
            self.applyChanges(data)
        except Refused as refused:
            self.refuse(refused.reasons)
            return
        api.portal.show_message(self.success_message, self.request)
        self.request.response.redirect(self.nextURL())
        notify(EditFinishedEvent(self.context))


CentraleEditView = layout.wrap_form(CentraleEditForm)
classImplements(CentraleEditView, IDexterityEditForm)
