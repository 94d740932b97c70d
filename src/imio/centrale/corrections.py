"""A closure file that is sent back: what may change in it, and what not."""

from imio.centrale import missions
from imio.centrale.domain.closure import editable_fields
from imio.centrale.domain.closure import FIELDS
from imio.centrale.domain.closure import flag_reasons
from imio.centrale.domain.closure_checklist import FAILED
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.workflows.state import move


CLOSURE = "imio.centrale.ClosureFile"


def send_back(closure, fields, **texts):
    """Send a file back; when fields are named, only they may change."""
    reasons = flag_reasons(fields)
    if reasons:
        raise Refused(reasons)
    move(closure, "return", **texts)
    keep(closure, editable_fields(fields))


def forget(closure):
    """Everything may change again."""
    keep(closure, ())


def keep(closure, fields):
    """What may change; its supplier reads it in lists too."""
    closure.to_correct = fields
    closure.reindexObject(idxs=["review_state"])


def reasons_against(closure):
    """A file that was sent back for corrections is not replaced by another one."""
    files = missions.children_of(missions.mission_of(closure), CLOSURE)
    if any(each.to_correct for each in files if each.UID() != closure.UID()):
        return [reason("correction_awaited")]
    return []


def wrong_fields(closure, lines):
    """The fields at which the machine found something wrong; those that were read from
    the invoice are corrected by another invoice.
    """
    wrong = (line for line in lines if line.state == FAILED)
    named = {
        why.field.partition(".")[0] for line in wrong for why in line.outcome.reasons
    }
    if closure.invoice_read is not None:
        named = {"invoice" if name.startswith("invoice") else name for name in named}
    return tuple(name for name in FIELDS if name in named)
