"""The procedure in Python, each act by the account that does it."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from decimal import Decimal
from imio.centrale import clock
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.rooms import year_room
from imio.centrale.subsidy.accounts import confirm
from imio.centrale.testing import INTEGRATION
from imio.centrale.tests.fixture import pdf
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import state_of
from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.CMFCore.WorkflowCore import WorkflowException
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


#: the acts that lead a mission on a direct lot to a state, in their order
PATH = ("draft", "assigned", "offered", "accepted", "ordered", "confirmed", "closing")


def brussels(text):
    """``2026-03-02 09:00`` on the clock of Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def forget_roles():
    """Nothing is remembered of what roles allowed before."""
    kept = IAnnotations(api.env.getRequest())
    for key in [key for key in kept if "checkLocalRolesAllowed" in key]:
        del kept[key]


@contextmanager
def acting(login):
    """Everything done inside is done by this account; ``None`` is the public.

    As if in a request of its own: what roles allow is kept for one request.
    """
    forget_roles()
    if login:
        with api.env.adopt_user(username=login):
            yield
        return
    before = getSecurityManager()
    noSecurityManager()
    try:
        yield
    finally:
        setSecurityManager(before)


@contextmanager
def at(text):
    """Everything done inside happens at that time of Brussels."""
    with clock.at(brussels(text)):
        yield


def withhold(lot, reason="Sécurité du réseau"):
    """An agent leaves a sensitive lot out of what is published."""
    lot.withheld, lot.withheld_reason = True, reason
    notify(ObjectModifiedEvent(lot))


def offer_line(code="A1", quantity="2", price="950.00"):
    """A line as the supplier writes it."""
    return {
        "code": code,
        "quantity": Decimal(quantity),
        "unit_price": None if price is None else Decimal(price),
    }


