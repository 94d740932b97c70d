"""What the acceptance of a closure file would do to the subsidy, said beforehand."""

from dataclasses import dataclass
from decimal import Decimal
from imio.centrale import _
from imio.centrale.domain.money import format_fr
from imio.centrale.domain.money import ZERO
from imio.centrale.messages import sentence
from imio.centrale.parties import may
from imio.centrale.subsidy.eligibility import claim_rules
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.settling import claim_reasons
from imio.centrale.subsidy.settling import order_of
from imio.centrale.workflows.state import state_of
from zope.i18n import translate
from zope.i18nmessageid import Message


TOO_LATE = _("Accepted as it is, this file gives ${released} of subsidy back:")
REDUCED = _(
    "Accepted, this file keeps ${kept} of subsidy and gives ${released} back: the invoice counts for ${invoiced}."
)
KEPT = _(
    "Accepted, this file keeps the whole subsidy of ${kept}: the invoice counts for ${invoiced}."
)


@dataclass(frozen=True)
class Claim:
    """What would be kept and given back of what the order holds.

    ``reasons`` are those for which everything is given back; ``invoiced`` is the amount
    of the invoice on the basis of the program.
    """

    kept: Decimal
    released: Decimal
    invoiced: Decimal
    reasons: tuple = ()


def claim_of(closure):
    """What accepting the file would do now.

    ``None`` where its order stands in no ledger, or the invoice has no amount yet.
    """
    order = order_of(closure)
    if order is None or not is_held(position_of(order)):
        return None
    held = position_of(order).held
    invoiced = claim_rules(order).amount_of(
        closure.invoice_excl_vat, closure.invoice_incl_vat
    )
    if invoiced is None:
        return None
    reasons = tuple(claim_reasons(closure))
    kept = ZERO if reasons else min(held, invoiced)
    return Claim(kept, held - kept, invoiced, reasons)


def claim_sentences(closure, request):
    """The same in words, before the acceptance, for those who may know."""
    awaited = state_of(closure) in ("draft", "deposited", "returned")
    if not awaited or not may(closure, "imio.centrale: View Subsidy"):
        return []
    claim = claim_of(closure)
    if claim is None or not claim.kept + claim.released:
        return []
    text = KEPT if not claim.released else TOO_LATE if claim.reasons else REDUCED
    values = {
        name: format_fr(getattr(claim, name))
        for name in ("kept", "released", "invoiced")
    }
    return [
        translate(Message(text, mapping=values), context=request),
        *(sentence(each, request) for each in claim.reasons),
    ]
