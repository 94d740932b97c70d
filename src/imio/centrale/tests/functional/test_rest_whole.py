"""Every act over REST: told beforehand, done by who may, refused to who may not."""

from datetime import datetime
from datetime import timezone
from imio.centrale import enquiries
from imio.centrale.acts import PRODUCT
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.serializers.summary import OWN_USE
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from plone import api
from zope.component import getUtilitiesFor
from zope.schema.interfaces import IVocabularyFactory

import transaction


LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
OTHERS = ("stranger", "intake", None)
#: type -> the rooms it is added to, and the accounts that fill its form in
FORMS = {
    "LocalAuthority": ("autorites", ("agent", "siteadmin")),
    "Supplier": ("prestataires", ("agent", "siteadmin")),
    "Centrale": ("", ("agent", "siteadmin")),
    "Market": ("cyber/marches", ("agent",)),
    "Lot": ("cyber/marches/market", ("agent",)),
    "PriceInventory": ("cyber/marches/market/direct", ("agent",)),
    "Adhesion": ("cyber/adhesions", ("agent", "bertrix")),
    "MissionRequest": ("cyber/missions", ("agent", "bertrix")),
    "Offer": ("{assigned}", ("alpha",)),
    "Order": ("{offered}", ("bertrix",)),
    "ClosureFile": ("{confirmed}", ("alpha",)),
    "SubsidyProgram": ("cyber/subsides", ("agent",)),
    "InformationSession": ("cyber/sessions", ("agent",)),
    "LiquidationBatch": ("cyber/subsides/programme-test", ("agent",)),
}
#: columns of lists, of each mission
COLUMNS = """
    tracking_code centrale_uid market_uid lot_uid authority_uid supplier_uid centrale_step
    next_actor due amount_excl_vat province authority_type external_id
    """.split()


class WholeTestCase(ProcedureTestCase, RestTestCase):
    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        self.clients = {
            login: self.client(login)
            for login in (
                "agent",
                "agent2",
                "auditor",
                "siteadmin",
                "bertrix",
                "arlon",
                "alpha",
                "beta",
                "stranger",
                "intake",
                None,
            )
        }


