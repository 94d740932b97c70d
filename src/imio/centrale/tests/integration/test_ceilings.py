"""Ceilings: reserved by the offer, consumed by the order, released when it stops."""

from decimal import Decimal
from imio.centrale import ceilings
from imio.centrale.domain.money import ZERO
from imio.centrale.messages import sentence
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent


TOTAL = Decimal("1900.00")


class CeilingCase(ProcedureTestCase):
    """Base: what the books of the direct lot and of its market hold."""

    def setUp(self):
        super().setUp()
        self.direct = self.lot("direct")

    def holds(self, consumed, reserved, lot="direct"):
        expected = (Decimal(consumed), Decimal(reserved))
        for obj in (self.lot(lot), self.market):
            self.assertEqual(ceilings.book_of(obj).sum(), expected, obj.getId())
            self.assertEqual(ceilings.differences(obj), [])
        authority = ceilings.book_of(self.lot(lot)).sum(self.bertrix.UID())
        self.assertEqual(authority, expected)

    def declared(self, *amounts, lot="direct"):
        """The authority declares those maximums for a lot, one a row."""
        self.adhesion.interests = [
            {
                "lot": self.lot(lot).UID(),
                "max_amount": None if each is None else Decimal(each),
            }
            for each in amounts
        ]


class TestLife(CeilingCase):
    """From the offer to the end of the dossier."""

    def test_a_draft_holds_nothing(self):
        self.offer(self.mission("assigned"))
        self.holds("0.00", "0.00")

    def test_from_the_offer_to_the_confirmation(self):
        mission = self.mission("offered")
        self.holds("0.00", "1900.00")
        self.moved("bertrix", mission["offre-1"], "accept", "accepted")
        self.holds("0.00", "1900.00")
        order = self.moved("bertrix", self.order(mission), "deposit", "deposited")
        self.holds("0.00", "1900.00")
        self.moved("agent", order, "confirm", "confirmed")
        self.holds("1900.00", "0.00")
        self.moved("alpha", self.closure(mission), "deposit", "deposited")
        self.moved("agent", mission["cloture-1"], "accept", "accepted")
        self.holds("1900.00", "0.00")

    def test_return_and_withdrawal_release(self):
        mission = self.mission("offered")
        offer = self.moved("bertrix", mission["offre-1"], "return", "returned")
        self.holds("0.00", "0.00")
        self.moved("alpha", offer, "revise", "draft")
        self.moved("alpha", offer, "submit", "submitted")
        self.holds("0.00", "1900.00")
        self.moved("alpha", offer, "withdraw", "withdrawn")
        self.holds("0.00", "0.00")

    def test_a_returned_order_still_reserves(self):
        mission = self.mission("ordered")
        order = self.moved("agent", mission["commande-1"], "return", "returned")
        self.holds("0.00", "1900.00")
        self.moved("bertrix", order, "cancel", "cancelled")
        self.holds("0.00", "0.00")

    def test_a_cancelled_order_releases_until_the_next_one(self):
        mission = self.mission("confirmed")
        self.moved("agent", mission["commande-1"], "cancel", "cancelled")
        self.holds("0.00", "0.00")
        order = self.order(mission)
        self.holds("0.00", "0.00")
        self.moved("bertrix", order, "deposit", "deposited")
        self.holds("0.00", "1900.00")

    def test_an_order_that_was_never_deposited_releases_nothing(self):
        mission = self.mission("accepted")
        self.moved("bertrix", self.order(mission), "cancel", "cancelled")
        self.holds("0.00", "1900.00")

    def test_an_offer_revised_after_a_cancellation_reserves_again(self):
        mission = self.mission("ordered")
        self.moved("bertrix", mission["commande-1"], "cancel", "cancelled")
        offer = self.moved("bertrix", mission["offre-1"], "return", "returned")
        self.moved("alpha", offer, "revise", "draft")
        self.moved("alpha", offer, "submit", "submitted")
        self.holds("0.00", "1900.00")

    def test_a_mission_that_stops_releases(self):
        for until in ("offered", "accepted", "ordered", "confirmed"):
            with self.subTest(until):
                mission = self.mission(until)
                self.moved("agent", mission, "cancel", "cancelled", reason_code="other")
                self.holds("0.00", "0.00")

    def test_a_mission_that_is_deleted_releases(self):
        mission = self.mission("offered")
        with acting("agent"):
            mission.aq_parent._delObject(mission.getId())
        self.holds("0.00", "0.00")

    def test_missions_add_up(self):
        self.mission("offered")
        self.mission("confirmed")
        self.mission("ordered")
        self.holds("1900.00", "3800.00")


