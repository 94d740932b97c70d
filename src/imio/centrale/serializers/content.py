"""Reading an object from JSON: every error with its field, in one answer."""

from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.serializers.fields import RowErrors
from imio.centrale.services.base import body_of
from imio.centrale.services.errors import BadInput
from plone.autoform.interfaces import WRITE_PERMISSIONS_KEY
from plone.dexterity.utils import iterSchemata
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import IFieldDeserializer
from plone.supermodel.utils import mergedTaggedValueDict
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer
from zope.schema import ValidationError


@implementer(IDeserializeFromJson)
@adapter(ICentraleContent, ICentraleLayer)
class DeserializeCentraleContent(DeserializeFromJson):
    """The standard deserializer; what it refuses comes as reasons with fields."""

    def __call__(
        self, validate_all=False, data=None, create=False, mask_validation_errors=True
    ):
        if data is None:
            data = body_of(self.request)
        kept = [] if create else list(self.kept_reasons(data))
        if kept:
            raise Refused(kept)
        try:
            return super().__call__(validate_all, data, create, False)
        except BadRequest as error:
            errors = error.args[0] if error.args else []
            if not isinstance(errors, list):
                raise
            raise BadInput(
                [found for each in errors for found in self.as_reasons(each)]
            ) from error

    def kept_reasons(self, data):
        """``field_kept`` for each field that is given another value and may not change.

        The standard deserializer leaves it out and answers that all is well.
        """
        for schema in iterSchemata(self.context):
            permissions = mergedTaggedValueDict(schema, WRITE_PERMISSIONS_KEY)
            for name in data.keys() & permissions.keys():
                if not self.check_permission(permissions[name]):
                    if self.changes(schema[name], data[name]):
                        yield reason("field_kept", name)
            for name in sorted(data.keys() & getattr(self.context, "fields_kept", ())):
                if name in schema and self.changes(schema[name], data[name]):
                    yield reason("field_kept", name)

    def changes(self, field, given):
        """Whether a value of JSON is another than the one stored."""
        stored = getattr(self.context, field.__name__, None)
        if given is None:
            return stored is not None
        deserializer = getMultiAdapter(
            (field, self.context, self.request), IFieldDeserializer
        )
        try:
            return deserializer(given) != stored
        except (ValueError, ValidationError):
            return True

    def as_reasons(self, error):
        """One reason for each field or cell at fault."""
        cause = error.get("error")
        if isinstance(cause, RowErrors):
            for path, found in cause.errors:
                text = translate(found.doc(), context=self.request)
                yield reason("invalid", f"{error['field']}.{path}", message=text)
        else:
            message = error.get("message") or str(cause)
            text = translate(message, context=self.request)
            yield reason("invalid", error.get("field", ""), message=text)