class TestEveryAct(WholeTestCase):
    """Each transition that people run, in every workflow, by the account that may."""

    def setUp(self):
        super().setUp()
        self.done = set()

    def act(self, login, url, transition, state, **body):
        """Allowed beforehand, done, and not to be done by the others."""
        self.assertEqual(self.told(login, url)[transition], [], f"{url} {transition}")
        for other in OTHERS:
            answer = self.clients[other].post(f"{url}/@workflow/{transition}", body)
            self.assertIn(answer.status_code, (401, 403), f"{other} {transition}")
        auditor = self.clients["auditor"].post(f"{url}/@workflow/{transition}", body)
        self.assertEqual(auditor.status_code, 403, transition)
        self.assertNotEqual(self.told("auditor", url)[transition], [])
        self.clients[login].moved(url, transition, state, **body)
        self.done.add((self.kind(url), transition))
        return url

    def told(self, login, url):
        """Transition -> reason codes, as the account reads them beforehand."""
        answer = self.clients[login].got(f"{url}/@centrale-actions")
        for each in answer["actions"]:
            self.assertTrue(each["title"])
            self.assertEqual(each["allowed"], not each["reasons"])
        return {
            each["id"]: [why["code"] for why in each["reasons"]]
            for each in answer["actions"]
        }

    def kind(self, url):
        return self.clients["agent"].got(url)["@type"]

    def made(self, login, path, name, **body):
        """The address of a new object."""
        body["@type"] = f"imio.centrale.{name}"
        return self.clients[login].created(path, body)["@id"]

    def asked(self, lot="direct"):
        body = self.request_body(lot=f"cyber/marches/market/{lot}")
        return self.clients["bertrix"].created("cyber/missions", body)["@id"]

    def offered(self, mission):
        lines = [{"code": "A1", "quantity": "2", "unit_price": "950.00"}]
        values = {"valid_until": "2099-01-01", "lines": lines}
        return self.made("alpha", mission, "Offer", **values)

    def ordered(self, mission):
        return self.made(
            "bertrix",
            mission,
            "Order",
            order_number="2026/1",
            order_date="2026-01-10",
            purchase_order=upload("bc.pdf"),
            organ="college",
            deliberation_date="2026-01-09",
            deliberation=upload("delib.pdf"),
        )

    def closed(self, mission):
        return self.made(
            "alpha",
            mission,
            "ClosureFile",
            report=upload("rapport.pdf"),
            invoice=upload("facture.pdf"),
            invoice_number="F-1",
            invoice_date="2026-02-01",
            invoice_excl_vat="1900.00",
            invoice_incl_vat="2299.00",
            payment_proof=upload("preuve.pdf"),
        )

    # -- the acts ----------------------------------------------------------------------

    def joining(self):
        self.made(
            "agent",
            "autorites",
            "LocalAuthority",
            title="Virton",
            authority_type="commune",
            enterprise_number="0999000624",
        )
        url = self.made(
            "agent",
            "cyber/adhesions",
            "Adhesion",
            authority="/autorites/virton",
            users_count=12,
            organ="conseil_communal",
            deliberation_date="2024-02-01",
            deliberation=upload("delib.pdf"),
        )
        self.act("agent", url, "submit", "submitted")
        self.act("agent", url, "return", "interest")
        self.act("agent", url, "submit", "submitted")
        self.act("agent", url, "activate", "active")
        self.act("agent", url, "suspend", "suspended")
        self.act("agent", url, "resume", "active")
        self.act("agent", url, "end", "ended")

    def catalogue(self):
        values = {"title": "Autre marché", "start": "2020-01-01", "end": "2099-12-31"}
        url = self.made("agent", "cyber/marches", "Market", **values)
        self.act("agent", url, "open", "open")
        self.act("agent", url, "suspend", "suspended")
        self.act("agent", url, "resume", "open")
        self.act("agent", url, "exhaust", "exhausted")
        self.act("agent", url, "end", "ended")
        line = {"code": "A1", "label": "Audit", "unit_price": "1.00", "vat_rate": "21"}
        url = self.made(
            "agent",
            "cyber/marches/market/direct",
            "PriceInventory",
            supplier="/prestataires/alpha-test",
            version="2",
            valid_from="2098-01-01",
            lines=[{**line, "unit": "jour"}],
        )
        self.act("agent", url, "publish", "published")

    def cascade(self):
        why = {"reason_code": "other", "reason_note": "Pas de réponse."}
        url = self.act("bertrix", self.asked("cascade"), "submit", "submitted")
        self.act("agent", url, "consult", "consulting")
        self.act("alpha", f"{url}/consultation-1", "decline", "declined", **why)
        self.act("agent", f"{url}/consultation-2", "skip", "skipped", **why)
        self.too_late(f"{url}/consultation-3")
        self.act("agent", f"{url}/consultation-3", "expire", "expired")
        reason = {"reason_code": "ranks_exhausted"}
        self.act("agent", url, "declare_unsuccessful", "unsuccessful", **reason)
        url = self.act("bertrix", self.asked("cascade"), "submit", "submitted")
        self.act("agent", url, "consult", "consulting")
        self.act("alpha", f"{url}/consultation-1", "accept", "accepted")
        reason = {"reason_code": "need_disappeared"}
        self.act("bertrix", url, "cancel", "cancelled", **reason)

    def too_late(self, url):
        """The delay of the consultation has passed."""
        transaction.begin()
        path = url.replace(self.portal.absolute_url() + "/", "")
        self.portal.unrestrictedTraverse(path).due = LONG_AGO
        transaction.commit()

    def mission(self):
        mission = self.act("bertrix", self.asked(), "submit", "assigned")
        url = self.act("alpha", self.offered(mission), "withdraw", "withdrawn")
        url = self.act("alpha", self.offered(mission), "submit", "submitted")
        self.act("bertrix", url, "return", "returned")
        self.act("alpha", url, "revise", "draft")
        self.act("alpha", url, "submit", "submitted")
        self.act("bertrix", url, "accept", "accepted")
        self.act("bertrix", self.ordered(mission), "cancel", "cancelled")
        url = self.act("bertrix", self.ordered(mission), "deposit", "deposited")
        self.act("agent", url, "return", "returned")
        self.act("bertrix", url, "revise", "draft")
        self.act("bertrix", url, "deposit", "deposited")
        self.act("agent", url, "confirm", "confirmed")
        url = self.act("alpha", self.closed(mission), "deposit", "deposited")
        self.act("agent", url, "return", "returned")
        self.act("alpha", url, "revise", "draft")
        self.act("alpha", url, "deposit", "deposited")
        self.act("agent", url, "accept", "accepted")
        return mission

    def program(self):
        category = {"code": "A", "min_users": 0, "amount": "5000.00"}
        url = self.made(
            "agent",
            "cyber/subsides",
            "SubsidyProgram",
            title="Programme Test",
            envelope="100000.00",
            categories=[category],
        )
        return self.act("agent", url, "open", "open")

    def liquidation(self, program, mission):
        authority = self.bertrix.absolute_url()
        self.clients["agent"].expect(
            self.clients["agent"].patch(authority, {"iban": "BE68539007547034"}), 204
        )
        url = self.made(
            "agent",
            program,
            "LiquidationBatch",
            title="Lot de mars",
            entries=[{"mission": mission}],
            tutelle_reference="T-1",
            tutelle_date="2026-03-02",
            debtor_iban="BE43068999999501",
        )
        self.confirm(authority)
        self.act("agent", url, "freeze", "frozen")
        self.act("agent", url, "reopen", "draft")
        approval = {"tutelle_reference": "T-1", "tutelle_date": "2026-03-02"}
        self.clients["agent"].expect(self.clients["agent"].patch(url, approval), 204)
        self.act("agent2", url, "approve", "approved")
        self.act("agent2", url, "export", "exported")
        self.act("agent2", url, "pay", "paid")
        self.act("agent", program, "close", "closed")

    def confirm(self, authority):
        agent = self.clients["agent2"]
        body = {"iban": "BE68539007547034"}
        agent.expect(agent.post(f"{authority}/@centrale-account", body), 200)

    def session(self):
        values = {"title": "Séance", "start": "2026-03-02T10:00:00"}
        url = self.made("agent", "cyber/sessions", "InformationSession", **values)
        self.act("agent", url, "publish", "published")
        self.act("agent", url, "retract", "draft")

    def enquiry(self):
        transaction.begin()
        values = {
            "kind": "question",
            "title": "Délai",
            "sender_name": "Camille Test",
            "sender_email": "camille@bertrix.example",
            "text": "Quand ?",
        }
        with acting(None):
            made = enquiries.ask(self.centrale, cleaned(values), "a form")
        url = made.absolute_url()
        transaction.commit()
        reply = self.clients["agent"].post(
            f"{url}/@centrale-reply", {"text": "Demain."}
        )
        self.assertEqual(reply.json()["review_state"], "answered", reply.text)
        self.done.add(("imio.centrale.Enquiry", "answer"))
        self.act("agent", url, "reopen", "open")
        self.act("agent", url, "close", "closed")

    # -- all of them -------------------------------------------------------------------

    def test_every_act(self):
        self.joining()
        self.catalogue()
        self.cascade()
        program = self.program()
        self.liquidation(program, self.mission())
        self.session()
        self.enquiry()
        self.assertEqual(self.run_by_people() - self.done, set())

    def run_by_people(self):
        """Each type with each transition that no other act runs."""
        transaction.begin()
        tool = api.portal.get_tool("portal_workflow")
        types = api.portal.get_tool("portal_types").objectIds()
        found = set()
        for portal_type in (name for name in types if name.startswith("imio.")):
            for workflow_id in tool.getChainForPortalType(portal_type):
                for transition in tool[workflow_id].transitions.values():
                    if PRODUCT not in transition.guard.permissions:
                        found.add((portal_type, transition.getId()))
        return found

    def test_who_may_not_learns_it_beforehand(self):
        mission = self.asked()
        for login, transition in (("agent", "assign"), ("bertrix", "consult")):
            self.assertEqual(self.told(login, mission)[transition], ["not_permitted"])
            self.clients[login].refused(
                "POST", f"{mission}/@workflow/{transition}", {}, 403, "not_permitted"
            )


