"""The transitions of an object as a person meets them: buttons, and why not."""

from dataclasses import dataclass
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.guards import TYPED_REASON
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import workflow_of
from zope.i18n import translate


#: permission of the transitions that follow from another act
PRODUCT = "imio.centrale: Move By The Product"


@dataclass(frozen=True)
class Act:
    """A transition: its id, its title for this user, and the reasons against it."""

    id: str
    title: str
    reasons: tuple
    #: the state of the object lets it go that way
    here: bool
    #: people run it; otherwise it follows from another act
    by_people: bool
    needs_reason: bool
    needs_note: bool

    @property
    def allowed(self):
        return not self.reasons


def acts_on(obj, request):
    """Every transition of the workflow of ``obj``, those of its state first."""
    workflow = workflow_of(obj)
    if workflow is None:
        return []
    here = workflow.states[state_of(obj)].transitions
    ids = [*here, *(tid for tid in workflow.transitions.keys() if tid not in here)]
    return [_act(obj, workflow, tid, tid in here, request) for tid in ids]


def _act(obj, workflow, transition_id, here, request):
    transition = workflow.transitions[transition_id]
    key = (workflow.getId(), transition_id)
    return Act(
        id=transition_id,
        title=translate(transition.title, domain=DOMAIN, context=request),
        reasons=tuple(refusals(obj, transition_id)),
        here=here,
        by_people=PRODUCT not in transition.guard.permissions,
        needs_reason=key in TYPED_REASON,
        needs_note=bool(TYPED_REASON.get(key)),
    )
