"""Registers, lots, adhesions, inventories, consultations and amounts."""

from imio.centrale import progress
from imio.centrale import reported
from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.content.authority import ILocalAuthority
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.closure import IClosureFile
from imio.centrale.content.consultation import IConsultation
from imio.centrale.content.inventory import IPriceInventory
from imio.centrale.content.lot import ILot
from imio.centrale.content.offer import IOffer
from imio.centrale.content.supplier import ISupplier
from imio.centrale.domain import accounts
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.domain.procedure import MANAGER
from imio.centrale.indexers.common import given
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from imio.centrale.subsidy.accounts import history_of
from plone.indexer import indexer


@indexer(ILocalAuthority)
def authority_number(authority):
    return authority.enterprise_number


@indexer(ISupplier)
def supplier_number(supplier):
    return supplier.enterprise_number


@indexer(ILocalAuthority)
def authority_province(authority):
    return given(authority.province)


@indexer(ILocalAuthority)
def authority_kind(authority):
    return authority.authority_type


@indexer(ILocalAuthority)
def authority_population(authority):
    return given(authority.population)


@indexer(ILocalAuthority)
def authority_nis_code(authority):
    return given(authority.nis_code)


@indexer(ILocalAuthority)
def authority_next_actor(authority):
    """An account that changed waits for a second person of the centrale."""
    pending = accounts.state_of(history_of(authority)) == accounts.PENDING
    return given(MANAGER if pending else "")


@indexer(ICentrale)
def code_prefix(centrale):
    return centrale.code_prefix


@indexer(ILot)
def lot_number(lot):
    return lot.number


@indexer(IAdhesion)
def adhesion_authority(adhesion):
    return adhesion.authority


@indexer(IAdhesion)
def adhesion_province(adhesion):
    return given(resolve(adhesion.authority).province)


@indexer(IAdhesion)
def adhesion_kind(adhesion):
    return resolve(adhesion.authority).authority_type


@indexer(IAdhesion)
def adhesion_milestones(adhesion):
    return progress.reached(adhesion)


@indexer(IAdhesion)
def adhesion_state_since(adhesion):
    return progress.state_since(adhesion).isoformat()


@indexer(IPriceInventory)
def inventory_supplier(inventory):
    return inventory.supplier


@indexer(IPriceInventory)
def inventory_lot(inventory):
    return ancestor(inventory, ILot).UID()


@indexer(IConsultation)
def consultation_supplier(consultation):
    return consultation.supplier


@indexer(IConsultation)
def consultation_due(consultation):
    return to_brussels(consultation.due).isoformat()


@indexer(IOffer)
def offer_amount(offer):
    return given(offer.total_excl_vat)


@indexer(IClosureFile)
def indicator_results(closure):
    return reported.for_catalog(closure)


@indexer(IClosureFile)
def closure_amount(closure):
    return closure.invoice_excl_vat
