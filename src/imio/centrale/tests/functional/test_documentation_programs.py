"""The calls of other programs in ``docs/reference/rest.rst``: forms, feed, open data."""

from imio.centrale import contact_limits
from imio.centrale import enquiries
from imio.centrale.callbacks import worker
from imio.centrale.domain.enquiry import cleaned
from imio.centrale.tests import recording
from imio.centrale.tests.documented import DIRECT
from imio.centrale.tests.documented import DocumentedTestCase
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.rest import upload
from plone import api
from unittest import mock

import transaction


REQUESTS = "cyber/@centrale-requests"
UPLOADS = "cyber/@tus-upload"
CALLBACKS = "cyber/@centrale-callbacks"
FEED = "cyber/@centrale-feed"
STATISTICS = "cyber/@centrale-statistics"
SEARCH = (
    "cyber/@search?portal_type=imio.centrale.MissionRequest&sort_on=created"
    "&metadata_fields=tracking_code&metadata_fields=milestones"
    "&metadata_fields=state_since&b_size=1"
)
TUS = {"Tus-Resumable": "1.0.0"}


class TestIntake(DocumentedTestCase):
    """The forms of an e-guichet."""

    def form(self, **changes):
        body = {
            "external_id": "GUICHET-2026-118",
            "authority": "BE 0999.000.129",
            "lot": "1",
            "title": "Audit de sécurité",
            "description": "Pour le réseau communal",
            "contact": {"name": "Camille Test", "email": "camille@bertrix.example"},
        }
        return {**body, **changes}

    def tus(self, name, method, path, status, data=b"", **headers):
        self.example(
            name,
            "intake",
            method,
            path,
            data=data,
            headers={**TUS, **headers},
            status=status,
        )

    def begun(self, data):
        """The address of an upload; not shown."""
        headers = {**TUS, **self.announced(data)}
        response = self.client("intake").call("POST", UPLOADS, headers=headers)
        self.assertEqual(response.status_code, 201, response.text)
        return response.headers["Location"]

    def announced(self, data):
        """The length, name and kind of a file that will follow."""
        metadata = "filename cGxhbi5wZGY=,content-type YXBwbGljYXRpb24vcGRm"
        return {"Upload-Length": str(len(data)), "Upload-Metadata": metadata}

    def test_requests(self):
        form = self.form(files=[upload("plan.pdf")])
        self.example("intake-request", "intake", "POST", REQUESTS, form, status=201)
        self.example("intake-repeated", "intake", "POST", REQUESTS, form)
        other = {**form, "title": "Audit des applications"}
        self.example("intake-other", "intake", "POST", REQUESTS, other, status=409)
        path = f"{REQUESTS}/{form['external_id']}"
        self.example("intake-state", "intake", "GET", path)

    def test_upload(self):
        data = b"%PDF-1.4 test"
        self.tus("upload-options", "OPTIONS", UPLOADS, 204)
        self.tus("upload-post", "POST", UPLOADS, 201, **self.announced(data))
        url = self.begun(data)
        part = {"Content-Type": "application/offset+octet-stream"}
        self.tus(
            "upload-patch", "PATCH", url, 204, data, **part, **{"Upload-Offset": "0"}
        )
        self.tus("upload-head", "HEAD", url, 204)
        form = self.form(files=[{"tus": url}])
        self.example("intake-uploaded", "intake", "POST", REQUESTS, form, status=201)

    def test_adhesion(self):
        self.client("agent").created(
            "autorites",
            {
                "@type": "imio.centrale.LocalAuthority",
                "title": "Libramont",
                "authority_type": "commune",
                "enterprise_number": "0999000624",
            },
        )
        path = "cyber/@centrale-adhesions"
        form = {
            "external_id": "GUICHET-2026-90",
            "authority": "0999000624",
            "users_count": 120,
            "interests": [{"lot": "1", "max_amount": "5000.00"}],
            "organ": "conseil_communal",
            "deliberation_date": "2026-02-23",
            "deliberation": upload("deliberation.pdf"),
        }
        self.example("intake-adhesion", "intake", "POST", path, form, status=201)
        path = f"{path}/{form['external_id']}"
        self.example("intake-adhesion-state", "intake", "GET", path)

    def test_deposits(self):
        answer = self.client("intake").created(REQUESTS, self.form())
        mission, code = answer["@id"], answer["tracking_code"]
        alpha = self.client("alpha")
        body = self.offer_body({"code": "A1", "quantity": "2"})
        offer = alpha.created(mission, body)["@id"]
        alpha.moved(offer, "submit", "submitted")
        self.client("bertrix").moved(offer, "accept", "accepted")
        order = self.order_body(
            external_id="BC-2026-14", authority="0999000129", tracking_code=code
        )
        del order["@type"]
        path = "cyber/@centrale-orders"
        url = self.example("intake-order", "intake", "POST", path, order, status=201)
        self.example("intake-order-state", "intake", "GET", f"{path}/BC-2026-14")
        self.client("agent").moved(url["@id"], "confirm", "confirmed")
        self.deposit_closure(code)

    def deposit_closure(self, code):
        path = "cyber/@centrale-closures"
        form = {
            "external_id": "CLOTURE-7",
            "supplier": "0999000327",
            "tracking_code": code,
            "report": upload("rapport.pdf"),
            "invoice": upload("facture.pdf"),
            "invoice_number": "F-2026-31",
            "invoice_date": "2026-03-02",
            "invoice_excl_vat": "2000.00",
            "invoice_incl_vat": "2420.00",
            "payment_proof": upload("preuve.pdf"),
        }
        self.example("intake-closure", "intake", "POST", path, form, status=201)
        self.example("intake-closure-state", "intake", "GET", f"{path}/CLOTURE-7")


