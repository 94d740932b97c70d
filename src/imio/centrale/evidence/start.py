"""Starts the reader in a bare interpreter: ``python -I -S start.py FOLDER``.

``path.json`` in the folder holds the paths to import from. The packages ``imio`` and
``imio.centrale`` are named and not run: that alone would import ``pkg_resources`` and
parts of Zope, which takes longer than most documents.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import json
import sys


CENTRALE = Path(__file__).parent.parent


def name_package(name: str, folder: Path) -> None:
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def main(folder: Path) -> None:
    sys.path.extend(json.loads((folder / "path.json").read_bytes()))
    name_package("imio", CENTRALE.parent)
    name_package("imio.centrale", CENTRALE)
    import_module("imio.centrale.evidence.reader").main(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
