"""What suppliers hold, and what the workplace of suppliers lists."""

from imio.centrale import holdings
from imio.centrale import members
from imio.centrale.content.adhesion import IAdhesion
from imio.centrale.content.authority import ILocalAuthority
from imio.centrale.content.closure import IClosureFile
from imio.centrale.content.inventory import IPriceInventory
from imio.centrale.content.program import ISubsidyProgram
from imio.centrale.content.supplier import ISupplier
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.indexers.common import given
from plone.indexer import indexer


@indexer(ISupplier)
def lots_held(supplier):
    return holdings.for_catalog(supplier)


@indexer(IAdhesion)
def interest_lots(adhesion):
    return tuple(row["lot"] for row in adhesion.interests or ())


@indexer(ILocalAuthority)
def member_card(authority):
    return members.card_of(authority)


@indexer(IPriceInventory)
def inventory_version(inventory):
    """Version, first and last day (ISO, the last one empty when it has none)."""
    last = inventory.valid_to
    return (
        inventory.version,
        inventory.valid_from.isoformat(),
        last.isoformat() if last else "",
    )


@indexer(IClosureFile)
def to_correct(closure):
    return tuple(closure.to_correct)


@indexer(ISubsidyProgram)
def due(program):
    """Until when closure files count for the subsidy."""
    return to_brussels(given(program.dossier_deadline)).isoformat()
