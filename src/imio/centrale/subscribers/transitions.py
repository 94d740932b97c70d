"""After every transition: its effects, and the catalog."""

from imio.centrale import missions
from imio.centrale.domain.reasons import Refused
from imio.centrale.interfaces import IMissionChild
from imio.centrale.workflows import effects
from imio.centrale.workflows.guards import typed_reason_reasons


FOLLOWED = ["next_actor", "due", "amount_excl_vat", "centrale_step", "supplier_uid"]


def before_transition(obj, event):
    """No typed reason, no transition: also when code calls the workflow tool."""
    if event.transition is None:
        return
    reasons = typed_reason_reasons(
        event.workflow.getId(),
        event.transition.getId(),
        event.kwargs.get("reason_code") or "",
        event.kwargs.get("reason_note") or "",
    )
    if reasons:
        raise Refused(reasons)


def after_transition(obj, event):
    """Run the effects; a mission shows in the catalog what its children changed."""
    if event.transition is None:
        return
    effects.run(
        obj,
        event.workflow.getId(),
        event.transition.getId(),
        event.old_state.getId(),
        event.status,
    )
    obj.reindexObject()
    if IMissionChild.providedBy(obj):
        missions.mission_of(obj).reindexObject(idxs=FOLLOWED)
