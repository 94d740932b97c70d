"""What the rules of the checklist need to know of a closure file."""

from imio.centrale import clock
from imio.centrale import invoices
from imio.centrale import missions
from imio.centrale import reported
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.closure_checklist import ClosureFacts
from imio.centrale.domain.code_proof import ABSENT
from imio.centrale.domain.matching import form_findings
from imio.centrale.domain.matching import match
from imio.centrale.domain.matching import OrderFacts
from imio.centrale.domain.matching import PaymentFacts
from imio.centrale.domain.pricing import PricedLine
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.program_rules import ProgramRules
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.subsidy import late
from imio.centrale.subsidy.eligibility import claim_rules
from imio.centrale.subsidy.eligibility import rules_for
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.settling import order_of


def facts_of(closure):
    """A closure file as the rules of the checklist read it."""
    order, outcomes = order_of(closure), _code_outcomes(closure)
    deadlines = _claimed_by(order)
    return ClosureFacts(
        received=closure.received or clock.now(),
        report_present=closure.report is not None,
        report_signed_on=closure.report_signed_on,
        report_code=outcomes.get("report", ABSENT),
        invoice_present=closure.invoice is not None,
        invoice_number=closure.invoice_number or "",
        invoice_date=closure.invoice_date,
        invoice_excl_vat=closure.invoice_excl_vat,
        invoice_incl_vat=closure.invoice_incl_vat,
        invoice_code=outcomes.get("invoice", ABSENT),
        invoice_read=closure.invoice_read is not None,
        payment_proof_present=closure.payment_proof is not None,
        payment_proof_code=outcomes.get("payment_proof", ABSENT),
        payment_date=closure.payment_date,
        findings=findings_of(closure),
        indicator_reasons=tuple(reported.reasons_against(closure)),
        subsidy_reasons=_subsidy_reasons(order),
        invoice_issue_deadline=deadlines.invoice_issue_deadline,
        dossier_deadline=deadlines.dossier_deadline,
        invoice_copy_deadline=deadlines.invoice_copy_deadline,
    )


def _code_outcomes(closure):
    """Field -> what was read of the codes in its document, of those that are there."""
    return {each.field: each.verdict.outcome for each in evidence_of(closure)}


def findings_of(closure):
    """What does not fit: in the invoice, beside it in the form, with order and payment.

    ``None`` while there is no order to compare with.
    """
    ordered = order_facts(closure)
    if ordered is None:
        return None
    payment = PaymentFacts(closure.payment_date, closure.payment_amount)
    found = match(ordered, invoices.read_facts(closure), payment)
    if closure.invoice_read is not None:
        typed = invoices.typed_facts(closure)
        differences = form_findings(typed, closure.invoice_read.facts)
        found = [*closure.invoice_read.findings, *differences, *found]
    return tuple(dict.fromkeys(found))


def order_facts(closure):
    """What was ordered: the purchase order, and the offer it rests on; or ``None``."""
    mission = missions.mission_of(closure)
    order, offer = order_of(closure), missions.accepted_offer(mission)
    if order is None or offer is None:
        return None
    return OrderFacts(
        tracking_code=mission.tracking_code,
        ordered_on=order.order_date,
        supplier_number=_seller_number(closure),
        authority_number=missions.authority_of(mission).enterprise_number,
        excl_vat=offer.total_excl_vat,
        incl_vat=offer.total_incl_vat,
        by_rate=_by_rate(offer),
        lines=len(offer.lines),
    )


def _seller_number(closure):
    """Who invoices: the supplier; in a ``wholesaler`` centrale a contracting party of
    it, which buys and sells on [Hainaut].
    """
    centrale = ancestor(closure, ICentrale)
    supplier = missions.supplier_of(missions.mission_of(closure)).enterprise_number
    if centrale.purchase_model != "wholesaler":
        return supplier
    rows = centrale.contracting_parties or ()
    numbers = [row["enterprise_number"] for row in rows if row["enterprise_number"]]
    found = invoices.read_facts(closure).seller_number
    return found if found in numbers else next(iter(numbers), supplier)


def _by_rate(offer):
    names = PricedLine.__dataclass_fields__
    lines = [PricedLine(**{name: row[name] for name in names}) for row in offer.lines]
    return totals(lines).by_rate


def _claimed_by(order):
    """The rules with the deadlines of the claim; none of them without subsidy."""
    if order is None:
        return ProgramRules()
    if is_held(position_of(order)):
        return claim_rules(order)
    assessor = late.assessor_of(order)
    if assessor is None:
        return ProgramRules()
    return rules_for(assessor, missions.mission_of(order))


def _subsidy_reasons(order):
    """Why the order has no subsidy; ``None`` where no program judged it."""
    if order is None or late.assessor_of(order) is None:
        return None
    if order.subsidy_refusals:
        return tuple(order.subsidy_refusals)
    held = is_held(position_of(order))
    return () if held else (reason("subsidy_given_back"),)
