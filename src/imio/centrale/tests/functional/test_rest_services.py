"""The services of the package, and what they keep from whom."""

from datetime import datetime
from imio.centrale.domain import tracking
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.rest import RestTestCase
from urllib.parse import quote

import transaction


ERROR = {"type", "message", "reasons"}


class ServiceTestCase(RestTestCase):
    """Base: a mission on the cascade lot, its first rank consulted."""

    layer = FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.bertrix, self.arlon, self.agent, self.auditor = map(
            self.client, ("bertrix", "arlon", "agent", "auditor")
        )
        self.alpha, self.beta, self.gamma = map(self.client, ("alpha", "beta", "gamma"))
        mission = self.bertrix.created("cyber/missions", self.request_body())
        self.url, self.code = mission["@id"], mission["tracking_code"]
        self.bertrix.moved(self.url, "submit", "submitted")
        self.consult()

    def run_cascade(self, client, body, status=200):
        return client.expect(
            client.post(f"{self.url}/@centrale-consultation", body), status
        )

    def consult(self, **body):
        return self.run_cascade(self.agent, {"action": "consult", **body})

    def answer(self, client, answer, **body):
        return self.run_cascade(client, {"answer": answer, **body})

    def denied(self, client, method, path, body=None):
        """401, 403 or 404, in our shape."""
        response = client.call(method, path, body)
        self.assertIn(response.status_code, (401, 403, 404), f"{path} {response.text}")
        self.assertEqual(set(response.json()["error"]), ERROR)


class TestActions(ServiceTestCase):
    """Each transition, allowed or not, and why not."""

    def actions(self, client, url):
        answer = client.got(f"{url}/@centrale-actions")
        for each in answer["actions"]:
            self.assertEqual(set(each), {"id", "title", "allowed", "reasons"})
            self.assertEqual(each["allowed"], not each["reasons"])
            for reason in each["reasons"]:
                self.assertLessEqual({"code", "message"}, set(reason))
        return {
            each["id"]: [reason["code"] for reason in each["reasons"]]
            for each in answer["actions"]
        }

    def test_every_transition_is_there(self):
        self.assertEqual(len(self.actions(self.agent, self.url)), 13)

    def test_the_same_reasons_as_the_transition(self):
        found = self.actions(self.bertrix, self.url)
        self.assertEqual(found["submit"], ["wrong_state"])
        self.assertEqual(found["consult"], ["not_permitted"])
        self.assertEqual(found["cancel"], [])
        found = self.actions(self.agent, self.url)
        self.assertEqual(found["assign"], ["not_permitted"])
        self.assertEqual(found["declare_unsuccessful"], [])

    def test_consultation(self):
        url = f"{self.url}/consultation-1"
        self.assertEqual(
            self.actions(self.alpha, url),
            {
                "accept": [],
                "decline": [],
                "expire": ["not_permitted"],
                "skip": ["not_permitted"],
            },
        )
        self.assertEqual(self.actions(self.agent, url)["expire"], ["not_due"])

    def test_an_auditor_may_nothing(self):
        found = self.actions(self.auditor, self.url)
        self.assertNotIn([], found.values())

    def test_who_does_not_see_it(self):
        for client in (self.arlon, self.beta, self.client("intake"), self.client()):
            self.denied(client, "GET", f"{self.url}/@centrale-actions")


class TestTimeline(ServiceTestCase):
    """Dated events, the step, who acts next and until when."""

    def timeline(self, client):
        return client.got(f"{self.url}/@centrale-timeline")

    def test_shape(self):
        answer = self.timeline(self.bertrix)
        self.assertEqual(answer["step"], 2)
        self.assertEqual(answer["next_actor"], "supplier")
        self.assertGreater(datetime.fromisoformat(answer["due"]).utcoffset().seconds, 0)
        dates = [each["date"] for each in answer["events"]]
        self.assertEqual(dates, sorted(dates))
        self.assertEqual(
            [each["transition"] for each in answer["events"]], ["", "submit", "consult"]
        )

    def objects(self, client):
        found = self.timeline(client)["events"]
        return {each["object"]["@id"].rpartition("/")[2] for each in found}

    def test_each_reads_what_he_may_see(self):
        self.answer(self.alpha, "declined")
        everything = {self.code, "consultation-1", "consultation-2"}
        self.assertEqual(self.objects(self.agent), everything)
        self.assertEqual(self.objects(self.auditor), everything)
        self.assertEqual(self.objects(self.bertrix), {self.code})
        self.assertEqual(self.objects(self.beta), {self.code, "consultation-2"})

    def test_who_does_not_see_it(self):
        self.answer(self.alpha, "declined")
        for client in (self.alpha, self.arlon, self.gamma, self.client()):
            self.denied(client, "GET", f"{self.url}/@centrale-timeline")


