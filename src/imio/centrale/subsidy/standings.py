"""The dossiers that a change of the rules of a program can touch."""

from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.amendment import Situation
from imio.centrale.domain.amendment import Standing
from imio.centrale.domain.envelope import OPEN
from imio.centrale.lookup import ancestor
from imio.centrale.subsidy import late
from imio.centrale.subsidy.eligibility import applicant_of
from imio.centrale.subsidy.eligibility import derogations_of
from imio.centrale.subsidy.eligibility import offer_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import is_held
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.programs import version_of
from imio.centrale.workflows.state import state_of
from plone import api


#: missions that will never order again, nor claim anything
STOPPED = ("cancelled", "unsuccessful")


def missions_of(program):
    """The missions of the centrale that have not stopped, by the catalog."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="imio.centrale.MissionRequest",
        centrale_uid=ancestor(program, ICentrale).UID(),
        review_state={"not": STOPPED},
        sort_on="created",
    )
    return (brain._unrestrictedGetObject() for brain in brains)


def situation_of(program):
    """The program as the domain reads it: state, rules and ledger, now."""
    return Situation(state_of(program), program.rules(), book_of(program), clock.now())


def standings_of(program):
    """Each dossier that this program judged, or would judge if its order came now.

    What is known of an authority is read once.
    """
    applicants = {}
    for mission in missions_of(program):
        if not concerns(program, mission):
            continue
        if mission.authority not in applicants:
            applicants[mission.authority] = applicant_of(mission)
        yield standing_of(program, mission, applicants[mission.authority])


def concerns(program, mission):
    """Whether the rules of a program matter to a mission: its order holds something, or
    was refused and may enter; or it may still come.
    """
    order = late.live_order(mission)
    if order is None:
        return state_of(program) == OPEN
    if not late.was_judged_by(order, program):
        return False
    return is_held(position_of(order)) or late.may_enter(order)


def standing_of(program, mission, applicant):
    """One dossier for the domain."""
    order, offer = late.live_order(mission), offer_of(mission)
    return Standing(
        mission=mission.UID(),
        authority=mission.authority,
        applicant=applicant,
        excl_vat=offer.total_excl_vat if offer is not None else None,
        incl_vat=offer.total_incl_vat if offer is not None else None,
        derogations=tuple(derogations_of(mission)),
        **(_order_values(program, order) if order is not None else {}),
        **_closure_values(late.live_closure(mission)),
    )


def _order_values(program, order):
    held = is_held(position_of(order))
    version = version_of(program, order.subsidy_rules)
    return {
        "order": order.UID(),
        "received": order.received,
        "granted": version.rules if held else None,
    }


def _closure_values(closure):
    if closure is None:
        return {}
    return {"invoice_date": closure.invoice_date, "filed": closure.received}
