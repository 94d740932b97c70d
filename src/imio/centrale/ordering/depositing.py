"""An order is made and deposited in one transaction; one that was begun is completed."""

from imio.centrale.domain.order_form import DOCUMENTS
from imio.centrale.ordering import drafts
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def deposit(mission, draft):
    """The order of a draft without fault, deposited; or ``Refused``, and then the caller
    aborts.
    """
    values = values_of(draft)
    order = drafts.begun(mission)
    if order is None:
        order = createContentInContainer(mission, drafts.ORDER, **values)
    else:
        complete(order, values)
    move(order, "deposit")
    drafts.forget(mission)
    return order


def complete(order, values):
    """The order that was begun, or came back, takes the values of the form."""
    if state_of(order) == "returned":
        move(order, "revise")
    for name, value in values.items():
        setattr(order, name, value)
    notify(ObjectModifiedEvent(order))


def values_of(draft):
    """The fields of the order."""
    typed = draft.typed
    return {
        "order_number": typed.order_number,
        "order_date": typed.ordered_on,
        "organ": typed.organ,
        "deliberation_date": typed.decided_on,
        **{name: draft.documents[name].file for name in DOCUMENTS},
    }
