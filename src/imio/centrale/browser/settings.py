"""``@@centrale-settings``: what a site administrator decides, explained."""

from datetime import datetime
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.kept_form import AsksAgain
from imio.centrale.settings import ICentraleSettings
from imio.centrale.settings import is_host
from imio.centrale.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.browser.textlines import TextLinesWidget
from z3c.form.converter import BaseDataConverter
from z3c.form.converter import FormatterValidationError
from z3c.form.interfaces import DISPLAY_MODE
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import ITextLinesWidget
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import implementer_only
from zope.schema.interfaces import ISequence


#: they name what the installation made, and are shown only
KEPT = ("authorities_id", "suppliers_id")


class ILinesWidget(ITextLinesWidget):
    """A value a line; blank lines mean nothing."""


class IDaysWidget(ILinesWidget):
    """A day a line, as Belgians write it."""


class IHostsWidget(ILinesWidget):
    """A host a line."""


class LinesWidget(TextLinesWidget):
    """Base: as wide as the other fields."""

    klass = "form-control"
    rows = 4


@implementer_only(IDaysWidget)
class DaysWidget(LinesWidget):
    """``02/11/2026``"""


@implementer_only(IHostsWidget)
class HostsWidget(LinesWidget):
    """``agenda.commune.example``"""


@implementer(IFieldWidget)
def DaysFieldWidget(field, request):
    return FieldWidget(field, DaysWidget(request))


@implementer(IFieldWidget)
def HostsFieldWidget(field, request):
    return FieldWidget(field, HostsWidget(request))


class LinesConverter(BaseDataConverter):
    """Base: each line is read alone, and the first that cannot be is named."""

    complaint = None

    def toWidgetValue(self, value):
        return "\n".join(map(self.shown, value or ()))

    def toFieldValue(self, value):
        lines = (line.strip() for line in (value or "").splitlines())
        found = dict.fromkeys(self.read_or_refuse(line) for line in lines if line)
        return tuple(sorted(found))

    def read_or_refuse(self, line):
        try:
            return self.read(line)
        except ValueError:
            message = _(self.complaint, mapping={"line": line[:80]})
            text = translate(message, context=self.widget.request)
            raise FormatterValidationError(text, line)

    def shown(self, value):
        return value

    def read(self, line):
        raise NotImplementedError


@adapter(ISequence, IDaysWidget)
class DaysConverter(LinesConverter):
    """In order, each once."""

    complaint = _("“${line}” is not a day: write day/month/year, such as 02/11/2026.")

    def shown(self, value):
        return showing.day(value)

    def read(self, line):
        return datetime.strptime(line, "%d/%m/%Y").date()


@adapter(ISequence, IHostsWidget)
class HostsConverter(LinesConverter):
    """In small letters, each once."""

    complaint = _(
        "“${line}” is not the name of a host: write it alone, such as "
        "agenda.commune.example."
    )

    def read(self, line):
        host = line.lower()
        if not is_host(host):
            raise ValueError(line)
        return host


class SettingsForm(AsksAgain, RegistryEditForm):
    """Every setting is read where it counts, each time: nothing is to be restarted."""

    id = "centrale-settings"
    template = ViewPageTemplateFile("templates/settings.pt")
    # an error in another tab would be seen by nobody
    enable_form_tabbing = False
    enable_autofocus = False
    schema = ICentraleSettings
    schema_prefix = PREFIX
    label = _("Central purchasing body")
    description = _(
        "What is decided here holds for every centrale of the site, from the next page on."
    )

    def updateFields(self):
        super().updateFields()
        for group in self.groups:
            self.choose_widgets(group.fields)

    def render(self):
        """The summary says it all: no second message above the fields."""
        if self.summary:
            self.status = ""
        return super().render()

    @property
    def summary(self):
        """Where each error is: (address, label, text)."""
        return [
            (f"#{widget.id}", widget.label, widget.error.message)
            for group in self.groups
            for widget in group.widgets.values()
            if widget.error is not None
        ]

    def choose_widgets(self, fields):
        for name in fields:
            if name == "closing_days":
                fields[name].widgetFactory = DaysFieldWidget
            if name == "callback_hosts":
                fields[name].widgetFactory = HostsFieldWidget
            if name in KEPT:
                fields[name].mode = DISPLAY_MODE


class SettingsPage(ControlPanelFormWrapper):
    form = SettingsForm
