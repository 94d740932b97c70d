"""What the measurements share: sites, servers, callers, turns, and how figures are told.

Servers are those of the races, on loopback, with one difference: the ZODB keeps 30 000
objects, as plone.recipe.zope2instance sets it when nothing else is asked (Zope alone
would keep 5 000).
"""

from contextlib import contextmanager
from imio.centrale.tests.concurrency import servers
from imio.centrale.tests.concurrency.world import SITE_ID
from imio.centrale.tests.fixture import PASSWORD
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import json
import os
import requests
import subprocess
import sys
import time


TOOLS = Path(__file__).parent
CACHE = 30_000
TIMEOUT = 3600


# -- sites and servers --------------------------------------------------------------


def run_script(name, *arguments):
    """What a script of this folder prints; the run ends when the script fails."""
    made = subprocess.run(
        [sys.executable, str(TOOLS / name), *map(str, arguments)],
        env=servers.ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise SystemExit(f"{name} failed.\n{made.stderr[-4000:]}")
    return made.stdout


@contextmanager
def temporary_folder():
    with TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


@contextmanager
def served(home, storage):
    """A Zope client on that storage, once it answers."""
    client = servers.ZopeClient(home, f"cache-size {CACHE}\n{storage.conf}")
    client.start()
    try:
        client.wait(f"{SITE_ID}/@site")
        yield client
    finally:
        client.kill()


@contextmanager
def made_site(script, *arguments):
    """A Zope client on a new site, and what the script that made it gives.

    The script gets the path of a zope.conf, then the arguments; it prints JSON.
    """
    with temporary_folder() as folder:
        (folder / "data").mkdir()
        storage = servers.FileStorage(folder / "data")
        conf = servers.write_home(folder / "making", storage.conf)
        made = json.loads(run_script(script, conf, *arguments))
        with served(folder / "client", storage) as client:
            yield client, made


@contextmanager
def many_missions(folder, missions):
    """A Zope client on a copy of the site that ``many_missions.py`` made in a folder;
    without any, on a new one with so many missions.
    """
    with temporary_folder() as here:
        if folder is None:
            run_script("many_missions.py", here / "made", missions)
        source = servers.FileStorage(Path(folder or here / "made") / "data")
        with served(here / "client", source.copy_to(here / "data")) as client:
            yield client


# -- calls and their times ----------------------------------------------------------


class Caller:
    """One account on one server; the run stops at an answer that is none."""

    def __init__(self, url, login, password=PASSWORD, accept="application/json"):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.auth = (login, password)
        self.session.headers["Accept"] = accept

    def get(self, path, **params):
        return self.call("GET", path, params=params)

    def call(self, method, path, **options):
        url = path if path.startswith("http") else f"{self.url}/{path}"
        response = self.session.request(method, url, timeout=TIMEOUT, **options)
        if not response.ok:
            text = response.text[:2000]
            raise SystemExit(f"{method} {url}: {response.status_code} {text}")
        return response


def timed(act, *arguments):
    """The seconds of one act."""
    start = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - start


def turn_about(acts, rounds, warm_up):
    """Name -> the median of its seconds; every round does each act once.

    Every other round goes backwards: no act always follows the same one.
    """
    times = {name: [] for name in acts}
    for number in range(-warm_up, rounds):
        for name in list(acts)[:: -1 if number % 2 else 1]:
            seconds = timed(acts[name])
            if number >= 0:
                times[name].append(seconds)
    return {name: median(found) for name, found in times.items()}


# -- telling ------------------------------------------------------------------------


def load():
    """How many processes the machine had to run lately: a figure taken with more than
    one is no figure.
    """
    return f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"


def verdict(holds):
    return "" if holds else "  PASSED THE LIMIT"


def tell_most(what, value, most, unit):
    """A line; whether the value is at most that."""
    holds = value <= most
    print(f"{what:<34} {value:8.2f} {unit} (at most {most} {unit}){verdict(holds)}")
    return holds


def tell_ratio(what, bare, ours, most):
    """A line of two medians in seconds; whether ours is at most so many times the bare
    one.
    """
    holds = ours <= most * bare
    print(
        f"{what:<34} bare {bare * 1000:7.1f} ms, ours {ours * 1000:7.1f} ms, "
        f"ratio {ours / bare:.2f} (at most {most}){verdict(holds)}"
    )
    return holds


def ended(holds):
    """The exit status of a run: 1 when a limit was passed."""
    print(load())
    return 0 if all(holds) else 1
