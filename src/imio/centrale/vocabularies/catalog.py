"""Objects to choose from: what the catalog lets this user see, and no more."""

from plone import api
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def factory(portal_type):
    """Visible objects of one type by title; the token is the UID."""

    @provider(IVocabularyFactory)
    def get_vocabulary(context=None):
        brains = api.content.find(portal_type=portal_type, sort_on="sortable_title")
        return SimpleVocabulary(
            [SimpleTerm(brain.UID, brain.UID, brain.Title) for brain in brains]
        )

    return get_vocabulary


authorities = factory("imio.centrale.LocalAuthority")
suppliers = factory("imio.centrale.Supplier")
lots = factory("imio.centrale.Lot")
missions = factory("imio.centrale.MissionRequest")
