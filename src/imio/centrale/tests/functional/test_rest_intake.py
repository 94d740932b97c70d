"""Forms of an e-guichet over REST, sent by an account that may do nothing else."""

from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from plone import api
from tempfile import TemporaryDirectory
from unittest import mock

import base64
import os
import transaction


REQUESTS = "cyber/@centrale-requests"
ADHESIONS = "cyber/@centrale-adhesions"
ORDERS = "cyber/@centrale-orders"
CLOSURES = "cyber/@centrale-closures"
UPLOADS = "cyber/@tus-upload"
BERTRIX = "0999000129"
ALPHA = "0999000327"


class IntakeTestCase(RestTestCase):
    """Base: forms that are right."""

    layer = FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.guichet, self.agent, self.bertrix, self.alpha = map(
            self.client, ("intake", "agent", "bertrix", "alpha")
        )

    def form(self, **changes):
        """A request on the direct lot."""
        body = {
            "external_id": "FORM-1",
            "authority": BERTRIX,
            "lot": "1",
            "title": "Audit de sécurité",
            "description": "Pour le réseau communal",
            "contact": {
                "name": "Camille Test",
                "email": "camille@bertrix.example",
                "phone": "061 00 00 00",
            },
        }
        return {**body, **changes}

    def other_centrale(self):
        """A second centrale of the site, with nothing in it."""
        transaction.begin()
        with api.env.adopt_roles(["Manager"]):
            api.content.create(
                self.portal,
                "imio.centrale.Centrale",
                id="other",
                title="Autre",
                code_prefix="OTH",
                contact_email="other@centrale.example",
                purchase_model="intermediary",
            )
        transaction.commit()

    def missions(self):
        transaction.begin()
        return self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="imio.centrale.MissionRequest"
        )

    def refuse(self, body, status, *reason_codes, path=REQUESTS):
        """Refused, and nothing is kept."""
        before = len(self.missions())
        error = self.guichet.refused("POST", path, body, status, *reason_codes)
        self.assertEqual(len(self.missions()), before)
        self.assertNotIn("${", error["message"])
        return error["reasons"]

    def same(self, path, body, answer):
        """The same form again, and its state later."""
        self.assertEqual(
            self.guichet.expect(self.guichet.post(path, body), 200), answer
        )
        later = self.guichet.got(f"{path}/{body['external_id']}")
        self.assertTrue(later.pop("updated"))
        self.assertEqual(later, answer)

    def ready(self, state="confirmed"):
        """The tracking code of a mission on the direct lot that waits for a deposit."""
        answer = self.guichet.created(REQUESTS, self.form(external_id=f"for-{state}"))
        url, code = answer["@id"], answer["tracking_code"]
        lines = [{"code": "A1", "quantity": "2", "unit_price": "950.00"}]
        body = {"valid_until": "2099-01-01", "lines": lines}
        offer = self.alpha.created(url, {"@type": "imio.centrale.Offer", **body})
        self.alpha.moved(offer["@id"], "submit", "submitted")
        self.bertrix.moved(offer["@id"], "accept", "accepted")
        if state == "confirmed":
            order = self.guichet.created(ORDERS, self.order(code))
            self.agent.moved(order["@id"], "confirm", "confirmed")
        return code

    def order(self, code, **changes):
        body = {
            "external_id": f"ORDER-{code}",
            "authority": BERTRIX,
            "tracking_code": code,
            "order_number": "2026/1",
            "order_date": "2026-01-10",
            "purchase_order": upload("bc.pdf"),
            "organ": "college",
            "deliberation_date": "2026-01-09",
            "deliberation": upload("delib.pdf"),
        }
        return {**body, **changes}

    def closure(self, code, **changes):
        body = {
            "external_id": f"CLOSURE-{code}",
            "supplier": ALPHA,
            "tracking_code": code,
            "report": upload("rapport.pdf"),
            "invoice": upload("facture.pdf"),
            "invoice_number": "F-1",
            "invoice_date": "2026-02-01",
            "invoice_excl_vat": "1900.00",
            "invoice_incl_vat": "2299.00",
            "payment_proof": upload("preuve.pdf"),
        }
        return {**body, **changes}


