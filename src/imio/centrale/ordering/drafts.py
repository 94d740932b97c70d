"""An order that is being written: it waits on its mission, with its files.

Files cannot be put back into a form that was refused: they wait here, so that nobody
sends them twice. Whoever acts for the authority finds what a colleague began. What was
read in the documents waits with them.
"""

from dataclasses import dataclass
from imio.centrale import clock
from imio.centrale.domain.order_form import OrderTyped
from imio.centrale.evidence.proof import Proof
from imio.centrale.missions import children_in
from imio.centrale.proving.documents import documents_of
from imio.centrale.proving.keeping import kept_of
from imio.centrale.proving.keeping import proofs_of_files
from persistent import Persistent
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.order_draft"
ORDER = "imio.centrale.Order"
#: an order in one of these states is the one that is deposited
BEGUN = ("draft", "returned")


@dataclass(frozen=True)
class Document:
    """A file that waits, and what was read in it; its proof may be ``None``."""

    file: object
    digest: str
    proof: Proof | None


class OrderDraft(Persistent):
    """What was typed, and the documents by their field."""

    def __init__(self, typed=None, documents=None):
        self.typed = typed or OrderTyped()
        self.documents = documents or {}
        self.saved = clock.stored(clock.now())


def find(mission):
    """The draft that waits, that of an order begun elsewhere, or an empty one."""
    kept = IAnnotations(mission).get(KEY)
    if kept is not None:
        return kept
    order = begun(mission)
    return OrderDraft() if order is None else _from_order(order)


def begun(mission):
    """The order that was begun with another form, or came back; ``None`` without."""
    found = children_in(mission, ORDER, BEGUN)
    return found[-1] if found else None


def keep(mission, typed, files):
    """Keep what is typed; ``files`` replace those that wait, field by field."""
    before = find(mission).documents
    draft = OrderDraft(typed, {**before, **documents_from(mission, files)})
    IAnnotations(mission)[KEY] = draft
    return draft


def forget(mission):
    """Throw it away, if it is there."""
    IAnnotations(mission).pop(KEY, None)


def documents_from(mission, files):
    """Field -> ``Document``, of files that no piece of the dossier holds yet."""
    read = proofs_of_files(mission.tracking_code, files)
    return {name: Document(file, *read[name]) for name, file in files.items()}


def _from_order(order):
    read = kept_of(order)
    documents = {
        name: Document(file, read[name].digest, read[name].proof)
        for name, file in documents_of(order).items()
        if name in read
    }
    return OrderDraft(_typed_in(order), documents)


def _typed_in(order):
    def iso(day):
        return day.isoformat() if day is not None else ""

    return OrderTyped(
        order_number=order.order_number or "",
        order_date=iso(order.order_date),
        organ=order.organ or "",
        deliberation_date=iso(order.deliberation_date),
    )
