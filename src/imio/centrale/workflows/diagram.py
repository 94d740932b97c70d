"""A workflow as people read it: a diagram in Mermaid, its states, its transitions.

Everything comes from ``definition.xml`` and from the rules and effects handed in, so
that the page cannot say anything else than what runs.
"""

from imio.centrale.acts import PRODUCT
from imio.centrale.reference import rst

import inspect
import sys


#: permission of a guard -> who acts, in one word
ACTORS = {
    "imio.centrale: Act for the Centrale": "centrale",
    "imio.centrale: Act for the Authority": "authority",
    "imio.centrale: Act for the Supplier": "supplier",
}
BY_ITSELF = "by itself"


def mermaid(workflow):
    """The ``stateDiagram-v2`` of a workflow, saying which moves are the product's."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.initial}"]
    for state in workflow.states:
        for transition_id in state.transitions:
            transition = transition_of(workflow, transition_id)
            who = "" if PRODUCT not in transition.permissions else f" ({BY_ITSELF})"
            target = transition.target or state.id
            lines.append(f"    {state.id} --> {target}: {transition_id}{who}")
    lines += [f"    {each.id} --> [*]" for each in workflow.states if is_final(each)]
    return "\n".join(lines) + "\n"


def transition_of(workflow, transition_id):
    """The transition with that id; ``KeyError`` for an exit that leads nowhere."""
    return {each.id: each for each in workflow.transitions}[transition_id]


def is_final(state):
    """Nothing leaves it."""
    return not state.transitions


def actors(transition):
    """Who runs a transition: ``centrale``, ``authority``, ``supplier`` or the product."""
    if PRODUCT in transition.permissions:
        return [BY_ITSELF]
    return [ACTORS.get(each, each) for each in transition.permissions]


def actors_of_state(workflow, state):
    """Who may act in a state, each one once."""
    found = [
        actor
        for transition_id in state.transitions
        for actor in actors(transition_of(workflow, transition_id))
    ]
    return list(dict.fromkeys(found))


def title_of(function):
    """A rule or effect by its name; one that has none, by how it is made."""
    module = sys.modules[function.__module__]
    names = [name for name, value in vars(module).items() if value is function]
    if names:
        return names[0]
    made_with = inspect.getclosurevars(function).nonlocals
    values = ", ".join(f"{name}={value!r}" for name, value in sorted(made_with.items()))
    return f"{maker_of(function).__name__}({values})"


def maker_of(function):
    """The factory of a rule or effect; itself when there is none."""
    module = sys.modules[function.__module__]
    return getattr(module, function.__qualname__.partition(".")[0], function)


def sentence_of(function):
    """The first line of the docstring, or of its factory's."""
    text = inspect.getdoc(function) or inspect.getdoc(maker_of(function)) or ""
    return text.partition("\n")[0]


def states_table(workflow, steps):
    """Id, title, step, who acts, and the transitions that leave."""
    rows = [
        (
            rst.code(state.id),
            rst.plain(state.title),
            steps.get(state.id) or "",
            ", ".join(actors_of_state(workflow, state)),
            rst.codes(state.transitions),
        )
        for state in workflow.states
    ]
    return rst.list_table(("State", "Title", "Step", "Who acts", "Transitions"), rows)


def transitions_table(workflow):
    """Id, title, from, to, and who runs it."""
    rows = [
        (
            rst.code(each.id),
            rst.plain(each.title),
            rst.codes(workflow.sources(each.id)),
            rst.code(each.target),
            ", ".join(actors(each)),
        )
        for each in workflow.transitions
    ]
    return rst.list_table(("Transition", "Title", "From", "To", "Who"), rows)


def functions_table(workflow, table, header):
    """The rules, or the effects, of each transition; nothing when there is none."""
    rows = [
        (
            rst.code(each.id),
            rst.code(title_of(function)),
            rst.plain(sentence_of(function)),
        )
        for each in workflow.transitions
        for function in table.get((workflow.id, each.id), ())
    ]
    return rst.list_table(("Transition", *header), rows) if rows else ""


def permissions_table(workflow):
    """Who holds each permission, the states that agree taken together."""
    rows = []
    for name in workflow.managed:
        states_of = {}
        for state in workflow.states:
            states_of.setdefault(holders(state.permissions.get(name)), []).append(state)
        for who, states in states_of.items():
            every = len(states) == len(workflow.states)
            where = "every state" if every else rst.codes(each.id for each in states)
            rows.append((rst.plain(name), where, who))
    return rst.list_table(("Permission", "In", "Roles"), rows)


def holders(grant):
    """The roles of a grant in words."""
    if grant is None:
        return "as the parent"
    roles = [*grant.roles, *(["as the parent"] if grant.acquired else [])]
    return ", ".join(roles) or "nobody"


def page(workflow, types, rules, effects, steps):
    """The page of one workflow: ``rules`` and ``effects`` by (workflow, transition)."""
    parts = [
        rst.plain(workflow.description) + "\n",
        f"Types: {rst.codes(types)}\n",
        f"The diagram alone: `{workflow.id}.mmd <{workflow.id}.mmd>`_\n",
        rst.code_block("mermaid", mermaid(workflow)),
        rst.heading("States", "-"),
        states_table(workflow, steps),
    ]
    if workflow.transitions:
        parts += [rst.heading("Transitions", "-"), transitions_table(workflow)]
    for title, text in (
        ("Rules", functions_table(workflow, rules, ("Rule", "What it asks"))),
        ("Effects", functions_table(workflow, effects, ("Effect", "What follows"))),
    ):
        if text:
            parts += [rst.heading(title, "-"), text]
    if workflow.managed:
        parts += [rst.heading("Permissions", "-"), permissions_table(workflow)]
    return rst.page(workflow.id, *parts)
