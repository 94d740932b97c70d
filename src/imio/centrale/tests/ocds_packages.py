"""Packages as the service makes them, each checked against ``tests/ocds.py``."""

from imio.centrale.ocds import making
from imio.centrale.ocds.selecting import Window
from imio.centrale.ocds.values import digest
from imio.centrale.tests import ocds
from io import BytesIO
from pathlib import Path

import os


URI = "https://centrale.example/cyber/@centrale-ocds"
#: names a folder for ``tools/check_ocds.py``, which knows the schemas of the standard
KEEP = "OCDS_PACKAGES"


def packaged(test, centrale, full=False, **window):
    """The text of a package, and what its readers read."""
    file = BytesIO()
    making.write_centrale(file, centrale, Window(**window), URI, f"{URI}?next", full)
    text = file.getvalue().decode()
    found = ocds.read(text)
    test.assertEqual(ocds.faults(found, full), [])
    if os.environ.get(KEEP):
        name = f"{test.id()}-{digest(text, 8)}.json"
        Path(os.environ[KEEP], name).write_text(text, encoding="utf-8")
    return text, found
