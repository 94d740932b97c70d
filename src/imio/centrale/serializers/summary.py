"""Short descriptions of our objects: what the catalog tells, to those who may see it.

The standard summary gives any attribute asked for by ``metadata_fields``, of the object
and of its parent, whatever the read permission of the field; ours gives the columns of
the catalog only.
"""

from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.parties import may_view
from plone import api
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.summary import DefaultJSONSummarySerializer
from Products.ZCatalog.interfaces import ICatalogBrain
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.interface import implementer


#: columns that pages read by their own rules: who holds a lot, whom to reach
OWN_USE = frozenset({"catalogue_facts", "interest_lots", "lots_held", "member_card"})
#: where a request keeps what may be asked for; no form can write there
ALLOWED = "imio.centrale.summary_fields"


class SafeSummary(DefaultJSONSummarySerializer):
    """The standard fields, and columns of the catalog that are not for our own use."""

    def metadata_fields(self):
        return super().metadata_fields() & self.allowed

    @property
    def allowed(self):
        """What may be asked for: read once for all the rows of an answer."""
        kept = IAnnotations(self.request)
        if ALLOWED not in kept:
            columns = set(api.portal.get_tool("portal_catalog").schema()) - OWN_USE
            kept[ALLOWED] = self.default_metadata_fields | columns | {"UID"}
        return kept[ALLOWED]


@implementer(ISerializeToJsonSummary)
@adapter(ICatalogBrain, ICentraleLayer)
class BrainSummary(SafeSummary):
    """A result of a search; other types keep the standard summary."""

    def metadata_fields(self):
        if self.context.portal_type.startswith("imio.centrale."):
            return super().metadata_fields()
        return DefaultJSONSummarySerializer.metadata_fields(self)


@implementer(ISerializeToJsonSummary)
@adapter(ICentraleContent, ICentraleLayer)
class ContentSummary(SafeSummary):
    """An object, or the parent of one; a parent that is out of sight has only its place."""

    def __call__(self):
        if may_view(self.context):
            return super().__call__()
        return {
            "@id": self.context.absolute_url(),
            "@type": self.context.portal_type,
        }
