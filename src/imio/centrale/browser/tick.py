"""``@@centrale-tick``: the clock of the procedure, called by a clock server or cron."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import datetime
from imio.centrale import clock
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.ticking import tick
from imio.centrale.workflows.guards import may
from plone.protect.authenticator import check
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser import BrowserView
from zope.interface import alsoProvides

import json


#: what a browser says of a call that a page of another site makes (Fetch Metadata)
FROM_ELSEWHERE = ("cross-site", "same-site")


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
    """Whether the user is here by an HTTP Basic header, and not by a link elsewhere.

    The header has to be the user's own: a link may carry any name beside the session.
    """
    given = request._authUserPW()
    if not given or request.getHeader("Sec-Fetch-Site") in FROM_ELSEWHERE:
        return False
    user = getSecurityManager().getUser()
    named = aq_parent(aq_inner(user)).authenticate(*given, request)
    return named is not None and named.getId() == user.getId()


def read_instant(text):
    """An ISO time with its offset; ``Refused`` for anything else."""
    try:
        # a "+" of the offset arrives as a blank when the caller did not quote it
        read = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except (AttributeError, ValueError):
        raise Refused([reason("bad_time", "now")])
    if read.tzinfo is None:
        raise Refused([reason("bad_time", "now")])
    return read
