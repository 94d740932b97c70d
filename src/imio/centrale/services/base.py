"""What the services share."""

from imio.centrale.domain.reasons import reason
from imio.centrale.services.errors import BadInput
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services import Service
from zope.interface import alsoProvides


def body_of(request):
    """The JSON object sent, or ``BadInput``."""
    try:
        return json_body(request)
    except RecursionError:
        raise BadInput([reason("not_json")])
    except DeserializationError as error:
        malformed = "Malformed" in str(error)
        raise BadInput([reason("not_an_object" if malformed else "not_json")])


def text_in(data, name):
    """A text of the body, empty when it is not there; ``BadInput`` for another type."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput([reason("wrong_type", name, field_name=name)])
    return value.strip()


def texts_in(data, name):
    """A list of texts of the body, empty when it is not there; or ``BadInput``."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInput([reason("wrong_type", name, field_name=name)])
    return value


class WritingService(Service):
    """A service that changes something: REST clients have no token of a form."""

    def reply(self):
        alsoProvides(self.request, IDisableCSRFProtection)
        return self.write(body_of(self.request))

    def write(self, data):
        raise NotImplementedError
