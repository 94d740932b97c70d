"""The dossier that somebody means who types a code, whole, in part or wrong.

Only those of dossiers that the user may view are proposed: whoever may not, learns
nothing that he did not type.
"""

from imio.centrale import codes
from imio.centrale.domain import code_search
from plone import api


MISSION = "imio.centrale.MissionRequest"
#: missions that are proposed; who finds more types more of the code
MOST = 20
#: UIDs that the catalog is asked for at once
AT_ONCE = 200


def holding(text):
    """The brains of missions whose codes hold that part, those the user may view."""
    if api.user.is_anonymous():
        return []
    register = codes.register()
    return viewable(register[key] for key in code_search.holding(text, register))


def alike(text):
    """The brains of missions whose codes a typing mistake turns into that one."""
    if api.user.is_anonymous():
        return []
    register = codes.register()
    return viewable(register.get(key) for key in code_search.alike(text))


def viewable(uids):
    """The brains of those the user may view, in the order of the UIDs, twenty at most."""
    wanted = [uid for uid in uids if uid]
    found = []
    for start in range(0, len(wanted), AT_ONCE):
        found += _viewable(wanted[start : start + AT_ONCE])
        if len(found) >= MOST:
            break
    return found[:MOST]


def _viewable(uids):
    """A part of a code that is common is held by thousands: they are asked in parts."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = {brain.UID: brain for brain in catalog(portal_type=MISSION, UID=uids)}
    return [brains[uid] for uid in uids if uid in brains]
