"""The liquidation of version 1000: accounts get a history, payments their columns."""

from imio.centrale import missions
from imio.centrale.content.batch import DERIVED
from imio.centrale.domain import liquidation
from imio.centrale.lookup import resolve
from imio.centrale.subsidy import accounts
from imio.centrale.subsidy import batches
from imio.centrale.subsidy.numbering import communication_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.upgrades.reading import every
from imio.centrale.workflows.state import state_of
from plone import api


BATCH = "imio.centrale.LiquidationBatch"
PLACE = "imio.centrale.content.batch"


def upgrade():
    """The accounts of today are in use; what a batch held, it still holds."""
    fti = api.portal.get_tool("portal_types")[BATCH]
    fti.manage_changeProperties(
        klass=f"{PLACE}.LiquidationBatch", schema=f"{PLACE}.ILiquidationBatch"
    )
    for authority in every("imio.centrale.LocalAuthority"):
        if not authority.accounts:
            accounts.open_history(authority)
    for batch in every(BATCH):
        state = state_of(batch)
        batch.entries = [completed(row, state) for row in batch.entries or ()]
        if state != "paid":
            orders = [row["order"] for row in batch.entries if row["order"]]
            batches.take(batch, orders)


def completed(row, state):
    """A payment with its columns; in a batch that was approved its account stays."""
    if "status" in row:
        return row
    mission = resolve(row["mission"])
    authority = missions.authority_of(mission)
    frozen = state != "draft"
    return {
        **dict.fromkeys(DERIVED),
        **row,
        **reference(mission),
        "authority": authority.UID(),
        "beneficiary": authority.title if frozen else None,
        "iban": authority.iban if frozen else None,
        "status": liquidation.PAID if state == "paid" else liquidation.WAITING,
    }


def reference(mission):
    """The order and its communication, where it stands in a ledger."""
    order = batches.order_at(mission)
    position = position_of(order) if order is not None else None
    if position is None or not position.rank:
        return {}
    return {
        "order": order.UID(),
        "communication": communication_of(program_of(order), position),
    }
