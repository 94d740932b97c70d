"""What a mission is made of, read from the mission."""

from imio.centrale import parties
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import title_of_state


LIVE = {
    "imio.centrale.Offer": names.LIVE_OFFER,
    "imio.centrale.Order": names.LIVE_ORDER,
    "imio.centrale.ClosureFile": names.LIVE_CLOSURE,
}


def mission_of(obj):
    """The mission at or above ``obj``, or ``None``."""
    return ancestor(obj, IMissionRequest)


def lot_of(mission):
    """The lot asked for."""
    return resolve(mission.lot)


def authority_of(mission):
    """The authority that asks."""
    return resolve(mission.authority)


def supplier_of(mission):
    """The supplier designated, or ``None``."""
    return resolve(mission.supplier)


def children_of(mission, portal_type):
    """Children of one type, in the order they were made."""
    found = [obj for obj in mission.objectValues() if obj.portal_type == portal_type]
    return sorted(found, key=lambda obj: obj.created())


def children_in(mission, portal_type, states):
    """Children of one type in one of these states."""
    return [obj for obj in children_of(mission, portal_type) if state_of(obj) in states]


def latest_in(mission, portal_type, states):
    """The last child of one type in one of these states, or ``None``."""
    found = children_in(mission, portal_type, states)
    return found[-1] if found else None


def accepted_offer(mission):
    """The offer the authority accepted, or ``None``."""
    return latest_in(mission, "imio.centrale.Offer", ("accepted",))


def latest(mission, portal_type):
    """The last child of a type, or ``None``."""
    found = children_of(mission, portal_type)
    return found[-1] if found else None


def current(mission, portal_type):
    """The child of a type that counts: the live one, or the last one made."""
    live = latest_in(mission, portal_type, LIVE[portal_type])
    return live if live is not None else latest(mission, portal_type)


def waiting_reasons(child, *states):
    """``mission_not_waiting`` unless the mission of ``child`` is in one of the states."""
    mission = mission_of(child)
    if state_of(mission) in states:
        return []
    return [reason("mission_not_waiting", state=title_of_state(mission))]


def ownership_reasons(dossier):
    """``not_your_authority`` when the user names an authority that is not his own."""
    if parties.acts_for_centrale(dossier) or parties.belongs_to(dossier.authority):
        return []
    return [reason("not_your_authority", "authority")]
