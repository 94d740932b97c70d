"""Measure annexe B with 5 000 lines: time, and memory above the idle server.

One Zope process with four threads on a FileStorage, asked over HTTP by an agent: by the
pages (file, columns, preview, confirmation) and over REST (preview, confirmation), each
with another file, in which every line is new, then one in which half of them changed.
Memory is what the process holds at most while it answers (``VmHWM``), less what it held
once it had shown its first pages. Then the pages of that inventory are timed.
"""

from decimal import Decimal
from functools import partial
from imio.centrale.domain.pricing import InventoryLine
from imio.centrale.tables.inventory_files import write_csv
from imio.centrale.tables.inventory_files import write_ods
from imio.centrale.tables.inventory_files import write_xlsx
from imio.centrale.tests.concurrency import world
from imio.centrale.tests.fixture import PASSWORD
from measuring import ended
from measuring import made_site
from measuring import verdict
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import base64
import re
import requests
import sys
import time
import transaction


LINES = 5000
ROUNDS = 5
SECONDS = 30
MEGABYTES = 300
#: writes of this to ``clear_refs`` start the peak anew (man 5 proc)
START_PEAK = "5"


def make(app):
    """A site with one lot and one supplier: the path of the lot, the supplier's UID."""
    site = world.make_site(app)
    world.make_user(world.AGENT, "Centrale Manager")
    supplier = world.make_supplier(site)
    race = world.Race("mesure", 0, 0, Decimal(0))
    _centrale, lot = world.make_centrale(site, race, [], supplier)
    transaction.commit()
    return {"lot": world.below(site, lot), "supplier": supplier.UID()}


def lines(price):
    """Invented articles; half of them cost ``price`` more than a round price."""
    return [
        InventoryLine(
            code=f"ART-{number:05d}",
            label=f"Article inventé numéro {number}, série {number % 37}",
            unit=("pièce", "jour", "mois", "an")[number % 4],
            unit_price=Decimal(number % 900 + 10) + price * (number % 2),
            vat_rate=("21", "6", "0")[number % 3],
        )
        for number in range(LINES)
    ]


class Agent:
    """An agent at work on a lot."""

    def __init__(self, client, lot, supplier):
        self.process = client.process.pid
        self.lot = f"{client.url}/{world.SITE_ID}/{lot}"
        self.supplier = supplier
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.auth = (world.AGENT, PASSWORD)
        self.year = 2026

    def call(self, method, url, status=200, accept="text/html", **options):
        response = self.session.request(
            method, url, headers={"Accept": accept}, timeout=120, **options
        )
        if response.status_code != status:
            text = re.sub(r"<[^>]*>|\s+", " ", response.text)
            raise SystemExit(f"{url}: {response.status_code}\n{text[:3000]}")
        return response

    def version(self):
        """What a new version is asked with."""
        self.year += 1
        return {
            "supplier": self.supplier,
            "version": str(self.year),
            "valid_from": f"{self.year}-01-01",
        }

    # -- the two ways ------------------------------------------------------------------

    def by_pages(self, data, filename):
        """The address of the draft."""
        url = f"{self.lot}/@@centrale-import"
        token = hidden(self.call("GET", url).text, "_authenticator")
        form = {"step": "upload", "_authenticator": token, **self.version()}
        page = self.call("POST", url, data=form, files={"file": (filename, data)})
        if "step=columns" in page.url:
            form = {
                "step": "columns",
                "upload": parse_qs(urlsplit(page.url).query)["upload"][0],
                "_authenticator": token,
                **chosen(page.text),
            }
            page = self.call("POST", url, data=form)
        names = ("_authenticator", "upload", "fingerprint")
        form = {name: hidden(page.text, name) for name in names}
        return self.call("POST", url, data={**form, "step": "confirm"}).url

    def by_rest(self, data, filename):
        """The address of the draft."""
        url = f"{self.lot}/@centrale-import"
        content = base64.b64encode(data).decode()
        file = {"filename": filename, "encoding": "base64", "data": content}
        body = {**self.version(), "file": file}
        call = partial(self.call, "POST", url, accept="application/json")
        body["confirm"] = call(json=body).json()["fingerprint"]
        return call(json=body, status=201).json()["@id"]

    def publish(self, inventory):
        self.call(
            "POST", f"{inventory}/@workflow/publish", accept="application/json", json={}
        )

    # -- memory ------------------------------------------------------------------------

    def memory(self, name):
        """Megabytes, as the kernel counts them."""
        text = Path(f"/proc/{self.process}/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024

    def start_peak(self):
        Path(f"/proc/{self.process}/clear_refs").write_text(START_PEAK)


def hidden(text, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}"[^>]*value="([\w-]+)"', text)[1]


def chosen(text):
    """The columns as the page proposes them."""
    selects = re.findall(r'name="(column-\d+)"\s*>(.*?)</select>', text, re.S)
    return {
        name: (re.findall(r'value="(\w*)"[^>]*selected', options) or [""])[0]
        for name, options in selects
    }


def bench_imports(agent):
    """The address of the inventory that each way and format makes, and whether it stayed
    within its limits; a line for each.
    """
    agent.call("GET", agent.lot)
    idle = agent.memory("VmRSS")
    agent.start_peak()
    ways = (agent.by_pages, agent.by_rest)
    writers = (("xlsx", write_xlsx), ("ods", write_ods), ("csv", write_csv))
    price = Decimal("0.25")
    for kind, write in writers:
        for way in ways:
            data = write(lines(price))
            price += Decimal("0.25")
            start = time.perf_counter()
            inventory = way(data, f"annexe-b.{kind}")
            seconds = time.perf_counter() - start
            agent.publish(inventory)
            peak = agent.memory("VmHWM") - idle
            holds = seconds < SECONDS and peak < MEGABYTES
            print(
                f"{LINES} lines, {kind:<4} {way.__name__:<8} "
                f"{seconds:5.1f} s (less than {SECONDS}), peak memory above "
                f"{idle:.0f} MB idle: {peak:.0f} MB (less than {MEGABYTES})"
                f"{verdict(holds)}"
            )
            yield inventory, holds


def bench_reading(agent, inventory):
    """A line for each page of an inventory, and for what REST gives."""
    for name, path, accept in (
        ("page", "", "text/html"),
        ("search", "?q=serie+12", "text/html"),
        ("last page", f"?b_start={LINES - 50}", "text/html"),
        ("comparison", "/@@centrale-compare", "text/html"),
        ("all lines", "", "application/json"),
        ("XLSX", "/@centrale-export", "application/json"),
        ("CSV", "/@centrale-export?format=csv", "application/json"),
        ("ODS", "/@centrale-export?format=ods", "application/json"),
    ):
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            size = len(agent.call("GET", f"{inventory}{path}", accept=accept).content)
            times.append(time.perf_counter() - start)
        print(f"{name:<11} {median(times) * 1000:6.0f} ms, {size / 1000:6.0f} kB")


def bench():
    """All of it."""
    with made_site("bench_inventory.py") as (client, made):
        agent = Agent(client, **made)
        inventories, holds = zip(*bench_imports(agent))
        bench_reading(agent, inventories[-1])
    return ended(holds)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        world.run(sys.argv[1], make)
    else:
        sys.exit(bench())
