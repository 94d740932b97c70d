"""``@@centrale-tick``: the clock of the procedure, called by a clock server or cron."""

from datetime import datetime
from imio.centrale import clock
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.ticking import tick
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser import BrowserView
from zope.interface import alsoProvides

import json


class Tick(BrowserView):
    """Expires what was not answered in time, here and below; answers in JSON.

    ``now`` (ISO, with its offset) stands for the present, for rehearsals and tests.
    What is due is decided by the dates alone, so that calling twice changes nothing.
    """

    def __call__(self):
        alsoProvides(self.request, IDisableCSRFProtection)
        instant = self.instant()
        with clock.at(instant):
            expired = tick(self.context)
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps({"now": instant.isoformat(), "expired": expired})

    def instant(self):
        """The time injected, or the present."""
        text = self.request.form.get("now")
        if not text:
            return clock.now()
        try:
            # a "+" of the offset arrives as a blank when the caller did not quote it
            read = datetime.fromisoformat(text.strip().replace(" ", "+"))
        except ValueError:
            raise Refused([reason("bad_time", "now")])
        if read.tzinfo is None:
            raise Refused([reason("bad_time", "now")])
        return read
