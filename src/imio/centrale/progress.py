"""Where a mission stands: step, who acts next, until when."""

from datetime import datetime
from datetime import time
from imio.centrale import missions
from imio.centrale.cascade import open_consultation
from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.domain import milestones
from imio.centrale.domain import procedure
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import states_before


def step(mission):
    """The number of the step, 2 to 5; an ended mission stays where it stopped."""
    return procedure.step_of(state_of(mission), states_before(mission))


def next_actor(mission):
    """``authority``, ``manager``, ``supplier``, or empty when nobody is awaited."""
    return procedure.next_actor(
        state_of(mission),
        offer_state=_state_of_current(mission, "imio.centrale.Offer"),
        order_state=_state_of_current(mission, "imio.centrale.Order"),
        closure_state=_state_of_current(mission, "imio.centrale.ClosureFile"),
        direct=missions.lot_of(mission).is_direct,
        consultation_open=open_consultation(mission) is not None,
    )


def due(mission):
    """Until when (aware datetime): the answer of a rank, the validity of an offer."""
    state = state_of(mission)
    if state == "consulting":
        consultation = open_consultation(mission)
        return to_brussels(consultation.due) if consultation is not None else None
    if state == "offered":
        offer = missions.current(mission, "imio.centrale.Offer")
        return end_of(offer.valid_until) if offer is not None else None
    return None


def reached(dossier):
    """State -> ISO day on which a mission, or an adhesion, came forward to it."""
    adhesion = IAdhesion.providedBy(dossier)
    course = milestones.ADHESION if adhesion else milestones.MISSION
    return milestones.milestones(course, _dated_states(dossier))


def state_since(dossier):
    """The instant, in Brussels, at which it entered the state it is in."""
    return milestones.state_since(_dated_states(dossier))


def _dated_states(dossier):
    return [
        (status["review_state"], status["time"].asdatetime())
        for status in history_of(dossier)
    ]


def end_of(day):
    """The last second of a day in Brussels."""
    return datetime.combine(day, time(23, 59, 59), BRUSSELS)


def _state_of_current(mission, portal_type):
    child = missions.current(mission, portal_type)
    return state_of(child) if child is not None else None
