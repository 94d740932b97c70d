"""Every service as an outsider meets it: whatever is sent, an answer and never an error.

The services are found where they are registered (``tests/contract.py``).
"""

from datetime import date
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale import bodies
from imio.centrale import enquiries
from imio.centrale.domain import enquiry
from imio.centrale.domain.nesting import DEEPEST
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests import contract
from imio.centrale.tests.contract import MARKER
from imio.centrale.tests.procedure import acting
from imio.centrale.tests.procedure import ProcedureTestCase
from imio.centrale.tests.rest import RestTestCase
from tempfile import TemporaryDirectory
from unittest import mock
from urllib.parse import quote

import json
import os
import transaction


ACCOUNTS = (
    "agent",
    "auditor",
    "bertrix",
    "alpha",
    "beta",
    "intake",
    "siteadmin",
    "stranger",
    None,
)
#: of these the marker is hidden
OUTSIDERS = ("bertrix", "alpha", "beta", "intake", "stranger", None)
JSON = {"Content-Type": "application/json"}
#: members that some service reads
NAMES = """
    @type id UID title description authority supplier lot lines rows code quantity
    external_id contact files options tracking_code tus data filename encoding mission
    paid_on refused note field digest iban deadline until fields reason_code reason_note
    comment action answer rank confirm mapping sheet file version valid_from without_refused
    line text cursor name email users_count interests organ deliberation envelope categories
    """.split()
TEXTS = ("", "x", "2026-03-02", "1.00", "\ud800", "a\x00b", "é" * 300, "../..", "other")


METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"}
SUFFIXES = (
    "?b_size=x",
    "?b_size=-1&b_start=-5",
    "?b_size=0&b_start=99999999999999999999",
    "?b_start=x&cursor=x&date=x&page=x",
    "?metadata_fields=_all&fullobjects=1&expand=x",
    "?cursor=%00&from=2026-13-45&to=x&year=x&lot=x&format=x&of=x",
    "/x",
    "/x/y",
    "/%00",
    "/" + "x" * 5000,
)


