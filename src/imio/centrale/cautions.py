"""What to know before an act, which hinders nobody: beside the reasons that refuse."""

from imio.centrale import ceilings
from imio.centrale.content.lot import ILot
from imio.centrale.content.market import IMarket
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.content.offer import IOffer
from imio.centrale.content.order import IOrder
from imio.centrale.missions import mission_of
from imio.centrale.parties import may


def cautions_on(obj):
    """The warnings about an object for the current user, as reasons."""
    if any(each.providedBy(obj) for each in (IMissionRequest, IOffer, IOrder)):
        return ceilings.warnings_for(mission_of(obj))
    is_place = any(each.providedBy(obj) for each in (ILot, IMarket))
    if is_place and may(obj, ceilings.PERMISSION):
        return ceilings.warnings_of(obj)
    return []