class TestTracking(ServiceTestCase):
    """The state of a dossier, for whoever holds its code."""

    PUBLIC = {"tracking_code", "step", "review_state", "updated"}

    def track(self, client, text):
        return client.got(f"@centrale-tracking/{quote(text, safe='')}")

    def test_the_public_learns_four_things(self):
        for client in (
            self.client(),
            self.arlon,
            self.gamma,
            self.client("intake"),
            self.client("stranger"),
        ):
            answer = self.track(client, self.code)
            self.assertEqual(set(answer), self.PUBLIC)
            self.assertEqual(answer["tracking_code"], self.code)
            self.assertEqual(
                (answer["step"], answer["review_state"]), (2, "consulting")
            )

    def test_who_sees_the_mission_gets_its_address(self):
        for client in (self.bertrix, self.agent, self.auditor, self.alpha):
            answer = self.track(client, self.code)
            self.assertEqual(set(answer), {*self.PUBLIC, "@id", "title"})
            self.assertEqual(answer["@id"], self.url)

    def test_every_way_of_writing(self):
        for text in (
            self.code.lower(),
            self.code.replace("-", ""),
            self.code.replace("-", " "),
            f"  {self.code}  ",
            "-".join(self.code.replace("-", "")),
        ):
            with self.subTest(text):
                self.assertEqual(
                    self.track(self.client(), text)["tracking_code"], self.code
                )

    def test_unknown(self):
        unknown = tracking.generate("CYB", 2026)
        for text in (unknown, "nothing", "CYB", "é", "<script>"):
            with self.subTest(text):
                self.client().refused(
                    "GET",
                    f"@centrale-tracking/{quote(text, safe='')}",
                    None,
                    404,
                    "unknown_code",
                )

    def test_wrong_check_character(self):
        alphabet = "234679CDFGHJKMNPQRTWXZ"
        other = alphabet[(alphabet.index(self.code[-1]) + 1) % len(alphabet)]
        self.client().refused(
            "GET",
            f"@centrale-tracking/{self.code[:-1]}{other}",
            None,
            400,
            "wrong_check_character",
        )

    def test_no_code(self):
        self.client().refused("GET", "@centrale-tracking", None, 400, "code_missing")

    def test_a_deleted_dossier(self):
        draft = self.bertrix.created("cyber/missions", self.request_body())
        self.bertrix.expect(self.bertrix.call("DELETE", draft["@id"]), 204)
        self.client().refused(
            "GET",
            f"@centrale-tracking/{draft['tracking_code']}",
            None,
            404,
            "unknown_code",
        )


