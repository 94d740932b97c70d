"""Measure the subsidy: confirmations with and without it, and one reservation.

Confirmations: two centrales of one site differ in nothing but the open program. The
agent confirms the same number of orders in both over REST, turn and turn about: one
after the other, then from four callers at once. One Zope process with four threads, on
a FileStorage; with the subsidy each confirmation also sends its mail, into a file.

Reservation: the deposit of an order in the ledger alone, with its commit, in a
FileStorage on disk: where the ledger has 100 entries, and where it has 10 000.
"""

from contextlib import closing
from contextlib import contextmanager
from contextlib import ExitStack
from datetime import datetime
from datetime import timezone
from decimal import Decimal
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger_audit import verify
from imio.centrale.subsidy.store import LedgerStore
from imio.centrale.tests.concurrency.crowd import Call
from imio.centrale.tests.concurrency.crowd import Crowd
from imio.centrale.tests.concurrency.world import AGENT
from itertools import cycle
from itertools import islice
from measuring import ended
from measuring import made_site
from measuring import verdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from transaction import TransactionManager
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import sys
import time


CONFIRMATIONS = 200
#: orders confirmed in one centrale before it is the other's turn
TURN = 50
WARM_UP = 10
CALLERS = 4
SMALL, LARGE = 100, 10_000
RESERVATIONS = 300
#: confirmations with the subsidy, to those without it
LEAST = 0.7
#: a reservation in the large ledger, to one in the small
MOST = 1.3


# -- confirmations -----------------------------------------------------------------


@contextmanager
def site(orders):
    """A Zope client on a new site, and the paths of its orders."""
    with made_site("bench_site.py", orders) as (client, lanes):
        yield client.url, lanes


def confirmed(url, orders, callers):
    """The seconds it takes to confirm the orders; every one of them, or it stops."""
    tasks = [[Call(AGENT, "POST", f"{each}/@workflow/confirm")] for each in orders]
    start = time.perf_counter()
    answers = Crowd([url], callers).run(tasks)
    seconds = time.perf_counter() - start
    failed = [answer for answer in answers if not answer.ok]
    if failed:
        raise SystemExit(f"{failed[0].call.path}: {failed[0].status} {failed[0].json}")
    return seconds


def compare_confirmations(url, lanes, callers):
    """The seconds with the subsidy and without it, for ``CONFIRMATIONS`` in each."""
    seconds = dict.fromkeys(lanes, 0)
    for _turn in range(CONFIRMATIONS // TURN):
        for name, orders in lanes.items():
            seconds[name] += confirmed(
                url, [orders.pop() for _ in range(TURN)], callers
            )
    return seconds["avec"], seconds["sans"]


def bench_confirmations():
    """Whether the ratio is large enough for one caller, for four; a line for each."""
    with site(2 * CONFIRMATIONS + WARM_UP) as (url, lanes):
        for orders in lanes.values():
            confirmed(url, [orders.pop() for _ in range(WARM_UP)], 1)
        for callers in (1, CALLERS):
            subsidised, bare = compare_confirmations(url, lanes, callers)
            holds = bare >= LEAST * subsidised
            print(
                f"{CONFIRMATIONS} confirmations, callers {callers}: "
                f"with subsidy {CONFIRMATIONS / subsidised:5.1f} a second, "
                f"without {CONFIRMATIONS / bare:5.1f}, "
                f"ratio {bare / subsidised:.2f} (at least {LEAST}){verdict(holds)}"
            )
            yield holds


# -- one reservation ---------------------------------------------------------------


def now():
    return datetime.now(timezone.utc)


def deposit(book, number):
    """The order of one of 333 authorities."""
    book.deposit(
        dossier=f"{number:032d}",
        mission=f"m{number:031d}",
        authority=f"a{number % 333:031d}",
        order_amount=Decimal("1234.56"),
        category_amount=Decimal("50000.00"),
        at=now(),
        actor="commune",
    )


def fill(connection, entries):
    """A ledger with so many entries: half of them deposits, half confirmations."""
    connection.root()[name_of(entries)] = LedgerStore()
    book = book_in(connection, entries)
    book.open(Decimal(10**9), now(), "agent")
    for number in range(entries // 2):
        deposit(book, number)
        if book.head["number"] < entries:
            book.confirm(f"{number:032d}", now(), "agent")


def name_of(entries):
    return f"ledger-{entries}"


def book_in(connection, entries):
    return Book(connection.root()[name_of(entries)])


def timed_deposit(connection, entries, number):
    """The seconds of one reservation with its commit."""
    start = time.perf_counter()
    with connection.transaction_manager:
        deposit(book_in(connection, entries), number)
    return time.perf_counter() - start


def compare_reservations(database, servers_count):
    """The medians for the small ledger and the large one, turn and turn about.

    With two servers, each reads again what the other one wrote just before.
    """
    with ExitStack() as stack:
        connections = [
            stack.enter_context(closing(database.open(TransactionManager())))
            for _server in range(servers_count)
        ]
        with connections[0].transaction_manager:
            for entries in (SMALL, LARGE):
                fill(connections[0], entries)
        times = {SMALL: [], LARGE: []}
        for number, connection in enumerate(islice(cycle(connections), RESERVATIONS)):
            for entries, found in times.items():
                found.append(timed_deposit(connection, entries, LARGE + number))
    return median(times[SMALL]), median(times[LARGE])


def bench_reservations():
    """Whether the ratio is small enough for one server, for two; a line for each, and
    one for ``verify``.
    """
    with TemporaryDirectory(prefix="bench-ledger-") as folder:
        with closing(DB(FileStorage(str(Path(folder, "Data.fs"))))) as database:
            for count in (1, 2):
                small, large = compare_reservations(database, count)
                holds = large <= MOST * small
                print(
                    f"one reservation, servers {count}: "
                    f"{SMALL} entries {small * 1000:.2f} ms, "
                    f"{LARGE} entries {large * 1000:.2f} ms, "
                    f"ratio {large / small:.2f} (at most {MOST}){verdict(holds)}"
                )
                yield holds
            with database.transaction() as connection:
                yield bench_verify(book_in(connection, LARGE).store)


def bench_verify(store):
    """Whether the ledger holds; a line with the time it took to tell."""
    start = time.perf_counter()
    findings = verify(store.entries.values(), store)
    seconds = time.perf_counter() - start
    print(f"verify, {len(store.entries)} entries: {seconds:.2f} s, {findings}")
    return not findings


def main():
    """All of it."""
    return ended([*bench_reservations(), *bench_confirmations()])


if __name__ == "__main__":
    sys.exit(main())