class ContractTestCase(ProcedureTestCase, RestTestCase):
    """Base: something of every kind, and dossiers of others that hold the marker."""

    layer = FUNCTIONAL

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        patched = mock.patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder.name})
        patched.start()
        self.addCleanup(patched.stop)
        self.make_world()
        transaction.commit()
        transaction.begin()
        self.objects = contract.objects(self.portal)
        self.services = contract.services()
        self.clients = {login: self.client(login) for login in ACCOUNTS}

    def make_world(self):
        """One object of each kind for us; for others a dossier of Arlon, and a refusal."""
        program = self.program()
        self.mission("closing")
        closed = self.closed()
        self.mission("assigned")
        consulting = self.consulting()
        note = {"reason_code": "other", "reason_note": f"{MARKER}, nobody there"}
        self.moved("alpha", consulting["consultation-1"], "decline", "declined", **note)
        self.account(self.bertrix)
        self.child("agent", program, "LiquidationBatch", **self.batch(closed))
        contract.public_centrale(self.portal)
        self.ask()
        self.hidden = ("other", self.others_dossier().getId())

    def batch(self, mission):
        return {
            "title": "Lot de mars",
            "entries": [{"mission": mission.UID(), "amount": None}],
            "tutelle_reference": "T-1",
            "tutelle_date": date(2026, 3, 2),
            "debtor_iban": "BE43068999999501",
        }

    def ask(self):
        """An enquiry of somebody who is nobody here: only the centrale reads it."""
        values = {
            "kind": "question",
            "title": "Délai",
            "sender_name": "Camille Test",
            "sender_email": "camille@bertrix.example",
            "text": f"Et à {MARKER} ?",
        }
        with acting(None):
            enquiries.ask(self.centrale, enquiry.cleaned(values), "a form")

    def others_dossier(self):
        """A request of Arlon that no supplier has been asked for yet."""
        mission = self.request(
            lot="cascade",
            login="arlon",
            authority=self.arlon.UID(),
            title=f"Audit {MARKER}",
            description=f"{MARKER} {MARKER}",
            contact_name=MARKER,
            contact_email=f"{MARKER}@arlon.example",
            external_id=MARKER,
        )
        self.moved("arlon", mission, "submit", "submitted")
        return mission

    def places(self, service, others=False):
        """The addresses of a service on what is ours, or on what is the others'."""
        return [
            service.url(obj)
            for obj in self.objects
            if service.interface.providedBy(obj)
            and others == any(each in obj.getPhysicalPath() for each in self.hidden)
        ]

    def address(self, service):
        return self.places(service)[0]

    def for_each(self, act, services=None):
        """Do this with each service."""
        for service in services or self.services:
            with self.subTest(str(service)):
                act(service)

    def writing(self):
        """The services that read a body of JSON."""
        return [
            each
            for each in self.services
            if each.method in ("POST", "PATCH") and each.name != "@tus-upload"
        ]

    def call(self, login, method, url, **kw):
        """The answer, which is none of an error of ours."""
        response = self.clients[login].call(method, url, **kw)
        self.check(response, login, f"{login} {method} {url}")
        return response

    def check(self, response, login, what):
        """No error of the server, the shape of errors, and nothing of others."""
        what = f"{what} {response.status_code} {response.text[:500]}"
        self.assertLess(response.status_code, 500, what)
        self.assertNotIn("Traceback", response.text, what)
        self.assertNotIn("/site-packages/", response.text, what)
        if login in OUTSIDERS:
            self.assertNotIn(MARKER, response.text, what)
        if response.status_code >= 400 and response.text:
            error = response.json().get("error") or {}
            self.assertLessEqual({"type", "message", "reasons"}, set(error), what)
            for each in error["reasons"]:
                self.assertEqual({"code", "message", "field"}, set(each), what)
                self.assertNotIn("${", each["message"], what)


