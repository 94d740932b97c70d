"""Measure the calls of other programs beside bare plone.restapi, in one run.

Intake: a form of an e-guichet makes and submits a request in one call; a Document needs
its creation and its transition. Lists: a page of 25 missions with our columns, and a
page of 25 Documents with as many columns of Plone. Medians, turn and turn about, on one
Zope process with a FileStorage; pages are read more often, they take less time.
"""

from functools import partial
from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import INTAKE
from imio.centrale.tests.concurrency.world import numbers
from imio.centrale.tests.concurrency.world import SITE_ID
from itertools import count
from measuring import Caller
from measuring import ended
from measuring import tell_ratio
from measuring import turn_about
from plone.app.testing.layers import SITE_OWNER_NAME
from plone.app.testing.layers import SITE_OWNER_PASSWORD

import bench_subsidy
import sys


INTAKES = 60
READS = 200
WARM_UP = 5
PAGE = 25
MISSION = "imio.centrale.MissionRequest"
OURS = """
    tracking_code centrale_uid market_uid lot_uid authority_uid supplier_uid centrale_step
    next_actor due amount_excl_vat province authority_type external_id
    """.split()
BARE = """
    Creator created modified effective expires Subject Type UID id is_folderish getId
    exclude_from_nav portal_type
    """.split()


class Calls:
    """What is timed, by the account that does it in real life."""

    def __init__(self, url):
        site = f"{url}/{SITE_ID}"
        self.owner = Caller(site, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.intake = Caller(site, INTAKE)
        self.agent = Caller(site, AGENT)
        self.numbers = count()

    def document(self):
        """A Document, published: two calls."""
        body = {"@type": "Document", "title": f"Document {next(self.numbers)}"}
        url = self.owner.call("POST", "", json=body).json()["@id"]
        self.owner.call("POST", f"{url}/@workflow/publish", json={})

    def form(self):
        """A request, submitted: one call."""
        number = next(self.numbers)
        body = {
            "external_id": f"FORM-{number}",
            "authority": next(numbers()),
            "lot": "1",
            "title": f"Demande {number}",
            "contact": {"name": "Camille Test", "email": "camille@commune.example"},
        }
        self.intake.call("POST", "sans/@centrale-requests", json=body)

    def page(self, portal_type, columns, path=""):
        """A page of one type, as an agent lists it."""
        found = self.agent.get(
            f"{path}@search",
            portal_type=portal_type,
            b_size=PAGE,
            sort_on="created",
            metadata_fields=columns,
        ).json()
        if len(found["items"]) != PAGE:
            raise SystemExit(f"{portal_type}: {len(found['items'])} items")


def compare(what, bare, ours, rounds, most):
    """A line; whether the ratio is within its limit."""
    seconds = turn_about({"bare": bare, "ours": ours}, rounds, WARM_UP)
    return tell_ratio(what, seconds["bare"], seconds["ours"], most)


def bench():
    """Whether each is within its limit: the intake, a page of a list."""
    with bench_subsidy.site(PAGE) as (url, _lanes):
        calls = Calls(url)
        yield compare("intake", calls.document, calls.form, INTAKES, 1.5)
        yield compare(
            f"page of {PAGE}",
            partial(calls.page, "Document", BARE),
            partial(calls.page, MISSION, OURS, "avec/"),
            READS,
            1.3,
        )


if __name__ == "__main__":
    sys.exit(ended(list(bench())))
