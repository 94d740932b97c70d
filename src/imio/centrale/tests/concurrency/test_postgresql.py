"""Three Zope clients on PostgreSQL, with RelStorage."""

from imio.centrale.tests.concurrency.layers import POSTGRESQL
from imio.centrale.tests.concurrency.races import Races
from imio.centrale.tests.concurrency.servers import postgresql_program
from unittest import TestCase


class TestPostgreSQL(Races, TestCase):
    layer = POSTGRESQL


class TestMissing(TestCase):
    def test_says_what_to_install(self):
        with self.assertRaisesRegex(RuntimeError, "install it, on Debian"):
            postgresql_program("no-such-program")
