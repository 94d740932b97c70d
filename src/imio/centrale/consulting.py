"""The cascade as people run it: the supplier answers, the manager goes on with it."""

from imio.centrale import cascade
from imio.centrale import missions
from imio.centrale import parties
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.parties import may
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of


TRANSITION_OF_ANSWER = {"accepted": "accept", "declined": "decline"}
#: acts of the manager on the consultation that waits
ACTIONS = ("skip", "expire")


def waiting(mission):
    """The consultation that waits for an answer; ``Refused`` when none does."""
    consultation = cascade.open_consultation(mission)
    if consultation is None:
        raise Refused([reason("no_consultation_open")])
    return consultation


def answer(mission, given, reason_code="", reason_note=""):
    """The supplier of the consultation that waits accepts or declines."""
    check_side(mission)
    consultation = waiting(mission)
    move(
        consultation,
        TRANSITION_OF_ANSWER[given],
        reason_code=reason_code,
        reason_note=reason_note,
    )
    return consultation


def act(mission, action, reason_code="", reason_note=""):
    """The manager skips a rank or notes that its delay has passed."""
    check_manager(mission)
    consultation = waiting(mission)
    move(consultation, action, reason_code=reason_code, reason_note=reason_note)
    return consultation


def consult(mission, rank=None):
    """Start the cascade, go on with it, or ask a rank again when all are used up.

    The cascade starts at its first rank: nobody chooses another.
    """
    check_manager(mission)
    if state_of(mission) == "consulting":
        cascade.go_on(mission, rank)
    elif rank is None:
        move(mission, "consult")
    else:
        reasons = refusals(mission, "consult")
        raise Refused(reasons or [reason("ranks_not_exhausted", "rank")])
    return missions.latest(mission, cascade.PORTAL_TYPE)


def check_manager(mission):
    """Only an agent of the centrale runs the cascade."""
    if not parties.acts_for_centrale(mission):
        raise Refused([reason("not_permitted")])


def check_side(mission):
    """Whoever neither answers nor runs the cascade does not learn whether a rank is asked."""
    places = [mission, *cascade.consultations(mission)]
    sides = (
        "imio.centrale: Act for the Centrale",
        "imio.centrale: Act for the Supplier",
    )
    if not any(may(place, side) for place in places for side in sides):
        raise Refused([reason("not_permitted")])
