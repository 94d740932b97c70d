"""``GET <order>/@centrale-ubl``: a confirmed order as UBL (Peppol BIS Order only 3)."""

from imio.centrale.ubl.sending import send
from plone.restapi.services import Service


class UblGet(Service):
    """The file itself; errors are JSON as everywhere."""

    def render(self):
        self.check_permission()
        return send(self.context, self.request)
