"""What time does by itself: silence past the due date expires a rank."""

from dataclasses import dataclass
from dataclasses import field
from imio.centrale import cascade
from imio.centrale import clock
from imio.centrale.domain.calendar import is_overdue
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
    """The tracking codes of the missions whose rank expired, or could not."""

    expired: list = field(default_factory=list)
    failed: list = field(default_factory=list)


def tick(context):
    """Expire what is overdue at or below ``context``; the next rank is consulted.

    One missed run, or many, come to the same: a rank consulted now gets its whole delay
    from now. A dossier that fails is logged and left as it was; the others go on.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=cascade.PORTAL_TYPE,
        review_state="sent",
        path="/".join(context.getPhysicalPath()),
    )
    result = Ticked()
    for brain in brains:
        consultation = brain._unrestrictedGetObject()
        if is_overdue(consultation.due, clock.now()):
            done = _expire(consultation)
            (result.expired if done else result.failed).append(brain.tracking_code)
    return result


def _expire(consultation):
    """Whether it went well; otherwise nothing of it is kept."""
    processQueue()
    before = transaction.savepoint()
    try:
        move_as_product(consultation, "expire")
    except ConflictError:
        raise
    except Exception:
        logger.exception("Could not expire %s", consultation.absolute_url(1))
        getQueue().clear()
        before.rollback()
        return False
    return True
