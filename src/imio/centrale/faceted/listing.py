"""The missions of a room that this user may view, as the facets and the order ask.

Everything is answered by the indexes of the catalog, as sets of record ids; brains are
made for the rows of one page only, objects never.
"""

from dataclasses import dataclass
from eea.facetednavigation.interfaces import ICriteria
from functools import cached_property
from imio.centrale.content.centrale import ICentrale
from imio.centrale.faceted.criteria import CHOICES
from imio.centrale.faceted.facts import facts_of
from imio.centrale.faceted.words import Words
from imio.centrale.lookup import ancestor
from plone import api
from urllib.parse import urlencode


#: index that gives the order of each column that sorts
SORTS = {
    "code": "tracking_code",
    "subject": "sortable_title",
    "authority": "authority_uid",
    "lot": "lot_uid",
    "step": "centrale_step",
    "state": "review_state",
    "next": "next_actor",
    "due": "due",
    "amount": "amount_excl_vat",
    "changed": "modified",
}
#: indexes whose order is that of the words for their values
BY_WORDS = ("authority_uid", "lot_uid", "review_state", "next_actor")
#: the order before anybody asks for another: the latest first
FIRST_SORT = "created"


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many missions have it, the other facets being as they are."""

    value: str
    title: str
    count: int
    chosen: bool


class MissionList:
    """What a form (a mapping of names to texts) asks of the missions of a room."""

    def __init__(self, room, request, form):
        self.room = room
        self.request = request
        self.form = form
        self.catalog = api.portal.get_tool("portal_catalog")
        self._counted = {}

    # -- what is asked ----------------------------------------------------------------

    @cached_property
    def widgets(self):
        """The facets that nobody hid, in their order."""
        criteria = ICriteria(self.room)
        found = []
        for criterion in criteria.values():
            kind = criteria.widget(wid=criterion.get("widget"))
            if kind is not None and not criterion.hidden and hasattr(kind, "chosen"):
                found.append(kind(self.room, self.request, criterion))
        return found

    @cached_property
    def chosen(self):
        """Facet id -> (name, value) of what is asked of it; only those that are asked."""
        asked = ((widget.id, widget.chosen(self.form)) for widget in self.widgets)
        return {id_: pairs for id_, pairs in asked if pairs}

    @cached_property
    def sort(self):
        """The column that sorts and whether backwards; ``""`` before anybody asks."""
        asked = self.form.get("sort", "")
        asked = asked if isinstance(asked, str) else ""
        column = asked.removeprefix("-")
        return (column, asked != column) if column in SORTS else ("", True)

    @cached_property
    def filters(self):
        """(name, value) of all that is asked, the order left out; always in one order."""
        return [pair for pairs in self.chosen.values() for pair in pairs]

    @property
    def address(self):
        """What is asked, as it stands in an address: always the same for the same."""
        return urlencode(self.filters + sort_pairs(*self.sort))

    # -- the answer -------------------------------------------------------------------

    @cached_property
    def facts(self):
        return facts_of(ancestor(self.room, ICentrale).UID())

    @cached_property
    def visible(self):
        """Record ids of all the missions of the room that this user may view."""
        return self.facts.visible()

    @cached_property
    def asked(self):
        """Facet id -> record ids of the missions that fit it."""
        return {
            widget.id: self.fitting_one(widget)
            for widget in self.widgets
            if widget.id in self.chosen
        }

    def fitting_one(self, widget):
        """Values are looked up in the facts; anything else is asked of the catalog."""
        query = widget.query(self.form)
        if widget.widget_type != CHOICES:
            return self.facts.search(query)
        by_value = self.facts.by_value(widget.index_name)
        values = query[widget.index_name]["query"]
        return frozenset().union(*(by_value.get(value, ()) for value in values))

    @cached_property
    def found(self):
        """Record ids of the missions that fit everything."""
        return self.fitting()

    def fitting(self, without=""):
        """Record ids of those that fit all facets, but for one."""
        sets = [ids for id_, ids in self.asked.items() if id_ != without]
        return self.visible.intersection(*sets)

    @cached_property
    def in_order(self):
        """The record ids of what is found, sorted; those without a value last."""
        column, backwards = self.sort
        index = SORTS.get(column, FIRST_SORT)
        ordered = self.by_words(index) if index in BY_WORDS else self.facts.order(index)
        known = [id_ for id_ in ordered if id_ in self.found]
        if backwards:
            known.reverse()
        return known + sorted(self.found.difference(known))

    def by_words(self, index):
        """The record ids in the order of the words for their values."""
        by_value = self.facts.by_value(index)
        values = self.words.ordered(index, self.counted(index))
        return [id_ for value in values for id_ in sorted(by_value[value])]

    def brain(self, record_id):
        """What the catalog keeps of a mission."""
        return self.catalog._catalog[record_id]

    # -- choices ----------------------------------------------------------------------

    def counted(self, index):
        """Value -> number of visible missions, of the values that some has."""
        if index not in self._counted:
            counts = self.count(index, self.visible)
            self._counted[index] = {value: n for value, n in counts.items() if n}
        return self._counted[index]

    def count(self, index, ids):
        """Value -> number of the missions among ``ids``."""
        by_value = self.facts.by_value(index).items()
        return {value: len(ids & having) for value, having in by_value}

    @cached_property
    def words(self):
        """The words for the values."""
        return Words(self.request, self.facts.titles)

    def choices(self, widget):
        """The values of a facet to choose from: none but those this user could read."""
        index = widget.index_name
        chosen = {value for _name, value in self.chosen.get(widget.id, ())}
        counts = self.counted(index)
        if self.asked:
            counts = self.count(index, self.fitting(widget.id))
        return [
            Choice(
                value=str(value),
                title=self.words.title(index, value),
                count=counts.get(value, 0),
                chosen=str(value) in chosen,
            )
            for value in self.words.ordered(index, self.counted(index))
        ]

    @cached_property
    def facets(self):
        """(widget, choices) of the facets that can tell missions apart.

        One choice tells nothing: whoever has one authority is asked for none.
        """
        found = []
        for widget in self.widgets:
            choices = self.choices(widget) if widget.widget_type == CHOICES else []
            if self.tells(widget, choices):
                found.append((widget, choices))
        return found

    def tells(self, widget, choices):
        if widget.widget_type != CHOICES or widget.id in self.chosen:
            return True
        return len(choices) > 1


def sort_pairs(column, backwards):
    """The pair of an order; none for the first one."""
    return [("sort", f"-{column}" if backwards else column)] if column else []
