"""May this transition happen? One named rule for each question, each giving its reasons.

DCWorkflow calls ``rule_reasons`` through the guard expression of every transition;
pages and REST call ``refusals``, which adds the state and the permission.
"""

from imio.centrale import adhesions
from imio.centrale import ceilings
from imio.centrale import clock
from imio.centrale import closures
from imio.centrale import corrections
from imio.centrale import inventories
from imio.centrale import lots
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale import reported
from imio.centrale.cascade import consultations
from imio.centrale.cascade import consulted
from imio.centrale.domain import cascade as cascade_rules
from imio.centrale.domain.adhesion import activation_reasons
from imio.centrale.domain.adhesion import ordering_reasons
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.domain.closure import closure_reasons
from imio.centrale.domain.closure import invoice_reasons
from imio.centrale.domain.enquiry import answer_reasons
from imio.centrale.domain.envelope import check_categories
from imio.centrale.domain.money import ZERO
from imio.centrale.domain.offer import order_reasons
from imio.centrale.domain.order import deposit_reasons
from imio.centrale.domain.pricing import check_inventory
from imio.centrale.domain.reasons import reason
from imio.centrale.parties import may
from imio.centrale.proving import guarding
from imio.centrale.subsidy import batches
from imio.centrale.subsidy import paying
from imio.centrale.subsidy import sepa
from imio.centrale.subsidy.programs import open_program
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import title_of_state
from imio.centrale.workflows.state import workflow_of
from imio.centrale.workflows.state import wrong_state

import re


REASON_CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")


# -- adhesion ----------------------------------------------------------------------


def adhesion_is_complete(adhesion):
    """Activation needs the deliberation file, its date and its organ [iMio-cyber] 000."""
    return activation_reasons(
        adhesion.deliberation is not None, adhesion.deliberation_date, adhesion.organ
    )


# -- mission -----------------------------------------------------------------------


def authority_has_joined(mission):
    """Only authorities whose adhesion is active can request [iMio-cyber] 000, point 1."""
    adhesion = adhesions.adhesion_of(mission)
    return ordering_reasons(state_of(adhesion) if adhesion is not None else None)


def lot_takes_requests(mission):
    """The lot is open, not expired, below its ceiling."""
    return lots.reasons_against(mission)


def request_is_its_own(mission):
    """A user submits for an authority of his own."""
    return missions.ownership_reasons(mission)


def lot_has_a_supplier(mission):
    """Some rank of the lot is valid today: otherwise nobody could be designated."""
    lot = missions.lot_of(mission)
    if cascade_rules.ranks_on(lot.ranks(), clock.today()):
        return []
    return [reason("no_supplier")]


def lot_has_a_cascade(mission):
    """A cascade is run on a lot whose suppliers are ranked, and while ranks are left."""
    lot = missions.lot_of(mission)
    if lot.is_direct:
        return [reason("lot_is_direct")]
    return cascade_rules.may_consult(lot.ranks(), consulted(mission), clock.today())


def a_supplier_is_designated(mission):
    """A direct lot has its supplier; in a cascade one has accepted."""
    lot = missions.lot_of(mission)
    if lot.is_direct:
        return lot_has_a_supplier(mission)
    if any(each.answer == "accepted" for each in consultations(mission)):
        return []
    return [reason("no_acceptance")]


def follows(portal_type, states, present=True):
    """A rule: the mission moves when a child is (or no child is) in these states."""

    def mission_follows(mission):
        """The mission and its children cannot disagree."""
        live = bool(missions.children_in(mission, portal_type, states))
        return [] if live is present else [reason("moves_by_itself")]

    return mission_follows


