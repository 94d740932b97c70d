"""The revisions of an offer, and its conformity with annexe B."""

from decimal import Decimal
from imio.centrale import offers
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import brussels
from imio.centrale.tests.procedure import offer_line
from imio.centrale.tests.procedure import ProcedureTestCase
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent
from zope.lifecycleevent import ObjectModifiedEvent


class TestRevisions(ProcedureTestCase):
    """Each submission and each return is kept, and nothing that is kept changes."""

    def setUp(self):
        super().setUp()
        self.wanted = self.mission("assigned")
        self.first = self.offer(self.wanted)

    def change(self, *lines):
        with acting("alpha"):
            self.first.lines = list(lines)
            notify(ObjectModifiedEvent(self.first))

    def kinds(self):
        return [(each.number, each.kind) for each in self.first.revisions]

    def test_a_draft_has_none(self):
        self.assertEqual(self.first.revisions, ())

    def test_who_when_why(self):
        with at("2026-03-02 09:00"):
            self.moved("alpha", self.first, "submit", "submitted", comment="Voici.")
        with at("2026-03-03 10:00"):
            self.moved(
                "bertrix", self.first, "return", "returned", reason_note="Trop cher."
            )
        first, back = self.first.revisions
        self.assertEqual(
            (first.actor, first.note, first.at),
            ("alpha", "Voici.", brussels("2026-03-02 09:00")),
        )
        self.assertEqual(
            (back.actor, back.note, back.at),
            ("bertrix", "Trop cher.", brussels("2026-03-03 10:00")),
        )
        self.assertEqual(first.inventory, "1")
        self.assertEqual(first.totals.excl_vat, Decimal("1900.00"))
        self.assertEqual(first.lines[0].inventory_price, Decimal("1000.00"))

    def test_what_is_kept_does_not_follow_the_draft(self):
        self.moved("alpha", self.first, "submit", "submitted")
        kept = self.first.revisions
        self.moved("bertrix", self.first, "return", "returned")
        self.moved("alpha", self.first, "revise", "draft")
        self.change(offer_line("F1", price=None))
        self.assertEqual(self.kinds(), [(1, "submitted"), (1, "returned")])
        self.moved("alpha", self.first, "submit", "submitted")
        self.assertEqual(
            self.kinds(), [(1, "submitted"), (1, "returned"), (2, "submitted")]
        )
        self.assertEqual(self.first.revisions[:1], kept)
        codes = [[line.code for line in each.lines] for each in self.first.revisions]
        self.assertEqual(codes, [["A1"], ["A1"], ["F1"]])

    def test_what_is_submitted_is_priced_once_more(self):
        self.first.lines = [offer_line("F1", quantity="1", price=None)]
        self.moved("alpha", self.first, "submit", "submitted")
        (kept,) = self.first.revisions
        self.assertEqual(kept.lines[0].unit_price, Decimal("812.5050"))
        self.assertEqual(self.first.total_excl_vat, kept.totals.excl_vat)

    def test_a_copy_has_none(self):
        self.moved("alpha", self.first, "submit", "submitted")
        with acting("agent"):
            copied = self.first._getCopy(self.first)
            notify(ObjectCopiedEvent(copied, self.first))
        self.assertEqual(copied.revisions, ())

    def test_refused_keeps_nothing(self):
        self.lot("direct").ceiling_excl_vat = Decimal("1.00")
        self.refused("alpha", self.first, "submit", "ceiling_reached")
        self.assertEqual(self.first.revisions, ())


class TestConformity(ProcedureTestCase):
    """Against the version in force at the assignment; split lines are summed."""

    def test_split_lines(self):
        offer = self.offer(
            self.mission("assigned"),
            lines=[
                offer_line(quantity="1", price="1000.00"),
                offer_line("F1", quantity="2", price=None),
                offer_line(quantity="2", price="900.00"),
            ],
        )
        found = offers.conformity_of(offer)
        self.assertTrue(found.is_conform)
        self.assertEqual(found.version, "1")
        first, second = found.rows
        self.assertEqual((first.code, first.rows), ("A1", (1, 3)))
        self.assertEqual(first.quantity, Decimal("3"))
        self.assertEqual(first.offered_amount, Decimal("2800.00"))
        self.assertEqual(second.difference, Decimal("0"))

    def test_without_annexe_b(self):
        mission = self.mission("assigned")
        offer = self.offer(mission)
        self.lot("direct")._delObject("inventory-alpha-test-1")
        with self.refusing("no_inventory"):
            offers.conformity_of(offer)

    def test_lines_for_a_mission(self):
        found = offers.lines_for(self.mission("assigned"), "audit")
        self.assertEqual([line.code for line in found.lines], ["A1"])
        self.assertEqual(offers.lines_for(self.request(), "audit").total, 0)
