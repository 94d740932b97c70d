"""Around every transition: the typed reason before, effects and catalog after."""

from imio.centrale import missions
from imio.centrale.domain.reasons import Refused
from imio.centrale.interfaces import IMissionChild
from imio.centrale.texts import text_reasons
from imio.centrale.workflows import effects
from imio.centrale.workflows.guards import typed_reason_reasons


#: indexes that a transition may change, of the object itself or of its mission
FOLLOWED = ["next_actor", "due", "amount_excl_vat", "centrale_step", "supplier_uid"]
MOVED = ["review_state", "modified", *FOLLOWED]


def before_transition(obj, event):
    """No typed reason, no transition: also when code calls the workflow tool."""
    if event.transition is None:
        return
    note = event.kwargs.get("reason_note") or ""
    reasons = typed_reason_reasons(
        event.workflow.getId(),
        event.transition.getId(),
        event.kwargs.get("reason_code") or "",
        note,
    ) + text_reasons(event.kwargs.get("comment") or "", note)
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
    obj.notifyModified()
    obj.reindexObject(idxs=MOVED)
    if IMissionChild.providedBy(obj):
        missions.mission_of(obj).reindexObject(idxs=FOLLOWED)
