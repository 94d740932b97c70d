"""Check release packages against the schemas of OCDS, as strictly as can be.

``check_ocds.py PACKAGE…``: first the schema of OCDS 1.1.5 as it is, then the one with
the registered extensions and our own, for which a member that it does not know is a
fault. ``tools/schemas.sh`` fetches both.
"""

from imio.centrale.tests import ocds
from imio.centrale.tests import official
from pathlib import Path

import os
import sys


FETCHED = Path(__file__).parent.parent / ".build/schemas"
SHOWN = 20


def check(path):
    """How many faults a package has; the first ones are printed."""
    package = ocds.read(Path(path).read_text(encoding="utf-8"))
    found = official.ocds_faults(package)
    print(f"{path}: {len(package['releases'])} releases, {len(found)} faults")
    for each in found[:SHOWN]:
        print(f"  {each}")
    return len(found)


def main(*paths):
    os.environ.setdefault("SCHEMAS", str(FETCHED))
    return 1 if sum([check(path) for path in paths]) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