class TestRequests(IntakeTestCase):
    """A request is made and submitted in one go."""

    def test_direct_lot(self):
        answer = self.guichet.created(REQUESTS, self.form())
        self.assertEqual(set(answer), {"@id", "tracking_code", "review_state", "step"})
        self.assertEqual((answer["review_state"], answer["step"]), ("assigned", 3))
        mission = self.bertrix.got(answer["@id"])
        self.assertEqual(mission["contact_phone"], "061 00 00 00")
        self.assertEqual(mission["external_id"], "FORM-1")
        self.assertEqual(mission["tracking_code"], answer["tracking_code"])

    def test_cascade(self):
        answer = self.guichet.created(REQUESTS, self.form(lot=2))
        self.assertEqual((answer["review_state"], answer["step"]), ("submitted", 2))

    def test_every_way_of_writing_a_number(self):
        for index, text in enumerate(("BE 0999.000.129", "be0999000129", "999000129")):
            with self.subTest(text):
                body = self.form(external_id=f"n-{index}", authority=text)
                self.guichet.created(REQUESTS, body)

    def test_location(self):
        response = self.guichet.post(REQUESTS, self.form())
        self.assertEqual(
            self.guichet.got(response.headers["Location"])["@id"],
            response.json()["@id"],
        )

    def test_the_same_again(self):
        answer = self.guichet.created(REQUESTS, self.form())
        self.same(REQUESTS, self.form(), answer)
        blanks = self.form(title=" Audit de sécurité ", options=[], files=None)
        self.same(REQUESTS, blanks, answer)
        self.assertEqual(len(self.missions()), 1)

    def test_the_same_later(self):
        """What the dossier has become since is told, the form being the same."""
        answer = self.guichet.created(REQUESTS, self.form())
        self.bertrix.moved(
            answer["@id"], "cancel", "cancelled", reason_code="need_disappeared"
        )
        answer["review_state"] = "cancelled"
        self.same(REQUESTS, self.form(), answer)

    def test_other_content(self):
        self.guichet.created(REQUESTS, self.form())
        body = self.form(title="Autre", lot="2", contact={"name": "Autre"})
        (reason,) = self.refuse(body, 409, "external_id_used")
        self.assertEqual(reason["field"], "external_id")
        self.assertIn("contact, lot, title", reason["message"])

    def test_a_refusal_keeps_no_reference(self):
        self.refuse(self.form(title=""), 400, "invalid")
        self.guichet.created(REQUESTS, self.form())

    def test_a_deleted_mission_is_not_remembered(self):
        url = self.guichet.created(REQUESTS, self.form())["@id"]
        transaction.begin()
        path = url.replace(self.portal.absolute_url() + "/", "")
        with api.env.adopt_roles(["Manager"]):
            mission = self.portal.unrestrictedTraverse(path)
            mission.aq_parent._delObject(mission.getId())
        transaction.commit()
        self.guichet.refused(
            "GET", f"{REQUESTS}/FORM-1", None, 404, "unknown_external_id"
        )
        self.assertNotEqual(self.guichet.created(REQUESTS, self.form())["@id"], url)

    def test_references_are_of_one_centrale_and_one_form(self):
        self.guichet.created(REQUESTS, self.form())
        self.other_centrale()
        for path in ("other/@centrale-requests", ORDERS, ADHESIONS, CLOSURES):
            self.guichet.refused(
                "GET", f"{path}/FORM-1", None, 404, "unknown_external_id"
            )
        self.guichet.refused(
            "POST", "other/@centrale-requests", self.form(), 400, "unknown_lot"
        )

    def test_references(self):
        for value in (None, "", " ", "-a", ".", "..", "a b", "é", "a/b", "x" * 101):
            with self.subTest(value):
                self.refuse(self.form(external_id=value), 400, "external_id_malformed")
        for value in (5.5, True, [], {}):
            with self.subTest(value):
                self.refuse(self.form(external_id=value), 400, "wrong_type")
        self.guichet.created(REQUESTS, self.form(external_id=12))
        self.assertTrue(self.guichet.got(f"{REQUESTS}/12"))
        self.guichet.refused("GET", REQUESTS, None, 400, "external_id_missing")
        self.guichet.refused("GET", f"{REQUESTS}/a/b", None, 404, "unknown_external_id")

    def test_rules_refuse_as_pages_do(self):
        transaction.begin()
        market = self.portal["cyber"]["marches"]["market"]
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(market, "suspend")
        transaction.commit()
        self.refuse(self.form(), 409, "lot_not_open")

    def test_authority_without_adhesion(self):
        body = {
            "@type": "imio.centrale.LocalAuthority",
            "title": "Virton",
            "authority_type": "commune",
            "enterprise_number": "0999000624",
        }
        self.agent.created("autorites", body)
        self.refuse(self.form(authority="0999000624"), 409, "adhesion_missing")

    def test_fields(self):
        cases = (
            ({"authority": "0999000130"}, "enterprise_number_wrong", "authority"),
            ({"authority": ""}, "enterprise_number_wrong", "authority"),
            ({"authority": None}, "enterprise_number_wrong", "authority"),
            ({"authority": "0999000723"}, "unknown_authority", "authority"),
            ({"authority": ALPHA}, "unknown_authority", "authority"),
            ({"authority": 999000129}, "wrong_type", "authority"),
            ({"lot": "9"}, "unknown_lot", "lot"),
            ({"lot": None}, "unknown_lot", "lot"),
            ({"lot": ["1"]}, "wrong_type", "lot"),
            ({"lot": True}, "wrong_type", "lot"),
            ({"title": None}, "invalid", "title"),
            ({"title": 5}, "invalid", "title"),
            ({"description": []}, "invalid", "description"),
            ({"contact": "Camille"}, "wrong_type", "contact"),
            ({"contact": {"name": "C"}}, "invalid", "contact.email"),
            (
                {"contact": {"name": "C", "email": "c@b.example", "fax": "1"}},
                "unknown_member",
                "contact.fax",
            ),
            (
                {"contact": {"name": 5, "email": "c@b.example"}},
                "invalid",
                "contact.name",
            ),
            ({"options": {"a": 1}}, "invalid", "options"),
            ({"files": "x"}, "wrong_type", "files"),
            ({"files": [5]}, "wrong_type", "files.0"),
            ({"titel": "x"}, "unknown_member", "titel"),
            ({"@type": "Document"}, "unknown_member", "@type"),
            ({"tracking_code": "CYB-26-2222222"}, "unknown_member", "tracking_code"),
        )
        for changes, code, field in cases:
            with self.subTest(str(changes)):
                (reason,) = self.refuse(self.form(**changes), 400, code)
                self.assertEqual(reason["field"], field)

    def test_every_error_in_one_answer(self):
        body = self.form(authority="1", lot="9", title="", contact={"name": "C"})
        reasons = self.refuse(
            body, 400, "enterprise_number_wrong", "unknown_lot", "invalid", "invalid"
        )
        self.assertEqual(
            [each["field"] for each in reasons],
            ["authority", "lot", "title", "contact.email"],
        )

    def test_options(self):
        answer = self.guichet.created(REQUESTS, self.form(options=["AUD"]))
        self.assertEqual(self.bertrix.got(answer["@id"])["options"], ["AUD"])
        body = self.form(external_id="o", options=["AUD", "NO"])
        (reason,) = self.refuse(body, 409, "unknown_option")
        self.assertEqual(reason["field"], "options.1")


