"""Lines, revisions, conformity and ceilings by REST; a ceiling that many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from imio.centrale import ceilings
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import Client
from imio.centrale.tests.rest import RestTestCase

import transaction


#: offers that arrive at the same time, and how many of them fit
CROWD = 6
ROOM = 3


class OfferRestCase(RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        self.agent, self.bertrix = self.client("agent"), self.client("bertrix")
        self.alpha = self.client("alpha")
        self.lot = "cyber/marches/market/direct"

    def assigned(self):
        body = self.request_body(lot=self.lot)
        url = self.bertrix.created("cyber/missions", body)["@id"]
        self.bertrix.moved(url, "submit", "assigned")
        return url

    def offer(self, url, *lines, **changes):
        """A draft; lines are (code, quantity, price)."""
        names = ("code", "quantity", "unit_price")
        body = {
            "@type": "imio.centrale.Offer",
            "valid_until": "2099-01-01",
            "lines": [dict(zip(names, line)) for line in lines or [("A1", "2", "950")]],
            **changes,
        }
        return self.alpha.created(url, body)["@id"]

    def ceiling(self, **amounts):
        self.agent.expect(
            self.agent.patch(self.lot, {"ceiling_excl_vat": amounts["lot"]}), 204
        )

    def denied(self, client, path):
        self.assertIn(client.get(path).status_code, (401, 403), path)


class TestLines(OfferRestCase):
    """``@centrale-lines``"""

    def test_search(self):
        url = f"{self.assigned()}/@centrale-lines"
        answer = self.alpha.got(f"{url}?q=formation")
        self.assertEqual(answer["items_total"], 1)
        self.assertEqual(answer["inventory_version"], "1")
        self.assertEqual(
            answer["items"],
            [
                {
                    "code": "F1",
                    "label": "Formation, jour",
                    "unit": "jour",
                    "unit_price": "812.505",
                    "vat_rate": "6",
                    "option": "",
                }
            ],
        )
        self.assertEqual(self.alpha.got(url)["items_total"], 2)
        self.assertEqual(self.alpha.got(f"{url}?q=zz")["items"], [])

    def test_who_may_view_annexe_b(self):
        url = f"{self.assigned()}/@centrale-lines"
        for login in ("alpha", "agent", "auditor"):
            self.client(login).got(url)
        for login in ("bertrix", "arlon", "beta", "stranger", "intake", None):
            self.denied(self.client(login), url)

    def test_before_a_supplier_is_designated(self):
        body = self.request_body(lot=self.lot)
        url = self.bertrix.created("cyber/missions", body)["@id"]
        answer = self.agent.got(f"{url}/@centrale-lines")
        self.assertEqual((answer["inventory_version"], answer["items"]), (None, []))


class TestRevisions(OfferRestCase):
    """``@centrale-revisions``"""

    def setUp(self):
        super().setUp()
        self.mission = self.assigned()
        self.url = self.offer(self.mission)
        self.alpha.moved(self.url, "submit", "submitted")

    def revise(self, *lines):
        self.bertrix.moved(self.url, "return", "returned", comment="Trop cher.")
        self.alpha.moved(self.url, "revise", "draft")
        names = ("code", "quantity", "unit_price")
        body = {"lines": [dict(zip(names, line)) for line in lines]}
        self.alpha.expect(self.alpha.patch(self.url, body), 204)
        self.alpha.moved(self.url, "submit", "submitted")

    def test_each_is_kept(self):
        self.revise(("A1", "1", "900"), ("F1", "1", None))
        answer = self.bertrix.got(f"{self.url}/@centrale-revisions")
        self.assertEqual(
            [(each["revision"], each["kind"]) for each in answer["items"]],
            [(1, "submitted"), (1, "returned"), (2, "submitted")],
        )
        first, back, second = answer["items"]
        self.assertEqual((first["actor"], back["actor"]), ("alpha", "bertrix"))
        self.assertEqual(back["note"], "Trop cher.")
        self.assertEqual(first["total_excl_vat"], "1900.00")
        self.assertEqual(second["total_excl_vat"], "1712.51")
        self.assertEqual(first["lines"][0]["inventory_price"], "1000.00")
        self.assertEqual(answer["comparison"]["difference"], "-187.49")

    def test_two_side_by_side(self):
        self.revise(("F1", "1", None))
        self.revise(("A1", "1", "900"))
        found = self.bertrix.got(f"{self.url}/@centrale-revisions?old=1&new=3")
        found = found["comparison"]
        self.assertEqual((found["old"], found["new"]), (1, 3))
        self.assertEqual([each["code"] for each in found["changed"]], ["A1"])
        self.assertEqual(found["changed"][0]["difference"], "-1000.00")
        for query in ("old=9&new=1", "old=x&new=1"):
            self.bertrix.refused(
                "GET",
                f"{self.url}/@centrale-revisions?{query}",
                None,
                400,
                "wrong_type",
            )

    def test_one_alone_compares_with_nothing(self):
        answer = self.bertrix.got(f"{self.url}/@centrale-revisions")
        self.assertIsNone(answer["comparison"])

    def test_who_may(self):
        for suffix in ("@centrale-revisions", "@centrale-conformity"):
            for login in ("alpha", "bertrix", "agent", "auditor"):
                self.client(login).got(f"{self.url}/{suffix}")
            for login in ("arlon", "beta", "stranger", "intake", None):
                self.denied(self.client(login), f"{self.url}/{suffix}")

    def test_a_draft_is_not_the_business_of_the_authority(self):
        url = self.offer(self.assigned())
        for suffix in ("@centrale-revisions", "@centrale-conformity"):
            self.denied(self.bertrix, f"{url}/{suffix}")

    def test_conformity(self):
        self.revise(("A1", "1", None), ("A1", "2", "900"))
        found = self.bertrix.got(f"{self.url}/@centrale-conformity")
        self.assertTrue(found["conform"])
        (row,) = found["items"]
        self.assertEqual((row["rows"], row["quantity"]), ([1, 2], "3.00"))
        self.assertEqual(row["offered_amount"], "2800.00")
        self.assertEqual(found["difference"], "-200.00")
        self.assertEqual(found["percent"], "-6.67")


class TestCeiling(OfferRestCase):
    """``@centrale-ceiling``, and the warnings of ``@centrale-actions``."""

    def test_figures(self):
        self.ceiling(lot="2000.00")
        self.alpha.moved(self.offer(self.assigned()), "submit", "submitted")
        answer = self.agent.got(f"{self.lot}/@centrale-ceiling")
        self.assertEqual(
            [answer[name] for name in ("ceiling", "consumed", "reserved", "left")],
            ["2000.00", "0.00", "1900.00", "100.00"],
        )
        self.assertEqual(answer["level"], 95)
        self.assertEqual([w["code"] for w in answer["warnings"]], ["ceiling_near"])
        market = self.client("auditor").got("cyber/marches/market/@centrale-ceiling")
        self.assertEqual((market["ceiling"], market["left"]), (None, None))
        self.assertEqual(market["reserved"], "1900.00")

    def test_who_may(self):
        for path in (self.lot, "cyber/marches/market"):
            for login in ("bertrix", "alpha", "stranger", "intake", None):
                self.denied(self.client(login), f"{path}/@centrale-ceiling")

    def test_warnings_of_actions(self):
        self.ceiling(lot="2000.00")
        mission = self.assigned()
        offer = self.offer(mission)
        self.alpha.moved(offer, "submit", "submitted")
        for client, path, codes in (
            (self.agent, self.lot, ["ceiling_near"]),
            (self.agent, offer, ["ceiling_near"]),
            (self.bertrix, offer, ["ceiling_near"]),
            (self.bertrix, mission, ["ceiling_near"]),
            (self.alpha, offer, []),
            (self.bertrix, self.lot, []),
            (self.client(), self.lot, []),
        ):
            answer = client.got(f"{path}/@centrale-actions")
            self.assertEqual([each["code"] for each in answer["warnings"]], codes)
            for act in answer["actions"]:
                self.assertEqual(set(act), {"id", "title", "allowed", "reasons"})
        accept = {
            act["id"]: act["allowed"]
            for act in self.bertrix.got(f"{offer}/@centrale-actions")["actions"]
        }
        self.assertTrue(accept["accept"])

    def test_refused(self):
        self.ceiling(lot="1899.99")
        offer = self.offer(self.assigned())
        self.alpha.refused(
            "POST", f"{offer}/@workflow/submit", {}, 409, "ceiling_reached"
        )


class TestAtOnce(OfferRestCase):
    """A limit that holds, however many ask at the same time."""

    def submit(self, offer):
        return Client(self, "alpha").post(f"{offer}/@workflow/submit", {})

    def test_no_more_than_fits(self):
        offers = [self.offer(self.assigned()) for _number in range(CROWD)]
        self.ceiling(lot=str(ROOM * Decimal("1900.00")))
        with ThreadPoolExecutor(CROWD) as crowd:
            answers = list(crowd.map(self.submit, offers))
        statuses = sorted(answer.status_code for answer in answers)
        self.assertEqual(statuses, [200] * ROOM + [409] * (CROWD - ROOM))
        for answer in answers:
            if answer.status_code == 409:
                (reason,) = answer.json()["error"]["reasons"]
                self.assertEqual(reason["code"], "ceiling_reached")
        transaction.begin()
        lot = self.layer["portal"].unrestrictedTraverse(self.lot)
        consumed, reserved = ceilings.book_of(lot).sum()
        self.assertEqual((consumed, reserved), (0, ROOM * Decimal("1900.00")))
        self.assertEqual(ceilings.differences(lot), [])
