"""The subsidy over REST: why an amount, derogations, changes of the rules."""

from datetime import date
from decimal import Decimal
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import at
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase

import transaction


OTHERS = ("arlon", "beta", "stranger", "intake", None)


class SubsidyRestCase(ProcedureTestCase, RestTestCase):
    """Base: a program that is open, and missions made in Python."""

    layer = FUNCTIONAL
    rules = {"order_deadline": date(2026, 6, 30)}

    def setUp(self):
        super().setUp()
        self.agent, self.auditor = self.client("agent"), self.client("auditor")
        self.program_path = self.program(**self.rules).absolute_url()
        transaction.commit()

    def made(self, until, when="2026-06-01 09:00"):
        """The address of a mission."""
        transaction.begin()
        with at(when):
            mission = self.mission(until=until)
        transaction.commit()
        return mission.absolute_url()

    def denied(self, client, method, url, body=None):
        response = client.call(method, url, body)
        self.assertIn(response.status_code, (401, 403, 404), response.text)
        self.assertEqual(set(response.json()), {"error"})


class TestWhy(SubsidyRestCase):
    def test_an_order(self):
        url = self.made("confirmed")
        for login in ("agent", "auditor", "bertrix"):
            found = self.client(login).got(f"{url}/@centrale-ledger")
            self.assertFalse(found["provisional"])
            self.assertTrue(found["eligible"])
            self.assertEqual((found["rank"], found["result"]), (1, "2299.00"))
            self.assertEqual(found["limited_by"], "order")
            self.assertEqual(found["users_count"], 80)
            self.assertEqual(found["interest_date"], "2024-01-15")
            self.assertEqual(
                found["category"],
                {
                    "code": "A",
                    "min_users": 0,
                    "max_users": None,
                    "amount": "5000.00",
                },
            )
            self.assertEqual(found["rules_version"], 1)
            self.assertEqual(found["rules"]["version"], 1)
            self.assertEqual(found["rules"]["amount_basis"], "incl_vat")
            self.assertEqual(found["received"], "2026-06-01T09:00:00+02:00")
            self.assertEqual(found["derogations"], [])
            self.assertEqual(found["granted"], "2299.00")

    def test_ahead(self):
        for until, amount, result in (
            ("assigned", None, "5000.00"),
            ("offered", "2299.00", "2299.00"),
        ):
            url = self.made(until)
            with self.subTest(until):
                found = self.client("bertrix").got(f"{url}/@centrale-ledger")
                self.assertTrue(found["provisional"])
                self.assertEqual(found["order_amount"], amount)
                # the deadline is past by now
                codes = [each["code"] for each in found["reasons"]]
                late = date.today() > date(2026, 6, 30)
                self.assertEqual(codes, ["order_too_late"] if late else [])
                self.assertEqual(found["result"], "0.00" if late else result)

    def test_refused(self):
        url = self.made("ordered", "2026-07-01 09:00")
        found = self.client("bertrix").got(f"{url}/@centrale-ledger")
        self.assertFalse(found["eligible"])
        (reason,) = found["reasons"]
        self.assertEqual(reason["code"], "order_too_late")
        self.assertIn("30/06/2026", reason["message"])
        self.assertNotIn("rank", found)
        self.assertEqual(found["category"]["code"], "A")

    def test_an_order_that_went_back(self):
        url = self.made("ordered")
        self.agent.moved(f"{url}/commande-1", "return", "returned")
        found = self.client("bertrix").got(f"{url}/@centrale-ledger")
        self.assertEqual(found["state"], "released")
        self.assertFalse(found["provisional"])
        self.assertIn("if_deposited_again", found)

    def test_nobody_else(self):
        url = self.made("confirmed")
        for login in ("alpha", *OTHERS):
            self.denied(self.client(login), "GET", f"{url}/@centrale-ledger")
        mission = self.client("alpha").got(url)
        self.assertNotIn("derogations", mission)
        order = self.client("alpha").got(f"{url}/commande-1")
        self.assertFalse([name for name in order if name.startswith("subsidy")])


