"""What follows when something is deleted, said before Plone's form asks for it."""

from html import escape
from imio.centrale import _
from Products.Five.browser import BrowserView
from zope.i18n import translate


ALWAYS = _("This cannot be undone.")
#: what goes, or stays, by the type of what is deleted
FOLLOWS = {
    "imio.centrale.MissionRequest": _(
        "The request and its documents are gone for good. Its tracking code is never "
        "given again. Cancel the request instead if a trace of it must stay."
    ),
    "imio.centrale.Adhesion": _(
        "The authority can no longer submit requests to this centrale until it joins "
        "again."
    ),
    "imio.centrale.Offer": _("The offer and its quote are gone for good."),
    "imio.centrale.Order": _(
        "The order, its deliberation and its purchase order are gone for good."
    ),
    "imio.centrale.ClosureFile": _(
        "The closure file and its documents are gone for good."
    ),
    "imio.centrale.LiquidationBatch": _(
        "Its dossiers can then be put in another batch."
    ),
    "imio.centrale.LocalAuthority": _(
        "Its group goes with it: its users no longer have access to anything."
    ),
    "imio.centrale.Supplier": _(
        "Its group goes with it: its users no longer have access to anything."
    ),
}


class WhatFollows(BrowserView):
    """``delete_confirmation_info``: Plone shows it above the question."""

    def __call__(self):
        texts = (FOLLOWS.get(self.context.portal_type), ALWAYS)
        shown = (translate(text, context=self.request) for text in texts if text)
        sentences = "".join(f"<p>{escape(text)}</p>" for text in shown)
        return f'<div class="alert alert-warning" role="note">{sentences}</div>'
