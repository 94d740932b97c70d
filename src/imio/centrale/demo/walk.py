"""The dossiers of the demo from their request to where they stand, act after act."""

from datetime import timedelta
from decimal import Decimal
from imio.centrale import cascade
from imio.centrale import clock
from imio.centrale import missions
from imio.centrale import rooms
from imio.centrale.demo import data
from imio.centrale.demo.catalogue import MARKETS
from imio.centrale.demo.dates import act
from imio.centrale.demo.dates import ago
from imio.centrale.demo.files import document
from imio.centrale.demo.invoice import invoice_file
from imio.centrale.demo.people import AGENT
from imio.centrale.demo.people import login_of
from imio.centrale.lookup import resolve
from imio.centrale.workflows.state import move
from plone import api
from plone.dexterity.utils import createContentInContainer as add

import heapq


#: business days between an act and the one before, where it is not the same day
PACE = {
    "offer": 3,
    "accept": 3,
    "order": 3,
    "confirm": 3,
    "deposit_closure": 3,
    "close": 3,
    "cancel": 3,
    "declare_unsuccessful": 1,
}
#: the states a dossier can reach, and the acts that lead there one after the other
PATH = (
    ("submitted", "submit"),
    ("consulting", "consult"),
    ("assigned", "answer"),
    ("offered", "offer"),
    ("accepted", "accept"),
    ("ordered", "order"),
    ("confirmed", "confirm"),
    ("closing", "deposit_closure"),
    ("closed", "close"),
)
#: how dossiers end before their closure: after which state, by which act
ENDINGS = {
    "cancelled": ("submitted", "cancel"),
    "unsuccessful": ("consulting", "declare_unsuccessful"),
}


def acts_to(reached):
    """The names of the acts that lead to a state."""
    state, ending = ENDINGS.get(reached, (reached, None))
    names = [name for _state, name in PATH]
    states = [each for each, _name in PATH]
    count = states.index(state) + 1 if state in states else 0
    return names[:count] + ([ending] if ending else [])


def play(courses):
    """Every act of every course in the order of the days: ranks are those of deposits.

    A course says how many business days ago its next act was (``days``), and does one
    act at each step of ``acts()``.
    """
    waiting = [
        (-course.days, number, course, course.acts())
        for number, course in enumerate(courses)
    ]
    heapq.heapify(waiting)
    while waiting:
        _, number, course, acts = heapq.heappop(waiting)
        if next(acts, None) is not None:
            heapq.heappush(waiting, (-course.days, number, course, acts))


