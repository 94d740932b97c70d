"""Objects made of the values of a form, by the deserializer that every REST call uses."""

from Acquisition import aq_base
from dataclasses import replace
from imio.centrale.domain.reasons import Refused
from imio.centrale.services.errors import BadInput
from plone import api
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.services.content.utils import add
from plone.restapi.services.content.utils import create
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectCreatedEvent


def make(container, portal_type, values, found, paths=()):
    """Make an object and add it; ``found``: what is wrong with the form already.

    ``paths``: pairs of a field and its place in the form, where they differ. Raises
    ``BadInput`` or ``Refused`` with everything that is wrong.
    """
    obj = create(container, portal_type)
    fill(obj.__of__(container), values, found, paths, create=True)
    bare = aq_base(obj)
    notify(ObjectCreatedEvent(bare))
    return add(container, bare)


def fill(obj, values, found, paths=(), create=False):
    """Give an object its values; a field that is wrong already is not told twice."""
    deserializer = getMultiAdapter((obj, api.env.getRequest()), IDeserializeFromJson)
    try:
        deserializer(validate_all=True, data=values, create=create)
    except Refused as refused:
        found = found + others(refused.reasons, found, dict(paths))
        raise type(refused)(found)
    if found:
        raise BadInput(found)


def others(reasons, found, paths):
    """The reasons about other fields than those found, at their place in the form."""
    known = {each.field for each in found}
    placed = [
        replace(each, field=paths.get(each.field, each.field)) for each in reasons
    ]
    return [each for each in placed if each.field not in known]
