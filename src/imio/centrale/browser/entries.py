"""One entry of a ledger as it stands in a list, and what happened in words."""

from imio.centrale import _
from imio.centrale.domain import ledger_entry as kinds
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.messages import ENTRY_REASONS
from zope.i18n import translate
from zope.i18nmessageid import Message


#: by the kind of the entry, unless its code says more
KINDS = {
    kinds.RESERVE: _("Reserved"),
    kinds.GRANT: _("Granted"),
    kinds.RELEASE: _("Given back"),
    kinds.LIQUIDATE: _("Paid"),
    kinds.CORRECT: _("Corrected"),
}
CODES = {
    kinds.OPENED: _("Envelope opened"),
    kinds.CHANGED: _("Envelope changed"),
    kinds.DEPOSITED: _("Reserved at the deposit"),
}
SERVED = _("Reserved from the waiting list")
BECAUSE = _("${what}: ${reason}")


def what_of(entry, request):
    """What happened: ``Given back: the order was sent back.``"""
    served = entry.kind == kinds.RESERVE and entry.code == kinds.SERVED
    text = SERVED if served else CODES.get(entry.code, KINDS[entry.kind])
    if entry.code not in ENTRY_REASONS:
        return translate(text, context=request)
    values = {
        "what": translate(text, context=request),
        "reason": translate(ENTRY_REASONS[entry.code], context=request),
    }
    return translate(Message(BECAUSE, mapping=values), context=request)


def note_of(entry):
    """The words of whoever changed the envelope; other notes are codes for programs."""
    return entry.note if kinds.is_about_envelope(entry) else ""


def instant_of(entry):
    """``31/12/2026 17:00:05``: entries are made within one minute."""
    return f"{to_brussels(entry.at):%d/%m/%Y %H:%M:%S}"
