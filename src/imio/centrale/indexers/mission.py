"""The mission in lists: its step, who is awaited, until when, for how much."""

from imio.centrale import missions
from imio.centrale import progress
from imio.centrale.content.market import IMarket
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.lookup import ancestor
from plone.indexer import indexer


@indexer(IMissionRequest)
def tracking_code(mission):
    return mission.tracking_code


@indexer(IMissionRequest)
def market_uid(mission):
    return ancestor(missions.lot_of(mission), IMarket).UID()


@indexer(IMissionRequest)
def lot_uid(mission):
    return mission.lot


@indexer(IMissionRequest)
def authority_uid(mission):
    return mission.authority


@indexer(IMissionRequest)
def supplier_uid(mission):
    if not mission.supplier:
        raise AttributeError("supplier_uid")
    return mission.supplier


@indexer(IMissionRequest)
def centrale_step(mission):
    return progress.step(mission)


@indexer(IMissionRequest)
def next_actor(mission):
    return progress.next_actor(mission)


@indexer(IMissionRequest)
def due(mission):
    value = progress.due(mission)
    if value is None:
        raise AttributeError("due")
    return value.isoformat()


@indexer(IMissionRequest)
def amount_excl_vat(mission):
    offer = missions.accepted_offer(mission)
    if offer is None:
        raise AttributeError("amount_excl_vat")
    return offer.total_excl_vat


@indexer(IMissionRequest)
def province(mission):
    value = missions.authority_of(mission).province
    if not value:
        raise AttributeError("province")
    return value


@indexer(IMissionRequest)
def authority_type(mission):
    return missions.authority_of(mission).authority_type


@indexer(IMissionRequest)
def external_id(mission):
    if not mission.external_id:
        raise AttributeError("external_id")
    return mission.external_id
