"""What a ``GET`` gives may be sent back as it is, and changes nothing."""

from imio.centrale.tests.functional.test_rest_refusals import RefusalTestCase
from imio.centrale.tests.rest import upload


class TestRoundTrip(RefusalTestCase):
    """Derived columns and read-only fields are accepted and not looked at."""

    #: what a saved object has of its own
    MOVES = ("modified", "is_folderish", "previous_item", "next_item")

    def back_and_forth(self, client, url):
        before = client.got(url)
        client.expect(client.patch(url, before), 204)
        after = client.got(url)
        for name in self.MOVES:
            before.pop(name, None), after.pop(name, None)
        self.assertEqual(after, before)
        return after

    def test_offer(self):
        lines = (
            {"code": "A1", "quantity": "2.5", "unit_price": "950.00"},
            {"code": "A1", "quantity": "1"},
        )
        body = self.offer_body(*lines, quote=upload("devis.pdf"))
        offer = self.alpha.created(self.direct(), body)
        after = self.back_and_forth(self.alpha, offer["@id"])
        self.assertTrue(after["lines"][0]["label"])
        self.assertEqual(after["lines"][0]["unit_price"], "950.00")

    def test_derived_columns_are_not_believed(self):
        url = self.alpha.created(self.direct(), self.offer_body())["@id"]
        before = self.alpha.got(url)
        for name, value in (
            ("label", "Autre chose"),
            ("unit", 5),
            ("vat_rate", {"token": "0"}),
            ("vat_rate", []),
            ("inventory_price", 9999.5),
        ):
            with self.subTest(name):
                line = {**before["lines"][0], name: value}
                self.alpha.expect(self.alpha.patch(url, {"lines": [line]}), 204)
                self.assertEqual(self.alpha.got(url)["lines"], before["lines"])

    def test_order(self):
        url = self.direct(until="offered")
        order = self.bertrix.created(url, self.order_body())
        self.back_and_forth(self.bertrix, order["@id"])

    def test_closure(self):
        url = self.direct(until="confirmed")
        body = self.closure_body(indicators=[{"code": "I1", "value": "3"}])
        self.back_and_forth(self.alpha, self.alpha.created(url, body)["@id"])

    def test_mission(self):
        self.back_and_forth(self.bertrix, self.direct(until="draft"))

    def test_lot(self):
        for lot in ("direct", "cascade"):
            self.back_and_forth(self.agent, f"cyber/marches/market/{lot}")

    def test_inventory(self):
        made = self.agent.created(
            "cyber/marches/market/direct",
            {
                "@type": "imio.centrale.PriceInventory",
                "supplier": "/prestataires/alpha-test",
                "version": 2,
                "valid_from": "2099-01-01",
                "lines": [
                    {
                        "code": "A1",
                        "label": "Audit",
                        "unit": "jour",
                        "unit_price": "1000.1250",
                        "vat_rate": "6",
                    },
                    {"code": "A2", "label": "Rapport", "unit_price": "1"},
                ],
                "source_file": upload("annexe-b.pdf"),
            },
        )
        self.back_and_forth(self.agent, made["@id"])

    def test_adhesion(self):
        rows = {
            "interests": [
                {"lot": "/cyber/marches/market/direct", "max_amount": "5000.00"},
                {"lot": "/cyber/marches/market/cascade"},
            ],
            "declarations": [{"declared_on": "2025-01-01", "users_count": 120}],
        }
        path = "cyber/adhesions/bertrix"
        self.agent.expect(self.agent.patch(path, rows), 204)
        for client in (self.agent, self.bertrix):
            self.back_and_forth(client, path)

    def test_parties(self):
        for path in ("autorites/bertrix", "prestataires/alpha-test"):
            self.back_and_forth(self.agent, path)

    def test_program(self):
        program = self.agent.created(
            "cyber/subsides",
            {
                "@type": "imio.centrale.SubsidyProgram",
                "title": "Programme",
                "envelope": "1000000.00",
                "eligible_types": ["commune", "cpas"],
                "dossier_deadline": "2026-07-05T17:00:00+02:00",
                "categories": [
                    {"code": "A", "min_users": 0, "max_users": None, "amount": "5000"}
                ],
            },
        )
        self.back_and_forth(self.agent, program["@id"])
