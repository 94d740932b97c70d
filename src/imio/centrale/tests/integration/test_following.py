"""The mission follows its children, and the catalog shows it at once."""

from decimal import Decimal
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.positions import position_of
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import state_of
from plone import api


AUTHORITY, MANAGER, SUPPLIER, NOBODY = "authority", "manager", "supplier", ""
#: transitions of the mission that follow a child's
FOLLOWERS = (
    "offer",
    "return_offer",
    "order",
    "return_order",
    "confirm_order",
    "deposit_closure",
    "return_closure",
    "close",
)


class TestFollowing(ProcedureTestCase):
    """Each path: (account, child, transition) leads the mission to what lists show."""

    def walk(self, mission, steps):
        for login, child, transition, shown in steps:
            with self.subTest(f"{child} {transition}"):
                before = state_of(mission[child])
                self.moved(
                    login,
                    mission[child],
                    transition,
                    self.target(mission[child], transition),
                )
                self.assertNotEqual(before, state_of(mission[child]))
                self.assertEqual(self.shown(mission), shown)

    def target(self, child, transition):
        workflow = self.portal.portal_workflow.getWorkflowsFor(child)[0]
        return workflow.transitions[transition].new_state_id

    def test_request(self):
        mission = self.request(lot="cascade")
        self.assertEqual(self.shown(mission), ("draft", 2, AUTHORITY))
        self.moved("bertrix", mission, "submit", "submitted")
        self.assertEqual(self.shown(mission), ("submitted", 2, MANAGER))
        self.moved("agent", mission, "consult", "consulting")
        self.assertEqual(self.shown(mission), ("consulting", 2, SUPPLIER))
        self.moved("alpha", mission["consultation-1"], "accept", "accepted")
        self.assertEqual(self.shown(mission), ("assigned", 3, SUPPLIER))

    def test_direct_request(self):
        mission = self.request()
        self.moved("bertrix", mission, "submit", "assigned")
        self.assertEqual(self.shown(mission), ("assigned", 3, SUPPLIER))
        self.assertEqual(self.brain(mission).supplier_uid, self.alpha.UID())

    def test_offer(self):
        mission = self.mission(until="assigned")
        self.offer(mission)
        self.walk(
            mission,
            (
                ("alpha", "offre-1", "submit", ("offered", 3, AUTHORITY)),
                ("bertrix", "offre-1", "return", ("assigned", 3, SUPPLIER)),
                ("alpha", "offre-1", "revise", ("assigned", 3, SUPPLIER)),
                ("alpha", "offre-1", "submit", ("offered", 3, AUTHORITY)),
                ("agent", "offre-1", "return", ("assigned", 3, SUPPLIER)),
                ("alpha", "offre-1", "withdraw", ("assigned", 3, SUPPLIER)),
            ),
        )
        self.offer(mission)
        self.walk(
            mission,
            (
                ("alpha", "offre-2", "submit", ("offered", 3, AUTHORITY)),
                ("alpha", "offre-2", "withdraw", ("assigned", 3, SUPPLIER)),
            ),
        )
        self.offer(mission)
        self.walk(
            mission,
            (
                ("alpha", "offre-3", "submit", ("offered", 3, AUTHORITY)),
                ("bertrix", "offre-3", "accept", ("offered", 3, AUTHORITY)),
                ("bertrix", "offre-3", "return", ("assigned", 3, SUPPLIER)),
            ),
        )

    def test_order(self):
        mission = self.mission(until="accepted")
        self.order(mission)
        self.walk(
            mission,
            (
                ("bertrix", "commande-1", "deposit", ("ordered", 4, MANAGER)),
                ("agent", "commande-1", "return", ("offered", 3, AUTHORITY)),
                ("bertrix", "commande-1", "revise", ("offered", 3, AUTHORITY)),
                ("bertrix", "commande-1", "deposit", ("ordered", 4, MANAGER)),
                ("bertrix", "commande-1", "cancel", ("offered", 3, AUTHORITY)),
            ),
        )
        self.order(mission)
        self.walk(
            mission,
            (
                ("bertrix", "commande-2", "deposit", ("ordered", 4, MANAGER)),
                ("agent", "commande-2", "confirm", ("confirmed", 4, SUPPLIER)),
                ("agent", "commande-2", "cancel", ("offered", 3, AUTHORITY)),
            ),
        )

    def test_an_order_cancelled_before_its_deposit_moves_nothing(self):
        mission = self.mission(until="accepted")
        self.order(mission)
        self.walk(
            mission,
            (("bertrix", "commande-1", "cancel", ("offered", 3, AUTHORITY)),),
        )

    def test_closure(self):
        mission = self.mission(until="confirmed")
        self.closure(mission)
        self.walk(
            mission,
            (
                ("alpha", "cloture-1", "deposit", ("closing", 5, MANAGER)),
                ("agent", "cloture-1", "return", ("confirmed", 4, SUPPLIER)),
                ("alpha", "cloture-1", "revise", ("confirmed", 4, SUPPLIER)),
                ("alpha", "cloture-1", "deposit", ("closing", 5, MANAGER)),
                ("agent", "cloture-1", "accept", ("closed", 5, NOBODY)),
            ),
        )

    def test_due_and_amount(self):
        with at("2026-03-02 10:00"):
            mission = self.consulting()
        self.assertEqual(self.brain(mission).due, "2026-03-09T23:59:59+01:00")
        with at("2026-03-02 11:00"):
            self.moved("alpha", mission["consultation-1"], "accept", "accepted")
        self.assertFalse(self.brain(mission).due)
        offer = self.offer(mission)
        self.assertFalse(self.brain(mission).amount_excl_vat)
        self.moved("alpha", offer, "submit", "submitted")
        self.assertEqual(self.brain(mission).due, "2099-01-01T23:59:59+01:00")
        self.moved("bertrix", offer, "accept", "accepted")
        self.assertEqual(self.brain(mission).amount_excl_vat, Decimal("1900.00"))
        self.moved("bertrix", offer, "return", "returned")
        self.assertFalse(self.brain(mission).amount_excl_vat)
        self.assertFalse(self.brain(mission).due)

    def test_nobody_moves_it_by_hand(self):
        for until in ("assigned", "offered", "accepted", "ordered", "confirmed"):
            mission = self.mission(until=until)
            workflow = self.portal.portal_workflow["mission_workflow"]
            here = workflow.states[state_of(mission)].transitions
            for transition in set(here) & set(FOLLOWERS):
                with self.subTest(f"{until} {transition}"):
                    for login in ("agent", "bertrix", "alpha"):
                        self.refused(login, mission, transition, "not_permitted")
                    with api.env.adopt_roles(["Manager"]):
                        reasons = refusals(mission, transition)
                    self.checked(reasons, ["moves_by_itself"])

    def test_nobody_assigns_by_hand(self):
        mission = self.consulting()
        self.refused("agent", mission, "assign", "not_permitted")
        with api.env.adopt_roles(["Manager"]):
            self.checked(refusals(mission, "assign"), ["no_acceptance"])


