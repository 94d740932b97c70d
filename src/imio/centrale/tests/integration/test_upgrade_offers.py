"""From offers without revisions and lots without books."""

from decimal import Decimal
from imio.centrale import ceilings
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.upgrades import v1002_offers


class TestOffersUpgrade(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.submitted = self.mission("offered")["offre-1"]
        self.ordered = self.mission("confirmed")["offre-1"]
        self.returned = self.mission("offered")["offre-1"]
        self.moved("bertrix", self.returned, "return", "returned", comment="Trop cher.")
        self.revised = self.mission("offered")["offre-1"]
        self.moved("bertrix", self.revised, "return", "returned")
        self.moved("alpha", self.revised, "revise", "draft")
        self.draft = self.offer(self.mission("assigned"))
        self.before = {
            offer: offer.revisions
            for offer in (self.submitted, self.ordered, self.returned)
        }
        for offer in (*self.before, self.revised, self.draft):
            vars(offer).pop("revisions", None)
        for obj in (self.lot("direct"), self.market):
            del obj.ceiling_book
        self.portal.manage_permission(ceilings.PERMISSION, (), acquire=0)

    def test_books(self):
        v1002_offers.upgrade()
        for obj in (self.lot("direct"), self.market):
            self.assertEqual(
                ceilings.book_of(obj).sum(), (Decimal("1900.00"), Decimal("1900.00"))
            )
            self.assertEqual(ceilings.differences(obj), [])
        self.assertIsNotNone(self.lot("cascade").ceiling_book)

    def test_revisions(self):
        v1002_offers.upgrade()
        for offer, kept in self.before.items():
            self.assertEqual(
                [
                    (each.number, each.kind, each.lines, each.actor, each.note)
                    for each in offer.revisions
                ],
                [
                    (each.number, each.kind, each.lines, each.actor, each.note)
                    for each in kept
                ],
            )
        self.assertEqual((self.revised.revisions, self.draft.revisions), ((), ()))

    def test_the_next_one_keeps_its_number(self):
        offer = self.returned
        self.moved("alpha", offer, "revise", "draft")
        self.moved("alpha", offer, "submit", "submitted")
        vars(offer).pop("revisions")
        v1002_offers.upgrade()
        (found,) = offer.revisions
        self.assertEqual(found.number, 2)

    def test_twice_changes_nothing(self):
        v1002_offers.upgrade()
        kept = self.submitted.revisions
        v1002_offers.upgrade()
        self.assertIs(self.submitted.revisions, kept)

    def test_permission(self):
        v1002_offers.upgrade()
        self.lot("direct").ceiling_excl_vat = Decimal("3900.00")
        mission = self.submitted.aq_parent
        for login, count in (("agent", 1), ("bertrix", 1), ("alpha", 0)):
            with acting(login):
                self.assertEqual(len(ceilings.warnings_for(mission)), count)
