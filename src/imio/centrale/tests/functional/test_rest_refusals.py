"""Bad input over REST: the right status, a sentence, and nothing written."""

from contextlib import contextmanager
from datetime import date
from datetime import timedelta
from decimal import Decimal
from imio.centrale import codes
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from imio.centrale.workflows.state import move_as_product

import transaction


MEGABYTE = "x" * 1_000_000
MISSIONS = "cyber/missions"


class RefusalTestCase(RestTestCase):
    """Base: whatever is refused leaves no trace."""

    layer = FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.bertrix, self.agent, self.alpha = map(
            self.client, ("bertrix", "agent", "alpha")
        )

    def written(self):
        """How much there is: catalog, codes, changes of state."""
        transaction.begin()
        catalog = self.portal.portal_catalog
        return (
            len(catalog),
            len(codes.register()),
            sorted(
                (brain.getPath(), brain.review_state, str(brain.modified))
                for brain in catalog.unrestrictedSearchResults(path="/plone/cyber")
            ),
        )

    @contextmanager
    def nothing_written(self):
        before = self.written()
        yield
        self.assertEqual(self.written(), before)

    @contextmanager
    def given(self):
        """What is changed inside is there for the requests that follow."""
        transaction.begin()
        yield self.portal["cyber"]
        transaction.commit()

    def refuse(self, client, path, body, status, *reason_codes, method="POST"):
        with self.nothing_written():
            error = client.refused(method, path, body, status, *reason_codes)
        self.assertNotIn("${", error["message"])
        return error

    def direct(self, until="assigned"):
        """The URL of a mission on the direct lot."""
        mission = self.bertrix.created(
            MISSIONS, self.request_body(lot="cyber/marches/market/direct")
        )
        url = mission["@id"]
        if until == "draft":
            return url
        self.bertrix.moved(url, "submit", "assigned")
        if until == "assigned":
            return url
        offer = self.alpha.created(url, self.offer_body())
        self.alpha.moved(offer["@id"], "submit", "submitted")
        self.bertrix.moved(offer["@id"], "accept", "accepted")
        if until == "offered":
            return url
        order = self.bertrix.created(url, self.order_body())
        self.bertrix.moved(order["@id"], "deposit", "deposited")
        self.agent.moved(order["@id"], "confirm", "confirmed")
        return url

    def offer_body(self, *lines, **changes):
        lines = lines or ({"code": "A1", "quantity": "2", "unit_price": "950.00"},)
        return {
            "@type": "imio.centrale.Offer",
            "valid_until": "2099-01-01",
            "lines": list(lines),
            **changes,
        }

    def order_body(self, **changes):
        return {
            "@type": "imio.centrale.Order",
            "order_number": "2026/1",
            "order_date": "2026-01-10",
            "purchase_order": upload("bc.pdf"),
            "organ": "college",
            "deliberation_date": "2026-01-09",
            "deliberation": upload("delib.pdf"),
            **changes,
        }

    def closure_body(self, **changes):
        return {
            "@type": "imio.centrale.ClosureFile",
            "report": upload("rapport.pdf"),
            "invoice": upload("facture.pdf"),
            "invoice_number": "F-1",
            "invoice_date": "2026-02-01",
            "invoice_excl_vat": "1900.00",
            "invoice_incl_vat": "2299.00",
            "payment_proof": upload("preuve.pdf"),
            **changes,
        }


