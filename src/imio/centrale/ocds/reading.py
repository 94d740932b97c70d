"""From the objects to the records: only what the reader of the package may know.

What is not published is not even read, so that no mapping can let it through.
"""

from functools import cached_property
from imio.centrale import missions
from imio.centrale import offers
from imio.centrale import settings
from imio.centrale.content.lot import ILot
from imio.centrale.content.market import IMarket
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.liquidation import PAID
from imio.centrale.domain.publication import market_is_published
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import children
from imio.centrale.lookup import resolve
from imio.centrale.ocds import records
from imio.centrale.subsidy.positions import position_of
from imio.centrale.subsidy.positions import program_of
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import state_of
from plone import api

import datetime


class Reader:
    """Reads the objects of one centrale; parties, lots and markets once each."""

    def __init__(self, centrale, full=False):
        self.context = centrale
        self.full = full
        self._parties = {}
        self._lots = {}

    @cached_property
    def centrale(self):
        return records.Centrale(
            key=self.context.UID(),
            title=self.context.title,
            url=self.context.absolute_url(),
            prefix=settings.get("ocds_prefix"),
            parties=self._contracting(),
        )

    def _contracting(self):
        """Those that share the centrale; itself where nobody is named."""
        rows = self.context.contracting_parties or ()
        return tuple(
            records.Party(
                f"{self.context.UID()} {row['name']}",
                row["name"],
                row.get("enterprise_number") or "",
            )
            for row in rows
        ) or (records.Party(self.context.UID(), self.context.title),)

    @cached_property
    def names_suppliers(self):
        """Whether it may be told who holds a lot."""
        return self.full or settings.get("publish_suppliers")

    def party(self, uid):
        """An authority or a supplier; ``None`` for a register that has it no longer."""
        if uid not in self._parties:
            found = resolve(uid)
            self._parties[uid] = found and records.Party(
                uid,
                found.title,
                found.enterprise_number,
                getattr(found, "province", None) or "",
            )
        return self._parties[uid]

    def market(self, market):
        lots = children(market, ILot)
        read = tuple(self.lot(lot) for lot in lots)
        shown = [lot for lot in lots if self.full or not lot.withheld]
        return records.Market(
            key=market.UID(),
            title=market.title,
            description=market.description or "",
            start=market.start,
            end=market.end,
            ceiling=market.ceiling_excl_vat,
            lots=read,
            date=max(changed(each) for each in (market, *shown)),
            opened=market_is_published(state_of(market)),
        )

    def lot(self, lot):
        uid = lot.UID()
        if uid not in self._lots:
            self._lots[uid] = records.Lot(
                number=lot.number,
                title=lot.title,
                description=lot.description or "",
                award_mode=lot.award_mode,
                answer_delay_days=lot.answer_delay_days,
                ceiling=lot.ceiling_excl_vat,
                suppliers=self._holders(lot) if self.names_suppliers else (),
                withheld=bool(lot.withheld),
            )
        return self._lots[uid]

    def _holders(self, lot):
        uids = dict.fromkeys(
            rank.supplier for rank in lot.ranks() if rank.status == "active"
        )
        return tuple(filter(None, map(self.party, uids)))

    def call_off(self, mission):
        lot = missions.lot_of(mission)
        market = ancestor(lot, IMarket)
        offer = missions.accepted_offer(mission)
        orders = self._orders(mission)
        return records.CallOff(
            key=mission.UID(),
            tracking_code=mission.tracking_code if self.full else "",
            state=state_of(mission),
            date=self._date(mission, orders),
            market_key=market.UID(),
            market_title=market.title,
            lot=self.lot(lot),
            buyer=self.party(mission.authority),
            supplier=self.party(mission.supplier) if mission.supplier else None,
            designated=mission.assigned,
            amount=offer.total_excl_vat if offer is not None else None,
            lines=tuple(offers.priced_lines(offer)) if self.full and offer else (),
            orders=orders,
            consultations=self._consultations(mission) if self.full else (),
        )

    def _date(self, mission, orders):
        """The last change of state of the mission, or the last payment of its subsidy."""
        paid = [
            datetime.datetime.combine(day, datetime.time(), BRUSSELS)
            for order in orders
            if order.subsidy is not None
            for day, _amount in order.subsidy.payments
        ]
        return max([history_of(mission)[-1]["time"].asdatetime(), *paid])

    def _orders(self, mission):
        found = missions.children_of(mission, "imio.centrale.Order")
        invoice = self._invoice(mission)
        return tuple(
            self._order(order, invoice)
            for order in found
            if self.full or entered(order, "confirmed")
        )

    def _order(self, order, invoice):
        """An order; the invoice is that of the one that is confirmed now."""
        state = state_of(order)
        return records.Order(
            key=order.UID(),
            signed=order.order_date,
            confirmed=entered(order, "confirmed"),
            cancelled=state == "cancelled",
            invoice=invoice if state == "confirmed" else None,
            subsidy=self._subsidy(order),
        )

    def _invoice(self, mission):
        """The invoice of the closure file, once it is accepted."""
        found = missions.children_in(
            mission, "imio.centrale.ClosureFile", ("accepted",)
        )
        if not found:
            return None
        closure = found[-1]
        paid = closure.payment_amount
        return records.Invoice(
            paid_on=closure.payment_date,
            amount=closure.invoice_incl_vat if paid is None else paid,
            accepted=entered(closure, "accepted"),
        )

    def _subsidy(self, order):
        program = program_of(order)
        if program is None:
            return None
        return records.Subsidy(
            title=program.title,
            granted=position_of(order).granted,
            payments=tuple(self._payments.get(order.UID(), ())),
        )

    @cached_property
    def _payments(self):
        """UID of an order -> its payments, from the batches of the centrale."""
        found = {}
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.LiquidationBatch",
            path="/".join(self.context.getPhysicalPath()),
        ):
            for row in brain._unrestrictedGetObject().entries or ():
                if row["status"] == PAID and row["paid_on"]:
                    paid = (row["paid_on"], row["amount"])
                    found.setdefault(row["order"], []).append(paid)
        return found

    def _consultations(self, mission):
        return tuple(
            records.Consultation(
                rank=each.rank,
                supplier=self.party(each.supplier),
                sent=each.sent,
                due=each.due,
                answered=each.answered,
                answer=each.answer or "",
            )
            for each in missions.children_of(mission, "imio.centrale.Consultation")
        )


def changed(obj):
    """When an object was saved last, or changed its state."""
    moved = [status["time"].asdatetime() for status in history_of(obj)[-1:]]
    return max([obj.modified().asdatetime(), *moved])


def entered(obj, state):
    """When an object first came to a state, or ``None``."""
    for status in history_of(obj):
        if status["review_state"] == state:
            return status["time"].asdatetime()
    return None
