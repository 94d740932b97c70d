"""Measure the open data: call-offs by the second, and the memory they take.

``bench_ocds.py [FOLDER]`` serves a copy of the site that ``many_missions.py`` made in
``FOLDER``, or makes one with 4 000 missions. One Zope process reads one package of
1 000 releases, then the whole: its peak of memory is the same when memory is flat.
Linux only: the peak is that of ``/proc``.
"""

from measuring import ended
from measuring import many_missions
from measuring import tell_most
from pathlib import Path

import requests
import sys
import time


MISSIONS = 4_000
BATCH = 1_000
PATH = "centrale/cyber/@centrale-ocds"
HEADERS = {"Accept": "application/json"}
#: what was promised: seconds for 1 000 releases; MB that a larger package may take more
MOST_SECONDS = 20
MOST_GROWTH = 25


def peak(pid):
    """The largest memory of a process since it was forgotten last, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def measured(client, query):
    """Releases, seconds and the peak of memory of one package."""
    pid = client.process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    start = time.perf_counter()
    answer = requests.get(f"{client.url}/{PATH}{query}", headers=HEADERS, timeout=3600)
    seconds = time.perf_counter() - start
    answer.raise_for_status()
    return len(answer.json()["releases"]), seconds, peak(pid)


def main(folder=None):
    with many_missions(folder, MISSIONS) as client:
        measured(client, "?b_size=1")
        batch, whole = measured(client, f"?b_size={BATCH}"), measured(client, "")
    for releases, seconds, memory in (batch, whole):
        print(f"{releases:6} releases  {seconds:6.1f} s  peak {memory:6.1f} MB")
    pace = BATCH * batch[1] / batch[0]
    growth = whole[2] - batch[2]
    return ended(
        [
            tell_most(f"{BATCH} releases", pace, MOST_SECONDS, "s"),
            tell_most("more memory for the whole", growth, MOST_GROWTH, "MB"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
