"""``@search`` by our indexes: an address has texts, some of the indexes numbers.

The catalog cannot compare the two, and either finds nothing or fails.
"""

from decimal import Decimal
from decimal import InvalidOperation
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.services.base import wrong
from plone.restapi.search.query import FieldIndexQueryParser
from Products.PluginIndexes.FieldIndex.FieldIndex import FieldIndex
from zope.component import adapter
from zope.interface import Interface


def amount(value):
    """An amount as it is written in JSON, or a number."""
    found = Decimal(str(value))
    if not found.is_finite():
        raise ValueError(value)
    return found


TEXTS = (
    *("tracking_code", "centrale_uid", "market_uid", "lot_uid", "authority_uid"),
    *("supplier_uid", "next_actor", "due", "province", "authority_type"),
    *("external_id", "enterprise_number", "code_prefix", "lot_number", "state_since"),
)
#: index -> what its values are; the indexes of others are left to Plone
READERS = {
    "centrale_step": int,
    "amount_excl_vat": amount,
    **dict.fromkeys(TEXTS, str),
}


@adapter(FieldIndex, Interface, ICentraleLayer)
class FieldQuery(FieldIndexQueryParser):
    """``BadInput`` (``wrong_type``) for a value that the index cannot hold."""

    @property
    def name(self):
        return self.index.getId()

    def parse_query_value(self, value):
        if self.name not in READERS:
            return super().parse_query_value(value)
        try:
            return READERS[self.name](value)
        except (InvalidOperation, TypeError, ValueError):
            raise wrong(self.name)

    def parse_complex_query(self, found):
        if self.name not in READERS:
            return super().parse_complex_query(found)
        if "query" not in found:
            raise wrong(self.name)
        parsed = super().parse_complex_query(found)
        if "not" in found:
            parsed["not"] = self.parse_simple_query(found["not"])
        return parsed
