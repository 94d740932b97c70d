"""The adhesion of an authority to a centrale, found by its id."""

from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve


def adhesion_in(centrale, authority_uid):
    """The adhesion of an authority to a centrale, or ``None``.

    An adhesion has the id of its authority; imported ones may have another.
    """
    folder = centrale.get("adhesions")
    if folder is None:
        return None
    authority = resolve(authority_uid)
    by_id = folder.get(authority.getId()) if authority is not None else None
    if IAdhesion.providedBy(by_id) and by_id.authority == authority_uid:
        return by_id
    others = (obj for obj in folder.objectValues() if IAdhesion.providedBy(obj))
    return next((obj for obj in others if obj.authority == authority_uid), None)


def adhesion_of(mission):
    """The adhesion under which a mission is asked for, or ``None``."""
    return adhesion_in(ancestor(mission, ICentrale), mission.authority)
