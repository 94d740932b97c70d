"""``@@centrale-bundle``: the whole dossier as one ZIP, by a link."""

from imio.centrale import _
from imio.centrale.browser.showing import Cell
from imio.centrale.bundle.sending import send
from imio.centrale.parties import may
from Products.Five.browser import BrowserView
from zope.i18n import translate


class BundleDownload(BrowserView):
    """Made while it is asked for; nothing is kept."""

    def __call__(self):
        return send(self.context, self.request)


def link_for(mission, request):
    """The way to it, for those who may read the whole dossier."""
    if not may(mission, "imio.centrale: Inspect Dossier"):
        return []
    text = translate(_("Download the dossier"), context=request)
    return [Cell(text, f"{mission.absolute_url()}/@@centrale-bundle")]
