"""What the catalog knows of all the missions of a centrale, by value, in memory.

Counting the choices of ten facets reads thousands of small records of the database. They
are read once for each state of the catalog (see ``kept``). Nobody's missions are told
from another's here: see ``visible``.
"""

from AccessControl import getSecurityManager
from functools import cached_property
from imio.centrale.browser.mission import MISSION
from imio.centrale.kept import Kept
from imio.centrale.lookup import brains_of
from imio.centrale.records import record_ids
from plone import api


#: centrales whose facts a process keeps
MOST_CENTRALES = 4
#: sets of roles whose missions are kept with them
MOST_AUDIENCES = 50
#: indexes whose values are the UIDs of objects
OBJECTS = ("market_uid", "lot_uid", "authority_uid", "supplier_uid")
#: dossiers have no dates of publication
ANY_DATE = {"show_inactive": True}

_kept = Kept(MOST_CENTRALES)


def facts_of(centrale_uid):
    """The facts of a centrale in the state of the catalog this transaction reads."""
    return _kept.get(centrale_uid, lambda: Facts(centrale_uid))


class Facts:
    """The missions of one centrale, as sets of record ids."""

    def __init__(self, centrale_uid):
        self.query = {"portal_type": MISSION, "centrale_uid": centrale_uid}
        self._by_value = {}
        self._orders = {}
        self._audiences = {}

    @property
    def catalog(self):
        """That of this request: facts outlive it."""
        return api.portal.get_tool("portal_catalog")

    @cached_property
    def all(self):
        """The record ids of all of them, whoever asks."""
        return record_ids(self.catalog.unrestrictedSearchResults(**self.query))

    def visible(self):
        """The record ids of those that this user may view."""
        user = getSecurityManager().getUser()
        audience = frozenset(self.catalog._listAllowedRolesAndUsers(user))
        if audience not in self._audiences:
            if len(self._audiences) >= MOST_AUDIENCES:
                self._audiences.clear()
            self._audiences[audience] = self.search({})
        return self._audiences[audience]

    def search(self, query):
        """The record ids of those this user may view and that match, in no order."""
        return record_ids(
            self.catalog.searchResults(**{**query, **self.query, **ANY_DATE})
        )

    def by_value(self, index):
        """Value -> record ids of the missions that have it."""
        if index not in self._by_value:
            found = (
                (value, self.all.intersection(ids))
                for value, ids in self.catalog._catalog.getIndex(index).items()
                if value != ""
            )
            self._by_value[index] = {value: ids for value, ids in found if ids}
        return self._by_value[index]

    def order(self, index):
        """The record ids in the order of an index; those without a value are not there."""
        if index not in self._orders:
            known = self.catalog._catalog.getIndex(index).documentToKeyMap()
            keyed = ((known.get(id_), id_) for id_ in self.all)
            self._orders[index] = [
                id_
                for _key, id_ in sorted(pair for pair in keyed if pair[0] is not None)
            ]
        return self._orders[index]

    @cached_property
    def titles(self):
        """UID -> title of every market, lot, authority and supplier that has a mission.

        A lot bears its number; what was deleted is not there.
        """
        uids = {uid for index in OBJECTS for uid in self.by_value(index)}
        return {uid: title_of(brain) for uid, brain in brains_of(uids).items()}


def title_of(brain):
    number = brain.lot_number if brain.portal_type == "imio.centrale.Lot" else ""
    return f"{number}. {brain.Title}" if number else brain.Title
