from imio.centrale import domain
from pathlib import Path
from unittest import TestCase

import ast
import sys


ALLOWED = {"holidays", "stdnum", *sys.stdlib_module_names}
MODULES = sorted(Path(domain.__file__).parent.glob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


class TestPurity(TestCase):
    def test_the_rules_import_neither_plone_nor_zope(self):
        self.assertGreater(len(MODULES), 10)
        for path in MODULES:
            for name in imported(path):
                with self.subTest(f"{path.name}: {name}"):
                    self.assertTrue(
                        name.startswith("imio.centrale.domain")
                        or name.split(".")[0] in ALLOWED
                    )
