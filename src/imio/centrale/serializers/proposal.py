"""What a body would change, read and checked as a ``PATCH`` does, and not written."""

from imio.centrale.domain.reasons import Refused
from imio.centrale.serializers.content import DeserializeCentraleContent
from imio.centrale.services.errors import BadInput
from plone.dexterity.utils import iterSchemata
from plone.restapi.interfaces import IFieldDeserializer
from zope.component import getMultiAdapter
from zope.schema import getFields
from zope.schema import ValidationError
from zope.schema.interfaces import RequiredMissing


class ReadFromJson(DeserializeCentraleContent):
    """Gives the values of the fields that a body names."""

    def values(self, data):
        """``BadInput`` for what cannot be read, ``Refused`` for what may not change."""
        kept = list(self.kept_reasons(data))
        if kept:
            raise Refused(kept)
        found, errors = {}, []
        for schema in iterSchemata(self.context):
            for name, field in getFields(schema).items():
                if name in data and not field.readonly:
                    self.read_into(found, errors, field, data[name])
        if errors:
            raise BadInput(
                [each for error in errors for each in self.as_reasons(error)]
            )
        return found

    def read_into(self, found, errors, field, given):
        """Read one field; its value, or what is wrong with it."""
        name = field.__name__
        try:
            found[name] = self.read(field, given)
        except ValidationError as error:
            errors.append({"field": name, "message": error.doc(), "error": error})
        except ValueError as error:
            errors.append({"field": name, "message": str(error), "error": error})

    def read(self, field, given):
        """The value of a field; what is emptied has the value that stands for nothing."""
        if given is None:
            if field.required:
                raise RequiredMissing(field.__name__)
            return field.missing_value
        found = getMultiAdapter((field, self.context, self.request), IFieldDeserializer)
        return found(given)
