"""Every measurement, one after the other: ``make bench``.

Each is a script that runs alone too. The exit status is 1 when one of them failed or
passed a limit. What needs many missions shares one site, which takes some minutes to
make: ``bench.py FOLDER`` takes the one that ``many_missions.py`` made there.
"""

from imio.centrale.tests.concurrency import servers
from many_missions import MISSIONS
from measuring import run_script
from measuring import temporary_folder
from measuring import TOOLS

import subprocess
import sys


SCRIPTS = (
    "bench_calls.py",
    "bench_subsidy.py",
    "bench_rest.py",
    "bench_inventory.py",
)
#: these serve the site of a folder
ON_MANY_MISSIONS = ("bench_pages.py", "bench_feed.py", "bench_ocds.py")


def run(name, *arguments):
    """Whether the script ended well."""
    print(f"\n{name}", flush=True)
    command = [sys.executable, str(TOOLS / name), *map(str, arguments)]
    return subprocess.run(command, env=servers.ENVIRONMENT).returncode == 0


def run_all(folder):
    """The names of those that did not end well."""
    runs = [(name,) for name in SCRIPTS]
    runs += [(name, folder) for name in ON_MANY_MISSIONS]
    return [each[0] for each in runs if not run(*each)]


def main(folder=None):
    with temporary_folder() as here:
        if folder is None:
            run_script("many_missions.py", here / "site", MISSIONS)
        failed = run_all(folder or here / "site")
    print("\nFailed or passed a limit:", ", ".join(failed) or "none")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
