"""Where an object belongs."""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.market import IMarket
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import IMissionChild
from imio.centrale.lookup import ancestor
from imio.centrale.missions import mission_of
from plone.indexer import indexer


def given(value):
    """The value; an indexer that raises ``AttributeError`` leaves the index empty."""
    if value is None or value == "":
        raise AttributeError("nothing to index")
    return value


@indexer(ICentraleContent)
def centrale_uid(obj):
    return given(ancestor(obj, ICentrale)).UID()


@indexer(ICentraleContent)
def market_uid(obj):
    return given(ancestor(obj, IMarket)).UID()


@indexer(ICentraleContent)
def exclude_from_nav(obj):
    """Plone's navigation asks for a value; which types it shows is a setting."""
    return False


@indexer(IMissionChild)
def tracking_code(child):
    return mission_of(child).tracking_code


@indexer(IMissionChild)
def child_authority_uid(child):
    return mission_of(child).authority


@indexer(IMissionChild)
def child_lot_uid(child):
    return mission_of(child).lot
