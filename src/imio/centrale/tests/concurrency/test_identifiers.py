"""Two clients of a ZEO server that restarts."""

from imio.centrale import identifiers
from imio.centrale.tests.concurrency import servers
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from unittest import TestCase
from ZEO.ClientStorage import ClientStorage

import time
import ZODB
import ZODB.FileStorage


#: seconds; a client looks for its server about once a second
AT_MOST = 30
#: more than a client asks for at once
MANY = 250


class TestIdentifiers(TestCase):
    def setUp(self):
        folder = Path(self.enterContext(TemporaryDirectory(prefix="zeo-")))
        (folder / "site").mkdir()
        source = servers.FileStorage(folder / "site")
        storage = ZODB.FileStorage.FileStorage(
            str(source.path), blob_dir=str(source.blobs)
        )
        ZODB.DB(storage).close()
        self.server = servers.Zeo(folder, source)
        self.server.start()
        self.addCleanup(self.server.stop)
        as_shipped = ClientStorage.notify_connected
        as_shipped = getattr(as_shipped, "__wrapped__", as_shipped)
        self.enterContext(
            mock.patch.object(ClientStorage, "notify_connected", as_shipped)
        )

    def client(self):
        storage = ClientStorage((servers.HOST, self.server.port), cache_size=2**20)
        self.addCleanup(storage.close)
        return storage

    def restart(self, *clients):
        self.server.kill()
        self.wait(lambda: not any(each.is_connected() for each in clients))
        self.server.start()
        self.wait(lambda: all(each.is_connected() for each in clients))

    def wait(self, ready):
        end = time.monotonic() + AT_MOST
        while not ready():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def given_after_a_restart(self):
        """Two clients: what each gives out, the first having begun before."""
        first, second = self.client(), self.client()
        before = first.new_oid()
        self.restart(first, second)
        found = [[each.new_oid() for _each in range(MANY)] for each in (second, first)]
        self.assertNotIn(before, found[1])
        return found

    def test_as_it_is_shipped_some_are_given_twice(self):
        # Once ZEO forgets them by itself, the module is not needed any more.
        first, second = self.given_after_a_restart()
        self.assertTrue(set(first) & set(second))

    def test_none_is_given_twice(self):
        identifiers.forget()
        identifiers.forget()
        first, second = self.given_after_a_restart()
        self.assertEqual(len({*first, *second}), 2 * MANY)

    def test_a_client_that_was_there_before_forgets_too(self):
        first, second = self.client(), self.client()
        first.new_oid()
        identifiers.forget()
        self.restart(first, second)
        found = [each.new_oid() for each in (second, first) for _each in range(MANY)]
        self.assertEqual(len(set(found)), 2 * MANY)