class TestFiles(IntakeTestCase):
    """Files beside a request, as plone.restapi takes them."""

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        patched = mock.patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder.name})
        patched.start()
        self.addCleanup(patched.stop)

    def files_of(self, answer):
        """Name -> content of the files of a mission, as its authority reads them."""
        found = {}
        for item in self.bertrix.got(answer["@id"])["items"]:
            if item["@type"] == "File":
                told = self.bertrix.got(item["@id"])["file"]
                found[told["filename"]] = self.bertrix.get(told["download"]).content
        return found

    def tus(self, client, method, path, data=b"", **headers):
        names = {name.replace("_", "-"): str(each) for name, each in headers.items()}
        return client.call(
            method, path, data=data, headers={"Tus-Resumable": "1.0.0", **names}
        )

    def begin(self, client, length, name="plan.pdf", kind="application/pdf"):
        values = {"filename": name, "content-type": kind}
        metadata = ",".join(
            f"{key} {base64.b64encode(text.encode()).decode()}"
            for key, text in values.items()
        )
        return self.tus(
            client, "POST", UPLOADS, Upload_Length=length, Upload_Metadata=metadata
        )

    def part(self, client, url, data, offset):
        kind = "application/offset+octet-stream"
        return self.tus(
            client, "PATCH", url, data, Upload_Offset=offset, Content_Type=kind
        )

    def sent(self, data=b"0123456789", client=None):
        """The address of an upload that is complete."""
        client = client or self.guichet
        response = self.begin(client, len(data))
        self.assertEqual(response.status_code, 201, response.text)
        url = response.headers["Location"]
        self.assertEqual(self.part(client, url, data, 0).status_code, 204)
        return url

    def test_base64(self):
        body = self.form(files=[upload("a.pdf", b"one"), upload("b.pdf", b"two")])
        answer = self.guichet.created(REQUESTS, body)
        self.assertEqual(self.files_of(answer), {"a.pdf": b"one", "b.pdf": b"two"})
        self.same(REQUESTS, body, answer)
        body["files"].reverse()
        self.refuse(body, 409, "external_id_used")

    def test_nobody_owns_them(self):
        body = self.form(files=[upload("a.pdf")])
        answer = self.guichet.created(REQUESTS, body)
        for item in self.bertrix.got(answer["@id"])["items"]:
            self.assertIn(self.guichet.get(item["@id"]).status_code, (401, 403))
            self.assertNotIn("intake", str(self.bertrix.got(item["@id"])))

    def test_bad_files(self):
        good = upload("a.pdf")
        cases = (
            ({**good, "data": "@@@"}, "wrong_type"),
            ({**good, "data": "é"}, "wrong_type"),
            ({**good, "data": 5}, "wrong_type"),
            ({**good, "data": ""}, "file_empty"),
            ({**good, "encoding": "rot13"}, "wrong_type"),
            ({**good, "filename": ""}, "file_name_wrong"),
            ({**good, "filename": "a/"}, "file_name_wrong"),
            ({**good, "filename": "a\x00b"}, "file_name_wrong"),
            ({**good, "filename": "x" * 256}, "file_name_wrong"),
            ({**good, "filename": None}, "wrong_type"),
            ({**good, "filename": "a\nb"}, "file_name_wrong"),
            ({**good, "content-type": []}, "wrong_type"),
            ({**good, "content-type": "text/html\r\nX: y"}, "wrong_type"),
            ({**good, "path": "x"}, "unknown_member"),
            ({"tus": 5}, "wrong_type"),
            ({"tus": "x", "filename": "a.pdf"}, "wrong_type"),
            ({"tus": "0" * 32}, "upload_unknown"),
            ({"tus": "../../etc/passwd"}, "upload_unknown"),
        )
        for value, code in cases:
            with self.subTest(str(value)):
                (reason,) = self.refuse(self.form(files=[good, value]), 400, code)
                self.assertTrue(reason["field"].startswith("files.1"), reason)
        self.refuse(self.form(files=[good] * 21), 400, "too_many_values")

    def test_tus(self):
        data = os.urandom(300_000)
        url = self.begin(self.guichet, len(data)).headers["Location"]
        self.assertEqual(self.part(self.guichet, url, data[:100], 0).status_code, 204)
        told = self.tus(self.guichet, "HEAD", url)
        self.assertEqual(told.headers["Upload-Offset"], "100")
        body = self.form(files=[{"tus": url}])
        (reason,) = self.refuse(body, 400, "upload_unfinished")
        self.assertEqual(reason["field"], "files.0")
        response = self.part(self.guichet, url, data[100:], 100)
        self.assertEqual(response.headers["Upload-Offset"], str(len(data)))
        answer = self.guichet.created(REQUESTS, body)
        self.assertEqual(self.files_of(answer), {"plan.pdf": data})
        self.assertEqual(os.listdir(self.folder), [])
        self.same(REQUESTS, body, answer)
        body = self.form(files=[{"tus": self.sent(b"other")}])
        self.refuse(body, 409, "external_id_used")
        body = self.form(external_id="new", files=[{"tus": url}])
        self.refuse(body, 400, "upload_unknown")

    def test_tus_by_id(self):
        url = self.sent()
        files = [{"tus": url.rpartition("/")[2]}]
        answer = self.guichet.created(REQUESTS, self.form(files=files))
        self.assertEqual(self.files_of(answer), {"plan.pdf": b"0123456789"})

    def test_a_refusal_keeps_the_upload(self):
        files = [{"tus": self.sent()}]
        self.refuse(self.form(files=files, title=""), 400, "invalid")
        self.guichet.created(REQUESTS, self.form(files=files))

    def test_an_upload_is_of_one_account_and_one_centrale(self):
        transaction.begin()
        api.user.create(
            username="intake2", email="i@user.example", password="secret-of-the-tests"
        )
        api.user.grant_roles(username="intake2", roles=["Member", "Centrale Intake"])
        transaction.commit()
        other, url = self.client("intake2"), self.sent()
        self.assertEqual(self.tus(other, "HEAD", url).status_code, 404)
        self.assertEqual(self.part(other, url, b"x", 10).status_code, 404)
        body = self.form(files=[{"tus": url}])
        other.refused("POST", REQUESTS, body, 400, "upload_unknown")

    def test_protocol(self):
        self.assertEqual(self.guichet.post(UPLOADS).status_code, 412)
        url = self.begin(self.guichet, 10).headers["Location"]
        for response in (
            self.begin(self.guichet, -1),
            self.begin(self.guichet, 0),
            self.begin(self.guichet, 10**12),
            self.begin(self.guichet, "x"),
            self.begin(self.guichet, 10, name=""),
            self.begin(self.guichet, 10, name="a\nb"),
            self.begin(self.guichet, 10, kind="text/html\r\nX: y"),
            self.tus(self.guichet, "POST", UPLOADS, Upload_Length=5),
            self.tus(
                self.guichet,
                "POST",
                UPLOADS,
                Upload_Length=5,
                Upload_Metadata="filename ***",
            ),
            self.part(self.guichet, url, b"0" * 11, 0),
            self.part(self.guichet, url, b"0", "x"),
            self.tus(self.guichet, "PATCH", url, b"0", Upload_Offset=0),
        ):
            self.assertEqual(response.status_code, 400, response.text)
            self.assertTrue(response.json()["error"]["reasons"])
        self.assertEqual(self.part(self.guichet, url, b"0", 5).status_code, 409)
        for address in (UPLOADS, f"{UPLOADS}/x", f"{url}/x", f"{UPLOADS}/{'0' * 32}"):
            self.assertEqual(self.tus(self.guichet, "HEAD", address).status_code, 404)

    def test_documents_by_tus(self):
        code = self.ready("offered")
        tus = {"tus": self.sent(b"%PDF-1.4 delib")}
        body = self.order(code, deliberation=tus)
        answer = self.guichet.created(ORDERS, body)
        told = self.bertrix.got(answer["@id"])["deliberation"]
        self.assertEqual(self.bertrix.get(told["download"]).content, b"%PDF-1.4 delib")
        self.same(ORDERS, body, answer)