class TestRefusal(CeilingCase):
    """Exactly the ceiling is accepted, a cent more is refused."""

    def draft(self, **changes):
        return self.offer(self.mission("assigned"), **changes)

    def test_lot(self):
        self.direct.ceiling_excl_vat = TOTAL
        self.moved("alpha", self.draft(), "submit", "submitted")
        cheap = self.draft(lines=[offer_line(quantity="1", price="0.01")])
        (reason,) = self.refused("alpha", cheap, "submit", "ceiling_reached")
        self.assertEqual(reason.mapping["scope"], "lot")
        self.assertIn("lot, 1\N{NO-BREAK SPACE}900,00 €", sentence(reason))
        self.assertIn("0,01 €", sentence(reason))

    def test_market(self):
        self.market.ceiling_excl_vat = TOTAL
        self.moved("alpha", self.draft(), "submit", "submitted")
        (reason,) = self.refused("alpha", self.draft(), "submit", "ceiling_reached")
        self.assertEqual(reason.mapping["scope"], "market")

    def test_other_lots_use_the_ceiling_of_the_market(self):
        self.market.ceiling_excl_vat = TOTAL
        mission = self.consulting()
        self.moved("alpha", mission["consultation-1"], "accept", "accepted")
        self.moved("alpha", self.offer(mission), "submit", "submitted")
        self.refused("alpha", self.draft(), "submit", "ceiling_reached")

    def test_authority(self):
        self.declared("1899.99")
        offer = self.draft()
        (reason,) = self.refused("alpha", offer, "submit", "ceiling_reached")
        self.assertEqual(reason.mapping["scope"], "authority")
        self.assertNotIn("1899", sentence(reason).replace("\N{NO-BREAK SPACE}", ""))
        self.declared("1000.00", "900.00")
        self.moved("alpha", offer, "submit", "submitted")
        self.declared(None)
        self.moved("alpha", self.draft(), "submit", "submitted")

    def test_the_maximum_of_another_lot_or_authority_is_not_asked(self):
        self.declared("1.00", lot="cascade")
        self.centrale["adhesions"]["arlon"].interests = [
            {"lot": self.direct.UID(), "max_amount": Decimal("1.00")}
        ]
        self.moved("alpha", self.draft(), "submit", "submitted")

    def test_every_ceiling_says_so(self):
        self.direct.ceiling_excl_vat = self.market.ceiling_excl_vat = Decimal("1.00")
        self.declared("1.00")
        found = self.refused("alpha", self.draft(), "submit", *["ceiling_reached"] * 3)
        self.assertEqual(
            [each.mapping["scope"] for each in found], ["lot", "market", "authority"]
        )

    def test_its_own_amount_does_not_count_twice(self):
        self.direct.ceiling_excl_vat = TOTAL
        self.mission("confirmed")
        self.holds("1900.00", "0.00")

    def test_the_room_of_a_return_is_free_for_others(self):
        self.direct.ceiling_excl_vat = TOTAL
        first, second = self.mission("offered"), self.draft()
        self.refused("alpha", second, "submit", "ceiling_reached")
        self.moved("bertrix", first["offre-1"], "return", "returned")
        self.moved("alpha", second, "submit", "submitted")
        self.moved("alpha", first["offre-1"], "revise", "draft")
        self.refused("alpha", first["offre-1"], "submit", "ceiling_reached")

    def test_lowered_since_the_offer(self):
        mission = self.mission("accepted")
        self.direct.ceiling_excl_vat = TOTAL - Decimal("0.01")
        order = self.order(mission)
        self.refused("bertrix", order, "deposit", "ceiling_reached")
        self.direct.ceiling_excl_vat = TOTAL
        self.moved("bertrix", order, "deposit", "deposited")

    def test_no_ceiling_refuses_nothing(self):
        for _number in range(3):
            self.moved("alpha", self.draft(), "submit", "submitted")


