"""``setup.py`` declares what the package imports and registers on, and nothing else."""

from functools import cache
from imio import centrale
from importlib.metadata import distributions
from importlib.metadata import requires
from pathlib import Path
from unittest import TestCase

import ast
import re
import sys


PACKAGE = Path(centrale.__file__).parent
DECLARED = requires("imio.centrale")
#: needed without an import: ``browserlayer.xml``, and ``pkg_resources`` of the
#: namespace ``imio``
UNSEEN = {"plone-browserlayer", "setuptools"}
TEST_TOOLS = {"psycopg2-binary", "relstorage", "zeo", "zope-testrunner"}


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(for_tests):
    """The names in ``install_requires``, or those in the extra ``test``."""
    return {
        normalised(re.match(r"[\w.-]+", line)[0])
        for line in DECLARED
        if ("extra ==" in line) == for_tests
    }


@cache
def distribution_of_modules():
    """Dotted name of a module -> name of the distribution that installs it."""
    owners = {}
    for distribution in distributions():
        name = normalised(distribution.metadata["Name"])
        for line in (distribution.read_text("RECORD") or "").splitlines():
            path = line.partition(",")[0]
            if path.endswith(".py"):
                module = path.removesuffix(".py").removesuffix("/__init__")
                owners[module.replace("/", ".")] = name
    return owners


def imported(path):
    """Dotted names that a file imports, from a module its members too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def distributions_of(paths):
    """The distributions that the files import from; a module nobody owns is kept."""
    found = set()
    for name in {name for path in paths for name in imported(path)}:
        if name.split(".")[0] in {"imio", *sys.stdlib_module_names}:
            continue
        found.add(owner_of(name) or f"nobody installs {name}")
    return found


def owner_of(name):
    """The distribution that a dotted name is imported from: of the longest module."""
    while name and name not in distribution_of_modules():
        name = name.rpartition(".")[0]
    return distribution_of_modules().get(name)


def is_test(path):
    return "tests" in path.parts or path.name == "testing.py"


@cache
def imported_from(by_tests):
    """The distributions that the package imports from, or that its tests do."""
    files = PACKAGE.rglob("*.py")
    return distributions_of([path for path in files if is_test(path) == by_tests])


def named_in_xml(distribution):
    """Whether a ZCML file or a profile speaks of it, as of a dependency."""
    name = distribution.replace("-", ".")
    return any(
        name in path.read_text(encoding="utf-8").lower()
        for suffix in ("zcml", "xml")
        for path in PACKAGE.rglob(f"*.{suffix}")
    )


class TestPackaging(TestCase):
    def test_what_the_package_imports_is_required(self):
        self.assertGreater(len(imported_from(by_tests=False)), 20)
        missing = imported_from(by_tests=False) - declared(for_tests=False)
        self.assertEqual(missing, set())

    def test_what_the_tests_import_is_in_the_extra(self):
        known = declared(for_tests=False) | declared(for_tests=True)
        self.assertEqual(imported_from(by_tests=True) - known, set())

    def test_nothing_else_is_required(self):
        unused = declared(for_tests=False) - imported_from(by_tests=False) - UNSEEN
        self.assertEqual({name for name in unused if not named_in_xml(name)}, set())

    def test_nothing_else_is_in_the_extra(self):
        unused = declared(for_tests=True) - imported_from(by_tests=True) - TEST_TOOLS
        self.assertEqual(unused, set())
