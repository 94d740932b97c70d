"""Reading and moving the state of an object."""

from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.texts import text_reasons
from plone import api


def state_of(obj):
    """The id of the state of ``obj``."""
    return api.portal.get_tool("portal_workflow").getInfoFor(obj, "review_state", "")


def workflow_of(obj):
    """The DCWorkflow definition of ``obj``, or ``None``."""
    chain = api.portal.get_tool("portal_workflow").getWorkflowsFor(obj)
    return chain[0] if chain else None


def title_of_state(obj):
    """The msgid of the title of the state of ``obj``."""
    workflow = workflow_of(obj)
    return workflow.states[state_of(obj)].title if workflow else ""


def history_of(obj):
    """Every status of ``obj``, oldest first, whoever asks."""
    workflow = workflow_of(obj)
    return (obj.workflow_history or {}).get(workflow.getId(), ()) if workflow else ()


def states_before(obj):
    """The states ``obj`` went through, oldest first."""
    return [status["review_state"] for status in history_of(obj)]


def last_status(obj):
    """What the last transition noted: action, actor, time, comments, reason."""
    return dict(history_of(obj)[-1])


def move(obj, transition_id, comment="", reason_code="", reason_note=""):
    """Run a transition for the current user, or raise ``Refused`` with the reasons.

    The only way transitions are run, by pages, REST and effects alike.
    """
    from imio.centrale.workflows.guards import refusals

    reasons = refusals(obj, transition_id, reason_code, reason_note) or text_reasons(
        comment, reason_note
    )
    if reasons:
        raise Refused(reasons)
    api.portal.get_tool("portal_workflow").doActionFor(
        obj,
        transition_id,
        comment=comment,
        reason_code=reason_code,
        reason_note=reason_note,
    )


def move_as_product(obj, transition_id, comment="", reason_code="", reason_note=""):
    """Run a transition that follows from another act, whoever did that act.

    The rules still hold; only the roles are those of the product. The history keeps
    the user.
    """
    with api.env.adopt_roles(["Manager"]):
        move(obj, transition_id, comment, reason_code, reason_note)


def wrong_state(obj):
    """The reason for a transition that does not leave the state of ``obj``."""
    return reason("wrong_state", state=title_of_state(obj), id=state_of(obj))