class TestRules(RefusalTestCase):
    """A rule refuses: 409, and the reason is named."""

    def test_no_active_adhesion(self):
        url = self.direct(until="draft")
        with self.given() as centrale:
            move_as_product(centrale["adhesions"]["bertrix"], "suspend")
        self.refuse(
            self.bertrix, f"{url}/@workflow/submit", {}, 409, "adhesion_missing"
        )

    def test_closed_lot(self):
        url = self.direct(until="draft")
        with self.given() as centrale:
            move_as_product(centrale["marches"]["market"], "suspend")
        self.refuse(self.bertrix, f"{url}/@workflow/submit", {}, 409, "lot_not_open")

    def test_expired_lot(self):
        url = self.direct(until="draft")
        with self.given() as centrale:
            market = centrale["marches"]["market"]
            market.end = date.today() - timedelta(days=1)
        self.refuse(self.bertrix, f"{url}/@workflow/submit", {}, 409, "lot_expired")

    def test_ceiling(self):
        url = self.direct(until="draft")
        with self.given() as centrale:
            centrale["marches"]["market"]["direct"].ceiling_excl_vat = Decimal("0.00")
        self.refuse(self.bertrix, f"{url}/@workflow/submit", {}, 409, "ceiling_reached")

    def test_another_authority(self):
        body = self.request_body(authority="/autorites/arlon")
        self.refuse(self.bertrix, MISSIONS, body, 409, "not_your_authority")

    def test_bad_offer_lines(self):
        url = self.direct()
        cases = (
            ({"code": "ZZ", "quantity": "1"}, "unknown_line", "lines.0.code"),
            (
                {"code": "A1", "quantity": "1", "unit_price": "1000.01"},
                "price_above_inventory",
                "lines.0.unit_price",
            ),
            (
                {"code": "A1", "quantity": "0"},
                "quantity_not_positive",
                "lines.0.quantity",
            ),
            (
                {"code": "A1", "quantity": "-1"},
                "quantity_not_positive",
                "lines.0.quantity",
            ),
        )
        for line, code, field in cases:
            with self.subTest(code):
                error = self.refuse(self.alpha, url, self.offer_body(line), 409, code)
                self.assertEqual(error["reasons"][0]["field"], field)

    def test_every_bad_line_at_once(self):
        body = self.offer_body(
            {"code": "ZZ", "quantity": "1"}, {"code": "A1", "quantity": "0"}
        )
        self.refuse(
            self.alpha,
            self.direct(),
            body,
            409,
            "unknown_line",
            "quantity_not_positive",
        )

    def test_no_line(self):
        body = {**self.offer_body(), "lines": []}
        self.refuse(self.alpha, self.direct(), body, 409, "no_lines")

    def test_children_out_of_order(self):
        url = self.direct()
        cases = (
            (self.bertrix, self.order_body()),
            (self.alpha, self.closure_body()),
        )
        for client, body in cases:
            with self.subTest(body["@type"]):
                self.refuse(client, url, body, 409, "mission_not_waiting")

    def test_transition_out_of_order(self):
        url = self.direct()
        self.refuse(self.bertrix, f"{url}/@workflow/submit", {}, 409, "wrong_state")
        self.refuse(self.agent, f"{url}/@workflow/offer", {}, 403, "not_permitted")

    def test_still_used(self):
        self.direct()
        with self.nothing_written():
            self.client("admin").refused(
                "DELETE", "autorites/bertrix", None, 409, "still_used"
            )

    def test_a_copy(self):
        url = self.direct(until="draft")
        self.refuse(
            self.bertrix,
            f"{MISSIONS}/{self.year}/@copy",
            {"source": url},
            409,
            "code_taken",
        )


class TestFiles(RefusalTestCase):
    """A file that is missing, or is not one."""

    WRONG = ("text", 5, [], {"filename": "a.pdf"})

    def test_missing(self):
        offered = self.direct(until="offered")
        confirmed = self.direct(until="confirmed")
        cases = (
            (
                self.bertrix,
                offered,
                self.order_body(),
                ("purchase_order", "deliberation"),
            ),
            (
                self.alpha,
                confirmed,
                self.closure_body(),
                ("report", "invoice", "payment_proof"),
            ),
        )
        for client, url, body, fields in cases:
            for field in fields:
                for value in (None, "left out"):
                    with self.subTest(field, value=value):
                        bad = {**body, field: None}
                        if value:
                            del bad[field]
                        error = self.refuse(client, url, bad, 400, "invalid")
                        self.assertEqual(error["reasons"][0]["field"], field)

    def test_wrong_type(self):
        url = self.direct(until="offered")
        for value in self.WRONG:
            with self.subTest(str(value)):
                body = self.order_body(deliberation=value)
                error = self.refuse(self.bertrix, url, body, 400, "invalid")
                self.assertEqual(error["reasons"][0]["field"], "deliberation")


