"""What the services share."""

from imio.centrale import bodies
from imio.centrale.domain.reasons import reason
from imio.centrale.services.errors import BadInput
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services import Service
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


MEGABYTE = 1_000_000
#: of a body; a program that says nothing means JSON
JSON_TYPES = ("", "application/json")


def body_of(request):
    """The JSON object sent, or ``BadInput``."""
    if request.get("BODY") == bodies.TOO_LONG:
        raise BadInput([reason("body_too_long", limit=bodies.LONGEST // MEGABYTE)])
    if bodies.length(request) and bodies.media_type(request) not in JSON_TYPES:
        raise BadInput([reason("not_json_type")])
    try:
        return json_body(request)
    except DeserializationError as error:
        malformed = "Malformed" in str(error)
        raise BadInput([reason("not_an_object" if malformed else "not_json")])


def wrong(name):
    """``BadInput`` for a value of another type than the one named takes."""
    return BadInput([reason("wrong_type", name, field_name=name)])


def text_in(data, name):
    """A text of the body, empty when it is not there; ``BadInput`` for another type."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(name)
    return value.strip()


def texts_in(data, name):
    """A list of texts of the body, empty when it is not there; or ``BadInput``."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise wrong(name)
    return value


def flag_in(data, name):
    """Yes or no, no when it is not there; ``BadInput`` for another type."""
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise wrong(name)
    return value


@implementer(IPublishTraverse)
class WithParts:
    """Mixin: ``parts`` are what follows the name of the service in the address."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.parts = []

    def publishTraverse(self, request, name):
        self.parts.append(name)
        return self


class WithPart(WithParts):
    """Mixin: ``part`` is the one name that may follow that of the service, or empty.

    ``NotFound`` for a second one, and for a name that is not among ``known`` where only
    some are.
    """

    known = ()

    def publishTraverse(self, request, name):
        if self.parts or (self.known and name not in self.known):
            raise NotFound(name)
        return super().publishTraverse(request, name)

    @property
    def part(self):
        return self.parts[0] if self.parts else ""


class WritingService(Service):
    """A service that changes something: REST clients have no token of a form."""

    def reply(self):
        alsoProvides(self.request, IDisableCSRFProtection)
        return self.write(body_of(self.request))

    def write(self, data):
        raise NotImplementedError