an_offer_is_submitted = follows("imio.centrale.Offer", names.LIVE_OFFER)
no_offer_is_live = follows("imio.centrale.Offer", names.LIVE_OFFER, present=False)
an_order_is_deposited = follows("imio.centrale.Order", ("deposited",))
no_order_is_live = follows("imio.centrale.Order", names.LIVE_ORDER, present=False)
an_order_is_confirmed = follows("imio.centrale.Order", ("confirmed",))
a_closure_is_deposited = follows("imio.centrale.ClosureFile", ("deposited",))
no_closure_is_live = follows(
    "imio.centrale.ClosureFile", names.LIVE_CLOSURE, present=False
)
a_closure_is_accepted = follows("imio.centrale.ClosureFile", ("accepted",))


def confirmed_orders_are_for_the_centrale(obj):
    """What the centrale confirmed, only the centrale undoes."""
    confirmed = state_of(obj) == "confirmed"
    if confirmed and not may(obj, "imio.centrale: Act for the Centrale"):
        return [reason("only_centrale_cancels_confirmed")]
    return []


# -- consultation ------------------------------------------------------------------


def mission_is_consulting(consultation):
    """Answers count while the mission is in the cascade."""
    return missions.waiting_reasons(consultation, "consulting")


def answer_is_in_time(consultation):
    """An answer after the due date comes too late [cascade]."""
    if is_overdue(consultation.due, clock.now()):
        return [reason("overdue", due=clock.shown(consultation.due))]
    return []


def delay_has_passed(consultation):
    """Only silence past the due date expires a rank."""
    if is_overdue(consultation.due, clock.now()):
        return []
    return [reason("not_due", due=clock.shown(consultation.due))]


# -- offer, order, closure -----------------------------------------------------------


def mission_waits_for_it(child):
    """An offer, an order or a closure file moves in the state that waits for it."""
    return missions.waiting_reasons(child, names.WAITS_FOR[child.portal_type])


def mission_is(*states):
    """A rule: the mission of the child is in one of the states."""

    def mission_is_in_state(child):
        """The mission is where this act belongs."""
        return missions.waiting_reasons(child, *states)

    return mission_is_in_state


def lines_rest_on_the_inventory(offer):
    """Every line names a code of annexe B, at its price at most [iMio-cyber] 000, point 4."""
    return inventories.offer_reasons(offer)


def offer_is_still_valid(offer):
    """An offer past its last day cannot be submitted or accepted."""
    return order_reasons("accepted", offer.valid_until, clock.today())


def ceilings_have_room(offer):
    """Lot, market and authority have room for it: it reserves its total."""
    return ceilings.reasons_against(missions.mission_of(offer), offer.total_excl_vat)


def ceilings_still_have_room(order):
    """The same when its offer is ordered: a ceiling may have been lowered since."""
    mission = missions.mission_of(order)
    offer = missions.accepted_offer(mission)
    if offer is None:
        return []
    return ceilings.reasons_against(mission, offer.total_excl_vat)


def no_order_rests_on_it(offer):
    """An accepted offer is sent back only when no order rests on it."""
    mission = missions.mission_of(offer)
    if missions.children_in(mission, "imio.centrale.Order", names.LIVE_ORDER):
        return [reason("order_under_way")]
    return []


def offer_is_accepted_and_valid(order):
    """An order rests on an offer that is accepted and still valid [iMio-cyber] 000."""
    return offers.ordering_reasons(missions.accepted_offer(missions.mission_of(order)))


def mission_can_lose_its_order(order):
    """An order that counts is cancelled before the closure, or with its mission."""
    if state_of(order) not in names.LIVE_ORDER:
        return []
    return missions.waiting_reasons(
        order, "ordered", "confirmed", "cancelled", "unsuccessful"
    )


def order_is_complete(order):
    """Deliberation and purchase order, with organ and date."""
    return deposit_reasons(
        order.deliberation is not None,
        order.purchase_order is not None,
        order.organ,
        order.deliberation_date,
    )


def order_carries_the_code(order):
    """The code stands in the documents of both sides [iMio-cyber] 000, point 3."""
    return guarding.order_reasons(order)


def closure_carries_the_code(closure):
    """The same for what closes the mission."""
    return guarding.closure_reasons(closure)