class TestWarnings(CeilingCase):
    """At 70, 85 and 95 %, for agents, auditors and the authority of the dossier."""

    def warned(self, login, mission):
        with acting(login):
            return ceilings.warnings_for(mission)

    def test_levels(self):
        mission = self.mission("offered")
        for ceiling, level in (
            ("1900.00", 100),
            ("2000.00", 95),
            ("2000.01", 85),
            ("2235.29", 85),
            ("2235.30", 70),
            ("2714.28", 70),
            ("2714.29", None),
        ):
            with self.subTest(ceiling):
                self.direct.ceiling_excl_vat = Decimal(ceiling)
                found = self.warned("agent", mission)
                levels = [int(each.mapping["level"]) for each in found]
                self.assertEqual(levels, [level] if level else [])
                self.checked(found, ["ceiling_near"] * len(found))

    def test_before_the_submission(self):
        """What the draft would use is counted for the agent."""
        self.direct.ceiling_excl_vat = TOTAL
        mission = self.mission("assigned")
        self.assertEqual(self.warned("agent", mission), [])
        self.offer(mission)
        self.checked(self.warned("agent", mission), ["ceiling_near"])
        self.direct.ceiling_excl_vat = TOTAL - Decimal("0.01")
        self.checked(self.warned("agent", mission), ["ceiling_reached"])

    def test_who_is_warned(self):
        self.direct.ceiling_excl_vat = TOTAL
        self.declared("1900.00")
        mission = self.mission("offered")
        for login in ("agent", "auditor", "bertrix"):
            self.assertEqual(len(self.warned(login, mission)), 2, login)
        for login in ("alpha", "arlon", "beta", "stranger", None):
            self.assertEqual(self.warned(login, mission), [], login)

    def test_what_others_hold_is_not_told(self):
        """Only of its own maximum the authority reads what is left."""
        self.direct.ceiling_excl_vat = Decimal("4000.00")
        self.declared("5000.00")
        self.mission("offered")
        lot, own = self.warned("bertrix", self.mission("offered"))
        self.assertNotIn("200", sentence(lot))
        self.assertEqual(own.mapping["scope"], "authority")

    def test_own_maximum_says_what_is_left(self):
        self.declared("2500.00")
        (own,) = self.warned("bertrix", self.mission("offered"))
        self.assertIn("600,00 €", sentence(own))


class TestBook(CeilingCase):
    """The book against the missions it was written from."""

    def test_what_does_not_fit_is_found_and_written_again(self):
        mission = self.mission("offered")
        book = ceilings.book_of(self.direct)
        del book.held[mission.UID()]
        (found,) = ceilings.differences(self.direct)
        self.assertEqual(found.mission, mission.UID())
        self.assertIsNone(found.written)
        self.assertEqual(found.expected.amount, TOTAL)
        ceilings.rebuild(self.direct)
        self.assertEqual(ceilings.differences(self.direct), [])
        self.holds("0.00", "1900.00")

    def test_wrong_sums_are_found(self):
        self.mission("offered")
        ceilings.book_of(self.market).sums[""] = (ZERO, ZERO)
        self.assertEqual(len(ceilings.differences(self.market)), 1)

    def test_a_copy_of_a_lot_has_no_book(self):
        self.mission("offered")
        with acting("agent"):
            copied = self.direct._getCopy(self.direct)
            notify(ObjectCopiedEvent(copied, self.direct))
        self.assertNotEqual(copied.UID(), self.direct.UID())
        self.assertEqual(ceilings.book_of(copied).sum(), (ZERO, ZERO))

    def test_standing(self):
        self.direct.ceiling_excl_vat = Decimal("2000.00")
        self.mission("confirmed")
        found = ceilings.standing(self.direct)
        self.assertEqual((found.used, found.left), (TOTAL, Decimal("100.00")))
        self.assertEqual(found.level, 95)
