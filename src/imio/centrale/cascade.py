"""Carrying the cascade out: the domain says who is next, this makes the consultation."""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale import naming
from imio.centrale import parties
from imio.centrale import settings
from imio.centrale.domain import cascade as rules
from imio.centrale.domain.calendar import answer_due
from imio.centrale.domain.lots import the_direct_supplier
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from plone.dexterity.utils import createContent


PORTAL_TYPE = "imio.centrale.Consultation"


def consultations(mission):
    """The consultations of a mission, in the order they were sent."""
    return missions.children_of(mission, PORTAL_TYPE)


def consulted(mission):
    """The consultations as the domain reads them."""
    return [each.as_consulted() for each in consultations(mission)]


def open_consultation(mission):
    """The consultation that waits for an answer, or ``None``."""
    return next((each for each in consultations(mission) if not each.answer), None)


def consult_next(mission):
    """Consult the next rank; nothing happens when the ranks are used up."""
    ranking = missions.lot_of(mission).ranks()
    rank = rules.next_rank(ranking, consulted(mission), clock.today())
    return consult(mission, rank) if rank is not None else None


def go_on(mission, rank_number=None):
    """The manager consults the next rank or, all being used up, one of them again."""
    ranking = missions.lot_of(mission).ranks()
    refused = rules.may_consult(ranking, consulted(mission), clock.today())
    if rank_number is None:
        if refused:
            raise Refused(refused)
        return consult_next(mission)
    if not refused:
        raise Refused([reason("ranks_not_exhausted", "rank")])
    if [each.code for each in refused] != ["ranks_exhausted"]:
        raise Refused(refused)
    valid = rules.ranks_on(ranking, clock.today())
    rank = next((row for row in valid if row.rank == rank_number), None)
    if rank is None:
        raise Refused([reason("unknown_rank", "rank", rank=rank_number)])
    return consult(mission, rank)


def consult(mission, rank):
    """Ask the supplier of a rank: consultation, due date, access."""
    sent = clock.now()
    delay = missions.lot_of(mission).answer_delay_days
    due = answer_due(sent, delay, settings.get("closing_days"))
    number = len(consultations(mission)) + 1
    with parties.nobody():
        consultation = createContent(
            PORTAL_TYPE,
            title=naming.consultation_title(number),
            supplier=rank.supplier,
            rank=rank.rank,
            sent=clock.stored(sent),
            due=clock.stored(due),
        )
        consultation.id = f"consultation-{number}"
        mission._setObject(consultation.id, consultation)
    consultation = mission[consultation.id]
    group = parties.supplier_group(rank.supplier)
    parties.give_role(consultation, group, parties.SUPPLIER_ROLE)
    parties.give_role(mission, group, parties.CONSULTED_ROLE)
    return consultation


def close(consultation, answer, reason_code="", reason_note=""):
    """Note the answer, or what stands for it; the supplier no longer sees the mission."""
    consultation.answer = answer
    consultation.answered = clock.stored(clock.now())
    consultation.reason_code = reason_code or None
    consultation.reason_note = reason_note or None
    parties.take_role(
        missions.mission_of(consultation),
        parties.supplier_group(consultation.supplier),
        parties.CONSULTED_ROLE,
    )


def designated(mission):
    """The UID of the supplier a mission goes to: who accepted, or the direct one."""
    accepted = [each for each in consultations(mission) if each.answer == "accepted"]
    if accepted:
        return accepted[-1].supplier
    return the_direct_supplier(missions.lot_of(mission).ranks(), clock.today())