class TestBody(RefusalTestCase):
    """What is not a JSON object is no request."""

    NOT_JSON = (b"{", b"title=x", b"\xff\xfe", b"{'title': 'x'}", b'{"a": 1,}')
    NOT_AN_OBJECT = (b"[]", b"[{}]", b'"text"', b"5", b"null", b"true")

    def paths(self):
        url = self.direct(until="draft")
        return (
            MISSIONS,
            url,
            f"{url}/@workflow/submit",
            f"{url}/@centrale-consultation",
        )

    def send(self, path, data):
        with self.nothing_written():
            response = self.bertrix.call(
                "POST", path, data=data, headers={"Content-Type": "application/json"}
            )
        self.assertEqual(response.status_code, 400, response.text)
        (reason,) = response.json()["error"]["reasons"]
        return reason["code"]

    def test_not_json(self):
        for path in self.paths():
            for data in self.NOT_JSON:
                with self.subTest(path, data=data):
                    self.assertEqual(self.send(path, data), "not_json")

    def test_not_an_object(self):
        for path in self.paths():
            for data in self.NOT_AN_OBJECT:
                with self.subTest(path, data=data):
                    self.assertEqual(self.send(path, data), "not_an_object")

    def test_patch(self):
        url = self.direct(until="draft")
        for data in (*self.NOT_JSON, *self.NOT_AN_OBJECT):
            with self.subTest(data), self.nothing_written():
                response = self.bertrix.call(
                    "PATCH",
                    url,
                    data=data,
                    headers={"Content-Type": "application/json"},
                )
                self.assertEqual(response.status_code, 400, response.text)
                self.assertEqual(
                    set(response.json()["error"]), {"type", "message", "reasons"}
                )

    def test_without_a_type(self):
        """What plone.restapi refuses by itself is told in our words too."""
        error = self.bertrix.refused(
            "POST", MISSIONS, {"title": "x"}, 400, "bad_request"
        )
        self.assertIn("@type", error["message"])
        self.assertEqual(error["reasons"][0]["message"], error["message"])

    def test_too_deep(self):
        response = self.bertrix.call("POST", MISSIONS, data=b"[" * 100_000)
        self.assertEqual(response.status_code, 400)

    def test_type(self):
        for value in (None, "", "Nothing", "Document", 5, [], {"a": 1}):
            with self.subTest(str(value)), self.nothing_written():
                body = {**self.request_body(), "@type": value}
                response = self.bertrix.post(MISSIONS, body)
                self.assertIn(response.status_code, (400, 403), response.text)
                self.assertEqual(
                    set(response.json()["error"]), {"type", "message", "reasons"}
                )


