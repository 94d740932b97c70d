"""What time does by itself: silence past the due date expires a rank."""

from imio.centrale import cascade
from imio.centrale import clock
from imio.centrale.domain.calendar import is_overdue
from imio.centrale.workflows.state import move_as_product
from plone import api


def tick(context):
    """Expire what is overdue at or below ``context``; the next rank is consulted.

    Returns the tracking codes of the missions touched. One missed run, or many, come
    to the same: a rank consulted now gets its whole delay from now.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=cascade.PORTAL_TYPE,
        review_state="sent",
        path="/".join(context.getPhysicalPath()),
    )
    touched = []
    for brain in brains:
        consultation = brain._unrestrictedGetObject()
        if is_overdue(consultation.due, clock.now()):
            move_as_product(consultation, "expire")
            touched.append(brain.tracking_code)
    return touched
