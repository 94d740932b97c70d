"""The liquidation over REST and by pages, by the accounts that do it."""

from decimal import Decimal
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.sepa import schema
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_browser_procedure import Visitor
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase
from lxml import etree
from threading import Barrier
from threading import Thread

import transaction


USED, PAYS = "BE68539007547034", "BE43068999999501"
PROGRAM = "cyber/subsides/programme-test"
OTHERS = ("bertrix", "arlon", "alpha", "stranger", None)


class LiquidationRestTestCase(ProcedureTestCase, RestTestCase):
    """Base: two closed missions of Bertrix, whose account is in use."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.program()
        self.account(self.bertrix, USED)
        self.missions = [self.closed(), self.closed()]
        self.uids = [each.UID() for each in self.missions]
        self.codes = [each.tracking_code for each in self.missions]
        self.urls = [each.absolute_url() for each in self.missions]
        transaction.commit()
        self.agent, self.agent2 = self.client("agent"), self.client("agent2")

    def body(self, *entries, **changes):
        return {
            "@type": "imio.centrale.LiquidationBatch",
            "title": "Lot de mars",
            "entries": list(entries) or [{"mission": uid} for uid in self.uids],
            "tutelle_reference": "T-1",
            "tutelle_date": "2026-03-02",
            "debtor_iban": PAYS,
            **changes,
        }

    def batch(self, *entries, **changes):
        return self.agent.created(PROGRAM, self.body(*entries, **changes))["@id"]

    def exported(self, *entries):
        url = self.batch(*entries)
        self.agent2.moved(url, "approve", "approved")
        self.agent2.moved(url, "export", "exported")
        return url

    def totals(self):
        transaction.begin()
        head = book_of(self.portal.unrestrictedTraverse(PROGRAM)).head
        return head["granted"], head["liquidated"]

    def paid(self, url, body, client=None):
        client = client or self.agent
        return client.expect(client.post(f"{url}/@centrale-payment", body), 200)


class TestBatch(LiquidationRestTestCase):
    """From the choice of the dossiers to their payment."""

    def test_the_whole_way(self):
        found = self.agent.got(f"{PROGRAM}/@centrale-payable")
        self.assertEqual(found["items_total"], 2)
        first = found["items"][0]
        self.assertEqual(first["mission"]["tracking_code"], self.codes[0])
        self.assertEqual(first["authority"]["title"], "Bertrix")
        self.assertEqual(
            (first["granted"], first["invoiced"], first["account"]),
            ("2299.00", "2299.00", "in_use"),
        )
        entries = [{"mission": each["mission"]["@id"]} for each in found["items"]]
        url = self.batch(*entries)
        self.assertEqual(
            self.agent.got(f"{PROGRAM}/@centrale-payable")["items_total"], 0
        )
        self.agent.moved(url, "freeze", "frozen")
        row = self.client("auditor").got(url)["entries"][0]
        self.assertEqual(
            (row["amount"], row["iban"], row["beneficiary"], row["status"]),
            ("2299.00", USED, "Bertrix", "waiting"),
        )
        self.assertEqual(row["communication"], first["communication"])
        self.agent2.moved(url, "approve", "approved")
        self.agent2.moved(url, "export", "exported")
        self.agent.moved(url, "pay", "paid")
        self.assertEqual(self.totals(), (Decimal("0.00"), Decimal("4598.00")))
        rows = self.agent.got(url)["entries"]
        self.assertEqual({each["status"] for each in rows}, {"paid"})

    def test_the_file_of_the_bank(self):
        url = self.exported()
        link = self.agent.got(url)["payment_file"]["download"]
        data = self.client("auditor").session.get(link, timeout=60)
        tree = etree.fromstring(data.content)
        schema().assertValid(tree)
        amounts = [Decimal(each.text) for each in tree.iterfind(".//{*}InstdAmt")]
        sums = {Decimal(each.text) for each in tree.iterfind(".//{*}CtrlSum")}
        self.assertEqual(sums, {sum(amounts)})
        references = [each.text for each in tree.iterfind(".//{*}Strd//{*}Ref")]
        rows = self.agent.got(url)["entries"]
        self.assertEqual(references, [each["communication"] for each in rows])
        for login in OTHERS:
            answer = self.client(login).session.get(
                link, timeout=60, allow_redirects=False
            )
            self.assertNotEqual(answer.status_code, 200, login)
            self.assertNotIn(USED, answer.text)

    def test_approved_once(self):
        url = self.batch()
        self.agent.refused(
            "POST",
            f"{url}/@workflow/approve",
            {},
            409,
            *["confirmed_by_same_person"] * 2,
        )
        self.agent2.moved(url, "approve", "approved")
        self.agent2.refused("POST", f"{url}/@workflow/approve", {}, 409, "wrong_state")

    def test_approved_and_paid_at_the_same_time_is_once(self):
        url = self.batch()
        self.assertEqual(
            self.together(f"{url}/@workflow/approve", {}, "agent2"), [200, 409]
        )
        self.agent2.moved(url, "export", "exported")
        body = {"mission": self.uids[0]}
        found = self.together(f"{url}/@centrale-payment", body, "agent2")
        self.assertEqual(found, [200, 409])
        self.assertEqual(self.totals(), (Decimal("2299.00"), Decimal("2299.00")))

    def test_two_batches_of_one_dossier_at_the_same_time(self):
        body = self.body({"mission": self.uids[0]})
        self.assertEqual(self.together(PROGRAM, body, "agent"), [201, 409])

    def together(self, path, body, login):
        """The statuses of two calls that arrive at once, in order."""
        statuses, start = [], Barrier(2)

        def call():
            client = self.client(login)
            start.wait()
            statuses.append(client.post(path, body).status_code)

        threads = [Thread(target=call) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(statuses)

    def test_one_by_one(self):
        url = self.exported()
        answer = self.paid(url, {"mission": self.codes[0], "paid_on": "2026-03-05"})
        self.assertEqual(answer["review_state"], "exported")
        self.assertEqual(answer["entries"][0]["paid_on"], "2026-03-05")
        answer = self.paid(
            url, {"mission": self.urls[1], "refused": True, "note": "Compte clôturé"}
        )
        self.assertEqual(answer["review_state"], "paid")
        self.assertEqual(
            [(each["status"], each["note"]) for each in answer["entries"]],
            [("paid", None), ("refused", "Compte clôturé")],
        )
        payable = self.agent.got(f"{PROGRAM}/@centrale-payable")["items"]
        self.assertEqual([each["mission"]["UID"] for each in payable], [self.uids[1]])
        self.paid(url, {"mission": self.uids[0], "refused": True, "note": "Retour"})
        self.assertEqual(self.totals(), (Decimal("4598.00"), Decimal("0.00")))

    def test_what_is_frozen_is_kept(self):
        url = self.batch()
        self.agent.moved(url, "freeze", "frozen")
        self.agent.refused("PATCH", url, {"entries": []}, 409, "field_kept")
        self.agent.expect(self.agent.patch(url, {"tutelle_reference": "T-2"}), 204)
        self.agent2.moved(url, "approve", "approved")
        self.agent.refused(
            "PATCH", url, {"tutelle_reference": "T-3"}, 409, "field_kept"
        )
        self.agent.expect(self.agent.patch(url, {"debtor_iban": USED}), 204)
        self.agent2.moved(url, "export", "exported")
        self.assertIn(
            self.agent.patch(url, {"debtor_iban": PAYS}).status_code, (401, 403)
        )

    def test_what_the_product_writes_nobody_sends(self):
        url = self.batch(
            {"mission": self.uids[0], "status": "paid", "iban": PAYS, "order": "x"},
            ledger_hash="f" * 64,
            payment_file={"data": "eA==", "encoding": "base64", "filename": "x.xml"},
        )
        found = self.agent.got(url)
        self.assertEqual(found["entries"][0]["status"], "waiting")
        self.assertIsNone(found["entries"][0]["iban"])
        self.assertIsNone(found["ledger_hash"])
        self.assertIsNone(found["payment_file"])
        self.agent.expect(self.agent.patch(url, {"entries": found["entries"]}), 204)

    def test_bad_input(self):
        uid = self.uids[0]
        cases = (
            ([{"mission": "nowhere"}], 400, ["invalid"]),
            ([{"mission": "/autorites/bertrix"}], 400, ["invalid"]),
            ([{"mission": 5}], 400, ["invalid"]),
            ([{}], 400, ["invalid"]),
            ("x", 400, ["invalid"]),
            ([5], 400, ["invalid"]),
            ([{"mission": uid, "amount": "-1.00"}], 400, ["invalid"]),
            ([{"mission": uid, "amount": 1.5}], 400, ["invalid"]),
            ([{"mission": uid, "amount": "1.001"}], 400, ["invalid"]),
            ([{"mission": uid, "amount": "NaN"}], 400, ["invalid"]),
            ([{"mission": uid, "amount": "9" * 400}], 400, ["invalid"]),
            ([{"mission": uid, "unknown": 1}], 400, ["invalid"]),
            ([{"mission": uid, "amount": "0.00"}], 409, ["amount_not_positive"]),
            ([{"mission": uid, "amount": "2299.01"}], 409, ["amount_above_granted"]),
            ([{"mission": uid}, {"mission": uid}], 409, ["twice_in_batch"]),
        )
        for entries, status, codes in cases:
            with self.subTest(str(entries)[:60]):
                body = {**self.body(), "entries": entries}
                self.agent.refused("POST", PROGRAM, body, status, *codes)
        for name, value in (
            ("debtor_iban", "BE00000000000000"),
            ("debtor_iban", 5),
            ("execution_date", "2026-02-30"),
            ("execution_date", "9999-99-99"),
            ("tutelle_date", []),
        ):
            with self.subTest(name, value=value):
                body = self.body(**{name: value})
                self.agent.refused("POST", PROGRAM, body, 400, "invalid")
        self.assertEqual(
            self.agent.got(f"{PROGRAM}/@centrale-payable")["items_total"], 2
        )

    def test_bad_answers_of_the_bank(self):
        url = self.exported({"mission": self.uids[0]})
        mission = self.uids[0]
        cases = (
            ({}, 400, "unknown_mission"),
            ({"mission": "nowhere"}, 400, "unknown_mission"),
            ({"mission": "/autorites/bertrix"}, 400, "unknown_mission"),
            ({"mission": "/nowhere/at/all"}, 400, "unknown_mission"),
            ({"mission": 5}, 400, "wrong_type"),
            ({"mission": mission, "paid_on": "soon"}, 400, "wrong_type"),
            ({"mission": mission, "paid_on": 20260305}, 400, "wrong_type"),
            ({"mission": mission, "refused": "yes"}, 400, "wrong_type"),
            ({"mission": mission, "refused": True}, 400, "note_required"),
            ({"mission": mission, "refused": True, "note": 5}, 400, "wrong_type"),
            ({"mission": self.uids[1]}, 409, "not_in_batch"),
            ({"mission": mission, "paid_on": "9999-12-31"}, 409, "payment_in_future"),
            (
                {"mission": mission, "paid_on": "0001-01-01"},
                409,
                "payment_before_approval",
            ),
        )
        for body, status, code in cases:
            with self.subTest(str(body)[:80]):
                self.agent.refused(
                    "POST", f"{url}/@centrale-payment", body, status, code
                )
        self.assertEqual(self.totals(), (Decimal("4598.00"), Decimal("0.00")))

    def test_who_may(self):
        url = self.exported()
        for login in ("auditor", *OTHERS):
            client = self.client(login)
            for method, path, body in (
                ("POST", PROGRAM, self.body()),
                ("GET", f"{PROGRAM}/@centrale-payable", None),
                ("POST", f"{url}/@centrale-payment", {"mission": self.uids[0]}),
                ("POST", f"{url}/@workflow/pay", {}),
            ):
                with self.subTest(path, login=login):
                    answer = client.call(method, path, body)
                    self.assertIn(answer.status_code, (401, 403))
                    self.assertNotIn(USED, answer.text)
        for login in OTHERS:
            answer = self.client(login).get(url)
            self.assertIn(answer.status_code, (401, 403))
        self.client("auditor").got(url)


class TestAccount(LiquidationRestTestCase):
    """The second person, over REST."""

    path = "autorites/bertrix"

    def confirm(self, login, number):
        client = self.client(login)
        return client.post(f"{self.path}/@centrale-account", {"iban": number})

    def test_a_change(self):
        self.agent.expect(self.agent.patch(self.path, {"iban": PAYS}), 204)
        found = self.agent.got(self.path)
        self.assertEqual((found["iban"], found["iban_in_use"]), (PAYS, USED))
        self.assertIsNone(found["accounts"][-1]["confirmed"])
        url = self.batch()
        self.agent2.refused(
            "POST", f"{url}/@workflow/approve", {}, 409, *["iban_not_confirmed"] * 2
        )
        service = f"{self.path}/@centrale-account"
        self.agent.refused("POST", service, {"iban": PAYS}, 409, "same_person")
        self.agent2.refused("POST", service, {"iban": USED}, 409, "iban_differs")
        answer = self.agent2.expect(self.confirm("agent2", "be43 0689 9999 9501"), 200)
        self.assertEqual((answer["iban"], answer["account"]), (PAYS, "in_use"))
        self.assertEqual(answer["accounts"][-1]["declared_by"], "agent")
        self.assertEqual(answer["accounts"][-1]["confirmed_by"], "agent2")
        self.agent2.refused("POST", service, {"iban": PAYS}, 409, "nothing_to_confirm")
        self.agent2.moved(url, "approve", "approved")

    def test_removed(self):
        self.agent.expect(self.agent.patch(self.path, {"iban": None}), 204)
        self.assertEqual(self.confirm("agent2", "").status_code, 200)
        url = self.batch()
        self.agent.refused(
            "POST", f"{url}/@workflow/freeze", {}, 409, *["iban_missing"] * 2
        )

    def test_the_history_is_not_written_from_outside(self):
        body = {"accounts": [], "iban_in_use": PAYS}
        self.agent.patch(self.path, body)
        found = self.agent.got(self.path)
        self.assertEqual((found["iban_in_use"], len(found["accounts"])), (USED, 1))

    def test_bad_input(self):
        self.agent.expect(self.agent.patch(self.path, {"iban": PAYS}), 204)
        service = f"{self.path}/@centrale-account"
        for body in ({}, {"iban": 5}, {"iban": "BE00"}, {"iban": ["x"]}):
            with self.subTest(str(body)):
                self.agent2.refused("POST", service, body, 400, "wrong_type")

    def test_who_may(self):
        self.agent.expect(self.agent.patch(self.path, {"iban": PAYS}), 204)
        for login in ("auditor", "siteadmin", *OTHERS):
            with self.subTest(login):
                self.assertIn(self.confirm(login, PAYS).status_code, (401, 403))
        self.assertEqual(self.agent.got(self.path)["iban_in_use"], USED)

    def test_who_reads(self):
        for login in ("agent", "auditor", "bertrix"):
            self.assertEqual(self.client(login).got(self.path)["iban"], USED)
        for login in ("arlon", "alpha", "stranger", None):
            for path in (
                self.path,
                f"{self.path}?metadata_fields=iban",
                "@search?portal_type=imio.centrale.LocalAuthority&metadata_fields=_all"
                "&fullobjects=1",
                self.urls[0],
                f"{self.urls[0]}?expand=authority",
            ):
                with self.subTest(path, login=login):
                    self.assertNotIn(USED, self.client(login).get(path).text)


class TestPages(LiquidationRestTestCase):
    """The same by pages."""

    def visitor(self, login):
        return Visitor(self.client(login))

    def test_choose_freeze_and_pay(self):
        agent = self.visitor("agent").open(f"{PROGRAM}/@@centrale-payable")
        for code in self.codes:
            self.assertIn(code, agent.text)
        self.assertIn("2\N{NO-BREAK SPACE}299,00", agent.text)
        self.assertIn(USED, agent.text)
        path = f"{PROGRAM}/@@centrale-payable"
        agent.send(path, status=409, title="Mars")
        self.assertIn("Mars", agent.text)
        agent.send(path, status=409, missions=self.uids, debtor_iban="BE00")
        self.assertIn("BE00", agent.text)
        agent.send(path, missions=self.uids, title="Mars", debtor_iban=PAYS)
        url = agent.url
        self.assertIn("Mars", agent.text)
        for code in self.codes:
            self.assertIn(code, agent.text)
        found = self.agent.got(url)
        self.assertEqual([each["amount"] for each in found["entries"]], ["2299.00"] * 2)
        agent.send(f"{url}/@@centrale-transition", transition="freeze")
        self.assertEqual(self.agent.got(url)["review_state"], "frozen")
        body = {"tutelle_reference": "T-1", "tutelle_date": "2026-03-02"}
        self.agent.expect(self.agent.patch(url, body), 204)
        agent.open(url)
        self.assertNotIn("approve", agent.buttons())
        agent2 = self.visitor("agent2").open(url)
        agent2.send(f"{url}/@@centrale-transition", transition="approve")
        self.assertIn("export", agent2.asked())
        agent2.open(f"{url}/@@centrale-transition?transition=export")
        agent2.send(f"{url}/@@centrale-transition", transition="export")
        self.assertIn("pain001.xml", agent2.text)
        agent2.send(f"{url}/@@centrale-payment", mission=self.uids[0], act="paid")
        self.assertEqual(self.totals()[1], Decimal("2299.00"))
        agent2.open(f"{url}/@@centrale-payment?mission={self.uids[1]}")
        self.assertIn(self.codes[1], agent2.text)
        refusal = {"mission": self.uids[1], "act": "refused"}
        agent2.send(f"{url}/@@centrale-payment", status=409, **refusal)
        agent2.send(f"{url}/@@centrale-payment", note="Compte clôturé", **refusal)
        self.assertIn("Compte clôturé", agent2.text)
        self.assertEqual(self.agent.got(url)["review_state"], "paid")

    def test_every_state_renders_for_the_auditor(self):
        url = self.batch()
        auditor = self.visitor("auditor")
        for transition in (None, "freeze", "approve", "export", "pay"):
            if transition:
                answer = self.agent2.post(f"{url}/@workflow/{transition}", {})
                self.agent2.expect(answer, 200)
            with self.subTest(transition):
                auditor.open(url)
                self.assertIn(self.codes[0], auditor.text)
                self.assertNotIn("@@centrale-payment", auditor.text)

    def test_forged_and_mistyped_forms(self):
        url = self.exported()
        agent = self.visitor("agent").open(url)
        body = {"mission": self.uids[0], "act": "paid"}
        agent.send(f"{url}/@@centrale-payment", status=403, token="forged", **body)
        for changes in ({"paid_on": "soon"}, {"paid_on": "2099-01-01"}):
            agent.open(url)
            agent.send(f"{url}/@@centrale-payment", status=409, **body, **changes)
        agent.open(url).send(f"{url}/@@centrale-payment", mission="nowhere")
        self.assertEqual(self.totals()[1], Decimal("0.00"))
        path = f"{PROGRAM}/@@centrale-payable"
        agent.open(url).send(path, status=409, missions="nowhere")
        agent.open(url).send(path, status=409, missions=self.uids[0])
        for login in ("auditor", "bertrix", "alpha"):
            client = self.client(login)
            client.session.headers["Accept"] = "text/html"
            for address in (path, f"{url}/@@centrale-payment?mission={self.uids[0]}"):
                answer = client.session.get(
                    (
                        client.site + "/" + address
                        if not address.startswith("http")
                        else address
                    ),
                    allow_redirects=False,
                    timeout=60,
                )
                self.assertNotEqual(answer.status_code, 200)

    def test_the_form_asks_for_mission_and_amount(self):
        agent = self.visitor("agent")
        agent.open(f"{PROGRAM}/++add++imio.centrale.LiquidationBatch")
        for name in ("mission", "amount"):
            self.assertIn(f"form.widgets.entries.TT.widgets.{name}", agent.text)
        for name in ("iban", "status", "communication", "authority", "note"):
            self.assertNotIn(f"form.widgets.entries.TT.widgets.{name}", agent.text)
        self.assertIn(f"{self.codes[0]} – Bertrix", agent.text)
        values = {
            "title": "Mars",
            "debtor_iban": PAYS,
            "entries__0__mission:list": self.uids[0],
            "entries__0__amount": "1 000,50",
        }
        agent.save(f"{PROGRAM}/++add++imio.centrale.LiquidationBatch", **values)
        url = agent.url
        (row,) = self.agent.got(url)["entries"]
        self.assertEqual(
            (row["mission"]["UID"], row["amount"]), (self.uids[0], "1000.50")
        )
        agent.open(f"{url}/edit")
        values["entries__0__amount"] = "2299,01"
        agent.save(f"{url}/edit", **values)
        self.assertIn("2\N{NO-BREAK SPACE}299,00", agent.text)
        values["entries__0__amount"] = ""
        agent.save(f"{url}/edit", **values)
        self.assertEqual(self.agent.got(url)["entries"][0]["amount"], "2299.00")

    def test_the_account(self):
        self.agent.expect(self.agent.patch("autorites/bertrix", {"iban": PAYS}), 204)
        agent2 = self.visitor("agent2").open("autorites/bertrix")
        self.assertIn("@@centrale-account", agent2.text)
        path = "autorites/bertrix/@@centrale-account"
        first = self.visitor("agent").open(path)
        self.assertNotIn('name="iban"', first.text)
        agent2.open(path)
        self.assertNotIn(PAYS, agent2.text.split("<main")[-1])
        agent2.send(path, status=409, iban="BE00")
        agent2.send(path, status=409, iban=USED)
        agent2.send(path, iban="BE43 0689 9999 9501")
        self.assertEqual(self.agent.got("autorites/bertrix")["iban_in_use"], PAYS)
        self.assertNotIn("@@centrale-account", agent2.open("autorites/bertrix").text)
        agent2.open(path)
        self.assertNotIn('name="iban"', agent2.text)