class TestConsultation(ServiceTestCase):
    """``@centrale-consultation``: each branch."""

    def refused(self, client, body, status, *codes):
        client.refused(
            "POST", f"{self.url}/@centrale-consultation", body, status, *codes
        )

    def test_accept(self):
        answer = self.answer(self.alpha, "accepted")
        self.assertEqual(answer["review_state"], "accepted")
        self.assertEqual(self.bertrix.got(self.url)["review_state"], "assigned")
        self.assertEqual(self.bertrix.got(self.url)["supplier"]["id"], "alpha-test")

    def test_decline_says_nothing_of_the_next(self):
        answer = self.answer(
            self.alpha, "declined", reason_code="capacity", reason_note="Complet"
        )
        self.assertEqual(answer["reason_code"], "capacity")
        self.assertEqual(answer["reason_note"], "Complet")
        self.assertNotIn("open", answer)
        self.assertNotIn("consultation-2", str(answer))

    def test_the_agent_learns_the_next(self):
        answer = self.run_cascade(
            self.agent,
            {"action": "skip", "reason_code": "unreachable", "reason_note": "Absent"},
        )
        self.assertEqual(answer["review_state"], "skipped")
        self.assertEqual(
            (answer["open"]["rank"], answer["mission_state"]), (2, "consulting")
        )

    def test_bad_bodies(self):
        cases = (
            (self.alpha, {}, "unknown_answer"),
            (self.alpha, {"answer": "maybe"}, "unknown_answer"),
            (self.alpha, {"answer": 5}, "wrong_type"),
            (self.alpha, {"answer": "declined", "reason_note": 5}, "wrong_type"),
            (
                self.alpha,
                {"answer": "declined", "reason_code": "No!"},
                "reason_malformed",
            ),
            (self.agent, {"action": "fly"}, "unknown_action"),
            (self.agent, {"action": []}, "wrong_type"),
            (self.agent, {"action": "consult", "rank": "1"}, "wrong_type"),
            (self.agent, {"action": "consult", "rank": True}, "wrong_type"),
            (self.agent, {"action": "skip", "reason_code": "other"}, "note_required"),
            (
                self.agent,
                {"action": "consult", "answer": "accepted"},
                "answer_or_action",
            ),
            (
                self.bertrix,
                {"action": "skip", "answer": "declined"},
                "answer_or_action",
            ),
            (
                self.alpha,
                {"answer": "declined", "reason_note": "x" * 5001},
                "note_too_long",
            ),
            (
                self.alpha,
                {"answer": "declined", "reason_note": "a\x00b"},
                "unkeepable",
            ),
        )
        for client, body, code in cases:
            with self.subTest(str(body)):
                self.refused(client, body, 400, code)

    def test_rules(self):
        self.refused(self.agent, {"action": "expire"}, 409, "not_due")
        self.refused(self.agent, {"action": "consult"}, 409, "consultation_open")
        self.refused(
            self.agent, {"action": "consult", "rank": 2}, 409, "consultation_open"
        )

    def test_who_may_not(self):
        self.refused(self.bertrix, {"answer": "accepted"}, 403, "not_permitted")
        self.refused(self.auditor, {"answer": "accepted"}, 403, "not_permitted")
        for client in (self.bertrix, self.alpha, self.auditor):
            for action in ("consult", "skip", "expire", "fly"):
                self.refused(client, {"action": action}, 403, "not_permitted")
        for client in (self.beta, self.arlon, self.client("intake"), self.client()):
            self.denied(
                client,
                "POST",
                f"{self.url}/@centrale-consultation",
                {"answer": "accepted"},
            )

    def test_who_may_not_learns_nothing(self):
        """403 whether a rank is asked or not, and in every state of the mission."""
        draft = self.bertrix.created("cyber/missions", self.request_body())["@id"]
        submitted = self.bertrix.created("cyber/missions", self.request_body())["@id"]
        self.bertrix.moved(submitted, "submit", "submitted")
        self.answer(self.alpha, "accepted")
        for url in (self.url, draft, submitted):
            for client in (self.bertrix, self.auditor):
                for answer in ("accepted", "declined"):
                    client.refused(
                        "POST",
                        f"{url}/@centrale-consultation",
                        {"answer": answer},
                        403,
                        "not_permitted",
                    )
        for client in (self.alpha, self.agent):
            self.refused(client, {"answer": "accepted"}, 409, "no_consultation_open")

    def test_the_cascade_starts_at_its_first_rank(self):
        mission = self.bertrix.created("cyber/missions", self.request_body())
        self.url = mission["@id"]
        body = {"action": "consult", "rank": 3}
        self.refused(self.agent, body, 409, "wrong_state")
        self.bertrix.moved(self.url, "submit", "submitted")
        for rank in (1, 3):
            error = self.agent.refused(
                "POST",
                f"{self.url}/@centrale-consultation",
                {**body, "rank": rank},
                409,
                "ranks_not_exhausted",
            )
            self.assertEqual(error["reasons"][0]["field"], "rank")
        self.assertEqual(self.agent.got(self.url)["review_state"], "submitted")
        self.assertEqual(self.consult(rank=None)["rank"], 1)

    def test_used_up_and_asked_again(self):
        for client in (self.alpha, self.beta, self.gamma):
            self.answer(client, "declined")
        self.refused(self.agent, {"action": "skip"}, 409, "no_consultation_open")
        self.refused(self.agent, {"action": "consult"}, 409, "ranks_exhausted")
        self.refused(self.agent, {"action": "consult", "rank": 7}, 409, "unknown_rank")
        self.assertEqual(self.consult(rank=3)["rank"], 3)
        self.answer(self.gamma, "accepted")
        self.assertEqual(self.agent.got(self.url)["review_state"], "assigned")

    def test_end_to_end(self):
        self.answer(self.alpha, "declined", reason_code="capacity")
        self.run_cascade(
            self.agent,
            {"action": "skip", "reason_code": "excluded", "reason_note": "Exclu"},
        )
        self.answer(self.gamma, "accepted")
        offer = self.gamma.created(
            self.url,
            {
                "@type": "imio.centrale.Offer",
                "valid_until": "2099-01-01",
                "lines": [{"code": "A1", "quantity": "2"}],
            },
        )
        self.gamma.moved(offer["@id"], "submit", "submitted")
        self.bertrix.moved(offer["@id"], "accept", "accepted")
        self.assertEqual(self.bertrix.got(self.url)["review_state"], "offered")
        for client in (self.alpha, self.beta):
            self.denied(client, "GET", offer["@id"])


