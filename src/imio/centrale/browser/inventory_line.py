"""``@@centrale-line``: one line of an inventory in draft, changed, added or removed."""

from functools import cached_property
from imio.centrale import _
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.forms import ReasonsAtFields
from imio.centrale.content.inventory import IInventoryRow
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from plone import api
from plone.autoform.form import AutoExtensibleForm
from plone.z3cform import layout
from urllib.parse import urlencode
from z3c.form import button
from z3c.form.form import Form
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class LineForm(ReasonsAtFields, AutoExtensibleForm, Form):
    """``?line=`` the code of a line; without it the line is new."""

    schema = IInventoryRow
    enableCSRFProtection = True

    @cached_property
    def code(self):
        """The code of the line, as it was before."""
        return text_of(self.request, "line")

    @property
    def label(self):
        if not self.code:
            return _("Add a line")
        return _("Line ${code}", mapping={"code": self.code})

    @property
    def description(self):
        return self.context.title

    @property
    def action(self):
        query = f"?{urlencode({'line': self.code})}" if self.code else ""
        return f"{self.context.absolute_url()}/@@centrale-line{query}"

    @property
    def ignoreContext(self):
        return self.position is None

    @cached_property
    def position(self):
        """Where the line stands, ``None`` when it is new or gone."""
        codes = [row["code"] for row in self.context.lines or ()]
        return codes.index(self.code) if self.code in codes else None

    def getContent(self):
        return {} if self.position is None else dict(self.context.lines[self.position])

    @button.buttonAndHandler(_("Save the line"), name="save")
    def save(self, action):
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        self.change(lambda: self.saved(data))

    @button.buttonAndHandler(
        _("Remove this line"), name="remove", condition=lambda form: form.code
    )
    def remove(self, action):
        self.change(self.removed)

    def change(self, rows_after):
        """Write the rows and go back to the page, or say why not."""
        try:
            if self.code and self.position is None:
                raise Refused([reason("line_gone", code=self.code)])
            self.context.lines = rows_after()
            notify(ObjectModifiedEvent(self.context))
        except Refused as refused:
            self.refuse(refused.reasons)
            return
        api.portal.show_message(self.say(_("Changes saved")), self.request)
        self.request.response.redirect(self.context.absolute_url())

    def saved(self, data):
        """All the rows, with this one; a code stands once."""
        row = {name: in_one_line(value) for name, value in data.items()}
        others = self.others()
        if row["code"] in {each["code"] for each in others}:
            raise Refused([reason("duplicate_code", "code", code=row["code"])])
        at = len(others) if self.position is None else self.position
        return [*others[:at], row, *others[at:]]

    def removed(self):
        return self.others()

    def others(self):
        """The other rows."""
        rows = enumerate(self.context.lines or ())
        return [row for number, row in rows if number != self.position]


def in_one_line(value):
    """A text as an import would keep it; nothing is an empty text."""
    if value is None:
        return ""
    return " ".join(value.split()) if isinstance(value, str) else value


LineView = layout.wrap_form(LineForm)
