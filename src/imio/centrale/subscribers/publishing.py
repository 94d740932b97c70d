"""What may not be viewed is not published, by whatever view."""

from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.parties import may_view
from plone.rest.traverse import RESTWrapper
from zExceptions import Unauthorized


def check_view(event):
    """Refuse a view of an object of ours to those who may not view the object.

    Plone has views that everybody may call on anything, ``plone_context_state`` or the
    site map among them: they would tell the title and the state of a dossier, and by
    that of a consultation who holds a rank.
    """
    request = event.request
    if not ICentraleLayer.providedBy(request) or request.method == "OPTIONS":
        return
    obj = innermost(request)
    if obj is not None and not may_view(obj):
        raise Unauthorized("View")


def innermost(request):
    """The last object of ours on the way to what is published, or ``None``."""
    for step in request.get("PARENTS") or ():
        obj = step.context if isinstance(step, RESTWrapper) else step
        if ICentraleContent.providedBy(obj):
            return obj
    return None
