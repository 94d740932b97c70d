"""What a mission asks of its supplier, and for whom it waits otherwise.

The supplier prepares the offer, then closes the mission with its report, invoice and
proof of payment ([iMio-cyber] text 000 points 4 and 7).
"""

from collections.abc import Iterable


MAKE_OFFER = "make_offer"
CONTINUE_OFFER = "continue_offer"
REVISE_OFFER = "revise_offer"
DEPOSIT_CLOSURE = "deposit_closure"
CONTINUE_CLOSURE = "continue_closure"
CORRECT_CLOSURE = "correct_closure"
#: what the supplier does, the most urgent first
TASKS = (
    CORRECT_CLOSURE,
    REVISE_OFFER,
    MAKE_OFFER,
    CONTINUE_OFFER,
    CONTINUE_CLOSURE,
    DEPOSIT_CLOSURE,
)

#: states of a mission in which its supplier is awaited
AWAITED = ("assigned", "confirmed")

OFFER_WAITS = "offer_waits"
ORDER_WAITS = "order_waits"
CONFIRMATION_WAITS = "confirmation_waits"
ACCEPTANCE_WAITS = "acceptance_waits"
ENDED = "ended"

_WAITING = {
    "offered": OFFER_WAITS,
    "ordered": CONFIRMATION_WAITS,
    "closing": ACCEPTANCE_WAITS,
}
#: states of a mission whose supplier waits for somebody else
WAITED = tuple(_WAITING)
_OFFER_TASKS = (("draft", CONTINUE_OFFER), ("returned", REVISE_OFFER))
_CLOSURE_TASKS = (("draft", CONTINUE_CLOSURE), ("returned", CORRECT_CLOSURE))


def task_of(
    state: str,
    offer_states: Iterable[str] = (),
    closure_states: Iterable[str] = (),
    flagged: bool = False,
) -> str:
    """What is next in a mission in ``state``, given the states of its offers and closure
    files.

    One of ``TASKS`` when its supplier is awaited. ``flagged``: the closure file under
    way was sent back with pieces to correct, also while it is a draft again.
    """
    if state == "assigned":
        return _first(_OFFER_TASKS, offer_states, MAKE_OFFER)
    if state == "confirmed":
        task = _first(_CLOSURE_TASKS, closure_states, DEPOSIT_CLOSURE)
        return CORRECT_CLOSURE if flagged and task != DEPOSIT_CLOSURE else task
    if state == "offered" and "accepted" in offer_states:
        return ORDER_WAITS
    return _WAITING.get(state, ENDED)


def urgency(task: str, since: str | None) -> tuple[int, str]:
    """The key of the list of tasks: the most urgent kind first, and of each kind what
    waits longest. ``since`` is an ISO text.
    """
    return TASKS.index(task), since or ""


def _first(
    tasks: Iterable[tuple[str, str]], states: Iterable[str], otherwise: str
) -> str:
    return next((task for state, task in tasks if state in states), otherwise)
