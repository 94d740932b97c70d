"""Which findings on an invoice keep its closure file from being accepted.

The others are shown beside the file and leave the decision as it is.
"""

from dataclasses import dataclass
from imio.centrale.domain.reasons import Reason


@dataclass(frozen=True)
class Weight:
    """Whether a finding keeps a closure file from being accepted, and why."""

    blocks: bool
    why: str


#: By code; an amount that differs has two rows, by its direction.
WEIGHTS = {
    "seller_is_not_the_supplier": Weight(
        True, "The subsidy and the award go to the supplier designated, to nobody else."
    ),
    "buyer_is_not_the_authority": Weight(
        True, "The expense must be the authority's own to be its subsidy."
    ),
    "foreign_currency": Weight(
        True, "The order is in euro, and a rate of exchange is nobody's to choose here."
    ),
    "total_differs:over": Weight(
        True, "The organ decided on the amount of the order, not on more."
    ),
    "total_differs:under": Weight(
        False, "Less may have been done: the invoice is liquidated, the rest released."
    ),
    "vat_differs": Weight(
        False, "The totals already block; the rate tells where the difference is."
    ),
    "reverse_charge": Weight(
        False, "The authority owes the VAT itself: lawful, and to be seen."
    ),
    "code_absent": Weight(
        True,
        "The code stands in every document of both sides: without it, whose is it?",
    ),
    "invoice_before_order": Weight(
        True, "Nothing may be carried out before the authority has decided."
    ),
    "paid_less_than_invoice": Weight(
        True, "The expense is proved as far as it is paid."
    ),
    "paid_before_invoice": Weight(
        False, "An advance, or a date mistyped: the proof of payment shows which."
    ),
    "invoice_number_differs": Weight(
        True, "The file is the invoice: what was typed beside it is to be corrected."
    ),
    "invoice_date_differs": Weight(
        True, "The date decides whether the invoice was issued in time."
    ),
    "invoice_total_differs": Weight(
        True, "The amount typed is the one that would be liquidated."
    ),
    "invoice_term_missing": Weight(
        False, "The match and the checklist say what they lack."
    ),
    "invoice_term_invalid": Weight(
        False, "The match and the checklist say what they lack."
    ),
    "party_number_missing": Weight(
        False, "Nobody can tell whose invoice it is: an agent looks at the name."
    ),
    "negative_total": Weight(True, "What gives money back is a credit note."),
    "unknown_vat_rate": Weight(
        False, "A seller abroad may have the rate of his country."
    ),
    "invoice_does_not_add_up": Weight(
        True, "No amount of it can be relied on: the seller corrects it."
    ),
    "vat_does_not_add_up": Weight(
        True, "The VAT would be liquidated at an amount that is not due."
    ),
    "line_does_not_add_up": Weight(False, "The totals do: an agent looks at the line."),
    "structured_communication_wrong": Weight(False, "The payment itself is proved."),
    "attachment_unreadable": Weight(False, "The invoice is the XML."),
}


def blocks(finding: Reason) -> bool:
    """Whether a finding on an invoice keeps its closure file from being accepted.

    ``KeyError`` for a reason that is not such a finding.
    """
    direction = finding.mapping.get("direction")
    code = f"{finding.code}:{direction}" if direction else finding.code
    return WEIGHTS[code].blocks
