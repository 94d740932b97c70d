"""What follows from a transition. Each effect is one function; the table says when."""

from imio.centrale import cascade
from imio.centrale import catalogue
from imio.centrale import ceilings
from imio.centrale import clock
from imio.centrale import closures
from imio.centrale import corrections
from imio.centrale import inventories
from imio.centrale import mails
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale import parties
from imio.centrale import reported
from imio.centrale import withholding
from imio.centrale.domain.ledger_entry import CANCELLED
from imio.centrale.domain.ledger_entry import RETURNED
from imio.centrale.subsidy import batches
from imio.centrale.subsidy import paying
from imio.centrale.subsidy import programs
from imio.centrale.subsidy import reserving
from imio.centrale.subsidy import sepa
from imio.centrale.subsidy import settling
from imio.centrale.workflows import names
from imio.centrale.workflows.state import move_as_product
from imio.centrale.workflows.state import state_of


# -- mission -----------------------------------------------------------------------


def confirm_request(mission, status):
    """The contact of the authority gets the tracking code [iMio-cyber] 000, point 3."""
    mails.send_confirmation(mission)


def designate_at_once(mission, status):
    """A direct lot designates its one supplier at the submission."""
    if missions.lot_of(mission).is_direct:
        move_as_product(mission, "assign")


def consult_first_rank(mission, status):
    """The cascade starts with the first valid rank."""
    cascade.consult_next(mission)


def designate_supplier(mission, status):
    """The supplier gets the mission; the inventory in force that day is kept."""
    mission.supplier = cascade.designated(mission)
    mission.assigned = clock.stored(clock.now())
    lot = missions.lot_of(mission)
    inventory = inventories.inventory_on(lot, mission.supplier, clock.today())
    mission.inventory = inventory.UID() if inventory is not None else None
    group = parties.supplier_group(mission.supplier)
    parties.take_role(mission, group, parties.CONSULTED_ROLE)
    parties.give_role(mission, group, parties.SUPPLIER_ROLE)


def keep_outcome(mission, status):
    """A mission that stops keeps why."""
    mission.outcome_reason = status.get("reason_code") or None
    mission.outcome_note = status.get("reason_note") or ""


def stop_children(mission, status):
    """What was under way in a mission that stops, stops: nothing stays reserved."""
    waiting = cascade.open_consultation(mission)
    if waiting is not None:
        move_as_product(waiting, "skip", reason_code="mission_stopped", reason_note="-")
    for order in missions.children_of(mission, "imio.centrale.Order"):
        if state_of(order) != "cancelled":
            move_as_product(order, "cancel")
    for offer in missions.children_of(mission, "imio.centrale.Offer"):
        if state_of(offer) in ("draft", "submitted", "returned"):
            move_as_product(offer, "withdraw")


# -- consultation ------------------------------------------------------------------


def note_answer(answer):
    """An effect: the consultation is closed with this answer."""

    def close_consultation(consultation, status):
        cascade.close(
            consultation,
            answer,
            status.get("reason_code", ""),
            status.get("reason_note", ""),
        )

    return close_consultation


def assign_mission(consultation, status):
    """The supplier that accepts is designated."""
    move_as_product(missions.mission_of(consultation), "assign")


def consult_next_rank(consultation, status):
    """A refusal, an expiry or a skip consults the next rank at once."""
    mission = missions.mission_of(consultation)
    if state_of(mission) == "consulting":
        cascade.consult_next(mission)


# -- offer, order, closure ------------------------------------------------------------


def mission_follows(child, status):
    """The mission takes the transition that answers its child's."""
    mission = missions.mission_of(child)
    if state_of(mission) not in names.ENDED_MISSION:
        transition = names.MISSION_FOLLOWS[(status["workflow"], status["action"])]
        move_as_product(mission, transition)


def mission_follows_back(child, status):
    """The same, where the child had already moved the mission."""
    if status["left"] in (*names.LIVE_OFFER, *names.LIVE_ORDER):
        mission_follows(child, status)


def keep_submission(offer, status):
    """What was submitted stays, whatever is revised later."""
    offers.keep_submission(offer, status["actor"], _note(status))


def keep_return(offer, status):
    """The revision that came back, with who sent it and why."""
    offers.keep_return(offer, status["actor"], _note(status))


def _note(status):
    return status.get("reason_note") or status.get("comments") or ""


def settle_ceilings(child, status):
    """The mission reserves, consumes or releases, as it now stands."""
    ceilings.settle(missions.mission_of(child))


def note_reception(child, status):
    """The instant of the deposit, which is the rank of an order for the subsidy."""
    child.received = clock.stored(clock.now())


def reserve_subsidy(order, status):
    """The deposit reserves."""
    reserving.reserve(order)