class TestValues(RefusalTestCase):
    """Each kind of field refuses what is not its kind, and names the field."""

    REQUEST = (
        ("title", (None, "", 5, True, [], {}, MEGABYTE, "two\nlines")),
        ("description", (5, [], {}, "x" * 20001)),
        ("authority", (None, 5, True, [], {}, "nowhere", "/nowhere", "/cyber")),
        ("lot", (None, "", {"@id": "/nowhere"}, "/autorites/bertrix")),
        ("contact_name", (None, 5, "x" * 151)),
        (
            "contact_email",
            (None, 5, "nobody", "a@b", "a@b.be\nBcc: c@d.be", "a b@c.be"),
        ),
        ("contact_phone", (5, [], "x" * 51)),
        ("options", (5, {}, [5], [[]], [MEGABYTE])),
        ("external_id", (True, [], "x" * 201)),
    )
    OFFER = (
        ("valid_until", (None, 5, "", "tomorrow", "2026-02-30", "2026-13-01", [], {})),
        ("lines", ("text", 5, {}, [5], ["text"], [[]])),
    )
    LINE = (
        ("code", (None, 5, [], "x" * 51)),
        ("quantity", (None, "", "many", [], {}, True, "1.00001", "NaN", "1e3")),
        ("unit_price", (950.0, True, [], {}, "cheap", "1,5", "0.00001", "Infinity")),
    )
    CLOSURE = (
        ("invoice_excl_vat", (None, 1900.0, True, [], "-1.00", "1.001", "x", "1e2")),
        ("invoice_number", (None, True, "x" * 101)),
        ("indicators", ("text", [5], [{"code": 5}], [{}])),
    )
    AUTHORITY = (
        ("authority_type", (None, 5, "kingdom", [], {"token": "kingdom"})),
        ("enterprise_number", (None, 5, "0999000128", "not a number", [])),
        ("iban", (5, "BE00000000000000", [])),
        ("population", ("many", 1.5, True, -1, [], {})),
        ("nis_code", ("1234", "abcde", True, [])),
        ("contacts", ("x", [{"name": 5}], [{"name": "A", "email": "nobody"}], [{}])),
    )

    def refuse_each(self, client, path, body, table):
        for field, values in table:
            for value in values:
                with self.subTest(field, value=str(value)[:40]):
                    error = self.refuse(
                        client, path, {**body, field: value}, 400, "invalid"
                    )
                    (reason,) = error["reasons"]
                    self.assertEqual(reason["field"].split(".")[0], field)
                    self.assertTrue(reason["message"])

    def test_request(self):
        self.refuse_each(self.bertrix, MISSIONS, self.request_body(), self.REQUEST)

    def test_change_of_a_request(self):
        url = self.direct(until="draft")
        for field, values in self.REQUEST:
            for value in values:
                with self.subTest(field, value=str(value)[:40]):
                    self.refuse(
                        self.bertrix,
                        url,
                        {field: value},
                        400,
                        "invalid",
                        method="PATCH",
                    )

    def test_offer(self):
        self.refuse_each(self.alpha, self.direct(), self.offer_body(), self.OFFER)

    def test_line_of_an_offer(self):
        url = self.direct()
        for field, values in self.LINE:
            for value in values:
                with self.subTest(field, value=str(value)[:40]):
                    line = {"code": "A1", "quantity": "1", field: value}
                    error = self.refuse(
                        self.alpha, url, self.offer_body(line), 400, "invalid"
                    )
                    self.assertEqual(error["reasons"][0]["field"], f"lines.0.{field}")

    def test_columns_that_do_not_exist(self):
        """A misspelt price is not the price of annexe B."""
        url = self.direct()
        for name in ("price", "unit-price", "Quantity", "@id", ""):
            with self.subTest(name):
                line = {"code": "A1", "quantity": "1", name: "1.00"}
                error = self.refuse(
                    self.alpha, url, self.offer_body(line), 400, "invalid"
                )
                (found,) = error["reasons"]
                self.assertEqual(found["field"], f"lines.0.{name}")
        contact = {"name": "A", "mail": "a@b.be"}
        body = {"contacts": [{"name": "B"}, contact]}
        error = self.refuse(
            self.agent, "autorites/bertrix", body, 400, "invalid", method="PATCH"
        )
        self.assertEqual(error["reasons"][0]["field"], "contacts.1.mail")

    def test_closure(self):
        url = self.direct(until="confirmed")
        self.refuse_each(self.alpha, url, self.closure_body(), self.CLOSURE)

    def test_authority(self):
        body = {
            "@type": "imio.centrale.LocalAuthority",
            "title": "Virton",
            "authority_type": "commune",
            "enterprise_number": "0999000624",
        }
        self.refuse_each(self.agent, "autorites", body, self.AUTHORITY)

    def test_deadline_with_an_hour(self):
        body = {
            "@type": "imio.centrale.SubsidyProgram",
            "title": "Programme",
            "envelope": "10.00",
        }
        table = (
            ("dossier_deadline", (5, "soon", "2026-07-05T25:00:00", [], {})),
            ("envelope", (None, 10.0, "-1.00", "10.001", [])),
            ("eligible_types", ("kingdom", ["kingdom"], [5])),
            ("amount_basis", ("both", 5, [])),
        )
        self.refuse_each(self.agent, "cyber/subsides", body, table)

    def test_missing(self):
        for field in ("title", "authority", "lot", "contact_name", "contact_email"):
            with self.subTest(field):
                body = self.request_body()
                del body[field]
                error = self.refuse(self.bertrix, MISSIONS, body, 400, "invalid")
                self.assertEqual(error["reasons"][0]["field"], field)

    def test_every_error_in_one_answer(self):
        body = self.request_body(title=5, contact_email="nobody", lot="nowhere")
        error = self.refuse(
            self.bertrix, MISSIONS, body, 400, "invalid", "invalid", "invalid"
        )
        self.assertEqual(
            {each["field"] for each in error["reasons"]},
            {"title", "contact_email", "lot"},
        )

    def test_text_that_is_no_text(self):
        """Half a character: JSON can write it, nothing can keep it."""
        for title in ("\ud800", "a\u0000b"):
            with self.subTest(ascii(title)):
                body = self.request_body(title=title)
                self.refuse(self.bertrix, MISSIONS, body, 400, "invalid")

    def test_numbers_are_stored_in_one_form(self):
        answer = self.agent.created(
            "autorites",
            {
                "@type": "imio.centrale.LocalAuthority",
                "title": "Virton",
                "authority_type": "commune",
                "enterprise_number": "BE 0999.000.624",
            },
        )
        self.assertEqual(answer["enterprise_number"], "0999000624")


