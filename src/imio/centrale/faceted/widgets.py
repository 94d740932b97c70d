"""The kinds of facets: what each makes of a form, and how it stands on the page.

They are widgets of eea.facetednavigation: its screens configure them and its queries
ask them. They stand in one form that is sent by GET, so that a choice is an address
and works without JavaScript.
"""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from DateTime import DateTime
from eea.facetednavigation.widgets import ViewPageTemplateFile
from eea.facetednavigation.widgets.interfaces import DefaultSchemata
from eea.facetednavigation.widgets.interfaces import ISchema
from eea.facetednavigation.widgets.interfaces import LayoutSchemata
from eea.facetednavigation.widgets.widget import Widget
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import codes
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.faceted import criteria
from imio.centrale.workflows.names import ENDED_MISSION
from zope.i18n import translate
from zope.i18nmessageid import Message

import re


#: values of one facet, and characters of each, that are read
MOST_VALUES = 200
LONGEST_VALUE = 200
#: ends of the names of the two days of a facet
FROM, TO = "-from", "-to"
#: what the catalog takes for an operator
OPERATORS = ("and", "or", "not")


class ITextSchema(ISchema):
    """What a site administrator may change of a facet of words."""


class IChoicesSchema(ISchema):
    """The same of a facet of values; each kind of facet needs a schema of its own."""


class ILateSchema(ISchema):
    """The same of the box of what is late."""


class IDatesSchema(ISchema):
    """The same of a facet of days."""


def values_of(form, name):
    """The texts of a form under that name, each once, in their order."""
    given = form.get(name, form.get(f"{name}[]", ()))
    given = given if isinstance(given, (list, tuple)) else [given]
    texts = (each.strip()[:LONGEST_VALUE] for each in given if isinstance(each, str))
    return list(dict.fromkeys(filter(None, texts)))[:MOST_VALUES]


class FacetWidget(Widget):
    """Base: the title is a msgid of ours until somebody renames the facet."""

    groups = (DefaultSchemata, LayoutSchemata)
    index = ViewPageTemplateFile("widget.pt")

    @property
    def id(self):
        return self.data.getId()

    @property
    def index_name(self):
        return self.data.get("index", "")

    @property
    def title(self):
        text = Message(self.data.title, domain="imio.centrale")
        return translate(text, context=self.request)

    @property
    def default(self):
        """Nothing is chosen before somebody chooses."""
        return ""

    def names(self):
        """The names of its inputs."""
        return (self.id,)

    def chosen(self, form):
        """(name, value) of what a form asks of this facet, nothing else."""
        return [(name, each) for name in self.names() for each in values_of(form, name)]


class Choices(FacetWidget):
    """Any of some values of an index."""

    widget_type = criteria.CHOICES
    widget_label = _("Missions: values to choose from")

    def query(self, form):
        values = [self.as_indexed(each) for each in values_of(form, self.id)]
        return {self.index_name: {"query": values}} if values else {}

    def as_indexed(self, text):
        """Steps are numbers in the catalog."""
        if self.index_name != "centrale_step":
            return text
        return int(text) if text.isdecimal() and len(text) == 1 else 0


class Late(FacetWidget):
    """What somebody is awaited for since before now: said when it is asked."""

    widget_type = criteria.LATE
    widget_label = _("Missions: those that are late")

    def query(self, form):
        if not values_of(form, self.id):
            return {}
        return {
            self.index_name: {"query": clock.now().isoformat(), "range": "max"},
            "review_state": {"not": list(ENDED_MISSION)},
        }

    def chosen(self, form):
        return [(self.id, "1")] if values_of(form, self.id) else []


class Dates(FacetWidget):
    """From one day to another, both included, in Brussels."""

    widget_type = criteria.DATES
    widget_label = _("Missions: between two days")

    def names(self):
        return (f"{self.id}{FROM}", f"{self.id}{TO}")

    def chosen(self, form):
        return [
            (name, day.isoformat())
            for name, day in zip(self.names(), self.days(form))
            if day
        ]

    def days(self, form):
        """The two days; ``None`` for none, and for what is no day."""
        return [day_of(form, name) for name in self.names()]

    def query(self, form):
        first, last = self.days(form)
        bounds = [self.bound(first)] if first else []
        bounds += [self.bound(last + timedelta(days=1))] if last else []
        if not bounds:
            return {}
        kind = {(True, True): "minmax", (True, False): "min"}
        name = kind.get((bool(first), bool(last)), "max")
        return {self.index_name: {"query": bounds, "range": name}}

    def bound(self, day):
        """The start of a day as the index has instants: text for ours, or a date."""
        start = datetime.combine(day, time.min, BRUSSELS)
        return start.isoformat() if self.index_name == "due" else DateTime(start)


def day_of(form, name):
    """A day as browsers send it: ``2026-03-02``."""
    for text in values_of(form, name)[:1]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day if 1900 < day.year < 9999 else None
    return None


class Text(FacetWidget):
    """Words, each of which may be the beginning of one; or a tracking code."""

    widget_type = criteria.TEXT
    widget_label = _("Missions: words or a tracking code")

    def chosen(self, form):
        return super().chosen(form)[:1]

    def query(self, form):
        for text in values_of(form, self.id)[:1]:
            uid = codes.uid_for(text)
            return {"UID": uid} if uid else self.words_query(text)
        return {}

    def words_query(self, text):
        """Every word; a text of signs only could be nothing but a code."""
        words = re.findall(r"\w+", text)
        if not words:
            return {"tracking_code": text}
        return {self.index_name: " AND ".join(map(word_query, words))}


def word_query(word):
    """A word or its beginning; what the catalog would take for an operator, quoted."""
    return f'"{word}"' if word.casefold() in OPERATORS else f"{word}*"
