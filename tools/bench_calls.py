"""Measure our calls beside bare Plone's, on a copy of the demo site.

A mission request, a
transition and the mission page are timed in turn with a Document, its transition and
its page, by the same account over the same HTTP; medians and their ratio are printed.
"""

from argparse import ArgumentParser
from contextlib import contextmanager
from demo import has_site
from demo import HOST
from demo import INTERPRETER
from demo import make_directories
from demo import make_site
from demo import SITE_ID
from demo import WSGI_INI
from imio.centrale.tests.concurrency import servers
from measuring import ended
from measuring import tell_ratio
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import re
import requests
import shutil
import sys
import time


ZOPE_CONF = Path("parts/instance/etc/zope.conf")
ADMIN = ("admin", "admin")


@contextmanager
def server():
    """The demo site on a copy of its data, which is thrown away afterwards."""
    with TemporaryDirectory(prefix="bench-") as folder:
        var = Path(folder, "var")
        shutil.copytree("var/filestorage", var / "filestorage")
        shutil.copytree("var/blobstorage", var / "blobstorage")
        for name in ("instance", "cache", "log"):
            (var / name).mkdir()
        here = str(Path("var").resolve())
        conf = Path(folder, "zope.conf")
        conf.write_text(ZOPE_CONF.read_text().replace(here, str(var)))
        port = servers.free_port()
        text = WSGI_INI.read_text().replace(str(ZOPE_CONF.resolve()), str(conf))
        text = re.sub(r"(?m)^((?:fast-)?listen = ).*$", rf"\g<1>{HOST}:{port}", text)
        ini = Path(folder, "wsgi.ini")
        ini.write_text(text.replace(here, str(var)))
        command = [INTERPRETER, "-m", "Zope2.Startup.serve", ini]
        process = servers.Process(command, Path(folder, "output.log"))
        site = f"http://localhost:{port}/{SITE_ID}"
        try:
            servers.wait_until(lambda: answers(site), process, "The instance")
            yield site
        finally:
            process.stop()


def answers(site):
    try:
        return requests.get(site, timeout=30).ok
    except requests.ConnectionError:
        return False


class Bench:
    """Calls of one account, timed."""

    def __init__(self, site, rounds):
        self.site = site
        self.rounds = rounds
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.auth = ADMIN
        self.times = {}

    def call(self, name, method, url, body=None, accept="application/json"):
        """Make the call, note its time under ``name``, return the response."""
        headers = {"Accept": accept}
        start = time.perf_counter()
        response = self.session.request(
            method, url, json=body, headers=headers, timeout=120
        )
        self.times.setdefault(name, []).append(time.perf_counter() - start)
        if not response.ok:
            raise SystemExit(f"{method} {url}: {response.status_code} {response.text}")
        return response

    def uid(self, **query):
        """The UID of the first object found."""
        url = f"{self.site}/@search"
        query = {**query, "metadata_fields": "UID"}
        found = self.session.get(
            url, params=query, headers={"Accept": "application/json"}
        )
        return found.json()["items"][0]["UID"]

    def run(self):
        """Every round does each of our calls right after its bare counterpart."""
        authority, lot = self.subjects()
        centrale = f"{self.site}/cyber"
        for number in range(-3, self.rounds):
            if number == 0:
                self.times.clear()
            document = self.call(
                "create Document",
                "POST",
                self.site,
                {"@type": "Document", "title": f"Document {number}"},
            ).json()["@id"]
            mission = self.call(
                "create mission",
                "POST",
                f"{centrale}/missions",
                {
                    "@type": "imio.centrale.MissionRequest",
                    "title": f"Mission {number}",
                    "authority": authority,
                    "lot": lot,
                    "contact_name": "Camille Mesure",
                    "contact_email": "camille@bench.example",
                },
            ).json()["@id"]
            self.call(
                "transition Document", "POST", f"{document}/@workflow/publish", {}
            )
            self.call("transition mission", "POST", f"{mission}/@workflow/submit", {})
            self.call("page Document", "GET", document, accept="text/html")
            self.call("page mission", "GET", mission, accept="text/html")

    def subjects(self):
        """An authority that has joined, and a lot with a cascade."""
        adhesions = self.session.get(
            f"{self.site}/cyber/adhesions/@search",
            params={
                "portal_type": "imio.centrale.Adhesion",
                "review_state": "active",
                "metadata_fields": "authority_uid",
            },
            headers={"Accept": "application/json"},
        ).json()
        authority = adhesions["items"][0]["authority_uid"]
        lots = self.session.get(
            f"{self.site}/cyber/marches/@search",
            params={"portal_type": "imio.centrale.Lot", "fullobjects": 1},
            headers={"Accept": "application/json"},
        ).json()["items"]
        cascade = (lot for lot in lots if lot["award_mode"]["token"] == "cascade")
        return authority, next(cascade)["UID"]

    def report(self):
        """A line for each pair; whether each is within its limit."""
        for what, limit in (("create", 1.5), ("transition", 2), ("page", 2)):
            bare = median(self.times[f"{what} Document"])
            ours = median(self.times[f"{what} mission"])
            yield tell_ratio(f"{what}: Document, mission", bare, ours, limit)


def main():
    parser = ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    make_directories()
    if not has_site():
        make_site()
    with server() as site:
        bench = Bench(site, options.rounds)
        bench.run()
        return ended(list(bench.report()))


if __name__ == "__main__":
    sys.exit(main())
