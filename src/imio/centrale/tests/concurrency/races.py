"""The races, whatever the storage: each has a centrale, a program and orders of its own.

What must hold afterwards is the same for all of them: nothing above the envelope, no
order lost, none twice, ranks in the order of the commits, one mail for each entry.
"""

from collections import Counter
from collections import defaultdict
from decimal import Decimal
from imio.centrale.domain.ledger_audit import verify
from imio.centrale.domain.ledger_entry import CONFIRMED
from imio.centrale.domain.ledger_entry import DEPOSITED
from imio.centrale.domain.ledger_entry import is_deposit
from imio.centrale.domain.tracking import key
from imio.centrale.tests.concurrency import reading
from imio.centrale.tests.concurrency.crowd import Call
from imio.centrale.tests.concurrency.crowd import Crowd
from imio.centrale.tests.concurrency.followers import Follower
from imio.centrale.tests.concurrency.world import AGENT
from imio.centrale.tests.concurrency.world import INTAKE
from imio.centrale.tests.concurrency.world import numbers
from imio.centrale.tests.concurrency.world import SITE_ID
from itertools import chain
from itertools import islice
from random import Random

import re
import time


FINGERPRINT = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)
RETURN = {
    "reason_code": "incomplete",
    "reason_note": "Le bon de commande est illisible.",
}
STATES = {
    "deposit": "deposited",
    "confirm": "confirmed",
    "return": "returned",
    "cancel": "cancelled",
}
#: forms of an e-guichet, and how often each is sent
FORMS, TIMES = 12, 10
#: seconds that the storage stays away
AWAY = 2


