"""Annexe D and the enquiries by REST: what each account gets, and nothing else."""

from imio.centrale import contact_limits
from imio.centrale import enquiries
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.rest import RestTestCase

import transaction


MEMBERS = "cyber/@centrale-members"


class TestMembers(RestTestCase):
    layer = FUNCTIONAL

    def test_what_a_supplier_reads(self):
        answer = self.client("alpha").got(MEMBERS)
        self.assertEqual(answer["items_total"], 2)
        self.assertEqual([lot["number"] for lot in answer["lots"]], ["1", "2"])
        arlon, bertrix = answer["items"]
        self.assertEqual(
            bertrix,
            {
                "title": "Bertrix",
                "authority_type": "commune",
                "province": "luxembourg",
                "nis_code": "84009",
                "address": "",
                "contact": {"role": "", "email": None},
                "interests": [],
            },
        )

    def test_in_batches_and_searched(self):
        alpha = self.client("alpha")
        first = alpha.got(f"{MEMBERS}?b_size=1")
        self.assertEqual([each["title"] for each in first["items"]], ["Arlon"])
        second = alpha.got(first["batching"]["next"])
        self.assertEqual([each["title"] for each in second["items"]], ["Bertrix"])
        found = alpha.got(f"{MEMBERS}?q=BERT&province=luxembourg")
        self.assertEqual(found["items_total"], 1)

    def test_columns_for_our_own_use_are_not_told(self):
        """Not even to who names them where a request keeps what may be asked for."""
        asked = "&metadata_fields=enterprise_number&metadata_fields=lots_held"
        kept = "&imio.centrale.summary_fields=lots_held"
        for more in ("&metadata_fields=_all", asked, asked + kept):
            with self.subTest(more):
                query = f"@search?portal_type=imio.centrale.Supplier{more}"
                (found,) = self.client("alpha").got(query)["items"]
                self.assertEqual(found["title"], "Alpha Test")
                self.assertNotIn("lots_held", found)

    def test_each_account(self):
        for login, status in (
            ("agent", 200),
            ("auditor", 200),
            ("beta", 200),
            ("bertrix", 403),
            ("stranger", 403),
            ("intake", 403),
            ("siteadmin", 403),
            (None, 401),
        ):
            with self.subTest(login):
                response = self.client(login).get(MEMBERS)
                self.assertEqual(response.status_code, status)
                if status != 200:
                    self.assertNotIn("Bertrix", response.text)

    def test_no_lot_no_list(self):
        agent = self.client("agent")
        lot = "cyber/marches/market/cascade"
        rows = [{**row, "status": "ended"} for row in agent.got(lot)["ranking"]]
        agent.expect(agent.patch(lot, {"ranking": rows}), 204)
        self.assertEqual(self.client("beta").get(MEMBERS).status_code, 403)
        self.assertEqual(self.client("alpha").get(MEMBERS).status_code, 200)


