"""Measure pages of 1 000 changes of a feed that has tens of thousands.

``bench_feed.py [FOLDER]`` serves a copy of the site that ``many_missions.py`` made in
``FOLDER``, or makes one. One Zope process on a FileStorage, the ZODB keeps 30 000
objects as plone.recipe.zope2instance sets it. The agent follows the feed from its start
to its end, once, with nothing read before; then pages of its start, its middle and its
end are read in turn.
"""

from functools import partial
from imio.centrale.domain.feed import LONGEST_PAGE
from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import SITE_ID
from many_missions import CENTRALE
from many_missions import MISSIONS
from measuring import Caller
from measuring import ended
from measuring import many_missions
from measuring import tell_most
from measuring import turn_about

import argparse
import sys
import time


ROUNDS = 7
WARM_UP = 1
#: a shorter feed would tell nothing
LEAST = 20_000
SECONDS = 1


class Follower:
    """An account that reads the feed in pages of 1 000."""

    def __init__(self, url, login):
        self.caller = Caller(url, login)

    def page(self, cursor):
        path = f"{SITE_ID}/{CENTRALE}/@centrale-feed"
        return self.caller.get(path, cursor=cursor, b_size=LONGEST_PAGE).json()

    def walk(self):
        """(cursor, changes, seconds) of each page, from the start to the end."""
        cursor, more = "", True
        while more:
            start = time.perf_counter()
            page = self.page(cursor)
            yield cursor, len(page["items"]), time.perf_counter() - start
            cursor, more = page["cursor"], page["more"]


def read(url, rounds):
    """Whether each figure is within its limit; a line for each."""
    agent = Follower(url, AGENT)
    cursors, changes, seconds = zip(*agent.walk())
    if sum(changes) < LEAST:
        raise SystemExit(f"A feed of {sum(changes)} changes is too short.")
    print(f"feed of {sum(changes)} changes, {len(cursors)} pages of {LONGEST_PAGE}")
    yield tell_most("slowest page, read for once", max(seconds), SECONDS, "s")
    places = {
        "first page": cursors[0],
        "page in the middle": cursors[len(cursors) // 2],
        "last full page": cursors[-2],
    }
    acts = {name: partial(agent.page, cursor) for name, cursor in places.items()}
    for name, each in turn_about(acts, rounds, WARM_UP).items():
        yield tell_most(f"{name}, median of {rounds}", each, SECONDS, "s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--missions", type=int, default=MISSIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with many_missions(options.folder, options.missions) as client:
        return ended(list(read(client.url, options.rounds)))


if __name__ == "__main__":
    sys.exit(main())
