"""Measure the pages people work on, beside a bare Document, with 10 000 missions.

``bench_pages.py [FOLDER]`` serves a copy of the site that ``many_missions.py`` made in
``FOLDER``, or makes one. One Zope process with four threads on a FileStorage, the ZODB
keeps 30 000 objects as plone.recipe.zope2instance sets it. Turn and turn about, each
page by the account it is made for, over HTTP, without the images and the CSS.

Two Documents are measured: one of a Plone site of the same server in which the package
is not installed, seen by a member; and one of our site outside the centrale, seen by
the agent, who gets the bar of the package on it as on every page. The limit is that of
whichever is faster. What the list of missions and the figures keep between two pages is
void once the catalog changed: they are measured both ways. The limit does not hold for
figures that are made anew, of every dossier.
"""

from functools import partial
from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import SITE_ID
from itertools import cycle
from many_missions import BARE
from many_missions import CENTRALE
from many_missions import MISSIONS
from many_missions import PAGE
from measuring import Caller
from measuring import ended
from measuring import many_missions
from measuring import timed
from measuring import turn_about
from measuring import verdict
from plone.app.testing.layers import SITE_OWNER_NAME
from plone.app.testing.layers import SITE_OWNER_PASSWORD
from statistics import median

import argparse
import sys


ROUNDS = 30
WARM_UP = 5
AUTHORITY = "commune-1"
SUPPLIER = "fournisseur-1"
#: missions whose pages are shown in turn, of every state
SAMPLE = 40
MOST = 2.5
OUTSIDE = "Document, Plone without us"
INSIDE = "Document, our site"
HOME = f"{SITE_ID}/{CENTRALE}"
LIST = f"{HOME}/missions"
FIGURES = f"{HOME}/@@centrale-figures"
ANEW = "figures, catalog changed"
#: pages for which something is kept until the catalog changes: what, who, where
KEEPING = (
    ("list, catalog changed", AGENT, LIST),
    (ANEW, AGENT, FIGURES),
)
#: other limits, of the many tables of the agents; none for what is made anew
LIMITS = {"figures": 3, ANEW: None}
#: what, who, where
PAGES = (
    (OUTSIDE, AGENT, f"{BARE}/{PAGE}"),
    (INSIDE, AGENT, f"{SITE_ID}/{PAGE}"),
    ("agent home", AGENT, HOME),
    ("list", AGENT, LIST),
    ("list, sorted", AGENT, f"{LIST}?sort=-amount"),
    ("list, filtered", AGENT, f"{LIST}?step=3&state=offered&sort=-authority"),
    ("list, words", AGENT, f"{LIST}?text=audit&sort=due"),
    ("authority home", AUTHORITY, HOME),
    ("supplier home", SUPPLIER, HOME),
    ("offers", AUTHORITY, f"{HOME}/@@centrale-offers"),
    ("figures", AGENT, FIGURES),
    ("figures, public", AUTHORITY, FIGURES),
    ("tasks of a supplier", SUPPLIER, f"{HOME}/@@centrale-supplier?section=to-do"),
    ("tasks of an authority", AUTHORITY, f"{HOME}/@@centrale-authority?section=tasks"),
)


def acts(url):
    """Name -> the call that shows that page."""
    found = {}
    for name, login, path in PAGES:
        found[name] = partial(Caller(url, login, accept="text/html").get, path)
    missions = cycle(sample(url))
    agent = Caller(url, AGENT, accept="text/html")
    found["mission"] = lambda: agent.get(next(missions))
    return found


def sample(url):
    """The addresses of some missions, spread over all of them."""
    agent = Caller(url, AGENT)
    query = {"portal_type": "imio.centrale.MissionRequest", "sort_on": "UID"}
    found = agent.get(f"{SITE_ID}/@search", **query, b_size=SAMPLE).json()
    return [each["@id"] for each in found["items"]]


def after_changes(url, rounds, login, path):
    """The median for a page, each time right after the catalog changed."""
    owner = Caller(url, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    reader = Caller(url, login, accept="text/html")
    times = []
    for number in range(rounds):
        title = {"title": f"Une page {number}"}
        owner.call("PATCH", f"{SITE_ID}/{PAGE}", json=title)
        times.append(timed(reader.get, path))
    return median(times)


def tell(seconds):
    """A line for each page; whether each is within its limit."""
    print(f"{'':<28} {'ms':>8} {'/ ' + OUTSIDE:>28} {'/ ' + INSIDE:>20}")
    for name, each in seconds.items():
        outside, inside = each / seconds[OUTSIDE], each / seconds[INSIDE]
        most = LIMITS.get(name, MOST)
        holds = most is None or max(outside, inside) <= most
        line = f"{name:<28} {each * 1000:8.1f} {outside:28.2f} {inside:20.2f}"
        print(f"{line}{verdict(holds)}")
        yield holds


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--missions", type=int, default=MISSIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with many_missions(options.folder, options.missions) as client:
        seconds = turn_about(acts(client.url), options.rounds, WARM_UP)
        for name, login, path in KEEPING:
            seconds[name] = after_changes(client.url, options.rounds, login, path)
    print(f"pages, medians of {options.rounds}, at most {MOST} times a Document")
    print(f"other limits: {LIMITS}")
    return ended(list(tell(seconds)))


if __name__ == "__main__":
    sys.exit(main())