class Walk:
    """Takes a dossier through the procedure, each act by the account that does it."""

    def __init__(self, dossier):
        portal = api.portal.get()
        self.dossier = dossier
        self.authority = next(
            each for each in data.AUTHORITIES if each.id == dossier.authority
        )
        self.authority_obj = portal[rooms.authorities_id()][dossier.authority]
        self.centrale = portal[dossier.centrale]
        self.lot = self._find_lot()
        self.days = dossier.began
        self.mission = None

    def _find_lot(self):
        market = next(
            market
            for market in MARKETS
            if market.centrale == self.dossier.centrale
            and self.dossier.lot in [lot.id for lot in market.lots]
        )
        return self.centrale["marches"][market.id][self.dossier.lot]

    def acts(self):
        """Do an act at each step, and say how many days ago the next one was."""
        self.request()
        for name in acts_to(self.dossier.reached):
            self.days -= PACE.get(name, 0)
            yield self.days
            getattr(self, name)()

    # -- who and when -----------------------------------------------------------------

    def as_authority(self, hour=10):
        return act(ago(self.days, hour), login_of(self.authority.id), self.mission)

    def as_agent(self, hour=11):
        return act(ago(self.days, hour), AGENT, self.mission)

    def as_supplier(self, uid, hour=14):
        login = login_of(resolve(uid).getId())
        return act(ago(self.days, hour), login, self.mission)

    def paper(self, stem, title):
        """A document that carries the tracking code, as the texts ask."""
        code = self.mission.tracking_code
        lines = (
            title,
            f"Code de suivi : {code}",
            self.dossier.title,
            self.authority.title,
            "Document de démonstration, sans valeur",
        )
        return document(f"{stem}-{code}.pdf", lines)

    # -- request ------------------------------------------------------------------------

    def request(self):
        contact = f"direction@{self.authority.id}.example"
        with act(ago(self.days, 9), login_of(self.authority.id)):
            room = rooms.year_room(self.centrale["missions"])
        with act(ago(self.days, 9), login_of(self.authority.id), room):
            self.mission = add(
                room,
                "imio.centrale.MissionRequest",
                title=self.dossier.title,
                description=self.dossier.description,
                authority=self.authority_obj.UID(),
                lot=self.lot.UID(),
                options=list(self.dossier.options),
                contact_name="Direction générale (fictive)",
                contact_email=contact,
            )

    def submit(self):
        with self.as_authority():
            move(self.mission, "submit")

    def consult(self):
        """The agent starts the cascade; a direct lot has its supplier already."""
        if self.lot.is_direct:
            return
        with self.as_agent():
            move(self.mission, "consult")
        for answer in self.dossier.answers:
            self.days -= 1
            self._answer(answer)

    def _answer(self, answer):
        consultation = cascade.open_consultation(self.mission)
        with self.as_supplier(consultation.supplier):
            if answer == "accepted":
                move(consultation, "accept")
            else:
                move(
                    consultation,
                    "decline",
                    reason_code="capacity",
                    reason_note="Pas d'équipe disponible dans le délai demandé.",
                )

    def answer(self):
        """The consulted rank accepts; nothing to do in a direct lot."""
        if not self.lot.is_direct:
            self.days -= 1
            self._answer("accepted")

    def cancel(self):
        with self.as_authority():
            move(
                self.mission,
                "cancel",
                reason_code="budget_refused",
                reason_note="Crédits reportés au budget suivant.",
            )

    def declare_unsuccessful(self):
        with self.as_agent():
            move(
                self.mission,
                "declare_unsuccessful",
                reason_code="ranks_exhausted",
                reason_note="Les trois attributaires ont refusé.",
            )

    # -- offer ----------------------------------------------------------------------------

    def offer(self):
        with self.as_supplier(self.mission.supplier):
            offer = add(
                self.mission,
                "imio.centrale.Offer",
                lines=[offer_line(*line) for line in self.dossier.lines],
                valid_until=clock.today() + timedelta(days=self.dossier.validity),
                quote=self.paper("devis", "Devis"),
            )
            move(offer, "submit")

    def accept(self):
        with self.as_authority():
            move(missions.latest(self.mission, "imio.centrale.Offer"), "accept")

    # -- order ----------------------------------------------------------------------------

    def order(self):
        with self.as_authority():
            order = add(
                self.mission,
                "imio.centrale.Order",
                order_number=f"BC-{self.mission.tracking_code}",
                order_date=clock.today(),
                purchase_order=self.paper("bon-de-commande", "Bon de commande"),
                organ=self.authority.executive,
                deliberation_date=clock.today() - timedelta(days=1),
                deliberation=self.paper("deliberation", "Délibération d'attribution"),
            )
            move(order, "deposit")

    def confirm(self):
        with self.as_agent():
            move(missions.latest(self.mission, "imio.centrale.Order"), "confirm")

    # -- closure --------------------------------------------------------------------------

    def deposit_closure(self):
        offer = missions.accepted_offer(self.mission)
        with self.as_supplier(self.mission.supplier):
            closure = add(
                self.mission,
                "imio.centrale.ClosureFile",
                report=self.paper("rapport", "Rapport de fin de mission, signé"),
                report_signed_on=clock.today() - timedelta(days=2),
                indicators=[dict(row) for row in REPORTED],
                **(self.ubl_invoice if self.dossier.ubl else self.pdf_invoice)(offer),
                payment_proof=self.paper("paiement", "Preuve de paiement"),
                payment_date=clock.today() - timedelta(days=1),
            )
            move(closure, "deposit")

    def pdf_invoice(self, offer):
        """A PDF, and beside it what the supplier types."""
        return {
            "invoice": self.paper("facture", "Facture"),
            "invoice_number": f"F-{self.mission.tracking_code}",
            "invoice_date": clock.today() - timedelta(days=2),
            "invoice_excl_vat": offer.total_excl_vat,
            "invoice_incl_vat": offer.total_incl_vat,
            "payment_amount": offer.total_incl_vat,
        }

    def ubl_invoice(self, offer):
        """A UBL file, from which number, date and totals are read."""
        code = self.mission.tracking_code
        order = missions.latest(self.mission, "imio.centrale.Order")
        file = invoice_file(
            f"facture-{code}.xml",
            number=f"F-{code}",
            day=clock.today() - timedelta(days=2),
            code=code,
            order=order.order_number,
            seller=missions.supplier_of(self.mission),
            buyer=self.authority_obj,
            lines=offer.lines,
            note="Document de démonstration, sans valeur",
        )
        return {"invoice": file}

    def close(self):
        with self.as_agent():
            move(missions.latest(self.mission, "imio.centrale.ClosureFile"), "accept")


#: what the supplier reports; the lot gives the rest of the row
REPORTED = (
    {"code": "LIV", "value": "100"},
    {"code": "DEL", "value": "12"},
    {"code": "PRI", "value": "oui"},
)


def offer_line(code, quantity, unit_price=None):
    """A line as the supplier writes it; the rest comes from annexe B."""
    return {
        "code": code,
        "quantity": Decimal(quantity),
        "unit_price": Decimal(unit_price) if unit_price else None,
    }
