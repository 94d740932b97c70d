"""A confirmed order, from its objects to the document."""

from imio.centrale import missions
from imio.centrale import offers
from imio.centrale.content.centrale import ICentrale
from imio.centrale.content.market import IMarket
from imio.centrale.domain.pricing import totals
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import ancestor
from imio.centrale.ubl.order import Contact
from imio.centrale.ubl.order import OrderDocument
from imio.centrale.ubl.order import OrderParty
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import wrong_state


def document_of(order):
    """What is written of an order; ``Refused`` for one that is not confirmed."""
    if state_of(order) != "confirmed":
        raise Refused([wrong_state(order)])
    mission = missions.mission_of(order)
    offer = missions.accepted_offer(mission)
    lines = tuple(offers.priced_lines(offer))
    return OrderDocument(
        number=order.order_number,
        issued=order.order_date,
        tracking_code=mission.tracking_code,
        quotation=offer.getId(),
        framework=framework_of(missions.lot_of(mission)),
        valid_until=offer.valid_until,
        buyer=buyer_of(mission),
        seller=seller_of(mission),
        lines=lines,
        totals=totals(lines),
    )


def framework_of(lot):
    """The framework agreement by its reference, or by its name, and the lot."""
    market = ancestor(lot, IMarket)
    return f"{market.reference or market.title} – lot {lot.number}"


def buyer_of(mission):
    """The authority, with the person who follows the mission."""
    authority = missions.authority_of(mission)
    contact = Contact(
        mission.contact_name, mission.contact_phone or "", mission.contact_email
    )
    return _party(authority, contact=contact)


def seller_of(mission):
    """The supplier; in a ``wholesaler`` centrale the first of those that share it,
    which buys and sells on [Hainaut].
    """
    centrale = ancestor(mission, ICentrale)
    rows = centrale.contracting_parties or ()
    if centrale.purchase_model == "wholesaler" and rows:
        return OrderParty(rows[0]["name"], rows[0]["enterprise_number"])
    return _party(missions.supplier_of(mission))


def _party(party, **more):
    return OrderParty(party.title, party.enterprise_number, party.address or "", **more)
