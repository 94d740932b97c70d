"""The form of an offer: lines are looked for in annexe B, totals follow what is typed.

It works by sending the form: "Search" lists lines, "Add" takes one over, "Compute" adds
up, and nothing is kept before "Save". With JavaScript the list and the totals follow the
typing. The page shows a few lines of annexe B, however long annexe B is.
"""

from functools import cached_property
from imio.centrale import inventories
from imio.centrale import offers
from imio.centrale.browser import offer_rows
from imio.centrale.browser import showing
from imio.centrale.browser.forms import CentraleAddView
from imio.centrale.browser.forms import CentraleEditForm
from imio.centrale.browser.forms import is_spare
from imio.centrale.browser.mission_form import ChildAddForm
from imio.centrale.browser.offer_rows import TypedRow
from imio.centrale.browser.offer_tables import totals_table
from imio.centrale.content.offer import IOfferRow
from imio.centrale.domain.conformity import conformity
from imio.centrale.domain.line_search import LIMIT
from imio.centrale.domain.pricing import OfferLine
from imio.centrale.missions import mission_of
from imio.centrale.serializers.offers import line_json
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.interface import classImplements
from zope.schema import ValidationError

import json


#: names of the box and of the buttons of the form
SEARCH = "centrale.search"
FIND = "centrale.find"
ADD = "centrale.add"
COMPUTE = "centrale.compute"


class LinePicker:
    """Mixin of the forms: the search above the fields, the totals below them."""

    above = ViewPageTemplateFile("templates/offer_lines.pt")
    below = ViewPageTemplateFile("templates/offer_totals.pt")
    limit = LIMIT
    names = {"search": SEARCH, "find": FIND, "add": ADD, "compute": COMPUTE}

    def update(self):
        if offer_rows.is_sent(self.request.form):
            self.take_rows()
        super().update()

    def take_rows(self):
        """What was typed in the spare row counts; empty rows go; "Add" adds one."""
        form = self.request.form
        rows = offer_rows.read(form)
        line = self.by_code.get(self.asked(ADD))
        if line is not None:
            price = IOfferRow["unit_price"].to_text(line.unit_price).replace(".", ",")
            rows.append(TypedRow(line.code, "1", price))
        offer_rows.write(form, rows)

    def asked(self, name):
        """A text of the form, empty when it is not there."""
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def updateWidgets(self, prefix=None):
        super().updateWidgets(prefix)
        for row in self.widgets["lines"].widgets:
            if not is_spare(row):
                self.fill_in(row)

    def fill_in(self, row):
        """Show what annexe B says of the code of a row."""
        line = self.by_code.get(row.widgets["code"].value)
        if line is None:
            return
        row.widgets["label"].value = line.label
        row.widgets["unit"].value = line.unit
        row.widgets["vat_rate"].value = [line.vat_rate]
        price = showing.unit_price(line.unit_price)
        row.widgets["inventory_price"].value = price

    # -- annexe B ----------------------------------------------------------------------

    @cached_property
    def mission(self):
        return mission_of(self.context)

    @cached_property
    def inventory(self):
        """The version the offer rests on, or ``None``."""
        return inventories.inventory_for(self.mission)

    @cached_property
    def by_code(self):
        if self.inventory is None:
            return {}
        return {line.code: line for line in self.inventory.inventory_lines()}

    @property
    def searched(self):
        return self.asked(SEARCH)

    @cached_property
    def found(self):
        return offers.lines_for(self.mission, self.searched)

    @property
    def found_lines(self):
        """The lines found, as the page shows them."""
        return [
            {
                "code": line.code,
                "label": line.label,
                "unit": line.unit,
                "price": showing.unit_price(line.unit_price),
                "vat": f"{line.vat_rate} %",
            }
            for line in self.found.lines
        ]

    @property
    def search_url(self):
        """Where a browser with JavaScript asks."""
        return f"{self.mission.absolute_url()}/@centrale-lines"

    # -- totals ------------------------------------------------------------------------

    @cached_property
    def typed(self):
        """The lines of the form that can be read; of the offer before it is sent."""
        if offer_rows.is_sent(self.request.form):
            rows = offer_rows.read(self.request.form)
            return [line for line in map(line_of, rows) if line is not None]
        stored = getattr(self.context, "offer_lines", None)
        return stored() if stored is not None else []

    @cached_property
    def known(self):
        """The lines of annexe B that stand in the form."""
        codes = dict.fromkeys(line.code for line in self.typed)
        return [self.by_code[code] for code in codes if code in self.by_code]

    @property
    def known_lines(self):
        """The same for JavaScript."""
        return json.dumps([line_json(line) for line in self.known])

    @property
    def totals(self):
        """The lines that annexe B has, added up."""
        found = conformity(self.typed, self.known, self.inventory_version)
        return totals_table(found.offered, self.request)

    @property
    def inventory_version(self):
        return self.inventory.version if self.inventory is not None else ""


def line_of(row):
    """A typed row as the domain reads it, or ``None`` while it cannot be read."""
    try:
        quantity = IOfferRow["quantity"].fromUnicode(row.quantity)
        return OfferLine(row.code, quantity, price_of(row.unit_price))
    except ValidationError:
        return None


def price_of(text):
    """A typed price; without one it is that of annexe B."""
    return IOfferRow["unit_price"].fromUnicode(text) if text else None


class OfferAddForm(LinePicker, ChildAddForm):
    """Adds an offer to the mission that waits for it."""


class OfferAddView(CentraleAddView):
    form = OfferAddForm


class OfferEditForm(LinePicker, CentraleEditForm):
    """Changes an offer that is still a draft."""


OfferEditView = layout.wrap_form(OfferEditForm)
classImplements(OfferEditView, IDexterityEditForm)