def grant_subsidy(order, status):
    """The confirmation grants what the deposit reserved."""
    reserving.grant(order)


def release_subsidy(code):
    """An effect: the order gives its subsidy back, for this reason."""

    def release(order, status):
        """A return or a cancellation releases."""
        reserving.release(order, code)

    return release


def keep_definitions(closure, status):
    """The indicators it reports on are those of this day; nothing is to correct."""
    reported.keep_definitions(closure)
    corrections.forget(closure)


def open_for_correction(closure, status):
    """Everything may change, unless fields are named."""
    corrections.forget(closure)


def keep_judgement(closure, status):
    """The checklist and the verdicts of the acceptance stay with the file."""
    closures.keep_judgement(closure)


def settle_claim(closure, status):
    """The claim is worth the invoice at most, and nothing when it comes too late."""
    settling.settle(closure)


# -- registers -------------------------------------------------------------------------


def show_lots(market, status):
    """The catalogue shows the state of a market with each of its lots."""
    catalogue.show_again(market)
    withholding.show_all(market)


def supersede(inventory, status):
    """Publishing a version supersedes the one before."""
    inventories.supersede_version_before(inventory)


def open_ledger(program, status):
    """The envelope and the first rules are those of this instant."""
    programs.open_ledger(program)


# -- liquidation -----------------------------------------------------------------------


def freeze_batch(batch, status):
    """Beneficiaries and accounts no longer follow what changes; once is enough."""
    if status["left"] == "draft":
        batches.freeze(batch)


def thaw_batch(batch, status):
    """The payments may change again, and were approved by nobody."""
    batches.thaw(batch)


def write_payment_file(batch, status):
    """The message for the bank stays with the batch."""
    sepa.export(batch)


def note_payments(batch, status):
    """What waits was paid; the ledger says so."""
    paying.pay_waiting(batch)


EFFECTS = {
    ("mission_workflow", "submit"): (confirm_request, designate_at_once),
    ("mission_workflow", "consult"): (consult_first_rank,),
    ("mission_workflow", "assign"): (designate_supplier,),
    ("mission_workflow", "cancel"): (keep_outcome, stop_children, settle_ceilings),
    ("mission_workflow", "declare_unsuccessful"): (
        keep_outcome,
        stop_children,
        settle_ceilings,
    ),
    ("consultation_workflow", "accept"): (note_answer("accepted"), assign_mission),
    ("consultation_workflow", "decline"): (note_answer("declined"), consult_next_rank),
    ("consultation_workflow", "expire"): (note_answer("expired"), consult_next_rank),
    ("consultation_workflow", "skip"): (note_answer("skipped"), consult_next_rank),
    ("offer_workflow", "submit"): (keep_submission, settle_ceilings, mission_follows),
    ("offer_workflow", "return"): (keep_return, settle_ceilings, mission_follows),
    ("offer_workflow", "withdraw"): (settle_ceilings, mission_follows_back),
    ("order_workflow", "deposit"): (
        note_reception,
        settle_ceilings,
        reserve_subsidy,
        mission_follows,
    ),
    ("order_workflow", "return"): (release_subsidy(RETURNED), mission_follows),
    ("order_workflow", "confirm"): (settle_ceilings, grant_subsidy, mission_follows),
    ("order_workflow", "cancel"): (
        settle_ceilings,
        release_subsidy(CANCELLED),
        mission_follows_back,
    ),
    ("closure_workflow", "deposit"): (
        note_reception,
        keep_definitions,
        mission_follows,
    ),
    ("closure_workflow", "return"): (open_for_correction, mission_follows),
    ("closure_workflow", "accept"): (keep_judgement, settle_claim, mission_follows),
    ("market_workflow", "open"): (show_lots,),
    ("market_workflow", "suspend"): (show_lots,),
    ("market_workflow", "resume"): (show_lots,),
    ("market_workflow", "exhaust"): (show_lots,),
    ("market_workflow", "end"): (show_lots,),
    ("inventory_workflow", "publish"): (supersede,),
    ("program_workflow", "open"): (open_ledger,),
    ("liquidation_workflow", "freeze"): (freeze_batch,),
    ("liquidation_workflow", "reopen"): (thaw_batch,),
    ("liquidation_workflow", "approve"): (freeze_batch,),
    ("liquidation_workflow", "export"): (write_payment_file,),
    ("liquidation_workflow", "pay"): (note_payments,),
}


def run(obj, workflow_id, transition_id, left, status):
    """Run the effects of a transition that has just happened to ``obj``."""
    details = {
        **status,
        "workflow": workflow_id,
        "action": transition_id,
        "left": left,
    }
    for effect in EFFECTS.get((workflow_id, transition_id), ()):
        effect(obj, details)
