"""The one screen of a mission: its money and its people, for who may read them."""

from imio.centrale import agent_notes
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


class TestMissionPage(ProcedureTestCase):
    def view(self, mission):
        request = self.layer["request"]
        alsoProvides(request, ICentraleLayer)
        return getMultiAdapter((mission, request), name="view")

    def amounts(self, mission, login):
        with acting(login):
            return {row.title: row for row in self.view(mission).amounts}

    def people(self, mission, login):
        """Label -> texts."""
        with acting(login):
            return {
                fact.label: [cell.text for cell in fact.cells]
                for fact in self.view(mission).people
            }

    def test_no_amount_before_an_offer(self):
        self.assertEqual(self.amounts(self.mission("assigned"), "agent"), {})

    def test_a_draft_of_the_supplier_is_no_amount(self):
        mission = self.mission("assigned")
        self.offer(mission)
        for login in ("agent", "alpha", "bertrix"):
            self.assertEqual(self.amounts(mission, login), {}, login)

    def test_offer_order_subsidy_invoice(self):
        self.program()
        mission = self.mission("closing")
        found = self.amounts(mission, "agent")
        self.assertEqual(
            list(found),
            ["Accepted offer", "Order 2026/1", "Subsidy granted", "Invoice F-1"],
        )
        offer = found["Accepted offer"]
        self.assertEqual(offer.excl_vat, "1\xa0900,00\xa0€")
        self.assertEqual(offer.incl_vat, "2\xa0299,00\xa0€")
        self.assertTrue(found["Subsidy granted"].alone)

    def test_no_supplier_reads_the_subsidy(self):
        self.program()
        mission = self.mission("ordered")
        for login in ("agent", "auditor", "bertrix"):
            self.assertIn("Subsidy reserved", self.amounts(mission, login), login)
        self.assertNotIn("Subsidy reserved", self.amounts(mission, "alpha"))

    def test_people(self):
        mission = self.mission("confirmed")
        for login in ("agent", "bertrix", "alpha"):
            found = self.people(mission, login)
            self.assertEqual(
                found["Contact of the authority"],
                ["Camille Test", "camille@bertrix.example"],
                login,
            )
            self.assertIn("alpha@supplier.example", found["Designated supplier"])
            (agent,) = found["Agents who acted"]
            self.assertRegex(agent, r"^agent \(\d\d/\d\d/\d{4}\)$")

    def test_no_agent_acted_on_what_the_parties_do_alone(self):
        found = self.people(self.mission("offered"), "agent")
        self.assertNotIn("Agents who acted", found)

    def test_the_authority_is_invited_to_look_at_an_offer(self):
        mission = self.mission("offered")
        for login, expected in (
            ("bertrix", [("Look at the offer", "@@centrale-decide")]),
            ("agent", []),
            ("alpha", []),
        ):
            with acting(login):
                found = [
                    (piece.invitation, piece.url.rpartition("/")[2])
                    for section in self.view(mission).sections
                    for piece in section.pieces
                    if piece.invitation
                ]
            self.assertEqual(found, expected, login)

    def test_what_can_be_added_has_a_sentence(self):
        with acting("alpha"):
            found = [item.text for item in self.view(self.mission("assigned")).links]
        self.assertIn("Add an offer", found)

    def test_notes_come_with_their_permission(self):
        mission = self.mission("offered")
        with acting("agent"):
            agent_notes.write(mission, "Rappeler la commune.")
        for login, count in (
            ("agent", 1),
            ("auditor", 1),
            ("bertrix", 0),
            ("alpha", 0),
        ):
            with acting(login):
                self.assertEqual(len(self.view(mission).notes), count, login)
                self.assertEqual(self.view(mission).may_read_notes, bool(count))
