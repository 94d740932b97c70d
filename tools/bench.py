"""Measure our calls beside bare Plone's, on a copy of the demo site.

Run by the interpreter of the instance (``make bench``). A mission request, a
transition and the mission page are timed in turn with a Document, its transition and
its page, by the same account over the same HTTP; medians and their ratio are printed.
``bench_subsidy`` then measures the subsidy.
"""

from argparse import ArgumentParser
from contextlib import closing
from contextlib import contextmanager
from demo import has_site
from demo import HOST
from demo import INTERPRETER
from demo import make_directories
from demo import make_site
from demo import SITE_ID
from demo import WSGI_INI
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import bench_subsidy
import re
import requests
import shutil
import socket
import subprocess
import time


ZOPE_CONF = Path("parts/instance/etc/zope.conf")
ADMIN = ("admin", "admin")
START_SECONDS = 120


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


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
        port = free_port()
        text = WSGI_INI.read_text().replace(str(ZOPE_CONF.resolve()), str(conf))
        text = re.sub(r"(?m)^((?:fast-)?listen = ).*$", rf"\g<1>{HOST}:{port}", text)
        ini = Path(folder, "wsgi.ini")
        ini.write_text(text.replace(here, str(var)))
        process = subprocess.Popen(
            [str(INTERPRETER), "-m", "Zope2.Startup.serve", str(ini)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield wait_for(f"http://localhost:{port}/{SITE_ID}")
        finally:
            process.terminate()
            process.wait()


def wait_for(site):
    """The address, once it answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            if requests.get(site, timeout=30).ok:
                return site
        except requests.ConnectionError:
            time.sleep(0.5)
    raise SystemExit("The instance did not start.")


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
        """A line for each pair: both medians in milliseconds, and the ratio."""
        for what, limit in (("create", 1.5), ("transition", 2), ("page", 2)):
            bare = median(self.times[f"{what} Document"]) * 1000
            ours = median(self.times[f"{what} mission"]) * 1000
            ratio = ours / bare
            print(
                f"{what:<11} Document {bare:6.1f} ms, mission {ours:6.1f} ms, "
                f"ratio {ratio:.2f} (at most {limit})"
            )


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
        bench.report()
    bench_subsidy.bench()


if __name__ == "__main__":
    main()
