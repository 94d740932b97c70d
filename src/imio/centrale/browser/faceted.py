"""The missions of a centrale: facets, an order, a page of results; all from the catalog.

The page is whole without JavaScript: facets are a form that is sent by GET, orders,
pages and saved views are links. ``static/faceted.js`` only fetches the results alone.
"""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from eea.facetednavigation.interfaces import IFacetedNavigable
from functools import cached_property
from imio.centrale import _
from imio.centrale import clock
from imio.centrale import parties
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.base import colour_of
from imio.centrale.browser.listing import Column
from imio.centrale.browser.listing import MissionsListing
from imio.centrale.columns import amount_of
from imio.centrale.columns import due_of
from imio.centrale.faceted import saved
from imio.centrale.faceted.criteria import CHOICES
from imio.centrale.faceted.criteria import DATES
from imio.centrale.faceted.criteria import LATE
from imio.centrale.faceted.criteria import TEXT
from imio.centrale.faceted.listing import MissionList
from imio.centrale.faceted.listing import sort_pairs
from imio.centrale.faceted.widgets import FROM
from imio.centrale.workflows.names import ENDED_MISSION
from plone import api
from plone.batching import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from ZTUtils.Lazy import LazyMap

import json


SAVE_VIEWS = "imio.centrale: Save Views"
#: choices of a facet beyond which a field narrows them down
MANY_CHOICES = 12
CHANGED = Column(_("Changed"), "", sort="changed")
Link = namedtuple("Link", "text url")


@dataclass(frozen=True)
class Heading:
    """A column that sorts: where its link leads, and the order it is in now."""

    text: str
    kind: str
    url: str
    #: "ascending", "descending" or "none"
    order: str


@dataclass(frozen=True)
class Row:
    """A mission in the table."""

    uid: str
    url: str
    code: str
    subject: str
    authority: str
    lot: str
    step: str
    state: str
    colour: str
    next: str
    due: str
    late: bool
    amount: str
    changed: str


@dataclass(frozen=True)
class Shown:
    """A facet as it stands on the page."""

    id: str
    kind: str
    title: str
    choices: tuple
    #: how many values are chosen
    count: int
    #: name -> value of its inputs, for those that are no choices
    values: dict


@dataclass(frozen=True)
class KeptView:
    """A saved view with its address."""

    name: str
    url: str
    owner: str = ""


class FacetedMissions(MissionsListing):
    """What the page and the answer to a click share."""

    results = ViewPageTemplateFile("templates/missions_results.pt")

    @property
    def results_macro(self):
        return self.results.macros["results"]

    @cached_property
    def list(self):
        return MissionList(self.context, self.request, self.request.form)

    @property
    def url(self):
        return self.context.absolute_url()

    # -- results ----------------------------------------------------------------------

    @cached_property
    def total(self):
        return len(self.list.found)

    @cached_property
    def batch(self):
        brains = LazyMap(self.list.brain, self.list.in_order)
        start = self.start if self.start < self.total else 0
        return Batch(brains, BATCH_SIZE, start=start)

    @property
    def navigation(self):
        """Links to the other pages: of the list, whatever part of it is asked now."""
        view = self.context.restrictedTraverse("@@batchnavigation")
        view.make_link = self.page_url
        return view(self.batch)

    def page_url(self, pagenumber):
        start = max(pagenumber - 1, 0) * BATCH_SIZE
        pairs = self.list.filters + sort_pairs(*self.list.sort)
        return self.address([*pairs, ("b_start:int", start)])

    @property
    def summary(self):
        """How many there are, in words."""
        if self.total == 1:
            return self.translate(_("1 mission"))
        count = showing.quantity(Decimal(self.total))
        return self.translate(_("${count} missions", mapping={"count": count}))

    @cached_property
    def with_authority(self):
        """Whoever sees one authority only needs no column for it."""
        return len(self.list.counted("authority_uid")) > 1

    @property
    def headings(self):
        return [
            self.heading(column)
            for column in (*MissionsListing.columns, CHANGED)
            if self.with_authority or column.sort != "authority"
        ]

    def heading(self, column):
        sorted_by, backwards = self.list.sort
        is_sorted = column.sort == sorted_by
        order = ("descending" if backwards else "ascending") if is_sorted else "none"
        pairs = sort_pairs(column.sort, is_sorted and not backwards)
        return Heading(
            text=self.translate(column.title),
            kind=column.kind,
            url=f"{self.url}?{urlencode(self.list.filters + pairs)}",
            order=order,
        )

    @property
    def rows(self):
        """The missions of this page, as they stand in the table."""
        now = clock.now()
        return [self.row(brain, now) for brain in self.batch]

    def row(self, brain, now):
        title = self.list.words.title
        due = due_of(brain)
        return Row(
            uid=brain.UID,
            url=brain.getURL(),
            code=brain.tracking_code,
            subject=brain.Title,
            authority=title("authority_uid", brain.authority_uid),
            lot=title("lot_uid", brain.lot_uid),
            step=title("centrale_step", brain.centrale_step),
            state=title("review_state", brain.review_state),
            colour=colour_of(brain.review_state),
            next=title("next_actor", brain.next_actor),
            due=showing.instant(due),
            late=is_late(due, brain.review_state, now),
            amount=showing.euros(amount_of(brain)),
            changed=showing.day(clock.day_of(brain.modified.asdatetime())),
        )

    @property
    def asks(self):
        return bool(self.list.chosen)

    @property
    def active(self):
        """What is asked, each with the address of the same without it."""
        return [
            Link(self.said(widget, choices, pair), self.address_without(pair))
            for widget, choices in self.list.facets
            for pair in self.list.chosen.get(widget.id, ())
        ]

    def said(self, widget, choices, pair):
        """A facet and what is asked of it, as people read it."""
        name, value = pair
        if widget.widget_type == LATE:
            return widget.title
        if widget.widget_type == DATES:
            value = self.said_day(name, value)
        titles = {each.value: each.title for each in choices}
        values = {"facet": widget.title, "value": titles.get(value, value)}
        return self.translate(_("${facet}: ${value}", mapping=values))

    def said_day(self, name, value):
        day = {"day": showing.day(date.fromisoformat(value))}
        if name.endswith(FROM):
            return self.translate(_("from ${day}", mapping=day))
        return self.translate(_("to ${day}", mapping=day))

    def address_without(self, pair):
        others = [each for each in self.list.filters if each != pair]
        return self.address(others + sort_pairs(*self.list.sort))

    def address(self, pairs):
        """The list with what these pairs ask."""
        return f"{self.url}?{urlencode(pairs)}" if pairs else self.url

    @property
    def none_text(self):
        """What to do when nothing fits."""
        if self.asks:
            return self.translate(_("No mission fits: remove a filter or two."))
        return self.empty_text

    # -- what can be done with them ---------------------------------------------------

    @cached_property
    def may_act(self):
        """Agents act on several at once."""
        return parties.acts_for_centrale(self.context)

    @property
    def exports(self):
        """The same as files."""
        address = self.list.address
        query = f"?{address}" if address else ""
        return [
            Link(text, f"{self.url}/@@centrale-missions.{kind}{query}")
            for kind, text in (("xlsx", "XLSX"), ("csv", "CSV"))
        ]

    @property
    def may_save(self):
        return parties.may(self.context, SAVE_VIEWS)

    @property
    def counts(self):
        """Facet -> value -> number, for the page that is there already."""
        return json.dumps(
            {
                widget.id: {each.value: each.count for each in choices}
                for widget, choices in self.list.facets
                if choices
            }
        )