class TestFollowing(DocumentedTestCase):
    """What changes, asked for and told."""

    def setUp(self):
        super().setUp()
        asleep = mock.patch.object(worker, "attempt_round", return_value=None)
        asleep.start()
        self.addCleanup(asleep.stop)

    def test_feed(self):
        start = self.example("feed-latest", "agent", "GET", f"{FEED}?cursor=latest")
        self.requested(lot=DIRECT)
        path = f"{FEED}?cursor={start['cursor']}&b_size=2"
        self.example("feed", "agent", "GET", path)
        path = f"{FEED}?cursor={start['cursor']}&b_size=1"
        self.example("feed-party", "bertrix", "GET", path)
        self.example(
            "feed-wrong", "agent", "GET", f"{FEED}?cursor=elsewhere", status=400
        )

    def test_callbacks(self):
        name = "imio.centrale.callback_hosts"
        api.portal.set_registry_record(name, ("guichet.example",))
        transaction.commit()
        body = {"url": "https://guichet.example/centrale"}
        made = self.example(
            "callback-post", "agent", "POST", CALLBACKS, body, status=201
        )
        url = made["@id"]
        other = {"url": "https://elsewhere.example/"}
        self.example("callback-host", "agent", "POST", CALLBACKS, other, status=409)
        self.example("callbacks", "agent", "GET", CALLBACKS)
        self.example("callback-pause", "agent", "PATCH", url, {"active": False})
        self.example("callback", "agent", "GET", url)
        self.example("callback-replay", "agent", "POST", f"{url}/replay", {})
        self.example("callback-secret", "agent", "POST", f"{url}/secret", {})
        self.example("callback-delete", "agent", "DELETE", url, status=204)


