"""The money of a dossier in one small table: offered, ordered, granted, invoiced."""

from dataclasses import dataclass
from imio.centrale import _
from imio.centrale.browser import showing
from imio.centrale.parties import may
from imio.centrale.parties import may_view
from imio.centrale.workflows import names
from imio.centrale.workflows.state import state_of
from zope.i18n import translate


OFFER = "imio.centrale.Offer"
ORDER = "imio.centrale.Order"
CLOSURE = "imio.centrale.ClosureFile"
VIEW_SUBSIDY = "imio.centrale: View Subsidy"
#: pieces that count, by their type
LIVE = {
    OFFER: names.LIVE_OFFER,
    ORDER: names.LIVE_ORDER,
    CLOSURE: names.LIVE_CLOSURE,
}
SUBSIDY = (
    (_("Subsidy reserved"), "subsidy_reserved"),
    (_("Subsidy granted"), "subsidy_granted"),
    (_("Subsidy paid"), "subsidy_liquidated"),
)


@dataclass(frozen=True)
class Amount:
    """A row: excluding and including VAT, or one amount alone."""

    title: str
    url: str = ""
    excl_vat: str = ""
    incl_vat: str = ""
    alone: str = ""


def amounts_of(children, request):
    """The rows of a mission's children, by their type, that the user may read."""
    offer = _live(children, OFFER)
    order = _live(children, ORDER)
    closure = _live(children, CLOSURE)
    return [
        *_offer_rows(offer, order, request),
        *_subsidy_rows(order, request),
        *_invoice_rows(closure, request),
    ]


def _live(children, portal_type):
    """The last piece of a type that counts and that the user may view, or ``None``."""
    found = [
        child
        for child in children.get(portal_type, ())
        if state_of(child) in LIVE[portal_type] and may_view(child)
    ]
    return found[-1] if found else None


def _offer_rows(offer, order, request):
    """An order is for what was offered."""
    if offer is None:
        return
    accepted = state_of(offer) == "accepted"
    title = _("Accepted offer") if accepted else _("Offer")
    yield _row(title, offer, offer.total_excl_vat, offer.total_incl_vat, request)
    if order is not None:
        title = _("Order ${number}", mapping={"number": order.order_number})
        yield _row(title, order, offer.total_excl_vat, offer.total_incl_vat, request)


def _subsidy_rows(order, request):
    """What the order holds; no supplier reads it."""
    if order is None or not may(order, VIEW_SUBSIDY):
        return
    for title, name in SUBSIDY:
        amount = getattr(order, name)
        if amount:
            yield Amount(translate(title, context=request), alone=showing.euros(amount))


def _invoice_rows(closure, request):
    if closure is None:
        return
    title = _("Invoice ${number}", mapping={"number": closure.invoice_number})
    excl_vat, incl_vat = closure.invoice_excl_vat, closure.invoice_incl_vat
    yield _row(title, closure, excl_vat, incl_vat, request)


def _row(title, piece, excl_vat, incl_vat, request):
    return Amount(
        translate(title, context=request),
        piece.absolute_url(),
        showing.euros(excl_vat),
        showing.euros(incl_vat),
    )
