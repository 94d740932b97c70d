"""From a UID or a path to an object, and up to the centrale it belongs to."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from plone.app.uuid.utils import uuidToObject
from Products.CMFCore.indexing import processQueue


def resolve(uid):
    """The object of a UID whoever asks, or ``None``. Rules need the whole truth."""
    if not uid or not isinstance(uid, str):
        return None
    obj = uuidToObject(uid, unrestricted=True)
    if obj is None and processQueue():
        obj = uuidToObject(uid, unrestricted=True)
    return obj


def uid_of(value):
    """The UID meant by a UID, a path below the site, a URL or ``{"@id": …}``.

    Raises ``ValueError`` when nothing is found there.
    """
    if isinstance(value, dict):
        value = value.get("UID") or value.get("@id")
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    portal = api.portal.get()
    url = portal.absolute_url()
    if value.startswith(url + "/"):
        value = value[len(url) :]
    if not value.startswith("/"):
        return value
    site_path = "/".join(portal.getPhysicalPath())
    if value.startswith(site_path + "/"):
        value = value[len(site_path) :]
    obj = portal.unrestrictedTraverse(value.lstrip("/"), None)
    if obj is None or not hasattr(obj, "UID"):
        raise ValueError(value)
    return obj.UID()


def ancestor(obj, interface):
    """The nearest object at or above ``obj`` that provides the interface."""
    while obj is not None and not interface.providedBy(obj):
        obj = aq_parent(aq_inner(obj))
    return obj


def children(container, interface):
    """The direct children that provide the interface, in the order they were made."""
    found = [obj for obj in container.objectValues() if interface.providedBy(obj)]
    return sorted(found, key=lambda obj: obj.created())
