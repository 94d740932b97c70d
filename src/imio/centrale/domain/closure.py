"""What closes a mission: report, invoice, proof of payment.

The supplier deposits the three; the deposit is the subsidy claim as well ([iMio-cyber]
text 000 point 7). What the claim is worth is decided when the file is accepted: what
was granted, and never more than the invoice. Amounts are euro.
"""

from collections.abc import Collection
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale.domain.calendar import is_late
from imio.centrale.domain.program_rules import ProgramRules
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


def admissibility_reasons(
    rules: ProgramRules, invoice_date: date | None, received: datetime
) -> list[Reason]:
    """Why a closure file comes too late for the subsidy ([iMio-cyber] text 000 point 8).

    ``invoice_issued_late`` for an invoice issued after its deadline; ``dossier_too_late``
    and ``invoice_copy_too_late`` for a file, which holds the copy of the invoice,
    received after either. Each deadline is optional; those that are set all hold.
    """
    reasons = []
    if invoice_date is not None and is_late(invoice_date, rules.invoice_issue_deadline):
        reasons.append(
            _missed("invoice_issued_late", "invoice_date", rules.invoice_issue_deadline)
        )
    if is_late(received, rules.dossier_deadline):
        reasons.append(_missed("dossier_too_late", "received", rules.dossier_deadline))
    if is_late(received, rules.invoice_copy_deadline):
        reasons.append(
            _missed("invoice_copy_too_late", "received", rules.invoice_copy_deadline)
        )
    return reasons


def _missed(code: str, field: str, deadline: date | datetime) -> Reason:
    return reason(code, field, deadline=deadline.isoformat())


#: A piece sent back is sent back with what was typed from it.
_TYPED_FROM = {
    "report": ("report_signed_on",),
    "invoice": (
        "invoice_number",
        "invoice_date",
        "invoice_excl_vat",
        "invoice_incl_vat",
    ),
    "payment_proof": ("payment_date", "payment_amount"),
}
#: What a supplier fills in, and an agent may send back.
FIELDS = (
    "report",
    "report_signed_on",
    "indicators",
    "invoice",
    "invoice_number",
    "invoice_date",
    "invoice_excl_vat",
    "invoice_incl_vat",
    "payment_proof",
    "payment_date",
    "payment_amount",
)


def flag_reasons(flagged: Iterable[str]) -> list[Reason]:
    """``no_such_field`` for what is no field of a closure file."""
    return [
        reason("no_such_field", "fields", name=name[:100])
        for name in flagged
        if name not in FIELDS
    ]


def editable_fields(flagged: Collection[str]) -> tuple[str, ...]:
    """The fields that may change in a file sent back for these, in their order."""
    typed = [name for field in flagged for name in _TYPED_FROM.get(field, ())]
    return tuple(name for name in FIELDS if name in flagged or name in typed)
