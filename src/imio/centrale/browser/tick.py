"""``@@centrale-tick``: the clock of the procedure, called by a clock server or cron."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import datetime
from imio.centrale import clock
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.parties import may
from imio.centrale.ticking import tick
from plone.protect.authenticator import check
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser import BrowserView
from zope.interface import alsoProvides

import json
import re


#: what a browser says of a call that a page of another site makes (Fetch Metadata)
FROM_ELSEWHERE = ("cross-site", "same-site")


#: the "+" of an offset arrives as a blank when the caller did not quote it
LOST_PLUS = re.compile(r"(?<=:[0-9]{2}) (?=[0-9]{2}:?[0-9]{2}$)")


class Tick(BrowserView):
    """Expires what was not answered in time, here and below; answers in JSON.

    What is due is decided by the dates alone, so that calling twice changes nothing, and
    so that anybody's link may call it. ``now`` (ISO, with its offset) stands for the
    present, for rehearsals and tests: that decides who loses a rank, and no link does it.
    """

    def __call__(self):
        instant = self.instant()
        with clock.at(instant):
            ticked = tick(self.context)
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(
            {
                "now": instant.isoformat(),
                "expired": ticked.expired,
                "released": ticked.released,
                "failed": ticked.failed,
            }
        )

    def instant(self):
        """The time injected, or the present."""
        text = self.request.form.get("now")
        if not text:
            alsoProvides(self.request, IDisableCSRFProtection)
            return clock.now()
        self.check_rehearsal()
        return read_instant(text)

    def check_rehearsal(self):
        """A permission of its own; and by a program, or by a form with its token."""
        if not may(self.context, "imio.centrale: Rehearse the Clock"):
            raise Refused([reason("not_permitted")])
        if is_program(self.request):
            alsoProvides(self.request, IDisableCSRFProtection)
        elif self.request.method != "POST":
            raise Refused([reason("now_needs_post", "now")])
        else:
            check(self.request)


def is_program(request):
    """Whether the user is here by an HTTP header, Basic or Bearer, and not by a link.

    No link sends a Bearer token. A Basic header has to be the user's own: a link may
    carry any name beside the session.
    """
    if request.getHeader("Sec-Fetch-Site") in FROM_ELSEWHERE:
        return False
    if (request._auth or "").lower().startswith("bearer "):
        return True
    given = request._authUserPW()
    if not given:
        return False
    user = getSecurityManager().getUser()
    named = aq_parent(aq_inner(user)).authenticate(*given, request)
    return named is not None and named.getId() == user.getId()


def read_instant(text):
    """An ISO time; without offset it is the time of Brussels; ``Refused`` otherwise."""
    try:
        read = datetime.fromisoformat(LOST_PLUS.sub("+", text.strip()))
    except (AttributeError, TypeError, ValueError):
        raise Refused([reason("bad_time", "now")])
    return read.replace(tzinfo=BRUSSELS) if read.tzinfo is None else read