class Races:
    """Mixin of the test cases; the layer has ``lanes``, ``server`` and ``clients``."""

    maxDiff = None

    def crowd(self, **options):
        return Crowd([client.url for client in self.layer["clients"]], **options)

    # -- the tasks -------------------------------------------------------------------

    def deposit(self, order, login):
        return Call(login, "POST", f"{order}/@workflow/deposit")

    def dossier(self, index, order, login):
        """An order is deposited; then some are confirmed, returned or cancelled."""
        then = {
            0: Call(AGENT, "POST", f"{order}/@workflow/confirm"),
            3: Call(AGENT, "POST", f"{order}/@workflow/return", RETURN),
            5: Call(AGENT, "POST", f"{order}/@workflow/cancel"),
        }.get(index % 7)
        return [self.deposit(order, login), *([then] if then else [])]

    def dossiers(self, lane):
        return [self.dossier(i, *each) for i, each in enumerate(lane["orders"])]

    def request(self, lane, number):
        """A new request of an authority: what draws a tracking code."""
        login = f"commune-{number % 30 + 1}"
        body = {
            "@type": "imio.centrale.MissionRequest",
            "title": f"Demande {number}",
            "authority": f"/autorites/{login}",
            "lot": lane["lot"],
            "contact_name": "Camille Test",
            "contact_email": "camille@commune.example",
        }
        return [Call(login, "POST", lane["missions"], body)]

    def form(self, centrale, number):
        """A request of an e-guichet, the same for the same number."""
        body = {
            "external_id": f"FORM-{number}",
            "authority": self.enterprise_numbers[number],
            "lot": "1",
            "title": f"Demande {number}",
            "contact": {"name": "Camille Test", "email": "camille@commune.example"},
        }
        return [Call(INTAKE, "POST", f"{centrale}/@centrale-requests", body)]

    def raise_envelope(self, lane, envelope):
        body = {"envelope": str(envelope), "change_reason": "Crédit complémentaire."}
        return [Call(AGENT, "PATCH", lane["program"], body)]

    # -- the races -------------------------------------------------------------------

    def test_hundreds_of_orders_at_once(self):
        lane = self.layer["lanes"]["calme"]
        tasks = self.dossiers(lane)
        requests = [self.request(lane, number) for number in range(40)]
        raised = self.raise_envelope(lane, Decimal("131000.01"))
        Random(7).shuffle(tasks)
        # Deposited by two at the same time, on purpose: one of them is refused.
        twice = [[self.deposit(*each)] for each in lane["orders"][6:200:20]]
        for position, task in enumerate(chain(requests, [raised])):
            tasks.insert(position * 5, task)
        followers = self.followers(lane)
        answers = self.crowd().run(list(chain(*zip(twice, twice))) + tasks)

        refused = [answer for answer in answers if not answer.ok]
        self.assertEqual(
            Counter((answer.status, *answer.codes) for answer in refused),
            Counter({(409, "wrong_state"): 2 * len(twice)}),
            [(each.call.path, each.json) for each in refused][:3],
        )
        made = [each.json["tracking_code"] for each in answers if each.status == 201]
        self.assertEqual(len(set(made)), len(requests))
        with self.site() as site:
            self.assertLessEqual(
                {key(code) for code in made}, set(reading.codes_of(site))
            )
        self.check(lane, answers, every_mail=True)
        self.check_feed(lane, answers, followers)

    def test_the_same_form_many_times_at_once(self):
        """An e-guichet that gets no answer sends again: one mission, one code."""
        centrale = self.layer["lanes"]["calme"]["missions"].partition("/")[0]
        self.enterprise_numbers = list(islice(numbers(), FORMS))
        with self.site() as site:
            before = set(reading.codes_of(site))
        tasks = [self.form(centrale, number) for number in range(FORMS)] * TIMES
        Random(7).shuffle(tasks)
        answers = self.crowd().run(tasks)

        found = defaultdict(list)
        for answer in answers:
            found[answer.call.body["external_id"]].append(answer)
        for reference, same in found.items():
            self.assertEqual(
                Counter(each.status for each in same),
                Counter({201: 1, 200: TIMES - 1}),
                [(reference, each.json) for each in same if each.status > 201][:3],
            )
            self.assertEqual(
                len({each.json["@id"].partition(centrale)[2] for each in same}), 1
            )
        codes = {key(each.json["tracking_code"]) for each in answers}
        self.assertEqual(len(codes), FORMS)
        with self.site() as site:
            self.assertEqual(set(reading.codes_of(site)) - before, codes)

    def test_a_client_is_killed(self):
        lane = self.layer["lanes"]["client"]
        victim = self.layer["clients"][0]
        crowd = self.crowd(repeat=True)
        crowd.when(20, victim.kill)
        answers = crowd.run(self.dossiers(lane))
        victim.start()
        victim.wait(f"{SITE_ID}/@site")
        self.assertEqual([each for each in answers if not each.ok], [])
        self.assertTrue(any(each.failures for each in answers))
        self.check(lane, answers)

    def test_the_storage_server_is_killed(self):
        lane = self.layer["lanes"]["serveur"]
        before = self.layer["server"].process.pid
        crowd = self.crowd(repeat=True)
        crowd.when(20, self.restart_server)
        answers = crowd.run(self.dossiers(lane))
        self.assertNotEqual(self.layer["server"].process.pid, before)
        self.assertEqual([each for each in answers if not each.ok], [])
        self.check(lane, answers)

    def restart_server(self):
        server = self.layer["server"]
        server.kill()
        time.sleep(AWAY)
        server.start()

    # -- what must hold afterwards ---------------------------------------------------

    def site(self):
        return reading.site_in(self.layer["server"], self.layer["reader"])

    def check(self, lane, answers, every_mail=False):
        with self.site() as site:
            program = reading.values_of(reading.at(site, lane["program"]))
            store = program["ledger"]
            entries = list(store.entries.values())
            orders = self.orders_of(site, lane)
            self.check_ledger(store, entries, program["envelope"])
            self.check_orders(answers, entries, orders)
            self.check_ranks(store, entries, orders)
            self.check_mails(lane, entries, every_mail)
        self.check_clients(lane, len(entries))

    def orders_of(self, site, lane):
        """UID -> path and order."""
        found = {}
        for path, _login in lane["orders"]:
            order = reading.at(site, path)
            found[reading.values_of(order)["_plone.uuid"]] = (path, order)
        return found

    def check_ledger(self, store, entries, envelope):
        """Sound, without holes, never above the envelope."""
        self.assertEqual(verify(entries, store, envelope), [])
        self.assertEqual(
            [each.number for each in entries], list(range(1, len(entries) + 1))
        )
        self.assertGreaterEqual(min(each.balance for each in entries), 0)
        held = sum(each.held for each in store.dossiers.values())
        self.assertEqual(held, envelope - entries[-1].balance)
        # The envelope was too small for all: whoever waits gets the last cent.
        self.assertEqual(held, envelope)
        amounts = [
            each for each in store.dossiers.values() if each.is_short and each.held
        ]
        self.assertTrue(
            amounts, "nobody has a partial grant: the race proves too little"
        )

    def check_orders(self, answers, entries, orders):
        """Each deposited once, and in the state that the last answer told."""
        deposits = Counter(each.dossier for each in entries if is_deposit(each))
        self.assertEqual(deposits, Counter(dict.fromkeys(orders, 1)))
        told = {}
        for answer in answers:
            order, _at, transition = answer.call.path.partition("/@workflow/")
            if answer.ok and transition:
                told[order] = STATES[transition]
        found = {
            path: reading.state_of(each, "order_workflow")
            for path, each in orders.values()
        }
        self.assertEqual(found, told)

    def check_ranks(self, store, entries, orders):
        """By rank, by commit and by the clock: the same order."""
        deposits = [each for each in entries if is_deposit(each)]
        ranks = [each.rank for each in deposits]
        self.assertEqual(ranks, list(range(1, len(ranks) + 1)))
        received = [
            reading.values_of(orders[each.dossier][1])["received"] for each in deposits
        ]
        self.assertEqual(received, sorted(set(received)))
        instants = [each.at for each in entries]
        self.assertEqual(instants, sorted(instants))
        if self.layer["server"].keeps_history:
            numbers = reading.numbers_by_commit(store.head)
            self.assertEqual(numbers, sorted(set(numbers)))
            self.assertEqual(numbers[-1], len(entries))

    def check_mails(self, lane, entries, all_of_them):
        """No mail of what was not committed, none twice; and none forgotten."""
        prefix = lane["missions"][:3].upper()
        texts = [
            path.read_text(encoding="utf-8") for path in self.layer["mails"].iterdir()
        ]
        mine = [text for text in texts if f"Subject: {prefix}-" in text]
        named = Counter(chain.from_iterable(FINGERPRINT.findall(text) for text in mine))
        self.assertEqual(set(named.values()), {1})
        self.assertLessEqual(set(named), {each.hash for each in entries})
        if all_of_them:
            due = {each.hash for each in entries if each.code in (DEPOSITED, CONFIRMED)}
            self.assertLessEqual(due, set(named))

    def followers(self, lane, count=2):
        """Readers of the feed, each on a server of its own."""
        centrale = lane["missions"].partition("/")[0]
        clients = self.layer["clients"][:count]
        found = [Follower(each.url, centrale) for each in clients]
        for each in found:
            each.start()
        return found

    def check_feed(self, lane, answers, followers):
        """Both missed nothing and saw nothing twice, in the same order; and whoever
        reads it afterwards reads the same.
        """
        first, second = (each.ended() for each in followers)
        ids = [each["id"] for each in first]
        self.assertEqual(len(set(ids)), len(ids))
        self.assertEqual(ids, [each["id"] for each in second])
        (late,) = self.followers(lane, count=1)
        self.assertEqual(ids, [each["id"] for each in late.ended()])
        told = Counter(
            each["transition"]
            for each in first
            if each["object"]["@type"] == "imio.centrale.Order"
            and each["event"] == "moved"
        )
        done = Counter(
            answer.call.path.rpartition("/")[2]
            for answer in answers
            if answer.ok and "/@workflow/" in answer.call.path
        )
        self.assertEqual(told, done)
        created = Counter(
            each["tracking_code"]
            for each in first
            if each["object"]["@type"] == "imio.centrale.MissionRequest"
            and each["event"] == "created"
        )
        made = [each.json["tracking_code"] for each in answers if each.status == 201]
        self.assertEqual({created[code] for code in made}, {1})

    def check_clients(self, lane, count):
        """Every client says the same."""
        path = f"{lane['program']}/@centrale-ledger/verification"
        for client in self.layer["clients"]:
            crowd = Crowd([client.url])
            (answer,) = crowd.run([[Call(AGENT, "GET", path)]])
            self.assertEqual(answer.json["findings"], [])
            self.assertEqual(
                (answer.json["sound"], answer.json["entries"]), (True, count)
            )
