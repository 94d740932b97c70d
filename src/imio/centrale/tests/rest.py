"""A small client for the REST tests: one account, real HTTP on loopback."""

from datetime import date
from imio.centrale.tests.fixture import PASSWORD
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import base64
import requests
import unittest


def upload(filename, data=b"%PDF-1.4 test"):
    """A file as plone.restapi reads it."""
    return {
        "filename": filename,
        "content-type": "application/pdf",
        "encoding": "base64",
        "data": base64.b64encode(data).decode(),
    }


class Client:
    """One account; paths are below the site, or whole addresses."""

    def __init__(self, test, login):
        self.test = test
        self.site = test.layer["portal"].absolute_url()
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Accept"] = "application/json"
        if login == "admin":
            self.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        elif login:
            self.session.auth = (login, PASSWORD)

    def call(self, method, path, body=None, **kw):
        url = path if path.startswith("http") else f"{self.site}/{path}"
        if body is not None:
            kw["json"] = body
        return self.session.request(method, url, timeout=60, **kw)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, body)

    def patch(self, path, body):
        return self.call("PATCH", path, body)

    def expect(self, response, status):
        self.test.assertEqual(response.status_code, status, response.text)
        return response.json() if response.content else None

    def got(self, path):
        return self.expect(self.get(path), 200)

    def created(self, path, body):
        return self.expect(self.post(path, body), 201)

    def moved(self, url, transition, state, **body):
        answer = self.expect(self.post(f"{url}/@workflow/{transition}", body), 200)
        self.test.assertEqual(answer["review_state"], state)
        return answer

    def refused(self, method, path, body, status, *codes):
        """The call is refused with these reason codes, in our shape."""
        answer = self.expect(self.call(method, path, body), status)
        self.test.assertEqual(list(answer), ["error"])
        error = answer["error"]
        self.test.assertEqual(set(error), {"type", "message", "reasons"})
        self.test.assertTrue(error["message"])
        for each in error["reasons"]:
            self.test.assertEqual(set(each), {"code", "message", "field"})
        self.test.assertEqual([each["code"] for each in error["reasons"]], list(codes))
        return error


class RestTestCase(unittest.TestCase):
    """Base of the REST tests."""

    maxDiff = None

    @property
    def year(self):
        return str(date.today().year)

    def client(self, login=None):
        return Client(self, login)

    def path(self, relative):
        return "/" + relative

    def request_body(self, lot="cyber/marches/market/cascade", **changes):
        """A mission request of Bertrix."""
        body = {
            "@type": "imio.centrale.MissionRequest",
            "title": "Audit de sécurité",
            "authority": "/autorites/bertrix",
            "lot": self.path(lot),
            "description": "Pour le réseau communal",
            "contact_name": "Camille Test",
            "contact_email": "camille@bertrix.example",
        }
        body.update(changes)
        return body