class TestTransitions(RefusalTestCase):
    """``@workflow``: names, reasons, accounts."""

    def test_unknown(self):
        url = self.direct()
        for path in ("@workflow/fly", "@workflow", "@workflow/"):
            with self.subTest(path):
                self.refuse(self.agent, f"{url}/{path}", {}, 400, "unknown_transition")

    def test_reasons(self):
        url = f"{self.direct()}/@workflow/cancel"
        cases = (
            ({}, "reason_required"),
            ({"reason_code": "Not a code"}, "reason_malformed"),
            ({"reason_code": "other", "reason_note": "x" * 5001}, "note_too_long"),
            ({"reason_code": 5}, "wrong_type"),
            ({"reason_code": "other", "reason_note": []}, "wrong_type"),
            ({"reason_code": "other", "comment": {}}, "wrong_type"),
            ({"reason_code": "other", "comment": "x" * 5001}, "comment_too_long"),
            ({"reason_code": "other", "comment": MEGABYTE}, "comment_too_long"),
            ({"reason_code": "other", "comment": "a\x00b"}, "unkeepable"),
            ({"reason_code": "other", "comment": "\ud800"}, "unkeepable"),
            ({"reason_code": "other", "reason_note": "\x1b[2J"}, "unkeepable"),
        )
        for body, code in cases:
            with self.subTest(code):
                self.refuse(self.bertrix, url, body, 400, code)

    def test_not_allowed(self):
        url = f"{self.direct()}/@workflow/declare_unsuccessful"
        body = {"reason_code": "other"}
        for client in (self.bertrix, self.alpha, self.client("auditor")):
            self.refuse(client, url, body, 403, "not_permitted")

    def test_not_seen(self):
        url = f"{self.direct()}/@workflow/cancel"
        body = {"reason_code": "other"}
        for login in ("arlon", "beta", "intake", "stranger", None):
            with self.subTest(login), self.nothing_written():
                response = self.client(login).post(url, body)
                self.assertIn(response.status_code, (401, 403))
                self.assertEqual(
                    set(response.json()["error"]), {"type", "message", "reasons"}
                )


class TestFrozen(RefusalTestCase):
    """What is submitted, published or given is not changed by a PATCH."""

    def unchanged(self, client, path, body):
        """Ignored or refused: the values are those of before."""
        admin = self.client("admin")
        before = admin.got(path)
        response = client.patch(path, body)
        self.assertIn(response.status_code, (204, 400, 401, 403, 409), response.text)
        after = admin.got(path)
        for name in body:
            with self.subTest(name):
                self.assertEqual(after[name], before[name])

    def test_users_count(self):
        for client in (self.bertrix, self.agent):
            self.unchanged(
                client,
                "cyber/adhesions/bertrix",
                {"users_count": 1000, "interest_date": "2020-01-01", "organ": "other"},
            )

    def test_declarations(self):
        path = "cyber/adhesions/bertrix"
        rows = [{"declared_on": "2025-01-01", "users_count": 120}]
        self.bertrix.expect(self.bertrix.patch(path, {"declarations": rows}), 204)
        rows[0]["users_count"] = 10
        self.refuse(
            self.bertrix,
            path,
            {"declarations": rows},
            409,
            "declaration_rewritten",
            method="PATCH",
        )

    def test_published_inventory(self):
        path = "cyber/marches/market/direct/inventory-alpha-test-1"
        for client in (self.agent, self.alpha):
            self.unchanged(client, path, {"lines": [], "valid_from": "2020-01-01"})

    def test_submitted_mission(self):
        url = self.direct()
        for client in (self.bertrix, self.agent):
            self.unchanged(
                client,
                url,
                {
                    "lot": "/cyber/marches/market/cascade",
                    "authority": "/autorites/arlon",
                },
            )

    def test_what_the_product_gives(self):
        url = self.direct(until="draft")
        self.unchanged(
            self.bertrix,
            url,
            {"tracking_code": "CYB-26-2222222", "supplier": "/prestataires/alpha-test"},
        )
        offer = self.alpha.created(self.direct(), self.offer_body())
        self.unchanged(self.alpha, offer["@id"], {"total_excl_vat": "1.00"})

    def test_a_deposited_order(self):
        url = self.direct(until="confirmed")
        for client in (self.bertrix, self.agent):
            self.unchanged(client, f"{url}/commande-1", {"order_number": "autre"})
