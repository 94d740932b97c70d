"""The whole procedure over REST, each act by the account that does it."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload


class TestFiveSteps(RestTestCase):
    """From the request to the accepted closure."""

    layer = FUNCTIONAL

    def test_direct_lot(self):
        bertrix, agent, alpha = map(self.client, ("bertrix", "agent", "alpha"))
        mission = bertrix.created(
            "cyber/missions", self.request_body(lot="cyber/marches/market/direct")
        )
        code = mission["tracking_code"]
        self.assertTrue(mission["@id"].endswith(f"/missions/{self.year}/{code}"))
        url = mission["@id"]
        bertrix.moved(url, "submit", "assigned")
        offer = alpha.created(
            url,
            {
                "@type": "imio.centrale.Offer",
                "valid_until": "2099-01-01",
                "lines": [
                    {"code": "A1", "quantity": "2", "unit_price": "950.00"},
                    {"code": "F1", "quantity": "1.5"},
                ],
            },
        )
        self.assertEqual(offer["total_excl_vat"], "3118.76")
        alpha.moved(offer["@id"], "submit", "submitted")
        bertrix.moved(offer["@id"], "accept", "accepted")
        order = bertrix.created(
            url,
            {
                "@type": "imio.centrale.Order",
                "order_number": "2026/1",
                "order_date": "2026-01-10",
                "purchase_order": upload("bc.pdf"),
                "organ": "college",
                "deliberation_date": "2026-01-09",
                "deliberation": upload("delib.pdf"),
            },
        )
        bertrix.moved(order["@id"], "deposit", "deposited")
        self.assertEqual(bertrix.got(url)["review_state"], "ordered")
        agent.moved(order["@id"], "confirm", "confirmed")
        closure = alpha.created(
            url,
            {
                "@type": "imio.centrale.ClosureFile",
                "report": upload("rapport.pdf"),
                "invoice": upload("facture.pdf"),
                "invoice_number": "F-1",
                "invoice_date": "2026-02-01",
                "invoice_excl_vat": "3118.76",
                "invoice_incl_vat": "3590.87",
                "payment_proof": upload("preuve.pdf"),
            },
        )
        alpha.moved(closure["@id"], "deposit", "deposited")
        agent.moved(closure["@id"], "accept", "accepted")
        self.assertEqual(bertrix.got(url)["review_state"], "closed")
        timeline = bertrix.got(f"{url}/@centrale-timeline")
        self.assertEqual(timeline["step"], 5)
        self.assertIsNone(timeline["next_actor"])
