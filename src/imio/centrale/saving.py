"""Rules an object must keep to be saved, and what it derives from the others."""

from imio.centrale import adhesions
from imio.centrale import closures
from imio.centrale import codes
from imio.centrale import lots
from imio.centrale import missions
from imio.centrale import reported
from imio.centrale import sessions
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.adhesion import check_declarations
from imio.centrale.domain.cascade import check_ranking
from imio.centrale.domain.cascade import check_single_supplier
from imio.centrale.domain.envelope import check_categories
from imio.centrale.domain.indicators import definition_reasons
from imio.centrale.domain.numbers import format_enterprise_number
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.subsidy import amending
from imio.centrale.subsidy import batches
from imio.centrale.workflows.guards import mission_waits_for_it
from imio.centrale.workflows.state import state_of
from plone import api


def others_with(obj, **query):
    """Other objects of the same type that match; whoever asks, and by the catalog."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=obj.portal_type, **query
    )
    return [brain for brain in brains if brain.UID != obj.UID()]


def centrale_reasons(centrale):
    """The prefix is unique in the site: it starts every code."""
    if others_with(centrale, code_prefix=centrale.code_prefix):
        return [reason("code_prefix_taken", "code_prefix", prefix=centrale.code_prefix)]
    return []


def party_reasons(party):
    """Enterprise numbers identify: one authority and one supplier for each."""
    number = format_enterprise_number(party.enterprise_number)
    return [
        reason(
            "enterprise_number_taken",
            "enterprise_number",
            number=number,
            title=brain.Title,
        )
        for brain in others_with(party, enterprise_number=party.enterprise_number)[:1]
    ]


def lot_reasons(lot):
    """Numbers are unique in the centrale; the ranking has no contradiction."""
    centrale_uid = ancestor(lot, ICentrale).UID()
    reasons = list(check_ranking(lot.ranks()))
    reasons += definition_reasons(reported.defined_by(lot))
    if lot.is_direct:
        reasons += check_single_supplier(lot.ranks())
    if lot.kept_award_mode not in (None, lot.award_mode) and lots.awaited(lot):
        reasons.append(reason("award_mode_in_use", "award_mode"))
    if others_with(lot, lot_number=lot.number, centrale_uid=centrale_uid):
        reasons.append(reason("lot_number_taken", "number", number=lot.number))
    return reasons


def adhesion_reasons(adhesion):
    """One adhesion for each authority and centrale; its declarations are kept."""
    centrale = ancestor(adhesion, ICentrale)
    reasons = missions.ownership_reasons(adhesion)
    if adhesion.kept_authority not in (None, adhesion.authority):
        reasons.append(reason("authority_kept", "authority"))
    other = adhesions.adhesion_in(centrale, adhesion.authority)
    if other is not None and other.UID() != adhesion.UID():
        if state_of(other) != adhesions.ENDED and state_of(adhesion) != adhesions.ENDED:
            reasons.append(reason("adhesion_exists", "authority"))
    return reasons + check_declarations(adhesion.kept_declarations, adhesion.declared())


def mission_reasons(mission):
    """One's own authority and code, a lot of this centrale, options of that lot."""
    reasons = missions.ownership_reasons(mission) + codes.taken_reasons(mission)
    return reasons + (lots.place_reasons(mission) or lots.option_reasons(mission))


def closure_reasons(closure):
    """When the mission waits for it; values that are typed or read, of their kinds."""
    return mission_waits_for_it(closure) + closures.saving_reasons(closure)


def program_reasons(program):
    """Sound categories; once it is open, a reason for each change of its rules."""
    rows = program.domain_categories()
    reasons = check_categories(rows) if rows else []
    if program.rules_versions and not rows:
        reasons.append(reason("category_missing", "categories"))
    return reasons + amending.amendment_reasons(program)


RULES = {
    "imio.centrale.Centrale": centrale_reasons,
    "imio.centrale.LocalAuthority": party_reasons,
    "imio.centrale.Supplier": party_reasons,
    "imio.centrale.Lot": lot_reasons,
    "imio.centrale.Adhesion": adhesion_reasons,
    "imio.centrale.MissionRequest": mission_reasons,
    "imio.centrale.Offer": mission_waits_for_it,
    "imio.centrale.Order": mission_waits_for_it,
    "imio.centrale.ClosureFile": closure_reasons,
    "imio.centrale.SubsidyProgram": program_reasons,
    "imio.centrale.LiquidationBatch": batches.saving_reasons,
    "imio.centrale.InformationSession": sessions.saving_reasons,
}


def reasons_against(obj):
    """Why an object cannot be saved as it is."""
    return RULES[obj.portal_type](obj)


REFERRED_BY = {
    "imio.centrale.LocalAuthority": "authority_uid",
    "imio.centrale.Supplier": "supplier_uid",
    "imio.centrale.Lot": "lot_uid",
    "imio.centrale.Market": "market_uid",
}
DOSSIERS = ("imio.centrale.MissionRequest", "imio.centrale.Adhesion")
SUPPLIED = (
    "imio.centrale.MissionRequest",
    "imio.centrale.Consultation",
    "imio.centrale.PriceInventory",
)


def use_reasons(obj):
    """Why an object cannot be deleted: dossiers refer to it, or lie in it."""
    if ICentrale.providedBy(obj):
        return [reason("still_used")] if _holds_dossiers(obj) else []
    is_supplier = obj.portal_type == "imio.centrale.Supplier"
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=SUPPLIED if is_supplier else DOSSIERS,
        **{REFERRED_BY[obj.portal_type]: obj.UID()},
    )
    used = bool(brains) or (is_supplier and lots.ranks_of(obj.UID()))
    return [reason("still_used")] if used else []


def dossiers_of(authority):
    """The missions and adhesions of an authority, in every centrale."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=DOSSIERS, authority_uid=authority.UID()
    )
    return [brain._unrestrictedGetObject() for brain in brains]


def _holds_dossiers(centrale):
    """Looked at in its rooms: its dossiers leave the catalog before it does."""
    years = centrale["missions"].objectValues()
    return bool(centrale["adhesions"].objectIds()) or any(
        year.objectIds() for year in years
    )
