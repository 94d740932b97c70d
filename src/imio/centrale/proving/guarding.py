"""What the documents say against the confirmation of an order and the acceptance of a
closure file.
"""

from imio.centrale import missions
from imio.centrale.domain.code_proof import code_reasons
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.proving.overrides import overrides_of


def order_reasons(order):
    """The deliberation, the purchase order, and the quote of the offer they rest on."""
    offer = missions.accepted_offer(missions.mission_of(order))
    return [*([] if offer is None else _reasons(offer)), *_reasons(order)]


def closure_reasons(closure):
    """The report, the invoice, the proof of payment."""
    return _reasons(closure)


def _reasons(piece):
    return code_reasons(evidence_of(piece), overrides_of(piece))
