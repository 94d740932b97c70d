"""Request: who may submit it, on which lot, and how it stops."""

from datetime import date
from decimal import Decimal
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.workflows.state import move_as_product
from plone.dexterity.utils import createContentInContainer


class TestSubmission(ProcedureTestCase):
    """Every rule on the submission of a request, accepted and refused."""

    def test_accepted(self):
        self.moved("bertrix", self.request(lot="cascade"), "submit", "submitted")
        self.moved("bertrix", self.request(lot="direct"), "submit", "assigned")
        self.moved("agent", self.request(lot="direct"), "submit", "assigned")

    def test_no_adhesion(self):
        mission = self.request()
        mission.authority = self.newcomer().UID()
        self.refused("agent", mission, "submit", "adhesion_missing")

    def test_adhesion_not_active(self):
        mission = self.request()
        for act, state in (("suspend", "suspended"), ("end", "ended")):
            self.moved("agent", self.adhesion, act, state)
            self.refused("bertrix", mission, "submit", "adhesion_missing")

    def test_adhesion_resumed(self):
        mission = self.request()
        self.moved("agent", self.adhesion, "suspend", "suspended")
        self.refused("bertrix", mission, "submit", "adhesion_missing")
        self.moved("agent", self.adhesion, "resume", "active")
        self.moved("bertrix", mission, "submit", "assigned")

    def test_interest_opens_nothing(self):
        newcomer = self.newcomer()
        adhesion = self.adhesion_of(newcomer)
        mission = self.request()
        mission.authority = newcomer.UID()
        for act in ("submit", "activate"):
            self.refused("agent", mission, "submit", "adhesion_missing")
            with acting("agent"):
                move_as_product(adhesion, act)
        self.moved("agent", mission, "submit", "assigned")

    def test_another_authority(self):
        mission = self.request()
        self.refused("arlon", mission, "submit", "not_permitted")
        mission.authority = self.arlon.UID()
        self.refused("bertrix", mission, "submit", "not_your_authority")

    def test_market_not_open(self):
        mission = self.request()
        for act, state in (
            ("suspend", "suspended"),
            ("exhaust", "exhausted"),
            ("end", "ended"),
        ):
            self.moved("agent", self.market, act, state)
            with self.subTest(state):
                self.refused("bertrix", mission, "submit", "lot_not_open")

    def test_market_resumed(self):
        mission = self.request()
        self.moved("agent", self.market, "suspend", "suspended")
        self.moved("agent", self.market, "resume", "open")
        self.moved("bertrix", mission, "submit", "assigned")

    def test_the_dates_of_the_market_include_both_days(self):
        self.market.start = date(2026, 3, 2)
        self.market.end = date(2026, 3, 31)
        cases = (
            ("2026-03-01 23:59", "lot_not_open"),
            ("2026-03-02 00:00", None),
            ("2026-03-31 23:59", None),
            ("2026-04-01 00:00", "lot_expired"),
        )
        for instant, code in cases:
            with self.subTest(instant), at(instant):
                mission = self.request()
                if code:
                    self.refused("bertrix", mission, "submit", code)
                else:
                    self.moved("bertrix", mission, "submit", "assigned")

    def test_ceiling(self):
        lot = self.lot("direct")
        lot.ceiling_excl_vat = Decimal("1900.00")
        self.moved("bertrix", self.request(), "submit", "assigned")
        self.mission(until="ordered")
        self.refused("bertrix", self.request(), "submit", "ceiling_reached")
        lot.ceiling_excl_vat = Decimal("1900.01")
        self.moved("bertrix", self.request(), "submit", "assigned")

    def test_no_valid_supplier(self):
        for lot in ("direct", "cascade"):
            with self.subTest(lot):
                self.rank(lot, "suspended")
                self.refused("bertrix", self.request(lot=lot), "submit", "no_supplier")

    def test_lot_of_another_centrale(self):
        mission = self.request()
        mission.lot = self.other_lot().UID()
        self.refused(
            "bertrix", mission, "submit", "lot_of_another_centrale", "no_supplier"
        )

    def other_lot(self):
        with acting("agent"):
            other = createContentInContainer(
                self.portal,
                "imio.centrale.Centrale",
                title="Autre",
                code_prefix="AUT",
                contact_email="autre@centrale.example",
                purchase_model="intermediary",
            )
            market = createContentInContainer(
                other["marches"], "imio.centrale.Market", title="M"
            )
            return createContentInContainer(
                market, "imio.centrale.Lot", title="L", number="1", award_mode="direct"
            )

    def test_several_reasons_at_once(self):
        self.moved("agent", self.adhesion, "suspend", "suspended")
        self.moved("agent", self.market, "suspend", "suspended")
        self.refused(
            "bertrix", self.request(), "submit", "adhesion_missing", "lot_not_open"
        )

    def test_twice(self):
        mission = self.mission(until="assigned")
        self.refused("bertrix", mission, "submit", "wrong_state")


class TestStop(ProcedureTestCase):
    """A mission that stops says why, with a typed reason."""

    def test_cancel(self):
        mission = self.request()
        self.moved(
            "bertrix",
            mission,
            "cancel",
            "cancelled",
            reason_code="need_disappeared",
            reason_note="Plus de budget",
        )
        self.assertEqual(mission.outcome_reason, "need_disappeared")
        self.assertEqual(mission.outcome_note, "Plus de budget")

    def test_no_reason(self):
        mission = self.mission(until="assigned")
        for transition in ("cancel", "declare_unsuccessful"):
            self.refused("agent", mission, transition, "reason_required")

    def test_malformed_reason(self):
        mission = self.mission(until="assigned")
        for code in ("Need disappeared", "1st", "x" * 51, "é", "a\n"):
            with self.subTest(code):
                self.refused(
                    "agent", mission, "cancel", "reason_malformed", reason_code=code
                )

    def test_note_too_long(self):
        self.refused(
            "agent",
            self.request(),
            "cancel",
            "note_too_long",
            reason_code="other",
            reason_note="x" * 5001,
        )

    def test_unsuccessful_is_for_the_centrale(self):
        mission = self.mission(until="assigned")
        reason = {"reason_code": "no_suitable_offer"}
        for login in ("bertrix", "alpha"):
            self.refused(
                login, mission, "declare_unsuccessful", "not_permitted", **reason
            )
        self.moved("agent", mission, "declare_unsuccessful", "unsuccessful", **reason)

    def test_a_supplier_cancels_nothing(self):
        mission = self.mission(until="assigned")
        self.refused("alpha", mission, "cancel", "not_permitted", reason_code="other")

    def test_once_the_order_is_confirmed_the_centrale_cancels(self):
        mission = self.mission(until="confirmed")
        reason = {"reason_code": "other"}
        self.refused(
            "bertrix", mission, "cancel", "only_centrale_cancels_confirmed", **reason
        )
        self.moved("agent", mission, "cancel", "cancelled", **reason)

    def test_an_ended_mission_stays(self):
        mission = self.mission(until="closing")
        self.moved("agent", mission["cloture-1"], "accept", "accepted")
        self.refused("agent", mission, "cancel", "wrong_state", reason_code="other")