class TestPrivacy(ServiceTestCase):
    """What a supplier cannot learn, by any address."""

    def setUp(self):
        super().setUp()
        self.answer(self.alpha, "declined", reason_code="capacity")
        users = ("alpha", "beta", "gamma")
        self.uids = {
            name: self.portal["prestataires"][f"{name}-test"].UID() for name in users
        }

    def readable(self, client):
        """Everything the account can read of the mission, in one text."""
        paths = (
            self.url,
            f"{self.url}?fullobjects=1",
            f"{self.url}?expand=actions,breadcrumbs,contextnavigation,navigation,types,workflow",
            f"{self.url}?metadata_fields=_all",
            f"{self.url}/@workflow",
            f"{self.url}/@history",
            f"{self.url}/@centrale-timeline",
            f"{self.url}/@centrale-actions",
            f"{self.url}/@contextnavigation",
            f"{self.url}/@sharing",
            "@search?metadata_fields=_all",
            "@search?fullobjects=1&portal_type=imio.centrale.Consultation",
            "@search?SearchableText=consultation",
            "@vocabularies/imio.centrale.suppliers",
            "@vocabularies/imio.centrale.missions",
            "@vocabularies/plone.app.vocabularies.Users",
            "@vocabularies/plone.app.vocabularies.Catalog",
            "cyber/marches/market/cascade",
            "cyber/marches/market/cascade?fullobjects=1",
            "cyber/marches/market?fullobjects=1&metadata_fields=_all",
            "cyber/marches/market/cascade/@history",
            "cyber/marches/market/cascade/@sharing",
            "prestataires?fullobjects=1",
            "autorites?fullobjects=1",
        )
        return "\n".join(client.get(path).text for path in paths)

    def test_nothing_of_the_others(self):
        others = {
            "alpha": ("beta", "gamma"),
            "beta": ("alpha", "gamma"),
            "gamma": ("alpha", "beta"),
        }
        for login, names in others.items():
            text = self.readable(self.client(login))
            for name in names:
                with self.subTest(f"{login} reads of {name}"):
                    self.assertNotIn(self.uids[name], text)
                    self.assertNotIn(f"{name}-test", text)
                    self.assertNotIn(f"{name.title()} Test", text)

    def test_nothing_of_the_mission_after_declining(self):
        # its own consultation stays, and names the mission by its address only
        text = self.readable(self.alpha).replace(f"{self.url}/consultation-1", "")
        for secret in (
            "Audit de sécurité",
            "camille@bertrix.example",
            "consultation-2",
        ):
            with self.subTest(secret):
                self.assertNotIn(secret, text)

    def test_the_authority_learns_no_name_of_the_cascade(self):
        text = self.readable(self.bertrix)
        for name, uid in self.uids.items():
            with self.subTest(name):
                self.assertNotIn(uid, text)
                self.assertNotIn(f"{name}-test", text)

    def test_consultations_of_others(self):
        for client, number in (
            (self.beta, 1),
            (self.alpha, 2),
            (self.gamma, 1),
            (self.gamma, 2),
            (self.bertrix, 1),
            (self.client(), 2),
        ):
            for suffix in ("", "/@history", "/@workflow", "/@centrale-actions"):
                self.denied(client, "GET", f"{self.url}/consultation-{number}{suffix}")

    def test_the_groups_name_parties_and_open_nothing(self):
        """Titles of groups are public to members; the UIDs in their names lead nowhere."""
        found = self.gamma.got(
            "@vocabularies/plone.app.vocabularies.Groups?b_size=100"
        )["items"]
        uids = [
            each["token"].rpartition("-")[2]
            for each in found
            if each["token"].startswith("centrale-")
            and each["token"].rpartition("-")[2] != self.uids["gamma"]
        ]
        self.assertIn(self.uids["alpha"], uids)
        for uid in uids:
            for index in ("UID", "supplier_uid", "authority_uid"):
                answer = self.gamma.got(
                    f"@search?{index}={uid}&metadata_fields=supplier_uid"
                )
                types = {each["@type"] for each in answer["items"]}
                self.assertLessEqual(types, set(), f"{index} {answer['items']}")
            response = self.gamma.get(f"resolveuid/{uid}")
            self.assertIn(response.status_code, (401, 403, 404), response.text)
            response = self.gamma.get(f"@groups/centrale-supplier-{uid}")
            self.assertIn(response.status_code, (401, 403, 404), response.text)

    def test_the_ranking(self):
        for login in ("alpha", "bertrix", "intake", "siteadmin", None):
            lot = self.client(login).got("cyber/marches/market/cascade")
            self.assertNotIn("ranking", lot)
        for login in ("agent", "auditor"):
            lot = self.client(login).got("cyber/marches/market/cascade")
            self.assertEqual([row["rank"] for row in lot["ranking"]], [1, 2, 3])

    def test_the_ranking_is_not_written_by_others(self):
        path = "cyber/marches/market/cascade"
        for login in ("alpha", "bertrix", "siteadmin"):
            self.client(login).patch(path, {"ranking": []})
        transaction.begin()
        self.assertEqual(len(self.portal.restrictedTraverse(path).ranking), 3)

    def test_inventories_of_others(self):
        lot = "cyber/marches/market/cascade"
        self.beta.got(f"{lot}/inventory-beta-test-1")
        for client in (self.alpha, self.gamma, self.bertrix, self.client()):
            self.denied(client, "GET", f"{lot}/inventory-beta-test-1")

    def test_another_tenant(self):
        for path in (
            self.url,
            f"{self.url}/@history",
            f"{self.url}/@workflow",
            f"{self.url}/@centrale-timeline",
            "cyber/adhesions/bertrix",
            "autorites/bertrix",
            "prestataires/beta-test",
            f"{self.url}/nowhere",
        ):
            for login in ("arlon", "gamma", "intake", "stranger", None):
                with self.subTest(path, login=login):
                    self.denied(self.client(login), "GET", path)

    def test_search(self):
        def found(client, portal_type):
            answer = client.got(f"@search?portal_type=imio.centrale.{portal_type}")
            return [each["@id"].rpartition("/")[2] for each in answer["items"]]

        self.assertEqual(found(self.alpha, "MissionRequest"), [])
        self.assertEqual(found(self.beta, "MissionRequest"), [self.code])
        self.assertEqual(found(self.arlon, "MissionRequest"), [])
        self.assertEqual(found(self.bertrix, "MissionRequest"), [self.code])
        self.assertEqual(found(self.alpha, "Consultation"), ["consultation-1"])
        self.assertEqual(found(self.bertrix, "Consultation"), [])
        self.assertEqual(found(self.client("intake"), "MissionRequest"), [])
        self.assertEqual(found(self.client(), "Supplier"), [])

    def test_nobody_deletes_a_room(self):
        for login in ("bertrix", "arlon", "alpha", "agent", "siteadmin", "auditor"):
            for path in (
                "cyber/missions",
                f"cyber/missions/{self.year}",
                "cyber/adhesions",
            ):
                with self.subTest(path, login=login):
                    self.denied(self.client(login), "DELETE", path)
