"""From a UID or a path to an object, and up to the centrale it belongs to."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from Products.CMFCore.indexing import processQueue


def resolve(uid):
    """The object of a UID whoever asks, or ``None``. Rules need the whole truth.

    The index of UIDs is read as it stands: a search would first index what waits, and
    a transition asks a dozen times. What waits is indexed only for a UID not found.
    """
    if not uid or not isinstance(uid, str):
        return None
    path = _path_of(uid)
    if path is None and processQueue():
        path = _path_of(uid)
    return api.portal.get().unrestrictedTraverse(path, None) if path else None


def _path_of(uid):
    catalog = api.portal.get_tool("portal_catalog")
    record = catalog._catalog.getIndex("UID")._index.get(uid)
    return catalog.getpath(record) if record is not None else None


def search(**query):
    """What the catalog knows, whoever asks."""
    catalog = api.portal.get_tool("portal_catalog")
    return catalog.unrestrictedSearchResults(**query)


def brains_of(uids):
    """What the catalog keeps of the objects with those UIDs, by UID, whoever asks."""
    wanted = sorted({uid for uid in uids if uid})
    return {brain.UID: brain for brain in search(UID=wanted)} if wanted else {}


def titles_of(uids):
    """UID -> title of the objects with those UIDs, by title, whoever asks."""
    titles = {uid: brain.Title for uid, brain in brains_of(uids).items()}
    return dict(sorted(titles.items(), key=lambda item: item[1]))


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
