"""Code proof and bundle over HTTP: what each account reads, does and is refused."""

from imio.centrale.bundle.verify import findings_in
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests import documents
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from io import BytesIO
from zipfile import ZipFile

import transaction


class RestProofCase(ProcedureTestCase, RestTestCase):
    """Base: a mission whose offer is accepted, ready for its order."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        transaction.begin()
        mission = self.mission(until="accepted")
        self.other = self.request(login="arlon", authority=self.arlon.UID())
        transaction.commit()
        self.url, self.code = mission.absolute_url(), mission.tracking_code
        self.agent, self.bertrix = self.client("agent"), self.client("bertrix")

    def body(self, **papers):
        """An order; both documents carry the code unless another file is given."""
        good = upload("bon.pdf", documents.pdf(f"Code : {self.code}"))
        return {
            "@type": "imio.centrale.Order",
            "order_number": "2026/1",
            "order_date": "2026-01-10",
            "organ": "college",
            "deliberation_date": "2026-01-09",
            "deliberation": good,
            "purchase_order": good,
            **papers,
        }

    def ordered(self, **papers):
        """The address of an order that was deposited."""
        url = self.bertrix.created(self.url, self.body(**papers))["@id"]
        self.bertrix.moved(url, "deposit", "deposited")
        return url

    def foreign(self):
        return upload(
            "d.pdf", documents.pdf("p. 1", f"Code {self.other.tracking_code}")
        )

    def proof(self, client, url):
        answer = client.got(f"{url}/@centrale-proof")
        return {each["field"]: each for each in answer["documents"]}

    def confirming(self, client, url):
        """What ``@centrale-actions`` says against the confirmation."""
        actions = client.got(f"{url}/@centrale-actions")["actions"]
        (confirm,) = (each for each in actions if each["id"] == "confirm")
        return [(each["code"], each.get("field")) for each in confirm["reasons"]]


class TestProof(RestProofCase):
    def test_found(self):
        url = self.ordered()
        found = self.proof(self.bertrix, url)["deliberation"]
        self.assertEqual(found["outcome"], "found")
        self.assertFalse(found["blocks"])
        self.assertIsNone(found["override"])
        self.assertEqual(len(found["digest"]), 64)
        self.assertNotIn("found", found)
        told = self.proof(self.agent, url)["deliberation"]["found"]
        self.assertEqual(
            told, [{"code": self.code, "as_written": self.code, "where": "1"}]
        )
        self.assertEqual(self.confirming(self.agent, url), [])
        self.agent.moved(url, "confirm", "confirmed")

    def test_the_code_of_another_dossier_is_named_to_agents_only(self):
        url = self.ordered(deliberation=self.foreign())
        told = self.proof(self.agent, url)["deliberation"]
        (dossier,) = told["foreign"]
        self.assertEqual(dossier["tracking_code"], self.other.tracking_code)
        self.assertEqual(dossier["@id"], self.other.absolute_url())
        for login in ("bertrix", "alpha", "auditor"):
            client = self.client(login)
            for path in (url, self.url, f"{url}/@centrale-proof"):
                text = client.get(path).text
                self.assertNotIn(self.other.tracking_code, text, login)
            self.assertEqual(
                self.proof(client, url)["deliberation"]["outcome"], "foreign"
            )

    def test_what_looks_like_the_code(self):
        wrong = self.code[:-1] + ("2" if self.code[-1] != "2" else "3")
        url = self.ordered(deliberation=upload("d.pdf", documents.pdf(wrong)))
        told = self.proof(self.agent, url)["deliberation"]
        self.assertEqual(told["outcome"], "absent")
        self.assertEqual([each["as_written"] for each in told["near_misses"]], [wrong])

    def test_actions_say_what_stops(self):
        url = self.ordered(
            deliberation=upload("d.pdf", documents.pdf("rien")),
            purchase_order=self.foreign(),
        )
        expected = [
            ("code_absent", "deliberation"),
            ("code_foreign", "purchase_order"),
        ]
        self.assertEqual(self.confirming(self.agent, url), expected)
        self.assertEqual(self.confirming(self.bertrix, url), [("not_permitted", None)])
        error = self.agent.refused(
            "POST",
            f"{url}/@workflow/confirm",
            {},
            409,
            "code_absent",
            "code_foreign",
        )
        self.assertNotIn(self.other.tracking_code, str(error))

    def test_all_documents_of_the_dossier(self):
        self.ordered()
        self.bertrix.created(
            self.url,
            {
                "@type": "File",
                "title": "Annexe",
                "file": upload("annexe.txt", f"Dossier {self.code}".encode()),
            },
        )
        for login in ("bertrix", "alpha", "agent", "auditor"):
            found = self.proof(self.client(login), self.url)
            outcomes = {name: each["outcome"] for name, each in found.items()}
            expected = dict.fromkeys(
                ("deliberation", "purchase_order", "file"), "found"
            )
            self.assertEqual(outcomes, expected, login)

    def test_a_draft_is_for_those_who_see_it(self):
        url = self.bertrix.created(self.url, self.body())["@id"]
        self.assertEqual(len(self.proof(self.bertrix, self.url)), 2)
        alpha = self.client("alpha")
        self.assertEqual(self.proof(alpha, self.url), {})
        for login in ("alpha", "arlon", "beta", "intake", None):
            response = self.client(login).get(f"{url}/@centrale-proof")
            self.assertIn(response.status_code, (401, 403), login)

    def test_a_replaced_file_is_read(self):
        url = self.bertrix.created(
            self.url, self.body(deliberation=upload("d.pdf", documents.pdf("rien")))
        )["@id"]
        self.assertTrue(self.proof(self.bertrix, url)["deliberation"]["blocks"])
        good = upload("d.pdf", documents.pdf(self.code))
        self.bertrix.expect(self.bertrix.patch(url, {"deliberation": good}), 204)
        self.assertEqual(
            self.proof(self.bertrix, url)["deliberation"]["outcome"], "found"
        )

    def test_hostile_files_are_kept_and_told(self):
        bomb = documents.docx(**{"word/media/a.bin": b"\0" * 250_000_000})
        entities = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        macros = documents.docx(**{"word/vbaProject.bin": b"x"})
        for why, data in (
            ("bomb", bomb),
            ("entities", b'<?xml version="1.0"?>' + entities),
            ("macros", macros),
            ("encrypted", documents.encrypted_pdf(self.code, "secret")),
            ("broken", b"%PDF-1.7 nothing"),
            ("too_large", b"%PDF-1.7" + b"\n" * 20_000_000),
        ):
            with self.subTest(why):
                body = self.body(deliberation=upload("d.pdf", data))
                url = self.bertrix.created(self.url, body)["@id"]
                told = self.proof(self.bertrix, url)["deliberation"]
                self.assertEqual((told["outcome"], told["why"]), ("unreadable", why))
                self.assertFalse(told["blocks"])
                self.bertrix.expect(self.bertrix.call("DELETE", url), 204)


class TestOverride(RestProofCase):
    def setUp(self):
        super().setUp()
        self.order_url = self.ordered(deliberation=self.foreign())
        self.address = f"{self.order_url}/@centrale-override"

    def test_an_agent_lets_a_document_pass(self):
        digest = self.proof(self.agent, self.order_url)["deliberation"]["digest"]
        body = {"field": "deliberation", "note": "Vu", "digest": digest}
        answer = self.agent.expect(self.agent.post(self.address, body), 200)
        (told,) = (e for e in answer["documents"] if e["field"] == "deliberation")
        self.assertFalse(told["blocks"])
        self.assertEqual(told["override"]["note"], "Vu")
        self.assertEqual(told["override"]["agent"], "agent")
        for login, members in (
            ("auditor", {"at", "agent", "note"}),
            ("bertrix", {"at"}),
            ("alpha", {"at"}),
        ):
            told = self.proof(self.client(login), self.order_url)["deliberation"]
            self.assertEqual(set(told["override"]), members, login)
        timeline = self.agent.got(f"{self.url}/@centrale-timeline")["events"]
        notes = [e["reason_note"] for e in timeline if e["transition"] == "override"]
        self.assertEqual(notes, ["Vu"])
        self.agent.moved(self.order_url, "confirm", "confirmed")

    def test_refused(self):
        for body, status, code in (
            ({"field": "deliberation"}, 400, "override_note_missing"),
            ({"field": "deliberation", "note": 1}, 400, "wrong_type"),
            ({"field": "nothing", "note": "Vu"}, 400, "unknown_document"),
            ({"note": "Vu"}, 400, "unknown_document"),
            ({"field": "purchase_order", "note": "Vu"}, 409, "nothing_to_override"),
            (
                {"field": "deliberation", "note": "Vu", "digest": "0"},
                409,
                "document_replaced",
            ),
        ):
            with self.subTest(code):
                self.agent.refused("POST", self.address, body, status, code)

    def test_nobody_else(self):
        body = {"field": "deliberation", "note": "Vu"}
        for login in ("bertrix", "alpha", "arlon", "auditor", "intake", None):
            for path in (self.address, f"{self.order_url}/@centrale-proof"):
                response = self.client(login).post(path, body)
                self.assertIn(response.status_code, (401, 403), login)
        told = self.proof(self.agent, self.order_url)["deliberation"]
        self.assertTrue(told["blocks"])

    def test_read_again(self):
        path = f"{self.order_url}/@centrale-proof"
        before = self.proof(self.agent, self.order_url)
        answer = self.agent.expect(self.agent.post(path, {}), 200)
        for told in answer["documents"]:
            self.assertGreater(told["read"], before[told["field"]]["read"])


class TestBundle(RestProofCase):
    def setUp(self):
        super().setUp()
        self.ordered()
        self.path = f"{self.url}/@centrale-bundle"

    def test_agents_and_auditors(self):
        first = self.agent.get(self.path)
        self.assertEqual(first.status_code, 200)
        self.assertEqual(first.headers["Content-Type"], "application/zip")
        self.assertIn(f"{self.code}.zip", first.headers["Content-Disposition"])
        self.assertEqual(int(first.headers["Content-Length"]), len(first.content))
        with ZipFile(BytesIO(first.content)) as archive:
            self.assertEqual(list(findings_in(archive)), [])
            self.assertEqual(len(archive.namelist()), 6)
        second = self.client("auditor").get(self.path)
        self.assertEqual(second.content, first.content)

    def test_by_the_page(self):
        client = self.client("auditor")
        client.session.headers["Accept"] = "text/html"
        page = client.get(self.url)
        self.assertIn(f"{self.url}/@@centrale-bundle", page.text)
        response = client.get(f"{self.url}/@@centrale-bundle")
        self.assertEqual(response.content, self.agent.get(self.path).content)

    def test_nobody_else(self):
        for login in ("bertrix", "alpha", "arlon", "beta", "intake", None):
            client = self.client(login)
            response = client.get(self.path)
            self.assertIn(response.status_code, (401, 403), login)
            self.assertEqual(set(response.json()), {"error"})
            client.session.headers["Accept"] = "text/html"
            page = client.session.get(
                f"{self.url}/@@centrale-bundle", allow_redirects=False, timeout=60
            )
            self.assertNotEqual(page.status_code, 200, login)
