"""Base of the tests that write the examples of ``docs/reference/rest.rst``."""

from datetime import datetime
from functools import partial
from imio.centrale import clock
from imio.centrale.domain import tracking
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.testing import FUNCTIONAL
from imio.centrale.tests import recording
from imio.centrale.tests.rest import RestTestCase
from imio.centrale.tests.rest import upload
from itertools import cycle
from unittest import mock


#: Monday morning
START = datetime(2026, 3, 2, 9, 0, tzinfo=BRUSSELS)
#: the lot of the stories that need no cascade
DIRECT = "cyber/marches/market/direct"


class DocumentedTestCase(RestTestCase):
    """A story told in the time of ``self.present``, with codes that repeat."""

    layer = FUNCTIONAL

    def setUp(self):
        self.present = START
        self.recorder = recording.Recorder(
            self.layer["portal"].absolute_url(), self.now
        )
        characters = cycle(tracking.ALPHABET)
        generate = partial(tracking.generate, choice=lambda _: next(characters))
        for target, name, value in (
            (clock, "now", self.now),
            (tracking, "generate", generate),
        ):
            patch = mock.patch.object(target, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def now(self):
        return self.present

    def example(
        self, name, login, method, path, body=None, status=200, shorten=None, **kw
    ):
        """Make a call, expect its status, compare it with the example of that name."""
        response = self.client(login).call(method, path, body, **kw)
        self.assertEqual(response.status_code, status, response.text)
        self.compare(f"{name}.req", self.recorder.request(login, response))
        self.compare(f"{name}.resp", self.recorder.response(response, shorten))
        is_json = "json" in response.headers.get("Content-Type", "")
        return response.json() if is_json else None

    def compare(self, name, text):
        if recording.rewriting():
            recording.keep(name, text)
        self.assertEqual(
            recording.kept(name),
            text,
            f"{name} is not what happens any more. If the change is meant: make docs",
        )

    def requested(self, login="bertrix", **changes):
        """A mission of Bertrix, submitted; not shown."""
        client = self.client(login)
        url = client.created("cyber/missions", self.request_body(**changes))["@id"]
        client.expect(client.post(f"{url}/@workflow/submit"), 200)
        return url

    def offer_body(self, *lines):
        return {
            "@type": "imio.centrale.Offer",
            "valid_until": "2026-12-31",
            "lines": list(lines),
        }

    def order_body(self, **changes):
        return {
            "@type": "imio.centrale.Order",
            "order_number": "2026/14",
            "order_date": "2026-03-02",
            "purchase_order": upload("bon-de-commande.pdf"),
            "organ": "college",
            "deliberation_date": "2026-02-27",
            "deliberation": upload("deliberation.pdf"),
            **changes,
        }