class TestListings(WholeTestCase):
    """Lists by search and by folder: our columns, in pages, of what one may view."""

    def setUp(self):
        super().setUp()
        self.codes = [self.mission("assigned").tracking_code for _time in range(3)]
        with_cascade = self.request(
            lot="cascade", login="arlon", authority=self.arlon.UID()
        )
        self.moved("arlon", with_cascade, "submit", "submitted")
        self.hidden = with_cascade.tracking_code
        transaction.commit()

    def found(self, login, path="@search", size=25):
        fields = "&".join(f"metadata_fields={name}" for name in COLUMNS)
        query = f"portal_type=imio.centrale.MissionRequest&sort_on=created&{fields}"
        return self.clients[login].got(f"{path}?{query}&b_size={size}")

    def test_columns(self):
        for login in ("agent", "auditor", "bertrix", "alpha"):
            for item in self.found(login)["items"]:
                self.assertLessEqual(set(COLUMNS), set(item), login)
        item = self.found("bertrix")["items"][0]
        self.assertEqual(item["tracking_code"], self.codes[0])
        self.assertEqual(item["supplier_uid"], self.alpha.UID())
        self.assertEqual((item["centrale_step"], item["next_actor"]), (3, "supplier"))

    def test_columns_of_our_own_use(self):
        """Who holds a lot is read where the site publishes it, not in a list."""
        transaction.begin()
        columns = set(self.portal.portal_catalog.schema())
        for login in ("agent", "alpha", None):
            for name in ("_all", *OWN_USE):
                query = f"@search?portal_type=imio.centrale.Lot&metadata_fields={name}"
                items = self.clients[login].got(query)["items"]
                self.assertTrue(items)
                for item in items:
                    self.assertFalse(OWN_USE & set(item))
        self.assertLessEqual(OWN_USE, columns)

    def test_only_what_one_may_view(self):
        for login, count in (
            ("agent", 4),
            ("auditor", 4),
            ("bertrix", 3),
            ("arlon", 1),
            ("alpha", 3),
            ("beta", 0),
            ("intake", 0),
            ("stranger", 0),
            (None, 0),
        ):
            for path in ("@search", "cyber/@search", "cyber/missions/@search"):
                answer = self.clients[login].get(path)
                if answer.status_code in (401, 403):
                    self.assertEqual(count, 0)
                    continue
                with self.subTest(login, path=path):
                    found = self.found(login, path)
                    self.assertEqual(found["items_total"], count)
                    if login not in ("agent", "auditor", "arlon"):
                        self.assertNotIn(self.hidden, str(found))

    def test_a_search_by_what_is_out_of_sight(self):
        """Nobody finds by an index what he may not view."""
        query = f"@search?tracking_code={self.hidden}"
        for login in ("bertrix", "alpha", "beta", "intake", None):
            self.assertEqual(self.clients[login].got(query)["items_total"], 0)

    def test_pages(self):
        page = self.found("bertrix", size=2)
        self.assertEqual(len(page["items"]), 2)
        following = self.clients["bertrix"].got(page["batching"]["next"])
        self.assertEqual(len(following["items"]), 1)
        self.assertNotIn("next", following["batching"])
        codes = [each["tracking_code"] for each in page["items"] + following["items"]]
        self.assertEqual(codes, self.codes)

    def test_folders_have_pages(self):
        path = f"cyber/missions/{self.year}?b_size=2&metadata_fields=tracking_code"
        page = self.clients["agent"].got(path)
        following = self.clients["agent"].got(page["batching"]["next"])
        codes = [each["tracking_code"] for each in page["items"] + following["items"]]
        self.assertEqual(set(codes), {*self.codes, self.hidden})
        self.assertEqual(self.clients["bertrix"].got(path)["items_total"], 3)


