"""``GET <centrale or mission>/@centrale-ocds``: what is published, as OCDS 1.1."""

from imio.centrale import streams
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.ocds import making
from imio.centrale.ocds import selecting
from imio.centrale.ocds.package import NoRelease
from imio.centrale.parties import may
from imio.centrale.services.base import WithPart
from imio.centrale.services.ocds import asked
from plone.restapi.services import Service
from urllib.parse import urlencode
from zExceptions import NotFound
from zExceptions import Unauthorized


#: who may read the package that nobody publishes
FULL = "imio.centrale: Inspect Dossier"
PRIVATE = "private, no-store"
#: the same for everybody: a proxy may answer for some minutes, and spare us reading it
PUBLIC = "public, max-age=300"


class OcdsGet(Service):
    """The package as a stream; errors are JSON as everywhere."""

    def render(self):
        self.check_permission()
        stream = streams.stream_of(self.write, "ocds-", ".json")
        return streams.send(self.request, stream, "application/json", self.cache)

    #: what follows the name of the service
    part = ""

    @property
    def cache(self):
        """Who may keep the answer on the way."""
        return PRIVATE

    @property
    def form(self):
        return self.request.form

    def url(self, **changes):
        """The address of this package, or of another part of it."""
        given = {name: each for name, each in self.form.items() if each != ""}
        query = urlencode({**given, **changes})
        path = filter(None, ("@centrale-ocds", self.part))
        url = "/".join([self.context.absolute_url(), *path])
        return f"{url}?{query}" if query else url

    def check_full(self):
        if not may(self.context, FULL):
            raise Unauthorized(FULL)


class CentraleOcdsGet(WithPart, OcdsGet):
    """The releases of a centrale, or ``@centrale-ocds/<ocid>``; 404 without any."""

    @property
    def cache(self):
        return PRIVATE if asked.full_is_asked(self.form) else PUBLIC

    def write(self, file):
        full = asked.full_is_asked(self.form)
        window = asked.window_of(self.form, self.part)
        if full:
            self.check_full()
        elif not selecting.is_published():
            raise NotFound()
        next_url = self.url(b_start=window.start + (window.size or 0))
        try:
            making.write_centrale(
                file, self.context, window, self.url(), next_url, full
            )
        except NoRelease:
            raise NotFound()


class MissionOcdsGet(OcdsGet):
    """The release of a mission, for those who may view it.

    Everybody else finds it below the centrale, by its ocid: the address of a mission has
    the tracking code in it.
    """

    def write(self, file):
        full = asked.full_is_asked(self.form)
        if full:
            self.check_full()
        if not self.is_taken(full):
            raise Refused([reason("ocds_not_published")])
        making.write_mission(file, self.context, self.url(), full)

    def is_taken(self, full):
        published = full or selecting.is_published()
        return published and selecting.mission_is_taken(self.context, full)
