"""Lists of rows, edited as a grid."""

from collective.z3cform.datagridfield.row import DictRow
from zope.interface import implementer
from zope.interface import provider
from zope.schema import List
from zope.schema.interfaces import IContextAwareDefaultFactory
from zope.schema.interfaces import IList


@provider(IContextAwareDefaultFactory)
def no_rows(context):
    """An empty list; plone.restapi calls every default factory with a context."""
    return []


class IRows(IList):
    """A list of dictionaries with one schema."""


@implementer(IRows)
class Rows(List):
    """A list of rows; every row is a plain dictionary of the row schema."""

    def __init__(self, row_schema, **kw):
        self.row_schema = row_schema
        kw.setdefault("required", False)
        kw.setdefault("missing_value", [])
        kw.setdefault("defaultFactory", no_rows)
        super().__init__(
            value_type=DictRow(title=kw.get("title", ""), schema=row_schema), **kw
        )
