"""Lists of rows, edited as a grid."""

from collective.z3cform.datagridfield.row import DictRow
from zope.interface import implementer
from zope.schema import List
from zope.schema.interfaces import IList


class IRows(IList):
    """A list of dictionaries with one schema."""


@implementer(IRows)
class Rows(List):
    """A list of rows; every row is a plain dictionary of the row schema."""

    def __init__(self, row_schema, **kw):
        self.row_schema = row_schema
        kw.setdefault("required", False)
        kw.setdefault("missing_value", [])
        kw.setdefault("defaultFactory", list)
        super().__init__(
            value_type=DictRow(title=kw.get("title", ""), schema=row_schema), **kw
        )