class ProcedureTestCase(unittest.TestCase):
    """Base: the small world of ``fixture.py`` and the acts of the procedure."""

    layer = INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.centrale = self.portal["cyber"]
        self.market = self.centrale["marches"]["market"]
        self.adhesion = self.centrale["adhesions"]["bertrix"]
        self.bertrix = self.portal["autorites"]["bertrix"]
        self.arlon = self.portal["autorites"]["arlon"]
        self.alpha = self.portal["prestataires"]["alpha-test"]
        self.beta = self.portal["prestataires"]["beta-test"]
        self.gamma = self.portal["prestataires"]["gamma-test"]

    # -- what is asked of the product ------------------------------------------------

    def moved(self, login, obj, transition, state, **reason):
        """The account runs the transition, which leads there."""
        with acting(login):
            move(obj, transition, **reason)
        self.assertEqual(state_of(obj), state)
        return obj

    def refused(self, login, obj, transition, *codes, **reason):
        """The account is refused with these reason codes, by every door."""
        before = state_of(obj)
        with acting(login):
            with self.assertRaises(Refused) as caught:
                move(obj, transition, **reason)
            with self.assertRaises((WorkflowException, Refused)):
                api.portal.get_tool("portal_workflow").doActionFor(
                    obj, transition, **reason
                )
        self.assertEqual(state_of(obj), before)
        return self.checked(caught.exception.reasons, codes)

    def checked(self, reasons, codes):
        """The reasons have these codes, and each says a whole sentence."""
        self.assertEqual([each.code for each in reasons], list(codes))
        for each in reasons:
            self.assertNotIn("${", sentence(each))
        return reasons

    @contextmanager
    def refusing(self, *codes):
        """What is done inside is refused with these reason codes."""
        with self.assertRaises(Refused) as caught:
            yield
        self.checked(caught.exception.reasons, codes)

    def another_centrale(self):
        """A centrale beside the one of the fixture, by the account at work."""
        return api.content.create(
            self.portal,
            "imio.centrale.Centrale",
            id="other",
            title="Other",
            code_prefix="OTH",
            contact_email="other@centrale.example",
            purchase_model="intermediary",
        )

    def brain(self, obj):
        """What the catalog knows of an object."""
        (brain,) = self.portal.portal_catalog.unrestrictedSearchResults(UID=obj.UID())
        return brain

    def shown(self, mission):
        """State, step and next actor, as lists show them."""
        brain = self.brain(mission)
        return brain.review_state, brain.centrale_step, brain.next_actor

    # -- the acts --------------------------------------------------------------------

    def lot(self, lot_id):
        return self.market[lot_id]

    def rank(self, lot, status, *ranks):
        """Give ranks of a lot a status; every rank when none is named."""
        lot = self.lot(lot)
        lot.ranking = [
            {
                **row,
                "status": (
                    status
                    if row["rank"] in (ranks or (row["rank"],))
                    else row["status"]
                ),
            }
            for row in lot.ranking
        ]

    def request(self, lot="direct", login="bertrix", **changes):
        """A draft."""
        values = {
            "title": "Audit de sécurité",
            "authority": self.bertrix.UID(),
            "lot": self.lot(lot).UID(),
            "contact_name": "Camille Test",
            "contact_email": "camille@bertrix.example",
            **changes,
        }
        with acting(login):
            return createContentInContainer(
                year_room(self.centrale["missions"]),
                "imio.centrale.MissionRequest",
                **values,
            )

    def consulting(self, **changes):
        """A mission on the cascade lot, its first rank consulted."""
        mission = self.request(lot="cascade", **changes)
        self.moved("bertrix", mission, "submit", "submitted")
        return self.moved("agent", mission, "consult", "consulting")

    def child(self, login, mission, name, **values):
        with acting(login):
            return createContentInContainer(mission, f"imio.centrale.{name}", **values)

    def offer(self, mission, login="alpha", **changes):
        values = {
            "valid_until": date(2099, 1, 1),
            "lines": [offer_line()],
            **changes,
        }
        return self.child(login, mission, "Offer", **values)

    def order(self, mission, **changes):
        values = {
            "order_number": "2026/1",
            "order_date": date(2026, 1, 10),
            "purchase_order": pdf("bc.pdf"),
            "organ": "college",
            "deliberation_date": date(2026, 1, 9),
            "deliberation": pdf("delib.pdf"),
            **changes,
        }
        return self.child("bertrix", mission, "Order", **values)

    def closure(self, mission, login="alpha", **changes):
        values = {
            "report": pdf("rapport.pdf"),
            "invoice": pdf("facture.pdf"),
            "invoice_number": "F-1",
            "invoice_date": date(2026, 2, 1),
            "invoice_excl_vat": Decimal("1900.00"),
            "invoice_incl_vat": Decimal("2299.00"),
            "payment_proof": pdf("preuve.pdf"),
            **changes,
        }
        return self.child(login, mission, "ClosureFile", **values)

    # -- where the acts lead ---------------------------------------------------------

    def mission(self, until):
        """A mission on the direct lot, led until that word of ``PATH``."""
        acts = (
            lambda mission: self.moved("bertrix", mission, "submit", "assigned"),
            lambda mission: self.moved(
                "alpha", self.offer(mission), "submit", "submitted"
            ),
            lambda mission: self.moved(
                "bertrix", mission["offre-1"], "accept", "accepted"
            ),
            lambda mission: self.moved(
                "bertrix", self.order(mission), "deposit", "deposited"
            ),
            lambda mission: self.moved(
                "agent", mission["commande-1"], "confirm", "confirmed"
            ),
            lambda mission: self.moved(
                "alpha", self.closure(mission), "deposit", "deposited"
            ),
        )
        mission = self.request()
        for act in acts[: PATH.index(until)]:
            act(mission)
        return mission

    def newcomer(self, number="0999000624", **changes):
        """One more authority."""
        values = {"title": "Virton", "authority_type": "commune", **changes}
        with acting("agent"):
            return createContentInContainer(
                self.portal["autorites"],
                "imio.centrale.LocalAuthority",
                enterprise_number=number,
                **values,
            )

    def adhesion_of(self, authority, **changes):
        """Its interest, with all that activation asks for."""
        values = {
            "users_count": 12,
            "deliberation": pdf(),
            "deliberation_date": date(2024, 2, 1),
            "organ": "conseil_communal",
            **changes,
        }
        with acting("agent"):
            return createContentInContainer(
                self.centrale["adhesions"],
                "imio.centrale.Adhesion",
                authority=authority.UID(),
                **values,
            )

    def program(self, envelope="1000000.00", **changes):
        """An open subsidy program with one category."""
        values = {
            "title": "Programme Test",
            "envelope": Decimal(envelope),
            "categories": [
                {
                    "code": "A",
                    "min_users": 0,
                    "max_users": None,
                    "amount": Decimal("5000.00"),
                }
            ],
            **changes,
        }
        with acting("agent"):
            program = createContentInContainer(
                self.centrale["subsides"], "imio.centrale.SubsidyProgram", **values
            )
        return self.moved("agent", program, "open", "open")

    def closed(self):
        """A mission whose closure file is accepted: its subsidy can be paid."""
        mission = self.mission("closing")
        self.moved("agent", mission["cloture-1"], "accept", "accepted")
        return mission

    def declare(self, authority, iban, login="agent"):
        """The account writes another number on the authority."""
        with acting(login):
            authority.iban = iban
            notify(ObjectModifiedEvent(authority))

    def account(self, authority, iban="BE68539007547034"):
        """The number is declared by one agent and confirmed by the other."""
        self.declare(authority, iban)
        with acting("agent2"):
            confirm(authority, iban)
