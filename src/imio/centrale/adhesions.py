"""The adhesion of an authority to a centrale, found by its id."""

from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import state_of
from itertools import count
from itertools import takewhile
from plone import api


ENDED = "ended"


def adhesion_in(centrale, authority_uid):
    """The adhesion of an authority to a centrale, or ``None``.

    One that ended counts only when the authority has not joined again.
    """
    found = _by_id(centrale, authority_uid) or _by_catalog(centrale, authority_uid)
    running = [adhesion for adhesion in found if state_of(adhesion) != ENDED]
    return (running or found or [None])[0]


def ids_for(authority):
    """The ids an adhesion of an authority may have, the first one first."""
    return (
        f"{authority.getId()}-{number}" if number > 1 else authority.getId()
        for number in count(1)
    )


def _by_id(centrale, authority_uid):
    authority = resolve(authority_uid)
    folder = centrale.get("adhesions")
    if authority is None or folder is None:
        return []
    taken = takewhile(folder.__contains__, ids_for(authority))
    return [folder[id_] for id_ in taken if folder[id_].authority == authority_uid]


def _by_catalog(centrale, authority_uid):
    """Imported adhesions have ids of their own."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.Adhesion",
        authority_uid=authority_uid,
        centrale_uid=centrale.UID(),
    )
    return [brain._unrestrictedGetObject() for brain in brains]


def adhesion_of(mission):
    """The adhesion under which a mission is asked for, or ``None``."""
    return adhesion_in(ancestor(mission, ICentrale), mission.authority)
