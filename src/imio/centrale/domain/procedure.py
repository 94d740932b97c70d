"""The five steps of a dossier, and who is awaited in each state of a mission.

The page "En pratique" numbers them: requests are "étape 2", closure is "étape 5"
([iMio-cyber] text 000).
"""

from collections.abc import Sequence


STEPS = ((1, "adhesion"), (2, "request"), (3, "offer"), (4, "order"), (5, "closure"))

#: The step of each state of a mission; ``None``: the step where the mission stopped.
MISSION_STEP = {
    "draft": 2,
    "submitted": 2,
    "consulting": 2,
    "assigned": 3,
    "offered": 3,
    "ordered": 4,
    "confirmed": 4,
    "closing": 5,
    "closed": 5,
    "cancelled": None,
    "unsuccessful": None,
}
ENDED = frozenset({"closed", "cancelled", "unsuccessful"})

AUTHORITY = "authority"
MANAGER = "manager"
SUPPLIER = "supplier"
NOBODY = ""

_FIRST_STEP = MISSION_STEP["draft"]
_NEXT_ACTOR = {
    "draft": AUTHORITY,
    "submitted": MANAGER,
    "consulting": SUPPLIER,
    "assigned": SUPPLIER,
    "offered": AUTHORITY,
    "ordered": MANAGER,
    "confirmed": SUPPLIER,
    "closing": MANAGER,
}
_HANDED_BACK = ("draft", "returned", "withdrawn", "cancelled")


def step_of(state: str, history_states: Sequence[str] = ()) -> int:
    """The step of a mission in ``state``.

    A mission cancelled or unsuccessful stays at the step of the last state before it,
    among ``history_states``, oldest first; at its first step when there is none. Raises
    ``KeyError`` for a state that is not a mission's.
    """
    steps = [MISSION_STEP[each] for each in (*history_states, state)]
    return next((step for step in reversed(steps) if step), _FIRST_STEP)


def states_by_step() -> dict[int, list[str]]:
    """Number of a step -> the states of the missions under way there; none for a step
    that missions have not.
    """
    found = {}
    for state, step in MISSION_STEP.items():
        if step and state not in ENDED:
            found.setdefault(step, []).append(state)
    return found


def next_actor(
    state: str,
    offer_state: str | None = None,
    order_state: str | None = None,
    closure_state: str | None = None,
    direct: bool = False,
    consultation_open: bool = True,
) -> str:
    """Who is awaited: "authority", "manager", "supplier", or "" once it has ended.

    An offer, order or closure file that goes back to its maker awaits its maker, even
    before the mission has followed. The manager decides on a submitted request, unless
    its lot is ``direct`` and has its supplier at once; and on a cascade that has no
    consultation open, its ranks being used up. Raises ``KeyError`` for a state that is
    not a mission's.
    """
    if state in ENDED:
        return NOBODY
    if state == "submitted" and direct:
        return SUPPLIER
    if state == "consulting" and not consultation_open:
        return MANAGER
    if state == "offered" and offer_state in _HANDED_BACK:
        return SUPPLIER
    if state == "ordered" and order_state in _HANDED_BACK:
        return AUTHORITY
    if state == "closing" and closure_state in _HANDED_BACK:
        return SUPPLIER
    return _NEXT_ACTOR[state]