def closure_is_complete(closure):
    """Report, invoice and proof of payment [iMio-cyber] 000, point 7."""
    return closure_reasons(
        closure.report is not None,
        closure.invoice is not None,
        closure.payment_proof is not None,
    ) + invoice_reasons(closure.invoice_excl_vat, closure.invoice_incl_vat)


def indicators_are_reported(closure):
    """Every indicator of the lot has its value, each of its kind."""
    return reported.reasons_against(closure)


def corrections_are_made(closure):
    """What was sent back for corrections comes back, and no other file in its place."""
    return corrections.reasons_against(closure)


def checklist_is_answered_for(closure):
    """What does not fit is answered for by an agent, or corrected."""
    return closures.acceptance_reasons(closure)


# -- enquiry -----------------------------------------------------------------------------


def the_centrale_wrote(enquiry):
    """An enquiry is answered by a message, which everybody who asked may read."""
    return answer_reasons(enquiry.thread())


# -- registers and money ---------------------------------------------------------------


def inventory_can_be_published(inventory):
    """Lines without contradiction, and a start after the version in force."""
    return check_inventory(inventory.inventory_lines()) + (
        inventories.succession_reasons(inventory)
    )


def a_newer_version_is_published(inventory):
    """A version is superseded by the publication of the next one only."""
    return inventories.superseding_reasons(inventory)


def program_can_open(program):
    """Categories without gap or overlap, money, one open program for a centrale."""
    reasons = check_categories(program.domain_categories())
    if program.envelope <= ZERO:
        reasons.append(reason("amount_not_positive", "envelope"))
    if open_program(program) is not None:
        reasons.append(reason("program_already_open"))
    return reasons


def batch_can_be_frozen(batch):
    """Its dossiers are accepted and granted, and their accounts can be used."""
    return batches.freezing_reasons(batch)


def batch_can_be_approved(batch):
    """The tutelle approves, and who records it confirmed none of the orders."""
    return batches.approval_reasons(batch)


def batch_can_be_exported(batch):
    """A transfer needs the account that pays, and nothing has changed since."""
    return sepa.export_reasons(batch)


def batch_can_be_paid(batch):
    """The ledger still holds what waits to be paid."""
    return paying.paying_reasons(batch)