class TestAdhesions(IntakeTestCase):
    """The interest first, the deliberation then or with it."""

    def setUp(self):
        super().setUp()
        self.agent.created(
            "autorites",
            {
                "@type": "imio.centrale.LocalAuthority",
                "title": "Virton",
                "authority_type": "commune",
                "enterprise_number": "0999000624",
            },
        )

    def interest(self, **changes):
        body = {
            "external_id": "INT-1",
            "authority": "BE 0999.000.624",
            "users_count": 80,
            "interests": [{"lot": "1", "max_amount": "5000.00"}, {"lot": 2}],
        }
        return {**body, **changes}

    def decision(self, **changes):
        body = {
            "external_id": "DEL-1",
            "authority": "0999000624",
            "organ": "conseil_communal",
            "deliberation_date": "2026-02-01",
            "deliberation": upload("delib.pdf"),
        }
        return {**body, **changes}

    def test_interest_then_deliberation(self):
        answer = self.guichet.created(ADHESIONS, self.interest())
        self.assertEqual(set(answer), {"@id", "review_state", "step"})
        self.assertEqual((answer["review_state"], answer["step"]), ("interest", 1))
        told = self.agent.got(answer["@id"])
        self.assertEqual(told["interests"][0]["max_amount"], "5000.00")
        self.assertEqual(len(told["interests"]), 2)
        self.same(ADHESIONS, self.interest(), answer)
        second = self.guichet.created(ADHESIONS, self.decision())
        self.assertEqual(second["@id"], answer["@id"])
        self.assertEqual(second["review_state"], "submitted")
        self.same(ADHESIONS, self.decision(), second)
        self.assertEqual(self.agent.got(answer["@id"])["users_count"], 80)
        self.agent.moved(answer["@id"], "activate", "active")

    def test_both_at_once(self):
        body = {**self.interest(), **self.decision()}
        answer = self.guichet.created(ADHESIONS, body)
        self.assertEqual(answer["review_state"], "submitted")

    def test_refusals(self):
        for body, status, code in (
            (self.interest(authority=BERTRIX), 409, "adhesion_exists"),
            (self.interest(users_count=None), 400, "invalid"),
            (self.interest(users_count="80"), 400, "invalid"),
            (self.interest(users_count=-1), 400, "invalid"),
            (self.interest(interests=[{"lot": "9"}]), 400, "unknown_lot"),
            (self.interest(interests=["1"]), 400, "wrong_type"),
            (self.interest(interests={"lot": "1"}), 400, "wrong_type"),
            (
                self.interest(interests=[{"lot": "1", "max_amount": 5.5}]),
                400,
                "invalid",
            ),
            (self.decision(users_count=8, organ=None), 409, "organ_missing"),
            (self.decision(users_count=8, organ="nobody"), 400, "invalid"),
            (self.decision(users_count=8, deliberation="x"), 400, "invalid"),
        ):
            with self.subTest(str(body)):
                self.refuse(body, status, code, path=ADHESIONS)


