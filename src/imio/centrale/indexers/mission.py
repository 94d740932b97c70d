"""The mission in lists: its step, who is awaited, until when, for how much."""

from imio.centrale import missions
from imio.centrale import progress
from imio.centrale.content.market import IMarket
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.indexers.common import given
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
    return given(mission.supplier)


@indexer(IMissionRequest)
def centrale_step(mission):
    return progress.step(mission)


@indexer(IMissionRequest)
def next_actor(mission):
    return progress.next_actor(mission)


@indexer(IMissionRequest)
def due(mission):
    return given(progress.due(mission)).isoformat()


@indexer(IMissionRequest)
def milestones(mission):
    return progress.reached(mission)


@indexer(IMissionRequest)
def state_since(mission):
    return progress.state_since(mission).isoformat()


@indexer(IMissionRequest)
def amount_excl_vat(mission):
    return given(missions.accepted_offer(mission)).total_excl_vat


@indexer(IMissionRequest)
def province(mission):
    return given(missions.authority_of(mission).province)


@indexer(IMissionRequest)
def authority_type(mission):
    return missions.authority_of(mission).authority_type


@indexer(IMissionRequest)
def external_id(mission):
    return given(mission.external_id)
