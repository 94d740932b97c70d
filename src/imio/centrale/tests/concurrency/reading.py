"""What the database holds after a race, read without Zope, object by object."""

from contextlib import closing
from contextlib import contextmanager
from imio.centrale.codes import KEY
from imio.centrale.tests.concurrency.world import SITE_ID
from ZODB.config import databaseFromString


@contextmanager
def site_in(server, storage_conf):
    """The site as the storage has it now."""
    text = f"{server.imports}\n<zodb>\n{storage_conf}\n</zodb>"
    with closing(databaseFromString(text)) as database:
        with database.transaction() as connection:
            yield values_of(connection.root()["Application"])[SITE_ID]


def at(site, path):
    """The object at a path below the site."""
    for name in path.split("/"):
        site = values_of(site)["_tree"][name]
    return site


def values_of(obj):
    """The attributes stored in a persistent object."""
    obj._p_activate()
    return obj.__dict__


def state_of(obj, workflow):
    return values_of(obj)["workflow_history"][workflow][-1]["review_state"]


def codes_of(site):
    """The register of tracking codes: key -> UID."""
    return dict(values_of(site)["__annotations__"][KEY])


def numbers_by_commit(head):
    """The last number of the ledger after each commit that wrote it, oldest first.

    Only of a storage that keeps history.
    """
    connection = head._p_jar
    revisions = connection.db().storage.history(head._p_oid, size=10**6)
    states = [
        connection.oldstate(head, revision["tid"]) for revision in reversed(revisions)
    ]
    return [state["data"].get("number", 0) for state in states]
