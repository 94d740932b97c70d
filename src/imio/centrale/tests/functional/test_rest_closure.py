"""Closing a mission by REST: the UBL invoice, the checklist, corrections, indicators."""

from datetime import date
from decimal import Decimal
from imio.centrale.demo.files import pdf
from imio.centrale.demo.invoice import ubl_invoice
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.functional.test_rest_refusals import RefusalTestCase
from imio.centrale.tests.rest import upload
from types import SimpleNamespace


TYPED = ("invoice_number", "invoice_date", "invoice_excl_vat", "invoice_incl_vat")
LOT = "cyber/marches/market/direct"
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
#: a file that is meant to harm, or no invoice -> what is said of it
HOSTILE = (
    (DTD, "xml_with_dtd"),
    (b"<a>" * 400_000, "xml_too_large"),
    (b"<Invoice", "not_xml"),
    (b"<rss/>", "not_ubl"),
    (b'<?xml version="1.0" encoding="ebcdic"?><a/>', "unknown_encoding"),
)


class ClosureTestCase(RefusalTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.agent = self.client("agent")
        self.mission = self.direct(until="confirmed")
        self.code = self.mission.rpartition("/")[2]

    def ubl(self, *changes, **values):
        given = {
            "number": "F-2026-31",
            "day": date(2026, 2, 1),
            "code": self.code,
            "order": "2026/1",
            "seller": SimpleNamespace(title="Alpha", enterprise_number="0999000327"),
            "buyer": SimpleNamespace(title="Bertrix", enterprise_number="0999000129"),
            "lines": self.client("admin").got(f"{self.mission}/offre-1")["lines"],
            **values,
        }
        given["lines"] = [
            {
                **row,
                "quantity": Decimal(row["quantity"]),
                "unit_price": Decimal(row["unit_price"]),
            }
            for row in given["lines"]
        ]
        data = ubl_invoice(**given).decode()
        for old, new in changes:
            data = data.replace(old, new)
        return upload("facture.xml", data.encode())

    def body(self, invoice, **changes):
        body = self.closure_body(invoice=invoice)
        for name in TYPED:
            del body[name]
        return {**body, **changes}

    def made(self, invoice=None, **changes):
        body = self.body(invoice or self.ubl(), **changes)
        return self.alpha.created(self.mission, body)["@id"]

    def deposited(self, *args, **changes):
        url = self.made(*args, **changes)
        self.alpha.moved(url, "deposit", "deposited")
        return url

    def checklist(self, url, client=None):
        return (client or self.agent).got(f"{url}/@centrale-checklist")

    def line(self, url, code, client=None):
        lines = self.checklist(url, client)["lines"]
        return next(line for line in lines if line["line"] == code)

    def tick(self, url, line, status=200, client=None, **body):
        client = client or self.agent
        body = {"line": line, **body}
        return client.expect(client.post(f"{url}/@centrale-checklist", body), status)


class TestUbl(ClosureTestCase):
    def test_closed_with_a_ubl_invoice(self):
        url = self.deposited()
        file = self.alpha.got(url)
        self.assertEqual(
            [file[name] for name in TYPED],
            ["F-2026-31", "2026-02-01", "1900.00", "2299.00"],
        )
        self.assertEqual(self.checklist(url)["findings"], [])
        self.agent.moved(url, "accept", "accepted")
        accepted = self.checklist(url)
        self.assertEqual(accepted["accepted"]["agent"], "agent")
        self.assertEqual(self.agent.got(self.mission)["review_state"], "closed")

    def test_closed_with_plain_pdfs(self):
        url = self.alpha.created(self.mission, self.closure_body())["@id"]
        self.alpha.moved(url, "deposit", "deposited")
        self.agent.moved(url, "accept", "accepted")

    def test_beside_a_pdf_they_are_typed(self):
        error = self.alpha.refused(
            "POST", self.mission, self.body(upload("f.pdf")), 400, *["invalid"] * 4
        )
        self.assertEqual([each["field"] for each in error["reasons"]], list(TYPED))

    def test_hostile_files_are_named(self):
        for data, code in HOSTILE:
            with self.subTest(code):
                error = self.alpha.refused(
                    "POST", self.mission, self.body(upload("f.xml", data)), 409, code
                )
                self.assertEqual(error["reasons"][0]["field"], "invoice")

    def test_no_invoice_in_euro(self):
        for code, change in (
            ("credit_note", (">380<", ">381<")),
            ("foreign_currency", ("EUR", "USD")),
        ):
            with self.subTest(code):
                body = self.body(self.ubl(change))
                self.alpha.refused("POST", self.mission, body, 409, code)

    def test_a_file_that_is_replaced(self):
        url = self.made()
        answer = self.alpha.patch(
            url, {"invoice": self.ubl(number="F-32"), "invoice_number": None}
        )
        self.alpha.expect(answer, 204)
        self.assertEqual(self.alpha.got(url)["invoice_number"], "F-32")
        body = {"invoice": upload("f.xml", DTD)}
        self.alpha.refused("PATCH", url, body, 409, "xml_with_dtd")


class TestChecklist(ClosureTestCase):
    def test_an_agent_answers_for_a_line(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        accept = f"{url}/@workflow/accept"
        self.agent.refused("POST", accept, {}, 409, "invoice_before_order")
        line = self.line(url, "three_way_match")
        self.assertEqual(
            (line["state"], line["blocks"], line["may_be_ticked"]),
            ("failed", True, True),
        )
        self.tick(url, "three_way_match", 400)
        self.tick(url, "three_way_match", note="Facture d'acompte.")
        line = self.line(url, "three_way_match")
        self.assertEqual((line["state"], line["machine"]), ("ok", "failed"))
        self.assertEqual(line["tick"]["agent"], "agent")
        self.assertEqual(line["tick"]["note"], "Facture d'acompte.")
        self.agent.moved(url, "accept", "accepted")

    def test_in_the_actions(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        actions = self.agent.got(f"{url}/@centrale-actions")["actions"]
        (accept,) = (each for each in actions if each["id"] == "accept")
        self.assertEqual(
            [each["code"] for each in accept["reasons"]], ["invoice_before_order"]
        )

    def test_agents_only(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        for login, status in (
            ("alpha", 403),
            ("bertrix", 403),
            ("auditor", 403),
            ("beta", 403),
            (None, 401),
        ):
            with self.subTest(login):
                client = self.client(login)
                self.tick(url, "three_way_match", status, client, note="x")

    def test_who_reads_what(self):
        url = self.deposited(self.ubl(day=date(2026, 1, 9)))
        self.tick(url, "three_way_match", note="Entre nous")
        for login, lines, verdicts, note in (
            ("agent", 16, 2, "Entre nous"),
            ("auditor", 16, 2, "Entre nous"),
            ("bertrix", 16, 2, ""),
            ("alpha", 13, 0, ""),
        ):
            with self.subTest(login):
                client = self.client(login)
                found = self.checklist(url, client)
                self.assertEqual(len(found["lines"]), lines)
                self.assertEqual(len(found["verdicts"]), verdicts)
                tick = self.line(url, "three_way_match", client)["tick"]
                self.assertEqual(tick["note"], note)
                self.assertEqual(
                    [each["code"] for each in found["findings"]],
                    ["invoice_before_order"],
                )
        for login, status in (("beta", 403), ("arlon", 403), (None, 401)):
            answer = self.client(login).get(f"{url}/@centrale-checklist")
            self.assertEqual(answer.status_code, status, login)

    def test_verdicts_with_their_versions(self):
        url = self.deposited(report_signed_on="2026-02-01")
        admissible, eligible = self.checklist(url)["verdicts"]
        self.assertEqual(admissible["subject"], "admissible")
        self.assertEqual(admissible["rules_version"], 1)
        self.assertEqual(eligible["state"], "not_asked")
        self.assertIsNone(eligible["subsidy_rules"])

    def test_bad_input(self):
        url = self.deposited()
        path = f"{url}/@centrale-checklist"
        for body, status, code in (
            ({"line": "nothing"}, 400, "unknown_checklist_line"),
            ({}, 400, "unknown_checklist_line"),
            ({"line": 5}, 400, "wrong_type"),
            ({"line": "paid", "note": []}, 400, "wrong_type"),
            ({"line": "paid", "note": "x" * 5001}, 400, "note_too_long"),
            ({"line": "report_present"}, 409, "tick_not_needed"),
        ):
            with self.subTest(code, body=str(body)[:40]):
                self.agent.refused("POST", path, body, status, code)

    def test_a_document_without_the_code(self):
        url = self.deposited(report=upload("rapport.pdf", pdf(["Sans code"])))
        self.agent.refused("POST", f"{url}/@workflow/accept", {}, 409, "code_absent")
        self.tick(url, "report_carries_code", note="Au verso")
        self.agent.moved(url, "accept", "accepted")


class TestCorrections(ClosureTestCase):
    def sent_back(self, **body):
        url = self.deposited()
        self.agent.moved(url, "return", "returned", **body)
        self.alpha.moved(url, "revise", "draft")
        return url

    def test_only_what_is_flagged_may_change(self):
        url = self.sent_back(fields=["report"], comment="Non signé.")
        self.assertEqual(
            self.checklist(url, self.alpha)["to_correct"],
            ["report", "report_signed_on"],
        )
        self.alpha.refused("PATCH", url, {"invoice_number": "F-9"}, 409, "field_kept")
        error = self.alpha.refused(
            "PATCH",
            url,
            {"payment_proof": upload("autre.pdf"), "report": upload("r.pdf")},
            409,
            "field_kept",
        )
        self.assertEqual(error["reasons"][0]["field"], "payment_proof")
        good = {
            "report": upload("rapport-2.pdf"),
            "report_signed_on": "2026-02-01",
            "invoice_number": "F-2026-31",
        }
        self.alpha.expect(self.alpha.patch(url, good), 204)
        self.alpha.moved(url, "deposit", "deposited")
        self.assertEqual(self.checklist(url)["to_correct"], [])

    def test_the_file_as_it_was_got_is_no_change(self):
        url = self.sent_back(fields=["report"])
        found = self.alpha.got(url)
        same = {name: found[name] for name in ("invoice", "invoice_date", "indicators")}
        self.alpha.expect(self.alpha.patch(url, same), 204)

    def test_without_fields_everything_may_change(self):
        url = self.sent_back()
        self.alpha.expect(self.alpha.patch(url, {"payment_date": "2026-02-03"}), 204)

    def test_bad_input(self):
        url = self.deposited()
        for fields, code in (
            ("report", "wrong_type"),
            ([5], "wrong_type"),
            (["envelope"], "no_such_field"),
        ):
            with self.subTest(code, fields=fields):
                path = f"{url}/@workflow/return"
                self.agent.refused("POST", path, {"fields": fields}, 400, code)

    def test_no_other_file_takes_its_place(self):
        url = self.sent_back(fields=["report"])
        answer = self.alpha.call("DELETE", url)
        self.assertEqual(answer.status_code, 409)
        other = self.made()
        self.alpha.refused(
            "POST", f"{other}/@workflow/deposit", {}, 409, "correction_awaited"
        )


class TestIndicators(ClosureTestCase):
    DEFINED = [
        {"code": "PC", "label": "Postes", "unit": "postes", "kind": "integer"},
        {"code": "OK", "label": "Accepté", "kind": "yes_no", "required": False},
    ]

    def define(self, *rows):
        body = {"indicators": list(rows or self.DEFINED)}
        return self.agent.expect(self.agent.patch(LOT, body), 204)

    def test_from_the_lot_to_the_figures(self):
        self.define({**self.DEFINED[0], "target": "≥ 100"}, self.DEFINED[1])
        rows = self.agent.got(LOT)["indicators"]
        self.assertEqual([each["required"] for each in rows], [True, False])
        url = self.deposited(indicators=[{"code": "PC", "value": "120"}])
        (found,) = self.checklist(url)["indicators"]
        self.assertEqual((found["value"], found["reached"]), ("120", True))
        self.agent.moved(url, "accept", "accepted")
        for login in ("agent", "auditor"):
            found = self.client(login).got("cyber/@centrale-indicators")
            (figure,) = found["figures"]
            self.assertEqual(
                (figure["figure"], figure["dossiers"], figure["reached"]),
                ("120", 1, 1),
            )
            self.assertEqual(found["lots"][0]["figures"], [figure])
            lot = self.client(login).got(f"{LOT}/@centrale-indicators")
            self.assertEqual(lot["figures"], [figure])

    def test_agents_and_auditors_only(self):
        for login, status in (("alpha", 403), ("bertrix", 403), (None, 401)):
            for place in ("cyber", LOT):
                answer = self.client(login).get(f"{place}/@centrale-indicators")
                self.assertEqual(answer.status_code, status, (login, place))

    def test_refused_cell_by_cell(self):
        self.define()
        for rows, code, field in (
            ([{"code": "PC", "value": "x"}], "indicator_wrong_type", "value"),
            ([{"code": "ZZ", "value": "1"}], "indicator_unknown", "code"),
        ):
            body = self.body(self.ubl(), indicators=rows)
            error = self.alpha.refused("POST", self.mission, body, 409, code)
            self.assertEqual(error["reasons"][0]["field"], f"indicators.0.{field}")
        url = self.made()
        self.assertEqual(len(self.alpha.got(url)["indicators"]), 2)
        self.alpha.refused(
            "POST", f"{url}/@workflow/deposit", {}, 409, "indicator_missing"
        )

    def test_wrong_definitions(self):
        for row, status, code in (
            ({**self.DEFINED[0], "kind": "colour"}, 400, "invalid"),
            ({**self.DEFINED[0], "required": "perhaps"}, 400, "invalid"),
            ({**self.DEFINED[0], "target": "beaucoup"}, 409, "indicator_target_wrong"),
        ):
            with self.subTest(code):
                self.agent.refused("PATCH", LOT, {"indicators": [row]}, status, code)

    def test_metadata_of_a_search_are_json(self):
        self.define()
        self.deposited(indicators=[{"code": "PC", "value": "120"}])
        found = self.agent.got(
            "@search?portal_type=imio.centrale.ClosureFile&metadata_fields=_all"
        )
        self.assertEqual(found["items"][0]["indicator_results"][0][0], "PC")
