"""Record ids of the catalog: rows are counted and put in order before a brain is made.

Of thousands of dossiers a page shows ten: the indexes know how many there are and which
come first.
"""

from plone import api


def record_ids(results):
    """The record ids of what a search found; one of words has (score, record id)."""
    return frozenset(
        each[1] if isinstance(each, tuple) else each for each in results._seq
    )


def visible(centrale, portal_type, **query):
    """The record ids of what the current user may see of a type in a centrale."""
    catalog = api.portal.get_tool("portal_catalog")
    place = {"centrale_uid": centrale.UID()}
    return record_ids(catalog(portal_type=portal_type, **place, **query))


def values(index):
    """Record id -> what an index has of it; those without a value are not there."""
    catalog = api.portal.get_tool("portal_catalog")
    return catalog._catalog.getIndex(index).documentToKeyMap()


def brains(ids):
    """What the catalog keeps of these, in their order."""
    catalog = api.portal.get_tool("portal_catalog")
    return [catalog._catalog[each] for each in ids]