class TestEveryService(ContractTestCase):
    """Each service, and what outsiders do with it."""

    def send(self, service, login="agent", suffix="", **kw):
        """One call, with an empty object where a body belongs."""
        if service.method in ("POST", "PATCH") and "data" not in kw:
            kw.setdefault("json", {})
        url = self.address(service) + suffix
        return self.call(login, service.method, url, **kw)

    def refused(self, service, login="agent", **kw):
        """The body is refused, or nobody looks at it."""
        response = self.send(service, login, **kw)
        self.assertIn(response.status_code, (400, 401, 403), response.text)
        return [each["code"] for each in response.json()["error"]["reasons"]]

    def test_they_are_found_and_can_be_called(self):
        self.assertGreater(len(self.services), 40)
        self.for_each(lambda service: self.assertTrue(self.places(service)))

    def test_no_authentication(self):
        def act(service):
            response = self.send(service, None)
            if service.method in ("POST", "PATCH"):
                self.assertEqual(response.status_code, 401, response.text)

        self.for_each(act)

    def test_wrong_credentials(self):
        self.clients["agent"].session.auth = ("agent", "wrong")
        self.for_each(self.send)

    def test_not_json(self):
        def act(service):
            for data in (b"{", b"[]", b"null", b"5", b'"x"', b"\xff\xfe", b"{'a': 1}"):
                self.refused(service, data=data, headers=JSON)

        self.for_each(act, self.writing())

    def test_wrong_media_types(self):
        def act(service):
            for kind in (
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "application/json-seq",
            ):
                headers = {"Content-Type": kind}
                self.refused(service, data=b'{"title": "x"}', headers=headers)
            self.refused(service, data={}, files={"title": ("x", b"x")})

        self.for_each(act, self.writing())

    def test_deep(self):
        def act(service):
            for data in (
                b"[" * 100_000,
                b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
                b'{"a":' + b"[" * DEEPEST + b"1" + b"]" * DEEPEST + b"}",
                b'{"a":' + b"[" * 900 + b"]" * 900 + b"}",
            ):
                for login in ("agent", None):
                    self.refused(service, login, data=data, headers=JSON)

        self.for_each(act, self.writing())

    def test_huge(self):
        """A body above the limit is not read."""

        def act(service):
            codes = self.refused(service, json={"title": "x" * 10_001})
            self.assertIn(codes, (["body_too_long"], ["not_permitted"]))

        with mock.patch.object(bodies, "LONGEST", 10_000):
            self.for_each(act, self.writing())

    def test_unknown_members_and_wrong_types(self):
        def act(service):
            for value in (None, True, 5, 5.5, "x", [], {}, [{"a": [1]}], {"a": {}}):
                self.send(service, json=dict.fromkeys(NAMES, value))
                self.send(service, json={"unknown": value})

        self.for_each(act, self.writing())

    def test_methods(self):
        """Methods that our services do not have: never an error."""

        def act(service):
            same = (each for each in self.services if each.name == service.name)
            taken = {"OPTIONS", *(each.method for each in same)}
            for method in METHODS - taken:
                url = self.address(service)
                response = self.clients["agent"].call(method, url, {})
                self.assertLess(response.status_code, 500, f"{method} {url}")

        self.for_each(act, [each for each in self.services if each.name])

    def test_queries_and_longer_paths(self):
        def act(service):
            for suffix in SUFFIXES:
                self.send(service, suffix=suffix)

        self.for_each(act)

    def test_dossiers_of_others(self):
        """On a dossier out of sight: not allowed, or not there."""

        def act(service):
            for url in self.places(service, others=True):
                if f"/{self.hidden[0]}" in url:
                    continue
                for login in ("bertrix", "beta", "intake", "stranger", None):
                    body = {} if service.method in ("POST", "PATCH") else None
                    response = self.call(login, service.method, url, json=body)
                    self.assertIn(response.status_code, (401, 403, 404), url)

        self.for_each(act)

    def test_nothing_of_others_is_told_anywhere(self):
        """Whoever of the outsiders asks, wherever."""

        def act(service):
            for url in (*self.places(service), *self.places(service, others=True)):
                for login in OUTSIDERS:
                    self.call(login, "GET", url)

        self.for_each(act, [each for each in self.services if each.method == "GET"])

    def test_repeated_and_reordered(self):
        """The acts of a dossier out of their order and twice: refused, never an error."""
        acts = [
            (service, body)
            for service in self.writing()
            for body in ({}, {"action": "consult"}, {"answer": "accepted"})
        ]
        for service, body in [*acts, *reversed(acts)]:
            with self.subTest(str(service)):
                for login in ("agent", "bertrix", "alpha"):
                    self.send(service, login, json=body)


#: text that can stand in an address
SENDABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(TEXTS)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
BODIES = VALUES | st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8)


class TestAnything(ContractTestCase):
    """Any service, any account, any JSON, any path and query."""

    def test_random_calls(self):
        @settings(
            max_examples=int(os.environ.get("CONTRACT_EXAMPLES", 300)),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.sampled_from(self.services),
            st.sampled_from(ACCOUNTS),
            BODIES,
            st.lists(SENDABLE, max_size=2),
            st.dictionaries(st.sampled_from(NAMES), SENDABLE, max_size=2),
            st.data(),
        )
        def call(service, login, body, path, query, data):
            places = self.places(service) + self.places(service, others=True)
            url = data.draw(st.sampled_from(places))
            url += "".join(f"/{quote(each)}" for each in path if each)
            has_body = service.method in ("POST", "PATCH")
            self.call(
                login,
                service.method,
                url,
                data=json.dumps(body) if has_body else None,
                headers=JSON if has_body else None,
                params=query,
            )

        call()