class TestDerogation(SubsidyRestCase):
    def setUp(self):
        super().setUp()
        self.url = self.made("ordered", "2026-07-01 09:00")
        self.call = f"{self.url}/@centrale-derogation"

    def body(self, **changes):
        return {
            "deadline": "order_deadline",
            "until": "2026-07-01",
            "note": "Décision du 3 juillet",
            **changes,
        }

    def test_lets_the_order_in(self):
        found = self.agent.expect(self.agent.post(self.call, self.body()), 200)
        self.assertTrue(found["eligible"])
        self.assertEqual((found["rank"], found["result"]), (1, "2299.00"))
        (row,) = found["derogations"]
        self.assertEqual(row["deadline"], "order_deadline")
        self.assertEqual(row["until"], "2026-07-01T23:59:59+02:00")
        self.assertEqual((row["actor"], row["note"]), ("agent", self.body()["note"]))
        (kept,) = self.client("bertrix").got(self.url)["derogations"]
        self.assertEqual(kept["note"], row["note"])

    def test_twice(self):
        self.agent.expect(self.agent.post(self.call, self.body()), 200)
        self.agent.refused("POST", self.call, self.body(), 409, "derogation_not_later")

    def test_instants(self):
        for until in ("2026-07-01T09:00", "2026-07-01T07:00:01Z"):
            response = self.agent.post(self.call, self.body(until=until))
            found = self.agent.expect(response, 200)
        self.assertEqual(
            [row["until"] for row in found["derogations"]],
            ["2026-07-01T09:00:00+02:00", "2026-07-01T09:00:01+02:00"],
        )

    def test_bad_input(self):
        for field, value in (
            ("until", None),
            ("until", ""),
            ("until", 20260701),
            ("until", ["2026-07-01"]),
            ("until", "demain"),
            ("until", "2026-02-30"),
            ("until", "0001-01-01T00:00:00"),
            ("until", "9999-12-31T23:59:59-14:00"),
            ("deadline", 3),
            ("deadline", {"token": "order_deadline"}),
            ("note", 5),
            ("note", True),
        ):
            with self.subTest(field, value=value):
                body = self.body(**{field: value})
                error = self.agent.refused("POST", self.call, body, 400, "wrong_type")
                self.assertEqual(error["reasons"][0]["field"], field)
        for field, value, code in (
            ("note", "x" * 5001, "note_too_long"),
            ("note", "a\x00b", "unkeepable"),
        ):
            body = self.body(**{field: value})
            error = self.agent.refused("POST", self.call, body, 400, code)
            self.assertEqual(error["reasons"][0]["field"], field)
        self.nothing_kept()

    def test_refused(self):
        for field, value, code in (
            ("deadline", "envelope", "unknown_deadline"),
            ("deadline", "", "unknown_deadline"),
            ("deadline", "interest_deadline", "derogation_without_deadline"),
            ("until", "2026-06-30", "derogation_not_later"),
            ("until", "9999-12-31", "derogation_too_long"),
            ("note", " ", "note_missing"),
        ):
            with self.subTest(field, value=value):
                body = self.body(**{field: value})
                error = self.agent.refused("POST", self.call, body, 409, code)
                self.assertEqual(error["reasons"][0]["field"], field)
        self.nothing_kept()

    def test_not_an_object(self):
        for body in ([], "x", 3):
            self.agent.expect(self.agent.post(self.call, body), 400)

    def test_agents_only(self):
        for login in ("auditor", "bertrix", "alpha", *OTHERS):
            self.denied(self.client(login), "POST", self.call, self.body())
        self.nothing_kept()

    def test_timeline(self):
        self.agent.expect(self.agent.post(self.call, self.body()), 200)
        for login, expected in (("bertrix", 1), ("auditor", 1), ("alpha", 0)):
            found = self.client(login).got(f"{self.url}/@centrale-timeline")["events"]
            kinds = [each["transition"] for each in found]
            self.assertEqual(kinds.count("derogation"), expected, login)

    def nothing_kept(self):
        self.assertEqual(self.agent.got(self.url)["derogations"], [])
        found = self.agent.got(f"{self.url}/@centrale-ledger")
        self.assertFalse(found["eligible"])


