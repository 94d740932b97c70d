"""``GET <mission>/@centrale-bundle``: the whole dossier as one ZIP."""

from imio.centrale.bundle.sending import send
from plone.restapi.services import Service


class BundleGet(Service):
    """The ZIP itself; errors are JSON as everywhere."""

    def render(self):
        self.check_permission()
        return send(self.context, self.request)
