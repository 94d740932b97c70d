"""When an object is added or changed: what it derives, and the rules it must keep."""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from functools import wraps
from imio.centrale import ceilings
from imio.centrale import closures
from imio.centrale import codes
from imio.centrale import holdings
from imio.centrale import naming
from imio.centrale import offers
from imio.centrale import parties
from imio.centrale import saving
from imio.centrale import withholding
from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.faceted.criteria import make_faceted
from imio.centrale.rooms import make_rooms
from imio.centrale.subsidy import accounts
from imio.centrale.subsidy import amending
from imio.centrale.subsidy import batches
from imio.centrale.subsidy.store import LedgerStore
from plone.dexterity.utils import iterSchemata
from zope.container.interfaces import IContainerModifiedEvent
from zope.schema import getFields


def of_the_object_itself(handler):
    """A child that comes or goes modifies its container: no change of its own."""

    @wraps(handler)
    def handle(obj, event):
        if not IContainerModifiedEvent.providedBy(event):
            handler(obj, event)

    return handle


@of_the_object_itself
def saved(obj, event):
    """Rules that hold at every change."""
    check(obj)


def keep_defaults(obj, event):
    """What nobody gave is stored as it is today: a default of later changes nothing."""
    for schema in iterSchemata(obj):
        for name, field in getFields(schema).items():
            if field.defaultFactory is not None and name not in vars(aq_base(obj)):
                setattr(obj, name, field.bind(obj).default)


def show(obj):
    """What has just been derived goes to the catalog: a search of the rules may have
    indexed the object before.
    """
    obj.reindexObject()


def check(obj):
    """Refuse the object as a whole, with every reason; nothing is kept."""
    reasons = saving.reasons_against(obj)
    if reasons:
        raise Refused(reasons)


def mission_added(mission, event):
    """The code is noted; its authority gets access."""
    if not mission.tracking_code:
        mission.tracking_code = codes.draw(mission)
    check(mission)
    codes.note(mission)
    parties.give_role(
        mission, parties.authority_group(mission.authority), parties.AUTHORITY_ROLE
    )


@of_the_object_itself
def mission_modified(mission, event):
    """A draft may still change its authority: the access follows."""
    check(mission)
    parties.give_role_only(
        mission, parties.authority_group(mission.authority), parties.AUTHORITY_ROLE
    )


def mission_removed(mission, event):
    """It leaves the ceilings it stood in."""
    ceilings.forget(mission)


@of_the_object_itself
def adhesion_saved(adhesion, event):
    """Named after its authority, which gets access; its declarations are kept."""
    check(adhesion)
    adhesion.kept_authority = adhesion.authority
    adhesion.kept_declarations = tuple(adhesion.declared())
    naming.title_adhesion(adhesion)
    parties.give_role(
        adhesion, parties.authority_group(adhesion.authority), parties.AUTHORITY_ROLE
    )
    show(adhesion)


@of_the_object_itself
def offer_saved(offer, event):
    """Labels, rates and prices come from annexe B; totals are computed here."""
    check(offer)
    offers.price(offer)
    show(offer)


def offer_copied(offer, event):
    """A copy was never submitted."""
    offer.revisions = ()


@of_the_object_itself
def inventory_saved(inventory, event):
    """Its supplier may read it once it is published."""
    naming.title_inventory(inventory)
    parties.give_role_only(
        inventory, parties.supplier_group(inventory.supplier), parties.SUPPLIER_ROLE
    )
    show(inventory)


def child_added(child, event):
    """Offers, orders and closure files come when the mission waits for them."""
    check(child)
    naming.title_child(child)
    show(child)


def closure_added(closure, event):
    """What the invoice says is filled in before anything is missed."""
    closures.complete(closure)
    child_added(closure, event)


@of_the_object_itself
def closure_saved(closure, event):
    """The same when it changes."""
    closures.complete(closure)
    check(closure)
    show(closure)


@of_the_object_itself
def lot_saved(lot, event):
    """The award mode is kept, to see that it does not change under a request."""
    check(lot)
    withholding.show(lot)
    lot.kept_award_mode = lot.award_mode


@of_the_object_itself
def lot_ranked(lot, event):
    """The suppliers that its ranking names hold it; those it named no longer do."""
    holdings.show(lot)


