"""Every generated page of the reference, by its path below ``docs/reference``."""

from imio.centrale.domain.procedure import MISSION_STEP
from imio.centrale.reference import catalog
from imio.centrale.reference import definitions
from imio.centrale.reference import examples
from imio.centrale.reference import labels
from imio.centrale.reference import permissions
from imio.centrale.reference import reasons
from imio.centrale.reference import types
from imio.centrale.workflows import diagram
from imio.centrale.workflows.effects import EFFECTS
from imio.centrale.workflows.guards import RULES


#: step of a whole workflow; that of the mission goes through them
STEP = {
    "adhesion_workflow": 1,
    "consultation_workflow": 2,
    "offer_workflow": 3,
    "order_workflow": 4,
    "closure_workflow": 5,
}


def steps_of(workflow):
    """State -> number of its step."""
    if workflow.id == "mission_workflow":
        return MISSION_STEP
    return {state.id: STEP.get(workflow.id) for state in workflow.states}


def workflow_pages():
    """Page and diagram of every workflow."""
    bindings = definitions.bindings()
    pages = {}
    for each in definitions.workflows():
        types_of = [name for name, bound in bindings.items() if bound == each.id]
        pages[f"workflows/{each.id}.rst"] = diagram.page(
            each, types_of, RULES, EFFECTS, steps_of(each)
        )
        pages[f"workflows/{each.id}.mmd"] = diagram.mermaid(each)
    return pages


def all_pages():
    """Path -> text."""
    label = labels.french()
    return {
        "types.rst": types.page(label),
        "permissions.rst": permissions.page(),
        "reasons.rst": reasons.page(label),
        "catalog.rst": catalog.page(),
        **workflow_pages(),
    }


def write(directory):
    """Write every page, drop those of workflows that are gone, refresh the examples."""
    pages = all_pages()
    (directory / "workflows").mkdir(parents=True, exist_ok=True)
    for path in (directory / "workflows").iterdir():
        if f"workflows/{path.name}" not in pages:
            path.unlink()
    rest = directory / "rest.rst"
    if rest.exists():
        pages["rest.rst"] = examples.refresh(rest.read_text(encoding="utf-8"))
    for name, text in pages.items():
        (directory / name).write_text(text, encoding="utf-8")
