"""May this dossier have a subsidy, and of how much at most?"""

from imio.centrale import adhesions
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale.domain import envelope
from imio.centrale.domain import program_rules
from imio.centrale.domain.prospect import prospect as prospect_by
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.subsidy.programs import version_of
from imio.centrale.workflows.names import LIVE_OFFER
from imio.centrale.workflows.state import state_of


OFFER = "imio.centrale.Offer"


def derogations_of(mission):
    """The deadlines extended for a mission."""
    return [
        program_rules.Derogation(row["deadline"], row["until"])
        for row in mission.derogations or ()
    ]


def rules_for(program, mission):
    """The rules of a program as they hold for one mission, derogations included."""
    return program_rules.derogated(program.rules(), derogations_of(mission))


def claim_rules(order):
    """The rules by which what an order got is claimed, derogations included: those of
    its deposit, with the deadlines that were put off since.
    """
    program = program_of(order)
    granted = version_of(program, order.subsidy_rules).rules
    return program_rules.derogated(
        program_rules.claim_rules(granted, program.rules()),
        derogations_of(missions.mission_of(order)),
    )


def applicant_of(mission):
    """What the rules need to know of the authority of a mission."""
    return applicant_from(
        missions.authority_of(mission), adhesions.adhesion_of(mission)
    )


def applicant_from(authority, adhesion):
    """The same of an authority and its adhesion, which may be ``None``."""
    return envelope.Applicant(
        authority_type=authority.authority_type,
        nis_code=authority.nis_code,
        users_count=adhesion.users_count if adhesion is not None else None,
        interest_date=adhesion.interest_date if adhesion is not None else None,
    )


def offer_of(mission):
    """The offer an order rests on, or would rest on once it is accepted."""
    accepted = missions.accepted_offer(mission)
    return accepted or missions.latest_in(mission, OFFER, LIVE_OFFER)


def order_amount(rules, mission):
    """The amount of the order that counts: that of its offer; ``None`` without offer."""
    offer = offer_of(mission)
    if offer is None:
        return None
    return rules.amount_of(offer.total_excl_vat, offer.total_incl_vat)


def prospect(program, mission, received=None, state=None, rules=None):
    """What an order of the mission, received at that instant (now), would get.

    ``state`` and ``rules`` are those of the program, unless others are given.
    """
    rules = rules or rules_for(program, mission)
    book = book_of(program)
    return prospect_by(
        program_state=state or state_of(program),
        rules=rules,
        applicant=applicant_of(mission),
        received=received or clock.now(),
        order_amount=order_amount(rules, mission),
        already=book.authority(mission.authority).held,
        balance=book.balance,
    )
