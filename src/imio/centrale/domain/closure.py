"""What closes a mission: report, invoice, proof of payment.

The supplier deposits the three; the deposit is the subsidy claim as well ([iMio-cyber]
text 000 point 7).
"""

from decimal import Decimal
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


def closure_reasons(
    has_report: bool, has_invoice: bool, has_payment_proof: bool
) -> list[Reason]:
    """What a closure file lacks to be deposited."""
    reasons = []
    if not has_report:
        reasons.append(reason("report_missing", "report"))
    if not has_invoice:
        reasons.append(reason("invoice_missing", "invoice"))
    if not has_payment_proof:
        reasons.append(reason("payment_proof_missing", "payment_proof"))
    return reasons


def invoice_reasons(excl_vat: Decimal | None, incl_vat: Decimal | None) -> list[Reason]:
    """``invoice_totals_inconsistent`` when a total is missing, or VAT would make the
    invoice smaller.
    """
    if None not in (excl_vat, incl_vat) and incl_vat >= excl_vat:
        return []
    return [reason("invoice_totals_inconsistent", "invoice_incl_vat")]