class TestStop(ProcedureTestCase):
    """A mission that stops, stops what is under way and frees the subsidy."""

    def stop(self, mission, transition="cancel", state="cancelled"):
        self.moved("agent", mission, transition, state, reason_code="other")
        self.assertEqual(self.brain(mission).next_actor, NOBODY)
        self.assertFalse(self.brain(mission).due)
        return {each.getId(): state_of(each) for each in mission.objectValues()}

    def test_consulting(self):
        for transition, state in (
            ("cancel", "cancelled"),
            ("declare_unsuccessful", "unsuccessful"),
        ):
            mission = self.consulting()
            self.moved("alpha", mission["consultation-1"], "decline", "declined")
            self.assertEqual(
                self.stop(mission, transition, state),
                {"consultation-1": "declined", "consultation-2": "skipped"},
            )
            self.assertEqual(self.brain(mission).centrale_step, 2)

    def test_offers(self):
        mission = self.mission(until="assigned")
        for _ in range(3):
            self.offer(mission)
        self.moved("alpha", mission["offre-1"], "submit", "submitted")
        self.moved("bertrix", mission["offre-1"], "return", "returned")
        self.moved("alpha", mission["offre-2"], "submit", "submitted")
        self.assertEqual(
            self.stop(mission, "declare_unsuccessful", "unsuccessful"),
            {"offre-1": "withdrawn", "offre-2": "withdrawn", "offre-3": "withdrawn"},
        )
        self.assertEqual(self.brain(mission).centrale_step, 3)

    def test_orders(self):
        for until in ("ordered", "confirmed"):
            mission = self.mission(until=until)
            self.assertEqual(
                self.stop(mission),
                {"offre-1": "accepted", "commande-1": "cancelled"},
            )
            self.assertEqual(self.brain(mission).centrale_step, 4)

    def test_a_draft_order(self):
        mission = self.mission(until="accepted")
        self.order(mission)
        self.assertEqual(self.stop(mission)["commande-1"], "cancelled")

    def test_the_subsidy_is_released(self):
        program = self.program()
        for until in ("ordered", "confirmed"):
            with self.subTest(until):
                mission = self.mission(until=until)
                order = mission["commande-1"]
                self.assertEqual(position_of(order).held, Decimal("2299.00"))
                self.stop(mission)
                self.assertEqual(position_of(order).state, "released")
                self.assertEqual(book_of(program).balance, program.envelope)
                self.assertEqual(order.subsidy_reserved, 0)
                self.assertEqual(order.subsidy_granted, 0)


