"""``docs/client.py`` on the demo, as a program of its own."""

from imio.centrale.demo import ACCOUNTS
from imio.centrale.tests.demo_site import DemoLayer
from pathlib import Path
from plone.app.testing import FunctionalTesting
from plone.testing.zope import WSGI_SERVER_FIXTURE

import ast
import subprocess
import sys
import unittest


CLIENT = Path(__file__).parents[5] / "docs" / "client.py"
MOST_LINES = 50
DEMO = FunctionalTesting(
    bases=(DemoLayer(name="imio.centrale:ClientDemo"), WSGI_SERVER_FIXTURE),
    name="imio.centrale:ClientDemoFunctional",
)


def lines_of_code(text):
    """How many lines are neither blank nor a docstring."""
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node):
            told.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(text.splitlines(), start=1)
    return sum(1 for number, line in lines if line.strip() and number not in told)


@unittest.skipUnless(CLIENT.exists(), "the docs are in the checkout only")
class TestClient(unittest.TestCase):
    layer = DEMO

    def run_client(self, prefix):
        site = self.layer["portal"].absolute_url()
        command = [sys.executable, str(CLIENT), site, prefix]
        return subprocess.run(command, capture_output=True, text=True, timeout=300)

    def test_a_request_is_closed(self):
        (login, password) = (ACCOUNTS[0].login, ACCOUNTS[0].password)
        done = self.run_client(password.removesuffix(login))
        self.assertEqual(done.returncode, 0, done.stderr)
        last = done.stdout.splitlines()[-1]
        self.assertRegex(last, r"^CYB-\d\d-[0-9A-Z]{7} closed$")

    def test_a_refusal_ends_it(self):
        done = self.run_client("wrong-")
        self.assertEqual(done.returncode, 1)
        self.assertIn("401", done.stderr)

    def test_it_is_short(self):
        text = CLIENT.read_text(encoding="utf-8")
        self.assertLessEqual(lines_of_code(text), MOST_LINES)
