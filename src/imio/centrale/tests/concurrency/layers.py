"""The site is made once; each storage has a copy of it and three Zope clients."""

from contextlib import ExitStack
from imio.centrale.tests.concurrency import servers
from imio.centrale.tests.concurrency.world import SITE_ID
from pathlib import Path
from plone.testing import Layer
from tempfile import TemporaryDirectory

import json
import subprocess
import sys


CLIENTS = 3


class Site(Layer):
    """A FileStorage with the world of the races, made by a process of its own."""

    def setUp(self):
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(TemporaryDirectory(prefix="races-")))
        (folder / "site").mkdir()
        storage = servers.FileStorage(folder / "site")
        conf = servers.write_home(folder / "home", storage.conf)
        made = subprocess.run(
            [sys.executable, "-m", "imio.centrale.tests.concurrency.world", str(conf)],
            env=servers.ENVIRONMENT,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            self.tearDown()
            raise RuntimeError(f"The site could not be made.\n{made.stderr[-4000:]}")
        self["lanes"] = json.loads(made.stdout)
        self["storage"] = storage

    def tearDown(self):
        self.stack.close()


class Servers(Layer):
    """A storage server with a copy of the site, and its clients, all of them running."""

    def __init__(self, make_server, name):
        super().__init__(bases=(SITE,), name=name)
        self.make_server = make_server

    def setUp(self):
        self.stack = ExitStack()
        try:
            self.start()
        except BaseException:
            self.stack.close()
            raise

    def start(self):
        folder = Path(self.stack.enter_context(TemporaryDirectory(prefix="servers-")))
        folder.chmod(0o755)
        (folder / "server").mkdir()
        server = self.make_server(folder / "server", self["storage"])
        self.stack.callback(server.stop)
        server.start()
        server.fill()
        self["server"] = server
        self["clients"] = [self.client(folder, i + 1) for i in range(CLIENTS)]
        for client in self["clients"]:
            client.wait(f"{SITE_ID}/@site")
        self["mails"] = folder / "mail"
        self["reader"] = server.client_conf(folder / "reader")

    def client(self, folder, number):
        home = folder / f"client-{number}"
        server = self["server"]
        client = servers.ZopeClient(home, server.client_conf(home), server.imports)
        self.stack.callback(client.kill)
        client.start()
        return client

    def tearDown(self):
        self.stack.close()


SITE = Site(name="imio.centrale:RaceSite")
ZEO = Servers(servers.Zeo, name="imio.centrale:RacesOnZEO")
POSTGRESQL = Servers(servers.PostgreSQL, name="imio.centrale:RacesOnPostgreSQL")