class TestChoices(WholeTestCase):
    """``@vocabularies`` for every choice, ``@types`` for every form."""

    def titles(self, login, name, path="cyber"):
        answer = self.clients[login].got(
            f"{path}/@vocabularies/imio.centrale.{name}?b_size=1000"
        )
        return [each["title"] for each in answer["items"]]

    def test_every_vocabulary(self):
        names = [
            name
            for name, _factory in getUtilitiesFor(IVocabularyFactory)
            if name.startswith("imio.centrale.")
        ]
        self.assertGreater(len(names), 25)
        for name in names:
            for login in ("agent", "bertrix", "alpha", "auditor"):
                with self.subTest(name, login=login):
                    answer = self.clients[login].got(f"cyber/@vocabularies/{name}")
                    for each in answer["items"]:
                        self.assertEqual(set(each), {"title", "token"})

    def test_a_supplier_meets_no_other_one(self):
        self.assertEqual(self.titles("alpha", "suppliers"), ["Alpha Test"])
        self.assertEqual(self.titles("beta", "suppliers"), ["Beta Test"])
        for login in ("bertrix", "stranger", "intake", None):
            self.assertEqual(self.titles(login, "suppliers"), [])
        self.assertEqual(len(self.titles("agent", "suppliers")), 3)

    def test_an_authority_chooses_itself(self):
        self.assertEqual(self.titles("bertrix", "authorities"), ["Bertrix"])
        for login in ("alpha", "intake", None):
            self.assertEqual(self.titles(login, "authorities"), [])
        self.assertEqual(len(self.titles("agent", "authorities")), 2)

    def test_missions_are_those_one_may_view(self):
        self.mission("assigned")
        transaction.commit()
        for login, count in (("bertrix", 1), ("alpha", 1), ("beta", 0), ("arlon", 0)):
            self.assertEqual(len(self.titles(login, "missions")), count, login)

    def test_every_form(self):
        self.program()
        rooms = {
            state: "/".join(self.mission(word).getPhysicalPath()[2:])
            for state, word in (
                ("assigned", "assigned"),
                ("offered", "accepted"),
                ("confirmed", "confirmed"),
            )
        }
        transaction.commit()
        for name, (room, logins) in FORMS.items():
            for login in logins:
                with self.subTest(name, login=login):
                    path = f"{room.format(**rooms)}/@types".lstrip("/")
                    client = self.clients[login]
                    addable = {
                        each["@id"].rpartition("/")[2]
                        for each in client.got(path)
                        if each["addable"]
                    }
                    self.assertIn(f"imio.centrale.{name}", addable)
                    told = client.got(f"{path}/imio.centrale.{name}")
                    self.assertEqual(told["type"], "object")
                    self.assertTrue(told["required"])
                    self.assertLessEqual(set(told["required"]), set(told["properties"]))

    def test_forms_are_those_of_the_profile(self):
        """Nothing that people add was forgotten above."""
        transaction.begin()
        tool = api.portal.get_tool("portal_types")
        added = {
            name.removeprefix("imio.centrale.")
            for name in tool.objectIds()
            if name.startswith("imio.centrale.")
            and tool[name].add_permission != "imio.centrale.AddByProduct"
        }
        self.assertEqual(added, set(FORMS))