class TestDeposits(IntakeTestCase):
    """Orders and closure files, for the dossier with that code."""

    def test_order(self):
        code = self.ready("offered")
        answer = self.guichet.created(ORDERS, self.order(code))
        self.assertEqual(set(answer), {"@id", "tracking_code", "review_state", "step"})
        self.assertEqual(
            (answer["tracking_code"], answer["review_state"], answer["step"]),
            (code, "deposited", 4),
        )
        self.same(ORDERS, self.order(code), answer)
        self.refuse(
            self.order(code, external_id="again"),
            409,
            "mission_not_waiting",
            path=ORDERS,
        )

    def test_order_sent_back(self):
        code = self.ready("offered")
        answer = self.guichet.created(ORDERS, self.order(code))
        self.agent.moved(answer["@id"], "return", "returned")
        body = {
            "external_id": "second",
            "authority": BERTRIX,
            "tracking_code": code.lower(),
            "purchase_order": upload("bc2.pdf"),
        }
        second = self.guichet.created(ORDERS, body)
        self.assertEqual(second["@id"], answer["@id"])
        self.assertEqual(second["review_state"], "deposited")
        told = self.bertrix.got(second["@id"])
        self.assertEqual(told["purchase_order"]["filename"], "bc2.pdf")
        self.assertEqual(told["order_number"], "2026/1")

    def test_closure(self):
        code = self.ready()
        answer = self.guichet.created(CLOSURES, self.closure(code))
        self.assertEqual((answer["review_state"], answer["step"]), ("deposited", 5))
        self.same(CLOSURES, self.closure(code), answer)

    def test_closure_sent_back_for_corrections(self):
        code = self.ready()
        answer = self.guichet.created(CLOSURES, self.closure(code))
        url = answer["@id"]
        self.agent.moved(url, "return", "returned", fields=["report"])
        body = {"external_id": "2", "supplier": ALPHA, "tracking_code": code}
        (reason,) = self.refuse(
            {**body, "invoice_number": "F-2"}, 409, "field_kept", path=CLOSURES
        )
        self.assertEqual(reason["field"], "invoice_number")
        body["report"] = upload("rapport2.pdf", b"%PDF-1.4 second")
        again = self.guichet.created(CLOSURES, body)
        self.assertEqual((again["@id"], again["review_state"]), (url, "deposited"))

    def test_refusals(self):
        code = self.ready("offered")
        for body, path, status, reason in (
            (
                self.order(code, authority="0999000228"),
                ORDERS,
                409,
                "dossier_of_another",
            ),
            (self.order("CYB-26-2222222"), ORDERS, 400, "unknown_mission"),
            (self.order(None), ORDERS, 400, "unknown_mission"),
            (self.order([], external_id="x"), ORDERS, 400, "wrong_type"),
            (self.order(code, authority=ALPHA), ORDERS, 400, "unknown_authority"),
            (self.order(code, order_number=None), ORDERS, 400, "invalid"),
            (self.order(code, organ="nobody"), ORDERS, 400, "invalid"),
            (self.order(code, order_date="soon"), ORDERS, 400, "invalid"),
            (
                self.order(code, deliberation={"tus": "x"}),
                ORDERS,
                400,
                "upload_unknown",
            ),
            (self.closure(code), CLOSURES, 409, "mission_not_waiting"),
            (
                self.closure(code, supplier="0999000426"),
                CLOSURES,
                409,
                "dossier_of_another",
            ),
            (
                self.closure(code, supplier=BERTRIX),
                CLOSURES,
                400,
                "unknown_supplier",
            ),
        ):
            with self.subTest(str(body)[:150]):
                self.refuse(body, status, reason, path=path)


