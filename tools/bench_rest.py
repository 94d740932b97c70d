"""Measure the calls of other programs beside bare plone.restapi, in one run.

Intake: a form of an e-guichet makes and submits a request in one call; a Document needs
its creation and its transition. Lists: a page of 25 missions with our columns, and a
page of 25 Documents with as many columns of Plone. Medians, turn and turn about, on one
Zope process with a FileStorage.
"""

from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import INTAKE
from imio.centrale.tests.concurrency.world import numbers
from imio.centrale.tests.concurrency.world import SITE_ID
from imio.centrale.tests.fixture import PASSWORD
from plone.app.testing.layers import SITE_OWNER_NAME
from plone.app.testing.layers import SITE_OWNER_PASSWORD
from statistics import median

import bench_subsidy
import requests
import time


ROUNDS = 60
WARM_UP = 5
PAGE = 25
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
OURS = """
    tracking_code centrale_uid market_uid lot_uid authority_uid supplier_uid centrale_step
    next_actor due amount_excl_vat province authority_type external_id
    """.split()
BARE = """
    Creator created modified effective expires Subject Type UID id is_folderish getId
    exclude_from_nav portal_type
    """.split()


class Caller:
    """Calls that are timed, whoever makes them."""

    def __init__(self, url):
        self.site = f"{url}/{SITE_ID}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Accept"] = "application/json"

    def call(self, auth, method, path, body=None, params=None):
        """The answer; the run stops at the first one that is none."""
        url = path if path.startswith("http") else f"{self.site}/{path}"
        response = self.session.request(
            method, url, auth=auth, json=body, params=params, timeout=120
        )
        if not response.ok:
            raise SystemExit(f"{method} {url}: {response.status_code} {response.text}")
        return response.json() if response.content else None

    def document(self, number):
        """A Document, published: two calls."""
        body = {"@type": "Document", "title": f"Document {number}"}
        url = self.call(OWNER, "POST", "", body)["@id"]
        self.call(OWNER, "POST", f"{url}/@workflow/publish", {})

    def form(self, number):
        """A request, submitted: one call."""
        body = {
            "external_id": f"FORM-{number}",
            "authority": next(numbers()),
            "lot": "1",
            "title": f"Demande {number}",
            "contact": {"name": "Camille Test", "email": "camille@commune.example"},
        }
        self.call((INTAKE, PASSWORD), "POST", "sans/@centrale-requests", body)

    def page(self, portal_type, columns, path=""):
        """A page of one type, as an agent lists it."""
        params = {
            "portal_type": portal_type,
            "b_size": PAGE,
            "sort_on": "created",
            "metadata_fields": columns,
        }
        found = self.call((AGENT, PASSWORD), "GET", f"{path}@search", params=params)
        if len(found["items"]) != PAGE:
            raise SystemExit(f"{portal_type}: {len(found['items'])} items")

    def bare_page(self, number):
        self.page("Document", BARE)

    def our_page(self, number):
        self.page("imio.centrale.MissionRequest", OURS, "avec/")


def timed(act, number):
    """The seconds of one act."""
    start = time.perf_counter()
    act(number)
    return time.perf_counter() - start


def compare(bare, ours):
    """The medians of both in milliseconds, turn and turn about."""
    for number in range(WARM_UP):
        bare(f"w{number}"), ours(f"w{number}")
    times = [(timed(bare, n), timed(ours, n)) for n in range(ROUNDS)]
    return [median(each) * 1000 for each in zip(*times)]


def tell(what, bare, ours, limit):
    """One line: both medians, and the ratio."""
    print(
        f"{what}: plone.restapi {bare:6.1f} ms, ours {ours:6.1f} ms, "
        f"ratio {ours / bare:.2f} (at most {limit})"
    )


def bench():
    """A line for the intake, a line for a page of a list."""
    with bench_subsidy.site(PAGE) as (url, _lanes):
        caller = Caller(url)
        tell("intake", *compare(caller.document, caller.form), limit=1.5)
        tell("page of 25", *compare(caller.bare_page, caller.our_page), limit=1.3)


if __name__ == "__main__":
    bench()