class TestOpen(DocumentedTestCase):
    """The catalogue, the figures, open data."""

    def confirmed(self):
        """A mission on the direct lot whose order is confirmed; not shown."""
        mission = self.requested(lot=DIRECT)
        alpha, bertrix = self.client("alpha"), self.client("bertrix")
        body = self.offer_body({"code": "A1", "quantity": "2"})
        offer = alpha.created(mission, body)["@id"]
        alpha.moved(offer, "submit", "submitted")
        bertrix.moved(offer, "accept", "accepted")
        order = bertrix.created(mission, self.order_body())["@id"]
        bertrix.moved(order, "deposit", "deposited")
        self.client("agent").moved(order, "confirm", "confirmed")
        return mission, order

    def test_catalogue(self):
        path = "cyber/@centrale-catalogue?state=open&b_size=1"
        self.example("catalogue", None, "GET", path)

    def test_statistics(self):
        self.confirmed()
        members = ("@id", "year", "from", "to", "instant", "activity", "funnel")
        self.example(
            "statistics",
            "agent",
            "GET",
            STATISTICS,
            shorten=lambda data: recording.few(1)(recording.only(*members)(data)),
        )
        path = f"{STATISTICS}/dossiers?figure=members&b_size=1"
        self.example("statistics-dossiers", "auditor", "GET", path)

    def test_ocds(self):
        mission, order = self.confirmed()
        few = recording.few(1)
        path = "cyber/@centrale-ocds?b_size=1"
        self.example("ocds", None, "GET", path, shorten=few)
        url = f"{mission}/@centrale-ocds"
        found = self.example("ocds-mission", "bertrix", "GET", url, shorten=few)
        number = found["releases"][0]["ocid"]
        path = f"cyber/@centrale-ocds/{number}"
        self.example("ocds-process", None, "GET", path, shorten=recording.only("uri"))
        self.example("ubl", "alpha", "GET", f"{order}/@centrale-ubl")


class TestLists(DocumentedTestCase):
    """Listings, choices and forms, as plone.restapi gives them."""

    def test_listing(self):
        for _number in range(2):
            self.requested(lot=DIRECT)
        found = self.example("listing", "bertrix", "GET", SEARCH)
        self.example("listing-next", "bertrix", "GET", found["batching"]["next"])

    def test_choices(self):
        path = "cyber/missions/@vocabularies/imio.centrale.authority_types?b_size=2"
        self.example("vocabulary", "bertrix", "GET", path)

    def test_forms(self):
        path = "cyber/missions/@types/imio.centrale.MissionRequest"
        members = ("title", "type", "required", "fieldsets")
        shorten = recording.only(*members)
        self.example("type", "bertrix", "GET", path, shorten=shorten)

    def test_history(self):
        url = self.requested(lot=DIRECT)
        self.example(
            "history", "bertrix", "GET", f"{url}/@history", shorten=recording.few(1)
        )


class TestPeople(DocumentedTestCase):
    """Members, notes, questions."""

    def test_members(self):
        path = "cyber/@centrale-members?q=bert"
        self.example("members", "alpha", "GET", path)

    def test_notes(self):
        url = f"{self.requested(lot=DIRECT)}/@centrale-notes"
        body = {"text": "Rappeler la commune : le plan manque."}
        self.example("note-post", "agent", "POST", url, body, status=201)
        self.example("notes", "auditor", "GET", url)

    def asked(self):
        """A question of Bertrix about a mission; not shown."""
        contact_limits.BY_RECIPIENT.forget()
        code = self.requested(lot=DIRECT).rpartition("/")[2]
        transaction.begin()
        values = {
            "kind": "question",
            "title": "Délai du lot 1",
            "sender_name": "Camille Test",
            "sender_email": "camille@bertrix.example",
            "tracking_code": code,
            "text": "Quand le lot est-il disponible ?",
        }
        with acting("bertrix"):
            centrale = self.layer["portal"]["cyber"]
            url = enquiries.ask(centrale, cleaned(values), "rest").absolute_url()
        transaction.commit()
        return url

    def test_reply(self):
        url = self.asked()
        body = {"text": "Dès lundi."}
        self.example("reply", "agent", "POST", f"{url}/@centrale-reply", body)
        self.example("enquiry", "bertrix", "GET", url)