class TestTheAccount(IntakeTestCase):
    """Forms go in, their state comes out: an account with the role does nothing else."""

    FORMS = (REQUESTS, ADHESIONS, ORDERS, CLOSURES, UPLOADS)

    def test_nobody_else(self):
        for login in ("bertrix", "alpha", "agent", "auditor", "siteadmin", None):
            client = self.client(login)
            for path in self.FORMS:
                with self.subTest(login, path=path):
                    response = client.post(path, self.form())
                    self.assertEqual(response.status_code, 403 if login else 401)
        self.assertEqual(len(self.missions()), 0)

    def test_reads_what_the_public_reads(self):
        """The same addresses, and the same answers as without logging in."""
        answer = self.guichet.created(REQUESTS, self.form())
        public = self.client()
        for path in (
            "@search?sort_on=path",
            "@search?fullobjects=1&sort_on=path",
            "cyber/@search?metadata_fields=_all&sort_on=path",
            "cyber",
            "cyber/missions",
            "cyber/adhesions",
            "cyber/subsides",
            "autorites",
            "prestataires",
            "cyber/marches",
            "cyber/marches/market/cascade",
            "cyber/missions/@types/imio.centrale.MissionRequest",
            "@users",
            "@users/bertrix",
            "@groups",
            "@vocabularies/imio.centrale.authorities",
            "@vocabularies/imio.centrale.suppliers",
            "@vocabularies/imio.centrale.missions",
            answer["@id"],
            f"{answer['@id']}/@history",
            f"{answer['@id']}/@centrale-timeline",
            f"{answer['@id']}/@centrale-actions",
        ):
            with self.subTest(path):
                mine, theirs = self.guichet.get(path), public.get(path)
                if mine.status_code == 200 and theirs.status_code == 200:
                    self.assertEqual(mine.json(), theirs.json())
                else:
                    self.assertIn(mine.status_code, (401, 403, 404), mine.text)
                    self.assertIn(theirs.status_code, (401, 403, 404), theirs.text)

    def test_changes_nothing_else(self):
        url = self.guichet.created(REQUESTS, self.form())["@id"]
        body = self.request_body()
        for method, path, sent in (
            ("POST", "cyber/missions", body),
            ("POST", "cyber", {**body, "@type": "Document"}),
            ("POST", "", {**body, "@type": "Document"}),
            ("POST", "cyber/adhesions", {"@type": "imio.centrale.Adhesion"}),
            ("PATCH", url, {"title": "Autre"}),
            ("DELETE", url, None),
            ("POST", f"{url}/@workflow/cancel", {"reason_code": "other"}),
            ("POST", f"{url}/@centrale-consultation", {"action": "consult"}),
            ("PATCH", "cyber", {"title": "Autre"}),
        ):
            with self.subTest(f"{method} {path}"):
                response = self.guichet.call(method, path, sent)
                self.assertIn(response.status_code, (401, 403), response.text)

    def test_only_where_it_has_the_role(self):
        """A local role on a centrale opens that one and no other."""
        self.other_centrale()
        transaction.begin()
        self.portal["cyber"].manage_setLocalRoles("stranger", ["Centrale Intake"])
        transaction.commit()
        local = self.client("stranger")
        local.created(REQUESTS, self.form())
        for path in self.FORMS:
            elsewhere = path.replace("cyber", "other")
            local.refused("POST", elsewhere, self.form(), 403, "not_permitted")
        local.refused(
            "GET", "other/@centrale-requests/FORM-1", None, 403, "not_permitted"
        )

    def test_given_on_the_sharing_page(self):
        siteadmin, local = self.client("siteadmin"), self.client("stranger")
        local.refused("POST", REQUESTS, self.form(), 403, "not_permitted")
        roles = {"Centrale Intake": True}
        entry = {"id": "stranger", "type": "user", "roles": roles}
        body = {"entries": [entry], "inherit": True}
        siteadmin.expect(siteadmin.post("cyber/@sharing", body), 204)
        local.created(REQUESTS, self.form())
        roles["Centrale Intake"] = False
        siteadmin.expect(siteadmin.post("cyber/@sharing", body), 204)
        local.refused("POST", REQUESTS, self.form(), 403, "not_permitted")

    def test_a_code_of_another_centrale(self):
        self.other_centrale()
        code = self.ready("offered")
        self.refuse(
            self.order(code), 400, "unknown_mission", path="other/@centrale-orders"
        )
