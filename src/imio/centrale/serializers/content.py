"""Reading an object from JSON: every error with its field, in one answer."""

from imio.centrale.domain.reasons import reason
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.serializers.fields import RowErrors
from imio.centrale.services.base import body_of
from imio.centrale.services.errors import BadInput
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from zExceptions import BadRequest
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer


@implementer(IDeserializeFromJson)
@adapter(ICentraleContent, ICentraleLayer)
class DeserializeCentraleContent(DeserializeFromJson):
    """The standard deserializer; what it refuses comes as reasons with fields."""

    def __call__(
        self, validate_all=False, data=None, create=False, mask_validation_errors=True
    ):
        if data is None:
            data = body_of(self.request)
        try:
            return super().__call__(validate_all, data, create, False)
        except BadRequest as error:
            errors = error.args[0] if error.args else []
            if not isinstance(errors, list):
                raise
            raise BadInput(
                [found for each in errors for found in self.as_reasons(each)]
            ) from error

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
