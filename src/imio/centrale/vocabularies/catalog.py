"""Objects to choose from: what the catalog lets this user see, and no more."""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MARKET = "imio.centrale.Market"


def factory(portal_type):
    """Visible objects of one type by title; the token is the UID."""

    @provider(IVocabularyFactory)
    def get_vocabulary(context=None):
        brains = api.content.find(portal_type=portal_type, sort_on="sortable_title")
        return SimpleVocabulary(
            [SimpleTerm(brain.UID, brain.UID, brain.Title) for brain in brains]
        )

    return get_vocabulary


@provider(IVocabularyFactory)
def markets(context=None):
    """Those of the centrale the context is in; of all of them elsewhere."""
    centrale = ancestor(context, ICentrale)
    place = {} if centrale is None else {"context": centrale}
    brains = api.content.find(portal_type=MARKET, sort_on="sortable_title", **place)
    return SimpleVocabulary(
        [SimpleTerm(brain.UID, brain.UID, brain.Title) for brain in brains]
    )


authorities = factory("imio.centrale.LocalAuthority")
suppliers = factory("imio.centrale.Supplier")
lots = factory("imio.centrale.Lot")
missions = factory("imio.centrale.MissionRequest")