class TestAmendment(SubsidyRestCase):
    def rows(self, *bounds):
        return [
            {"code": str(i), "min_users": low, "max_users": high, "amount": "1000.00"}
            for i, (low, high) in enumerate(bounds)
        ]

    def versions(self):
        return self.auditor.got(f"{self.program_path}/@centrale-rules")["versions"]

    def test_a_change_is_a_version(self):
        change = {"order_deadline": "2026-07-31", "envelope": "2000000.00"}
        error = self.agent.refused(
            "PATCH", self.program_path, change, 409, "note_missing"
        )
        self.assertEqual(error["reasons"][0]["field"], "change_reason")
        body = {**change, "change_reason": "Circulaire"}
        self.agent.expect(self.agent.patch(self.program_path, body), 204)
        first, second = self.versions()
        self.assertEqual(first["changes"], [])
        self.assertEqual(first["order_deadline"], "2026-06-30")
        self.assertEqual(second["changes"], ["envelope", "order_deadline"])
        self.assertEqual((second["actor"], second["note"]), ("agent", "Circulaire"))
        self.assertEqual(second["envelope"], "2000000.00")
        self.assertEqual(second["order_deadline"], "2026-07-31")
        self.assertEqual(self.agent.got(self.program_path)["change_reason"], "")

    def test_names_need_no_reason(self):
        change = {"title": "Autre", "description": "x"}
        self.agent.expect(self.agent.patch(self.program_path, change), 204)
        self.assertEqual(len(self.versions()), 1)

    def test_categories(self):
        """The same for a change, its preview and a program that is made."""
        for code, rows in (
            ("category_gap", self.rows((0, 10), (11, None))),
            ("category_overlap", self.rows((0, 11), (10, None))),
            ("category_overlap", self.rows((0, None), (5, None))),
            ("category_bounds_inverted", self.rows((10, 10))),
            ("category_code_twice", [*self.rows((0, 1)), *self.rows((1, None))]),
        ):
            with self.subTest(code, rows=rows):
                self.everywhere({"categories": rows}, 409, code)
        self.assertEqual(len(self.versions()), 1)

    def test_no_category(self):
        body = {"categories": [], "change_reason": "x"}
        for method, url in self.doors():
            self.agent.refused(method, url, body, 409, "category_missing")
        made = self.agent.created("cyber/subsides", self.draft(categories=[]))
        answer = self.agent.refused(
            "POST",
            f"{made['@id']}/@workflow/open",
            {},
            409,
            "category_missing",
            "program_already_open",
        )
        self.assertEqual(answer["reasons"][0]["field"], "categories")

    def test_wrong_values(self):
        (row,) = self.rows((0, None))
        for body in (
            {"categories": [{**row, "amount": "-1.00"}]},
            {"categories": [{**row, "amount": 12.5}]},
            {"categories": [{**row, "amount": "9" * 13}]},
            {"categories": [{**row, "min_users": -1}]},
            {"categories": [{**row, "min_users": 10**30}]},
            {"categories": [{**row, "max_users": 0}]},
            {"categories": [{**row, "max_users": 10**400}]},
            {"categories": [{**row, "min_users": "dix"}]},
            {"categories": [{**row, "min_users": None}]},
            {"categories": [{**row, "code": ""}]},
            {"categories": [{**row, "other": 1}]},
            {"categories": ["A"]},
            {"categories": "A"},
            {"envelope": "-1.00"},
            {"envelope": "NaN"},
            {"envelope": "1e5"},
            {"envelope": 1000.5},
            {"envelope": "9999999999999.00"},
            {"envelope": None},
            {"order_deadline": "31/12/2026"},
            {"order_deadline": "2026-13-01"},
            {"dossier_deadline": "9999-12-31T23:59:59-14:00"},
            {"dossier_deadline": "0001-01-01T00:00:00+14:00"},
            {"amount_basis": "net"},
            {"eligible_types": ["empire"]},
            {"eligible_types": 3},
            {"excluded_nis": ["123456"]},
        ):
            with self.subTest(body):
                self.everywhere(body, 400)
        self.assertEqual(len(self.versions()), 1)

    def doors(self):
        preview = f"{self.program_path}/@centrale-preview"
        return (("PATCH", self.program_path), ("POST", preview))

    def draft(self, **changes):
        return {
            "@type": "imio.centrale.SubsidyProgram",
            "title": "Projet",
            "envelope": "1000.00",
            **changes,
        }

    def everywhere(self, body, status, *codes):
        """A change, its preview and a new program say the same."""
        change = {**body, "change_reason": "x"}
        doors = [(*door, change) for door in self.doors()]
        doors.append(("POST", "cyber/subsides", self.draft(**body)))
        for method, url, sent in doors:
            response = self.agent.call(method, url, sent)
            answer = self.agent.expect(response, status)
            found = {each["code"] for each in answer["error"]["reasons"]}
            self.assertEqual(found, set(codes) or {"invalid"}, (method, url))

    def test_below_the_commitments(self):
        self.made("confirmed")
        body = {"envelope": "2298.99", "change_reason": "x"}
        for method, url in self.doors():
            error = self.agent.refused(
                method, url, body, 409, "envelope_below_commitments"
            )
            self.assertIn("2\N{NO-BREAK SPACE}299,00", error["message"])

    def test_agents_only(self):
        body = {"envelope": "2000000.00", "change_reason": "x"}
        for login in ("auditor", "bertrix", "alpha", *OTHERS):
            for method, url in self.doors():
                self.denied(self.client(login), method, url, body)
        for login in ("bertrix", "alpha", *OTHERS):
            url = f"{self.program_path}/@centrale-rules"
            self.denied(self.client(login), "GET", url)