class TestSubsidy(ProcedureTestCase):
    """The deposit reserves by the formula, the confirmation grants."""

    def entries(self, program):
        """Kind and amount of each entry about an order, the oldest first."""
        entries = book_of(program).store.entries.values()
        return [(each.kind, str(each.amount)) for each in entries if each.dossier]

    def reserved(self, count):
        orders = [self.mission(until="ordered")["commande-1"] for _ in range(count)]
        return [str(order.subsidy_reserved) for order in orders]

    def test_reserve_grant_release(self):
        program = self.program()
        mission = self.mission(until="ordered")
        order = mission["commande-1"]
        self.assertEqual(order.subsidy_reserved, Decimal("2299.00"))
        self.moved("agent", order, "confirm", "confirmed")
        self.assertEqual(order.subsidy_granted, Decimal("2299.00"))
        self.assertEqual(order.subsidy_reserved, 0)
        self.moved("agent", order, "cancel", "cancelled")
        self.assertEqual(order.subsidy_granted, 0)
        self.assertEqual(
            self.entries(program),
            [("reserve", "2299.00"), ("grant", "2299.00"), ("release", "2299.00")],
        )

    def test_the_amount_of_the_category_over_all_the_orders(self):
        self.program()
        self.assertEqual(self.reserved(3), ["2299.00", "2299.00", "402.00"])

    def test_the_balance_of_the_envelope(self):
        self.program(envelope="3000.00")
        self.assertEqual(self.reserved(3), ["2299.00", "701.00", "0.00"])

    def test_a_return_releases(self):
        program = self.program(envelope="2299.00")
        first = self.mission(until="ordered")["commande-1"]
        self.moved("agent", first, "return", "returned")
        second = self.mission(until="ordered")["commande-1"]
        self.assertEqual(second.subsidy_reserved, Decimal("2299.00"))
        self.assertEqual(book_of(program).balance, 0)

    def test_excluding_vat(self):
        self.program(amount_basis="excl_vat")
        order = self.mission(until="ordered")["commande-1"]
        self.assertEqual(order.subsidy_reserved, Decimal("1900.00"))

    def test_not_eligible(self):
        self.program()
        for nis_code, kind in (("63001", "commune"), ("84009", "province")):
            with self.subTest(nis_code):
                self.bertrix.nis_code = nis_code
                self.bertrix.authority_type = kind
                order = self.mission(until="ordered")["commande-1"]
                self.assertEqual(order.subsidy_reserved, 0)

    def test_no_program(self):
        order = self.mission(until="confirmed")["commande-1"]
        self.assertEqual(order.subsidy_granted, 0)
