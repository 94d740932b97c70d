"""What time does by itself: a rank expires, a subsidy nobody claimed in time is released."""

from dataclasses import dataclass
from dataclasses import field
from imio.centrale import cascade
from imio.centrale import clock
from imio.centrale import enquiries
from imio.centrale import missions
from imio.centrale.annexe_b import uploads
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.subsidy import settling
from imio.centrale.workflows.state import move_as_product
from plone import api
from Products.CMFCore.indexing import getQueue
from Products.CMFCore.indexing import processQueue
from ZODB.POSException import ConflictError

import logging
import transaction


logger = logging.getLogger(__name__)


@dataclass
class Ticked:
    """The tracking codes of the missions that time changed, or could not."""

    #: silence past the due date: the next rank is consulted
    expired: list = field(default_factory=list)
    #: no closure file by the deadline: the waiting list gets the subsidy
    released: list = field(default_factory=list)
    failed: list = field(default_factory=list)


def tick(context):
    """Do what is due at or below ``context``.

    One missed run, or many, come to the same: a rank consulted now gets its whole delay
    from now. A dossier that fails is logged and left as it was; the others go on.
    """
    result = Ticked()
    for consultation in _below(context, cascade.PORTAL_TYPE, review_state="sent"):
        if is_overdue(consultation.due, clock.now()):
            done = _attempt(move_as_product, consultation, "expire")
            _note(consultation, result.expired if done else result.failed)
    for program in _below(context, "imio.centrale.SubsidyProgram"):
        for order in settling.overdue_orders(program):
            done = _attempt(settling.release_overdue, order)
            _note(order, result.released if done else result.failed)
    for lot in _below(context, "imio.centrale.Lot"):
        uploads.drop_old(lot)
    for enquiry in _below(
        context, enquiries.PORTAL_TYPE, review_state=["answered", "closed"]
    ):
        enquiries.drop_old(enquiry)
    return result


def _below(context, portal_type, **query):
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=portal_type, path="/".join(context.getPhysicalPath()), **query
    )
    return (brain._unrestrictedGetObject() for brain in brains)


def _note(child, codes):
    codes.append(missions.mission_of(child).tracking_code)


def _attempt(act, obj, *args):
    """Whether it went well; otherwise nothing of it is kept."""
    processQueue()
    before = transaction.savepoint()
    try:
        act(obj, *args)
    except ConflictError:
        raise
    except Exception:
        logger.exception("Could not run the clock on %s", obj.absolute_url(1))
        getQueue().clear()
        before.rollback()
        return False
    return True
