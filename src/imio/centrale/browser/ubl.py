"""``@@centrale-ubl``: a confirmed order as UBL, by a link."""

from imio.centrale import _
from imio.centrale.browser.showing import Cell
from imio.centrale.parties import may_view
from imio.centrale.ubl.sending import send
from imio.centrale.workflows.state import state_of
from Products.Five.browser import BrowserView
from zope.i18n import translate


class UblDownload(BrowserView):
    """Made while it is asked for; nothing is kept."""

    def __call__(self):
        return send(self.context, self.request)


def ubl_link(order, request):
    """The way to it, for those who may view an order that is confirmed."""
    if state_of(order) != "confirmed" or not may_view(order):
        return []
    text = translate(_("Download the order (UBL, Peppol)"), context=request)
    return [Cell(text, f"{order.absolute_url()}/@@centrale-ubl")]
