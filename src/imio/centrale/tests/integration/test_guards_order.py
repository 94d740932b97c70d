"""Order: complete, on an offer that is accepted and still valid."""

from datetime import date
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase


MISSING = {
    "deliberation": "deliberation_missing",
    "deliberation_date": "deliberation_date_missing",
    "organ": "organ_missing",
    "purchase_order": "purchase_order_missing",
}


class TestOrder(ProcedureTestCase):
    """Deposit, confirmation and cancellation."""

    def test_deposit(self):
        mission = self.mission(until="accepted")
        order = self.order(mission)
        with at("2026-03-02 09:30"):
            self.moved("bertrix", order, "deposit", "deposited")
        self.assertEqual(order.received.isoformat(), "2026-03-02T08:30:00+00:00")

    def test_offer_not_accepted(self):
        mission = self.mission(until="offered")
        order = self.order(mission)
        self.refused("bertrix", order, "deposit", "offer_not_accepted")
        self.moved("bertrix", mission["offre-1"], "accept", "accepted")
        self.moved("bertrix", order, "deposit", "deposited")

    def test_offer_expired(self):
        mission = self.mission(until="accepted")
        mission["offre-1"].valid_until = date(2026, 3, 31)
        order = self.order(mission)
        with at("2026-04-01 00:00"):
            self.refused("bertrix", order, "deposit", "offer_expired")
        with at("2026-03-31 23:59"):
            self.moved("bertrix", order, "deposit", "deposited")

    def test_each_thing_missing(self):
        order = self.order(self.mission(until="accepted"))
        for field, code in MISSING.items():
            with self.subTest(field):
                kept = getattr(order, field)
                setattr(order, field, None)
                (reason,) = self.refused("bertrix", order, "deposit", code)
                self.assertEqual(reason.field, field)
                setattr(order, field, kept)

    def test_one_order_at_a_time(self):
        mission = self.mission(until="accepted")
        first, second = self.order(mission), self.order(mission)
        self.moved("bertrix", first, "deposit", "deposited")
        self.refused("bertrix", second, "deposit", "mission_not_waiting")

    def test_each_side_has_its_acts(self):
        mission = self.mission(until="accepted")
        order = self.order(mission)
        for login in ("alpha", "agent", "arlon"):
            self.refused(login, order, "deposit", "not_permitted")
        self.moved("bertrix", order, "deposit", "deposited")
        for login in ("alpha", "bertrix"):
            self.refused(login, order, "confirm", "not_permitted")
            self.refused(login, order, "return", "not_permitted")
        self.moved("agent", order, "confirm", "confirmed")

    def test_return_and_revise(self):
        mission = self.mission(until="ordered")
        order = mission["commande-1"]
        self.moved("agent", order, "return", "returned")
        self.refused("bertrix", order, "deposit", "wrong_state")
        self.moved("bertrix", order, "revise", "draft")
        self.moved("bertrix", order, "deposit", "deposited")

    def test_revise_only_where_the_mission_waits(self):
        mission = self.mission(until="ordered")
        self.moved("agent", mission["commande-1"], "return", "returned")
        self.moved("bertrix", self.order(mission), "deposit", "deposited")
        self.refused("bertrix", mission["commande-1"], "revise", "mission_not_waiting")

    def test_the_authority_cancels_until_the_confirmation(self):
        mission = self.mission(until="ordered")
        self.moved("bertrix", mission["commande-1"], "cancel", "cancelled")

    def test_only_the_centrale_cancels_what_it_confirmed(self):
        order = self.mission(until="confirmed")["commande-1"]
        self.refused("bertrix", order, "cancel", "only_centrale_cancels_confirmed")
        self.refused("alpha", order, "cancel", "not_permitted")
        self.moved("agent", order, "cancel", "cancelled")

    def test_a_confirmed_order_is_not_sent_back(self):
        order = self.mission(until="confirmed")["commande-1"]
        self.refused("agent", order, "return", "wrong_state")