class TestPreview(SubsidyRestCase):
    def preview(self, **body):
        url = f"{self.program_path}/@centrale-preview"
        before = self.ledger()
        found = self.agent.expect(self.agent.post(url, body), 200)
        self.assertEqual(self.ledger(), before)
        self.assertEqual(self.program_state(), self.kept)
        return found

    def setUp(self):
        super().setUp()
        self.kept = self.program_state()

    def program_state(self):
        found = self.agent.got(self.program_path)
        return {
            name: found[name] for name in ("envelope", "eligible_types", "modified")
        }

    def ledger(self):
        return self.agent.got(f"{self.program_path}/@centrale-ledger")

    def test_what_it_touches(self):
        granted = self.made("confirmed")
        late = self.made("ordered", "2026-07-01 09:00")
        body = {"order_deadline": "2026-07-31", "eligible_types": ["commune"]}
        found = self.preview(**body)
        self.assertEqual(found["changes"], ["eligible_types", "order_deadline"])
        self.assertEqual(found["waiting_served"], [])
        (dossier,) = found["dossiers"]
        self.assertEqual(dossier["mission"]["@id"], late)
        self.assertEqual(dossier["authority"]["title"], "Bertrix")
        self.assertEqual(dossier["state"], "ordered")
        self.assertFalse(dossier["before"]["eligible"])
        self.assertEqual(dossier["before"]["reasons"][0]["code"], "order_too_late")
        self.assertEqual(
            dossier["after"], {"eligible": True, "reasons": [], "amount": "2299.00"}
        )
        self.assertIsNone(dossier["kept"])
        found = self.preview(eligible_types=["cpas"])
        kept = {each["mission"]["@id"]: each["kept"] for each in found["dossiers"]}
        self.assertEqual(kept, {granted: "2299.00", late: None})

    def test_the_waiting_list(self):
        body = {"envelope": "2299.00", "change_reason": "x"}
        self.agent.expect(self.agent.patch(self.program_path, body), 204)
        self.kept = self.program_state()
        self.made("ordered")
        second = self.made("ordered")
        found = self.preview(envelope="3000.00")
        (served,) = found["waiting_served"]
        self.assertEqual(served["mission"]["@id"], second)
        self.assertEqual((served["rank"], served["amount"]), (2, "701.00"))

    def test_nothing_changes(self):
        self.made("confirmed")
        for body in ({}, {"title": "x"}, {"order_deadline": "2026-06-30"}):
            found = self.preview(**body)
            self.assertEqual(
                [found[key] for key in ("changes", "dossiers", "waiting_served")],
                [[], [], []],
            )

    def test_a_draft(self):
        made = self.agent.created(
            "cyber/subsides",
            {
                "@type": "imio.centrale.SubsidyProgram",
                "title": "Projet",
                "envelope": str(Decimal("1000.00")),
            },
        )
        url = f"{made['@id']}/@centrale-preview"
        found = self.agent.expect(self.agent.post(url, {"envelope": "5.00"}), 200)
        self.assertEqual(found["changes"], [])

    def test_not_an_object(self):
        url = f"{self.program_path}/@centrale-preview"
        for body in ([], "x"):
            self.agent.expect(self.agent.post(url, body), 400)