class TestEnquiries(RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        contact_limits.BY_RECIPIENT.forget()
        bertrix = self.client("bertrix")
        url = bertrix.created(
            "cyber/missions", self.request_body("cyber/marches/market/direct")
        )["@id"]
        bertrix.moved(url, "submit", "assigned")
        self.mission = url
        transaction.begin()
        centrale = self.layer["portal"]["cyber"]
        values = {
            "kind": "question",
            "title": "Zyxw sujet",
            "sender_name": "Camille Zyxw",
            "sender_email": "zyxw@bertrix.example",
            "tracking_code": url.rpartition("/")[2],
            "text": "Zyxw message",
        }
        with acting("bertrix"):
            enquiry = enquiries.ask(centrale, cleaned(values), "rest")
        self.url = enquiry.absolute_url()
        self.uid = enquiry.UID()
        transaction.commit()

    def test_who_reads_it(self):
        for login, status in (
            ("agent", 200),
            ("auditor", 200),
            ("bertrix", 200),
            ("alpha", 403),
            ("arlon", 403),
            ("beta", 403),
            ("intake", 403),
            ("stranger", 403),
            (None, 401),
        ):
            for path in (self.url, f"{self.url}/@history", f"{self.url}/@workflow"):
                with self.subTest(login, path=path):
                    response = self.client(login).get(path)
                    self.assertEqual(response.status_code, status)
                    if status != 200:
                        self.assertNotIn("zyxw", response.text.lower())

    def test_no_other_way_tells_anything(self):
        for login in ("alpha", "arlon", "beta", "stranger", "intake", None):
            client = self.client(login)
            for path in (
                "@search?SearchableText=message",
                "@search?portal_type=imio.centrale.Enquiry&metadata_fields=_all",
                f"@search?UID={self.uid}&fullobjects=1",
                "@search?path.depth=9&metadata_fields=_all",
                "cyber/@search?enquiry_kind=question&metadata_fields=_all",
                "cyber?fullobjects=1",
                "cyber/contacts",
                "cyber/contacts/@search",
                self.mission,
                f"{self.mission}/@centrale-timeline",
                f"{self.mission}/@history",
                f"{self.mission}/@@centrale-threads",
                f"@resolveuid/{self.uid}",
                f"resolveuid/{self.uid}",
                f"{self.url}/@centrale-actions",
                f"{self.url}/@sharing",
                f"{self.url}/keys",
                f"{self.url}/messages",
                f"{self.url}/thread",
            ):
                with self.subTest(login, path=path):
                    self.assertNotIn("zyxw", client.get(path).text.lower())

    def test_the_keys_reach_nobody(self):
        for login in ("agent", "auditor", "bertrix"):
            client = self.client(login)
            self.assertNotIn("keys", client.got(self.url))
            html = client.session.get(f"{self.url}/keys", allow_redirects=False)
            self.assertNotEqual(html.status_code, 200)

    def test_answered_by_an_agent(self):
        agent = self.client("agent")
        reply = f"{self.url}/@centrale-reply"
        answer = agent.expect(agent.post(reply, {"text": "Lundi."}), 200)
        self.assertEqual(answer["review_state"], "answered")
        self.assertTrue(answer["added"])
        again = agent.expect(agent.post(reply, {"text": "Lundi."}), 200)
        self.assertFalse(again["added"])
        bertrix = self.client("bertrix")
        answer = bertrix.expect(bertrix.post(reply, {"text": "Merci."}), 200)
        self.assertEqual(answer["review_state"], "open")

    def test_refused(self):
        reply = f"{self.url}/@centrale-reply"
        agent, auditor = self.client("agent"), self.client("auditor")
        auditor.refused("POST", reply, {"text": "x"}, 403, "not_permitted")
        agent.refused("POST", reply, {}, 400, "message_missing")
        agent.refused("POST", reply, {"text": 5}, 400, "wrong_type")
        agent.refused("POST", reply, {"text": "x" * 5001}, 400, "text_too_long")
        self.client("alpha").refused("POST", reply, {"text": "x"}, 403, "not_permitted")
        agent.refused("POST", f"{self.url}/@workflow/answer", {}, 409, "answer_missing")
        agent.moved(self.url, "close", "closed")
        agent.refused("POST", reply, {"text": "x"}, 409, "enquiry_closed")

    def test_nobody_changes_or_makes_one(self):
        body = {"@type": "imio.centrale.Enquiry", "title": "x", "kind": "question"}
        for login in ("agent", "auditor", "bertrix", "alpha", "siteadmin"):
            client = self.client(login)
            for method, path, sent in (
                ("PATCH", self.url, {"title": "Autre"}),
                ("DELETE", self.url, None),
                ("POST", "cyber/contacts", body),
            ):
                with self.subTest(login, method=method):
                    response = client.call(method, path, sent)
                    self.assertIn(response.status_code, (400, 401, 403))
