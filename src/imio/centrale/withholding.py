"""A sensitive lot is for the parties of the centrales; the public does not see it.

Its members must be able to ask for it, so they see it in the catalogue. What tells of its
call-offs is for agents and auditors: ``docs/explanation/publication.rst``.
"""

from imio.centrale.content.lot import ILot
from imio.centrale.content.market import IMarket
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import children
from imio.centrale.lookup import search


LOT = "imio.centrale.Lot"
PERMISSIONS = ("View", "Access contents information")
ANYBODY = "Anonymous"
PARTIES = (
    "Manager",
    "Centrale Manager",
    "Centrale Auditor",
    "Centrale Requester",
    "Centrale Provider",
)


def show(lot):
    """Who views a lot: who views its market, or the parties alone if it is withheld."""
    hidden = bool(lot.withheld) and _is_public(ancestor(lot, IMarket))
    if hidden == is_hidden(lot):
        return
    for permission in PERMISSIONS:
        lot.manage_permission(permission, PARTIES if hidden else (), not hidden)
    lot.reindexObjectSecurity()


def show_all(market):
    """The same for each lot, once it is known who views the market."""
    for lot in children(market, ILot):
        show(lot)


def is_hidden(lot):
    """Whether the lot is viewed by the parties alone now."""
    return not lot.acquiredRolesAreUsedBy(PERMISSIONS[0])


def _is_public(market):
    roles = market.rolesOfPermission(PERMISSIONS[0])
    return any(each["selected"] for each in roles if each["name"] == ANYBODY)


def withheld_in(centrale):
    """The UIDs of the lots of which nothing is published, from the catalog."""
    return frozenset(
        brain.UID
        for brain in search(portal_type=LOT, centrale_uid=centrale.UID())
        if brain.catalogue_facts["withheld"]
    )
