"""Offers get their revisions, lots and markets the books of their ceilings."""

from dataclasses import replace
from imio.centrale import ceilings
from imio.centrale import clock
from imio.centrale import inventories
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale.domain import revision
from imio.centrale.upgrades.reading import every
from imio.centrale.upgrades.reading import give_permission
from imio.centrale.workflows.state import history_of


def upgrade():
    """What missions hold now fills the books; what is still known of a submission stays.

    The lines of a submission that was revised since are not known any more: the next
    ones are kept, with the numbers they would have had.
    """
    give_permission(
        ceilings.PERMISSION,
        ["Manager", "Centrale Manager", "Centrale Auditor", "Centrale Authority"],
    )
    for offer in every("imio.centrale.Offer"):
        if not offer.revisions:
            offer.revisions = known_revisions(offer)
    for portal_type in ("imio.centrale.Lot", "imio.centrale.Market"):
        for obj in every(portal_type):
            ceilings.rebuild(obj)


def known_revisions(offer):
    """The last submission and its return, where nothing was revised after them."""
    history = [each for each in history_of(offer) if each.get("action")]
    places = [i for i, each in enumerate(history) if each["action"] == "submit"]
    after = [each["action"] for each in history[places[-1] :]] if places else []
    if not after or "revise" in after:
        return ()
    kept = submission(offer, history[places[-1]], len(places))
    for status in history[places[-1] :]:
        if status["action"] == "return":
            kept = revision.returned(kept, *told_by(status))
    return kept


def submission(offer, status, number):
    """The lines as they stand, which nobody could change since."""
    at, actor, note = told_by(status)
    inventory = inventories.inventory_for(missions.mission_of(offer))
    (found,) = revision.submitted(
        (),
        at=at,
        actor=actor,
        note=note,
        inventory=inventory.version if inventory is not None else "",
        valid_until=offer.valid_until,
        lines=offers.priced_lines(offer),
    )
    return (replace(found, number=number),)


def told_by(status):
    """When, who and why, as the history has them."""
    note = status.get("reason_note") or status.get("comments") or ""
    return clock.stored(status["time"].asdatetime()), status["actor"] or "", note
