"""The adapters that plone.restapi asks for each field."""

from imio.centrale import _
from imio.centrale.fields.amounts import IAmount
from imio.centrale.fields.numbers import ICheckedNumber
from imio.centrale.fields.numbers import IIdentifier
from imio.centrale.fields.references import IReference
from imio.centrale.fields.rows import IRows
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.serializers.cells import from_json
from imio.centrale.serializers.cells import to_json
from plone.autoform.interfaces import MODES_KEY
from plone.namedfile.interfaces import INamedField
from plone.restapi.deserializer.dxfields import NamedFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.services.content.tus import TUSUpload
from plone.supermodel.utils import mergedTaggedValueList
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldsInOrder
from zope.schema import ValidationError
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine
from zope.schema.interfaces import WrongType


class RowErrors(ValidationError):
    """Every cell at fault: (path, error) pairs such as ``("2.unit_price", error)``."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors

    def doc(self):
        return "; ".join(f"{path}: {error.doc()}" for path, error in self.errors)


class UnknownColumn(ValidationError):
    __doc__ = _("This column does not exist.")


def derived_columns(row_schema):
    """The columns that a form only shows: the product fills them."""
    modes = mergedTaggedValueList(row_schema, MODES_KEY)
    return {name for _interface, name, mode in modes if mode == "display"}


class FieldSerializer:
    """Base: the value as it is stored on the object."""

    def __init__(self, field, context, request):
        self.field = field
        self.context = context
        self.request = request

    def value(self):
        return getattr(self.context, self.field.__name__, None)

    def __call__(self):
        return to_json(self.field, self.value())


class FieldDeserializer:
    """Base: JSON to a valid value."""

    def __init__(self, field, context, request):
        self.field = field.bind(context)

    def __call__(self, value):
        return from_json(self.field, value)


@implementer(IFieldSerializer)
@adapter(IAmount, ICentraleContent, Interface)
class AmountSerializer(FieldSerializer):
    """Amounts travel as text."""


@implementer(IFieldDeserializer)
@adapter(IAmount, ICentraleContent, ICentraleLayer)
class AmountDeserializer(FieldDeserializer):
    """Amounts travel as text."""


@implementer(IFieldSerializer)
@adapter(IReference, ICentraleContent, Interface)
class ReferenceSerializer(FieldSerializer):
    """A reference tells where its target is and what it is called."""


@implementer(IFieldDeserializer)
@adapter(IReference, ICentraleContent, ICentraleLayer)
class ReferenceDeserializer(FieldDeserializer):
    """A UID, a path, a URL, or what the serializer gave."""


@implementer(IFieldDeserializer)
@adapter(ICheckedNumber, ICentraleContent, ICentraleLayer)
class CheckedNumberDeserializer(FieldDeserializer):
    """Stored in its canonical form."""


@implementer(IFieldDeserializer)
@adapter(IIdentifier, ICentraleContent, ICentraleLayer)
class IdentifierDeserializer(FieldDeserializer):
    """Text; an integer is taken as its digits."""


@implementer(IFieldDeserializer)
@adapter(IDate, ICentraleContent, ICentraleLayer)
class DateDeserializer(FieldDeserializer):
    """``2026-03-31``"""


@implementer(IFieldDeserializer)
@adapter(IDatetime, ICentraleContent, ICentraleLayer)
class InstantDeserializer(FieldDeserializer):
    """ISO 8601; without offset it is the time of Brussels."""


@implementer(IFieldSerializer)
@adapter(IRows, ICentraleContent, Interface)
class RowsSerializer(FieldSerializer):
    """A list of objects, one for each row."""

    def __call__(self):
        columns = getFieldsInOrder(self.field.row_schema)
        return [
            {name: to_json(column, row.get(name)) for name, column in columns}
            for row in self.value() or ()
        ]


@implementer(IFieldDeserializer)
@adapter(IText, ICentraleContent, ICentraleLayer)
class TextDeserializer(FieldDeserializer):
    """A number is no text; what is emptied and may be empty is an empty text."""

    def __call__(self, value):
        read = super().__call__(value)
        return self.field.default if read is None else read


@adapter(ITextLine, ICentraleContent, ICentraleLayer)
class TextLineDeserializer(TextDeserializer):
    """The same for one line, in the place of the adapter of plone.restapi."""


@implementer(IFieldDeserializer)
@adapter(IInt, ICentraleContent, ICentraleLayer)
class IntDeserializer(FieldDeserializer):
    """A whole number, and no boolean."""


@implementer(IFieldDeserializer)
@adapter(IChoice, ICentraleContent, ICentraleLayer)
class ChoiceDeserializer(FieldDeserializer):
    """A code, or the ``token`` that the serializer gives."""


@implementer(IFieldDeserializer)
@adapter(INamedField, ICentraleContent, ICentraleLayer)
class FileDeserializer(NamedFieldDeserializer):
    """``{"filename", "content-type", "encoding": "base64", "data"}``.

    What a ``GET`` gave, sent back, keeps the file; a file that is one already stays as it
    is; TUS uploads are left to plone.restapi.
    """

    def __call__(self, value):
        if isinstance(value, dict):
            return self.read(value)
        if isinstance(value, self.field._type):
            self.field.validate(value)
            return value
        if not isinstance(value, TUSUpload):
            raise WrongType(value, dict, self.field.__name__)
        return super().__call__(value)

    def read(self, value):
        """A file with its content, or the one that is there."""
        texts = ("data", "encoding", "filename", "content-type")
        if not all(isinstance(value.get(name) or "", str) for name in texts):
            raise WrongType(value, dict, self.field.__name__)
        if value.get("encoding", "base64") != "base64":
            raise WrongType(value, dict, self.field.__name__)
        found = super().__call__(value)
        self.field.validate(found)
        return found


@implementer(IFieldDeserializer)
@adapter(IRows, ICentraleContent, ICentraleLayer)
class RowsDeserializer(FieldDeserializer):
    """Every row is read and checked; all errors are given at once.

    A derived column may come back as a ``GET`` gave it, and is not looked at.
    """

    def __call__(self, value):
        if not isinstance(value, list):
            raise WrongType(value, list, self.field.__name__)
        errors = []
        rows = [self.row(index, row, errors) for index, row in enumerate(value)]
        if errors:
            raise RowErrors(errors)
        self.field.validate(rows)
        return rows

    def row(self, index, row, errors):
        if not isinstance(row, dict):
            errors.append((str(index), WrongType(row, dict, str(index))))
            return {}
        columns = dict(getFieldsInOrder(self.field.row_schema))
        for name in sorted(row.keys() - columns.keys()):
            errors.append((f"{index}.{name}", UnknownColumn(name)))
        given = {name: column.default for name, column in columns.items()} | row
        given |= dict.fromkeys(derived_columns(self.field.row_schema))
        cells = {}
        for name, column in columns.items():
            try:
                cells[name] = from_json(column, given[name])
            except ValidationError as error:
                errors.append((f"{index}.{name}", error))
        return cells