RULES = {
    ("adhesion_workflow", "activate"): (adhesion_is_complete,),
    ("mission_workflow", "submit"): (
        request_is_its_own,
        authority_has_joined,
        lot_takes_requests,
        lot_has_a_supplier,
    ),
    ("mission_workflow", "consult"): (lot_has_a_cascade,),
    ("mission_workflow", "assign"): (a_supplier_is_designated,),
    ("mission_workflow", "offer"): (an_offer_is_submitted,),
    ("mission_workflow", "return_offer"): (no_offer_is_live,),
    ("mission_workflow", "order"): (an_order_is_deposited,),
    ("mission_workflow", "return_order"): (no_order_is_live,),
    ("mission_workflow", "confirm_order"): (an_order_is_confirmed,),
    ("mission_workflow", "deposit_closure"): (a_closure_is_deposited,),
    ("mission_workflow", "return_closure"): (no_closure_is_live,),
    ("mission_workflow", "close"): (a_closure_is_accepted,),
    ("mission_workflow", "cancel"): (confirmed_orders_are_for_the_centrale,),
    ("consultation_workflow", "accept"): (mission_is_consulting, answer_is_in_time),
    ("consultation_workflow", "decline"): (mission_is_consulting, answer_is_in_time),
    ("consultation_workflow", "expire"): (delay_has_passed,),
    ("offer_workflow", "submit"): (
        mission_waits_for_it,
        lines_rest_on_the_inventory,
        offer_is_still_valid,
        ceilings_have_room,
    ),
    ("offer_workflow", "accept"): (mission_is("offered"), offer_is_still_valid),
    ("offer_workflow", "return"): (mission_is("offered"), no_order_rests_on_it),
    ("offer_workflow", "revise"): (mission_waits_for_it,),
    ("order_workflow", "deposit"): (
        mission_waits_for_it,
        offer_is_accepted_and_valid,
        order_is_complete,
        ceilings_still_have_room,
    ),
    ("order_workflow", "return"): (mission_is("ordered"),),
    ("order_workflow", "revise"): (mission_waits_for_it,),
    ("order_workflow", "confirm"): (mission_is("ordered"), order_carries_the_code),
    ("order_workflow", "cancel"): (
        confirmed_orders_are_for_the_centrale,
        mission_can_lose_its_order,
    ),
    ("closure_workflow", "deposit"): (
        mission_waits_for_it,
        closure_is_complete,
        indicators_are_reported,
        corrections_are_made,
    ),
    ("closure_workflow", "return"): (mission_is("closing"),),
    ("closure_workflow", "revise"): (mission_waits_for_it,),
    ("closure_workflow", "accept"): (
        mission_is("closing"),
        closure_carries_the_code,
        checklist_is_answered_for,
    ),
    ("enquiry_workflow", "answer"): (the_centrale_wrote,),
    ("inventory_workflow", "publish"): (inventory_can_be_published,),
    ("inventory_workflow", "supersede"): (a_newer_version_is_published,),
    ("program_workflow", "open"): (program_can_open,),
    ("liquidation_workflow", "freeze"): (batch_can_be_frozen,),
    ("liquidation_workflow", "approve"): (batch_can_be_approved,),
    ("liquidation_workflow", "export"): (batch_can_be_exported,),
    ("liquidation_workflow", "pay"): (batch_can_be_paid,),
}

#: transitions that say why, with a typed reason; True when a note is needed too
TYPED_REASON = {
    ("mission_workflow", "cancel"): False,
    ("mission_workflow", "declare_unsuccessful"): False,
    ("consultation_workflow", "skip"): True,
}


def rule_reasons(obj, transition_id):
    """Why the rules refuse a transition, whatever the state and the user."""
    key = (workflow_of(obj).getId(), transition_id)
    return [found for rule in RULES.get(key, ()) for found in rule(obj)]


def typed_reason_reasons(workflow_id, transition_id, reason_code, reason_note):
    """What is wrong with the reason given for a transition that needs one."""
    note_too = TYPED_REASON.get((workflow_id, transition_id))
    found = []
    if note_too is not None and not reason_code:
        found.append(reason("reason_required", "reason_code"))
    if reason_code and not REASON_CODE.fullmatch(reason_code):
        found.append(reason("reason_malformed", "reason_code"))
    if note_too and not reason_note.strip():
        found.append(reason("note_required", "reason_note"))
    return found


def refusals(obj, transition_id, reason_code=None, reason_note=""):
    """Why the current user cannot run a transition now; empty when he can.

    ``not_permitted`` comes alone: whoever may not act learns nothing of the rules.
    ``reason_code`` is looked at when it is not ``None``.
    """
    workflow = workflow_of(obj)
    transition = workflow.transitions.get(transition_id) if workflow else None
    if transition is None:
        return [reason("unknown_transition", transition=transition_id)]
    permissions = transition.guard.permissions if transition.guard else ()
    if permissions and not any(may(obj, name) for name in permissions):
        return [reason("not_permitted")]
    if transition_id not in workflow.states[state_of(obj)].transitions:
        return [wrong_state(obj)]
    reasons = rule_reasons(obj, transition_id)
    if reason_code is not None:
        reasons += typed_reason_reasons(
            workflow.getId(), transition_id, reason_code, reason_note
        )
    return reasons


def adding_reasons(container, portal_type):
    """Why a child of this type cannot be added to a mission now, as far as rules say."""
    expected = names.WAITS_FOR.get(portal_type)
    if expected is None or state_of(container) == expected:
        return []
    return [reason("mission_not_waiting", state=title_of_state(container))]
