"""Offer: its lines rest on annexe B, and it is accepted while it is valid."""

from datetime import date
from imio.centrale.tests.fixture import make_inventory
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from plone.dexterity.utils import createContent


BAD_LINES = (
    ([], ["no_lines"]),
    ([offer_line("ZZ")], ["unknown_line"]),
    ([offer_line("a1")], ["unknown_line"]),
    ([offer_line(price="1000.01")], ["price_above_inventory"]),
    ([offer_line("F1", price="812.5051")], ["price_above_inventory"]),
    ([offer_line(price="-0.01")], ["price_negative"]),
    ([offer_line(quantity="0")], ["quantity_not_positive"]),
    ([offer_line(quantity="-1")], ["quantity_not_positive"]),
    (
        [offer_line(), offer_line("ZZ", quantity="0"), offer_line(price="1000.01")],
        ["unknown_line", "quantity_not_positive", "price_above_inventory"],
    ),
)


class TestLines(ProcedureTestCase):
    """Line by line, when the offer is saved and when it is submitted."""

    def setUp(self):
        super().setUp()
        self.wanted = self.mission(until="assigned")

    def test_bad_lines_at_save(self):
        for lines, codes in BAD_LINES:
            with self.subTest(str(codes)):
                with self.refusing(*codes):
                    self.offer(self.wanted, lines=lines)

    def test_bad_lines_at_submit(self):
        offer = self.offer(self.wanted)
        for lines, codes in BAD_LINES:
            with self.subTest(str(codes)):
                offer.lines = lines
                self.refused("alpha", offer, "submit", *codes)

    def test_the_line_at_fault_is_named(self):
        offer = self.offer(self.wanted)
        offer.lines = [offer_line(), offer_line("ZZ")]
        (reason,) = self.refused("alpha", offer, "submit", "unknown_line")
        self.assertEqual(reason.field, "lines.1.code")

    def test_the_ceiling_itself_is_accepted(self):
        offer = self.offer(
            self.wanted,
            lines=[offer_line(price="1000.00"), offer_line("F1", price="812.5050")],
        )
        self.moved("alpha", offer, "submit", "submitted")

    def test_free_of_charge_is_accepted(self):
        offer = self.offer(self.wanted, lines=[offer_line(price="0")])
        self.moved("alpha", offer, "submit", "submitted")


class TestInventoryInForce(ProcedureTestCase):
    """The version in force on the day of the assignment, and no other."""

    def test_a_later_version_changes_nothing(self):
        mission = self.mission(until="assigned")
        with acting("agent"):
            newer = make_inventory(
                self.lot("direct"),
                self.alpha,
                version="2",
                valid_from=date(2024, 6, 1),
                publish=False,
            )
            newer.lines = [{**newer.lines[0], "code": "NEW"}]
        self.moved("agent", newer, "publish", "published")
        offer = self.offer(mission)
        self.moved("alpha", offer, "submit", "submitted")
        with self.refusing("unknown_line"):
            self.offer(self.mission(until="assigned"), lines=[offer_line("A1")])

    def test_a_version_of_the_future_is_not_in_force(self):
        with acting("agent"):
            newer = make_inventory(
                self.lot("direct"), self.alpha, version="2", valid_from=date(2090, 1, 1)
            )
        mission = self.mission(until="assigned")
        self.assertNotEqual(mission.inventory, newer.UID())
        self.moved("alpha", self.offer(mission), "submit", "submitted")

    def test_no_version_in_force(self):
        with at("2023-12-31 12:00"):
            mission = self.mission(until="assigned")
        with self.refusing("no_inventory"):
            self.offer(mission)

    def test_the_inventory_of_the_one_consulted(self):
        """In a cascade it is that of the supplier that accepted."""
        beta = self.lot("cascade")["inventory-beta-test-1"]
        mission = self.consulting()
        self.moved("alpha", mission["consultation-1"], "decline", "declined")
        self.moved("beta", mission["consultation-2"], "accept", "accepted")
        self.assertEqual(mission.inventory, beta.UID())


class TestOffer(ProcedureTestCase):
    """Its own transitions."""

    def test_valid_until_is_included(self):
        mission = self.mission(until="assigned")
        with at("2026-03-31 23:59"):
            offer = self.offer(mission, valid_until=date(2026, 3, 31))
            self.moved("alpha", offer, "submit", "submitted")
            self.moved("bertrix", offer, "accept", "accepted")

    def test_submit_too_late(self):
        offer = self.offer(
            self.mission(until="assigned"), valid_until=date(2026, 3, 31)
        )
        with at("2026-04-01 00:00"):
            self.refused("alpha", offer, "submit", "offer_expired")

    def test_accept_too_late(self):
        offer = self.offer(
            self.mission(until="assigned"), valid_until=date(2026, 3, 31)
        )
        with at("2026-03-31 12:00"):
            self.moved("alpha", offer, "submit", "submitted")
        with at("2026-04-01 00:00"):
            self.refused("bertrix", offer, "accept", "offer_expired")

    def test_each_side_has_its_acts(self):
        mission = self.mission(until="assigned")
        offer = self.offer(mission)
        for login in ("bertrix", "agent", "beta"):
            self.refused(login, offer, "submit", "not_permitted")
        self.moved("alpha", offer, "submit", "submitted")
        for login in ("alpha", "agent", "arlon"):
            self.refused(login, offer, "accept", "not_permitted")
        self.moved("bertrix", offer, "accept", "accepted")

    def test_only_where_the_mission_waits(self):
        mission = self.mission(until="assigned")
        first, second = self.offer(mission), self.offer(mission)
        self.moved("alpha", first, "submit", "submitted")
        self.refused("alpha", second, "submit", "mission_not_waiting")

    def test_added_only_where_the_mission_waits(self):
        """Whatever the permissions say."""
        mission = self.mission(until="offered")
        offer = createContent("imio.centrale.Offer", id="offre-9")
        with self.refusing("mission_not_waiting"):
            mission._setObject("offre-9", offer)

    def test_revise_only_where_the_mission_waits(self):
        mission = self.mission(until="assigned")
        first, second = self.offer(mission), self.offer(mission)
        self.moved("alpha", first, "submit", "submitted")
        self.moved("bertrix", first, "return", "returned")
        self.moved("alpha", second, "submit", "submitted")
        self.refused("alpha", first, "revise", "mission_not_waiting")
        self.moved("alpha", second, "withdraw", "withdrawn")
        self.moved("alpha", first, "revise", "draft")

    def test_return_of_an_accepted_offer(self):
        mission = self.mission(until="accepted")
        self.moved("bertrix", mission["offre-1"], "return", "returned")

    def test_no_return_under_an_order(self):
        mission = self.mission(until="ordered")
        self.refused(
            "bertrix",
            mission["offre-1"],
            "return",
            "mission_not_waiting",
            "order_under_way",
        )
        self.moved("bertrix", mission["commande-1"], "cancel", "cancelled")
        self.moved("bertrix", mission["offre-1"], "return", "returned")

    def test_an_accepted_offer_is_not_withdrawn(self):
        mission = self.mission(until="accepted")
        self.refused("alpha", mission["offre-1"], "withdraw", "wrong_state")
