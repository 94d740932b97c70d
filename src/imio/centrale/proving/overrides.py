"""An agent lets a document pass although its code was not read; the reason stays.

It holds for the bytes he looked at, in that field. It is kept when the file is replaced,
and counts for nothing then.
"""

from imio.centrale import clock
from imio.centrale.domain.code_proof import FOUND
from imio.centrale.domain.code_proof import Override
from imio.centrale.domain.code_proof import override_reasons
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.missions import mission_of
from imio.centrale.proving.documents import documents_of
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.proving.keeping import NOT_READ
from imio.centrale.subsidy.programs import actor
from imio.centrale.texts import text_reasons
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import wrong_state
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.overrides"
#: states of the pieces in which nothing waits for their documents any more
DECIDED = {
    "imio.centrale.Offer": ("withdrawn",),
    "imio.centrale.Order": ("confirmed", "cancelled"),
    "imio.centrale.ClosureFile": ("accepted",),
}


def rows_of(piece):
    """Every override of a piece, the oldest first; those of files replaced since too."""
    return IAnnotations(piece).get(KEY, ())


def overrides_of(piece):
    """The same, as the rule takes it."""
    return [
        Override(row["field"], row["digest"], row["agent"], row["note"])
        for row in rows_of(piece)
    ]


def override_for(piece, evidence):
    """The last override that holds for a document as it is, or ``None``."""
    meant = (evidence.field, evidence.digest)
    found = [row for row in rows_of(piece) if (row["field"], row["digest"]) == meant]
    return found[-1] if found else None


def reasons_against(piece, field, note, seen=""):
    """Why a document cannot be let pass; ``seen`` is the digest of what was looked at."""
    found = {each.field: each for each in evidence_of(piece)}
    if field not in found:
        return [reason("unknown_document", "field", name=field)]
    decided = state_of(piece) in DECIDED.get(piece.portal_type, ())
    if decided or state_of(mission_of(piece)) in names.ENDED_MISSION:
        return [wrong_state(piece)]
    if seen not in ("", found[field].digest):
        return [reason("document_replaced", "field", document=field)]
    if found[field].verdict in (NOT_READ, Verdict(FOUND)):
        return [reason("nothing_to_override", "field", document=field)]
    return override_reasons(note) + text_reasons(reason_note=note)


def override(piece, field, note, seen=""):
    """Let a document pass, or ``Refused``."""
    reasons = reasons_against(piece, field, note, seen)
    if reasons:
        raise Refused(reasons)
    (evidence,) = (each for each in evidence_of(piece) if each.field == field)
    row = {
        "field": field,
        "digest": evidence.digest,
        "filename": documents_of(piece)[field].filename or field,
        "outcome": evidence.verdict.outcome,
        "agent": actor(),
        "at": clock.stored(clock.now()),
        "note": note.strip(),
    }
    IAnnotations(piece)[KEY] = (*rows_of(piece), row)
    piece.notifyModified()
    piece.reindexObject(idxs=["modified"])


def forget(piece):
    """Nobody has looked at a copy."""
    IAnnotations(piece).pop(KEY, None)
