"""The fields of an object, for programs and for people."""

from imio.centrale.browser import showing
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.bundle.french import FRENCH
from imio.centrale.bundle.french import say
from imio.centrale.fields.rows import IRows
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.serializers.cells import to_json
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedField
from zope.schema import getFieldsInOrder


def fields_of(obj):
    """Name and field, in the order of the forms; a file beside the pieces has none."""
    if not ICentraleContent.providedBy(obj):
        return []
    return [pair for schema in iterSchemata(obj) for pair in getFieldsInOrder(schema)]


def as_json(obj):
    """Every field but the documents, which are listed beside."""
    return {
        name: field_json(field, getattr(obj, name, None))
        for name, field in fields_of(obj)
        if not INamedField.providedBy(field)
    }


def field_json(field, value):
    if IRows.providedBy(field):
        columns = getFieldsInOrder(field.row_schema)
        return [
            {name: portable(to_json(column, row.get(name))) for name, column in columns}
            for row in value or ()
        ]
    if isinstance(value, (set, frozenset)):
        value = sorted(value)
    return portable(to_json(field, value))


def portable(value):
    """Without addresses: they depend on where one reads."""
    if isinstance(value, dict):
        return {name: portable(each) for name, each in value.items() if name != "@id"}
    if isinstance(value, list):
        return [portable(each) for each in value]
    return value


def as_facts(obj):
    """What people read of it: each field that holds something, but grids and files."""
    found = []
    for name, field in fields_of(obj):
        if IRows.providedBy(field) or INamedField.providedBy(field):
            continue
        cells = showing.cells(obj, name, field, FRENCH)
        if cells:
            texts = tuple(Cell(each.text, kind=each.kind) for each in cells)
            found.append(Fact(say(field.title), texts))
    return found


def as_tables(obj):
    """The grids that have rows."""
    return [
        _table(field, getattr(obj, name))
        for name, field in fields_of(obj)
        if IRows.providedBy(field) and getattr(obj, name, None)
    ]


def _table(field, rows):
    columns = getFieldsInOrder(field.row_schema)
    return Table(
        title=say(field.title),
        columns=tuple(
            Cell(say(column.title), kind=showing.kind_of(column))
            for _name, column in columns
        ),
        rows=tuple(
            tuple(_cell(column, row.get(name)) for name, column in columns)
            for row in rows
        ),
    )


def _cell(column, value):
    found = showing.cell(column, value, FRENCH)
    return Cell(found.text, kind=found.kind)