def is_late(due, state, now):
    """Somebody was awaited until then, and still is."""
    return due is not None and state not in ENDED_MISSION and due < now


class MissionsPage(FacetedMissions):
    """``view`` of the room; a room whose facets were switched off lists them plainly."""

    def __call__(self):
        if not IFacetedNavigable.providedBy(self.context):
            return self.context.restrictedTraverse("@@centrale-missions-list")()
        if "_authenticator" in self.request.form:
            # Plone adds the token to every form: it is for no address.
            pairs = self.list.filters + sort_pairs(*self.list.sort)
            return self.request.response.redirect(self.address(pairs))
        return self.index()

    @property
    def script(self):
        portal_url = api.portal.get().absolute_url()
        return f"{portal_url}/++resource++imio.centrale/faceted.js"

    @property
    def sort_asked(self):
        """The order, which the form of the facets keeps."""
        return dict(sort_pairs(*self.list.sort)).get("sort", "")

    @cached_property
    def facets(self):
        return [self.facet(widget, choices) for widget, choices in self.list.facets]

    def facet(self, widget, choices):
        pairs = self.list.chosen.get(widget.id, [])
        given = dict(pairs)
        return Shown(
            id=widget.id,
            kind=widget.widget_type,
            title=widget.title,
            choices=tuple(choices),
            count=len(pairs),
            values={name: given.get(name, "") for name in widget.names()},
        )

    def of_kind(self, *kinds):
        return [facet for facet in self.facets if facet.kind in kinds]

    @property
    def texts(self):
        return self.of_kind(TEXT)

    @property
    def checks(self):
        return self.of_kind(LATE)

    @property
    def panels(self):
        """Facets that open: choices and days."""
        return self.of_kind(CHOICES, DATES)

    def is_long(self, facet):
        return len(facet.choices) > MANY_CHOICES

    @cached_property
    def views(self):
        """The views this user keeps, then what other agents share."""
        user = api.user.get_current().getId()
        found = [
            KeptView(view.name, f"{self.url}?{view.query}")
            for _id, view in saved.views_of(self.context, user)
        ]
        if self.may_act:
            found += [
                KeptView(view.name, f"{self.url}?{view.query}", name_of(owner))
                for owner, view in saved.shared_with(self.context, user)
            ]
        return found


def name_of(user_id):
    """The name of a person, or the id of an account that has none any more."""
    user = api.user.get(userid=user_id)
    return (user.getProperty("fullname") if user is not None else "") or user_id


class MissionsResults(FacetedMissions):
    """``@@centrale-missions-results``: the results alone, for the page that is there."""

    def __call__(self):
        if not IFacetedNavigable.providedBy(self.context):
            return self.request.response.redirect(self.url)
        self.request.response.setHeader("X-Theme-Disabled", "1")
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.results()