@of_the_object_itself
def authority_modified(authority, event):
    """Its dossiers and its group show what it is called and where it is.

    A change of its account is kept, and waits.
    """
    check(authority)
    accounts.note_change(authority)
    show(authority)
    parties.title_group(parties.authority_group(authority.UID()), authority.title)
    for dossier in saving.dossiers_of(authority):
        if IAdhesion.providedBy(dossier):
            naming.title_adhesion(dossier)
        dossier.reindexObject()


@of_the_object_itself
def supplier_modified(supplier, event):
    """Its group shows what it is called."""
    check(supplier)
    parties.title_group(parties.supplier_group(supplier.UID()), supplier.title)


@of_the_object_itself
def program_modified(program, event):
    """Once it is open, what changes becomes a version of its rules."""
    check(program)
    amending.record(program)


def program_copied(program, event):
    """A copy is another envelope: it owes nothing yet."""
    program.ledger = LedgerStore()
    program.rules_versions = ()
    program.number = None
    program.in_batch = OOBTree()
    for batch_id in list(program.objectIds()):
        program._delObject(batch_id, suppress_events=True)


@of_the_object_itself
def batch_saved(batch, event):
    """What is granted and where it goes is written beside each dossier."""
    check(batch)
    batches.complete(batch)


def batch_removed(batch, event):
    """Its dossiers are free for another batch; none is left when the program goes."""
    if event.oldParent is not None and ISubsidyProgram.providedBy(event.oldParent):
        batches.give_back(event.oldParent, batch)


def batch_copied(batch, event):
    """A copy was never frozen nor paid."""
    batches.forget(batch)


def authority_copied(authority, event):
    """A copy has no history of its account."""
    authority.accounts = []


def deposit_copied(deposit, event):
    """A copy was never received, and stands in no ledger."""
    deposit.received = None
    for name in (
        "subsidy_program",
        "subsidy_rules",
        "subsidy_assessment",
        "subsidy_refusals",
    ):
        vars(aq_base(deposit)).pop(name, None)


def closure_copied(closure, event):
    """A copy was never deposited, nor judged by anybody."""
    for name in ("indicators_defined", "ticks", "to_correct", "judgement"):
        vars(aq_base(closure)).pop(name, None)


def correction_stays(closure, event):
    """A file that was sent back for corrections is corrected, not deleted alone."""
    if aq_base(event.object) is aq_base(closure) and closure.to_correct:
        raise Refused([reason("correction_awaited")])


def centrale_added(centrale, event):
    """A centrale comes with its folders; that of the missions with its facets."""
    check(centrale)
    make_rooms(centrale)
    make_faceted(centrale["missions"])


def authority_added(authority, event):
    """Its group gives its users access to its dossiers; its account is in use."""
    check(authority)
    accounts.open_history(authority)
    group = parties.authority_group(authority.UID())
    parties.make_group(group, authority.title, parties.REQUESTER_ROLE)
    parties.give_role(authority, group, parties.AUTHORITY_ROLE)
    show(authority)


def supplier_added(supplier, event):
    """Its group gives its users access to what is addressed to it."""
    check(supplier)
    group = parties.supplier_group(supplier.UID())
    parties.make_group(group, supplier.title, parties.PROVIDER_ROLE)
    parties.give_role(supplier, group, parties.SUPPLIER_ROLE)


def party_removed(party, event):
    """No group without its authority or supplier."""
    if aq_base(event.object) is not aq_base(party):
        return
    parties.drop_group(parties.authority_group(party.UID()))
    parties.drop_group(parties.supplier_group(party.UID()))


def stays(obj, event):
    """Nothing goes to another place: rules, access and figures depend on it."""
    if aq_base(event.object) is not aq_base(obj) or ICentrale.providedBy(obj):
        return
    if event.oldParent is None or event.newParent is None:
        return
    if aq_base(event.oldParent) is not aq_base(event.newParent):
        raise Refused([reason("stays_in_place")])


def code_stays(mission, event):
    """A mission whose id is its code is not renamed."""
    renamed = event.oldParent is not None and event.newParent is not None
    if renamed and event.oldName == mission.tracking_code:
        raise Refused([reason("code_is_id")])


def room_holds(room, event):
    """A folder of the product is deleted only when it is empty, or with the site."""
    if aq_base(event.object) is aq_base(room) and room.objectIds():
        raise Refused([reason("still_used")])


def still_used(obj, event):
    """What dossiers refer to is not deleted, unless all of it goes."""
    if aq_base(event.object) is not aq_base(obj):
        return
    reasons = saving.use_reasons(obj)
    if reasons:
        raise Refused(reasons)
