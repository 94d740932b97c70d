"""The words for the values of an index, and the order people expect them in."""

from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.browser.mission import ACTORS
from imio.centrale.browser.mission import MISSION
from imio.centrale.browser.mission import STEP_TITLES
from imio.centrale.domain.arranging import natural
from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.domain.procedure import STEPS
from imio.centrale.faceted.facts import OBJECTS
from imio.centrale.workflows.names import DOMAIN
from plone import api
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IVocabularyFactory


#: indexes whose values are of a closed list
VOCABULARIES = {
    "province": "imio.centrale.provinces",
    "authority_type": "imio.centrale.authority_types",
}


class Words:
    """The words of values, for one request; ``titles`` are those of objects, by UID."""

    def __init__(self, request, titles):
        self.request = request
        self.titles = titles
        self.known = {}

    def title(self, index, value):
        """A value as people read it; nothing for none, or for what a brain lacks."""
        if not value or not isinstance(value, (str, int)):
            return ""
        key = (index, value)
        if key not in self.known:
            self.known[key] = self.found(index, value)
        return self.known[key]

    def found(self, index, value):
        if index in OBJECTS:
            return self.titles.get(value) or self.translate(_("Deleted"))
        if index in VOCABULARIES:
            return showing.term(VOCABULARIES[index], value, self.request)
        return {
            "centrale_step": self.title_of_step,
            "review_state": self.title_of_state,
            "next_actor": self.title_of_actor,
        }.get(index, str)(value)

    def title_of_step(self, number):
        return f"{number}. {self.translate(STEP_TITLES[dict(STEPS)[number]])}"

    def title_of_state(self, state):
        workflows = api.portal.get_tool("portal_workflow")
        title = workflows.getTitleForStateOnType(state, MISSION)
        return translate(title, domain=DOMAIN, context=self.request)

    def title_of_actor(self, actor):
        return self.translate(ACTORS[actor])

    def translate(self, text):
        return translate(text, context=self.request)

    def ordered(self, index, values):
        """The values as people look for them: by the procedure, by a list, by title."""
        known = order_of(index)
        if known:
            places = {value: place for place, value in enumerate(known)}
            return sorted(values, key=lambda value: places.get(value, len(places)))
        return sorted(values, key=lambda value: natural(self.title(index, value)))


def order_of(index):
    """The values of an index in their own order; nothing where titles give it."""
    if index in VOCABULARIES:
        terms = getUtility(IVocabularyFactory, VOCABULARIES[index])(None)
        return [term.value for term in terms]
    return {
        "centrale_step": [number for number, _name in STEPS],
        "review_state": list(MISSION_STEP),
        "next_actor": list(ACTORS),
    }.get(index, [])
