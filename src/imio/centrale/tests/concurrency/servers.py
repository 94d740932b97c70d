"""The servers of a race: Zope clients, ZEO, PostgreSQL; all of them on loopback.

Each is a process that the test starts, may kill, and stops.
"""

from contextlib import closing
from pathlib import Path
from shutil import which
from textwrap import dedent

import os
import pwd
import requests
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time


HOST = "127.0.0.1"
START_SECONDS = 120
#: as `make build` sets them for the instance and for the tests
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    "PYTHONWARNINGS": "ignore",
}

SITE_ZCML = """\
    <configure
        xmlns="http://namespaces.zope.org/zope"
        xmlns:meta="http://namespaces.zope.org/meta"
        xmlns:five="http://namespaces.zope.org/five">
      <include package="Products.Five" />
      <meta:redefinePermission from="zope2.Public" to="zope.Public" />
      <five:loadProducts file="meta.zcml" />
      <five:loadProducts />
      <five:loadProductsOverrides />
      <securityPolicy component="AccessControl.security.SecurityPolicy" />
    </configure>
    """

ZOPE_CONF = """\
    instancehome {home}
    clienthome {home}
    debug-mode off
    <environment>
        CHAMELEON_CACHE {home}/chameleon
        PTS_LANGUAGES fr en
        zope_i18n_compile_mo_files true
    </environment>
    {imports}
    <zodb_db main>
        mount-point /
        {storage}
    </zodb_db>
    """

#: nothing is set for conflicts: the product must not depend on it
WSGI_INI = """\
    [server:main]
    use = egg:waitress#main
    host = {host}
    port = {port}
    threads = 4

    [app:zope]
    use = egg:Zope#main
    zope_conf = {home}/etc/zope.conf

    [pipeline:main]
    pipeline =
        egg:Zope#httpexceptions
        zope

    [loggers]
    keys = root

    [handlers]
    keys = event

    [formatters]
    keys = line

    [logger_root]
    level = INFO
    handlers = event

    [handler_event]
    class = FileHandler
    args = ({home!r} + "/event.log", "a")
    formatter = line

    [formatter_line]
    format = %(asctime)s %(levelname)s [%(name)s][%(threadName)s] %(message)s
    """


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until(ready, process, what):
    """Return once ``ready()``; fails when the process ends or the time is over."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended by itself.\n{tail(process.log)}")
        if ready():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not start.\n{tail(process.log)}")


def tail(log):
    """The last lines of a log."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-40:])


def accepts_connections(port):
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


class Process(subprocess.Popen):
    """A server; what it prints goes to ``log``."""

    def __init__(self, arguments, log, **options):
        self.log = log
        with log.open("ab") as output:
            super().__init__(
                [str(each) for each in arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
                **options,
            )

    def stop(self, with_signal=signal.SIGTERM):
        """End it, and be sure that it ended."""
        self.send_signal(with_signal)
        try:
            self.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            self.wait()


def write_home(home, storage, imports=""):
    """The instance home of a Zope that works on that storage; returns its zope.conf."""
    etc = home / "etc"
    etc.mkdir(parents=True, exist_ok=True)
    (home / "chameleon").mkdir(exist_ok=True)
    (etc / "site.zcml").write_text(dedent(SITE_ZCML))
    conf = etc / "zope.conf"
    text = dedent(ZOPE_CONF).format(home=home, storage=storage, imports=imports)
    conf.write_text(text)
    return conf


class ZopeClient:
    """A Zope on WSGI, with Zope's own settings wherever there is a choice."""

    def __init__(self, home, storage, imports=""):
        self.home = home
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        write_home(home, storage, imports)
        ini = dedent(WSGI_INI).format(host=HOST, port=self.port, home=str(home))
        (home / "etc" / "wsgi.ini").write_text(ini)
        self.process = None

    def start(self):
        arguments = [sys.executable, "-m", "Zope2.Startup.serve"]
        self.process = Process(
            [*arguments, self.home / "etc" / "wsgi.ini"], self.home / "output.log"
        )

    def wait(self, path):
        """Until that page of it answers."""
        wait_until(lambda: self.answers(path), self.process, f"Zope in {self.home}")

    def answers(self, path):
        try:
            headers = {"Accept": "application/json"}
            return requests.get(f"{self.url}/{path}", headers=headers, timeout=60).ok
        except requests.ConnectionError:
            return False

    def kill(self):
        """SIGKILL: it has no time to say goodbye."""
        if self.process is not None:
            self.process.stop(signal.SIGKILL)


class FileStorage:
    """A FileStorage with its blobs, as the configuration of a Zope names it."""

    imports = ""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "Data.fs"
        self.blobs = folder / "blobs"

    @property
    def conf(self):
        return f"<filestorage>\npath {self.path}\nblob-dir {self.blobs}\n</filestorage>"

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder)
        return FileStorage(folder)


class Zeo:
    """A ZEO server on a copy of a FileStorage."""

    imports = ""
    keeps_history = True

    def __init__(self, folder, source):
        self.folder = folder
        self.port = free_port()
        self.storage = source.copy_to(folder / "data")
        numbered = self.storage.conf.replace("<filestorage>", "<filestorage 1>")
        self.conf_file = folder / "zeo.conf"
        self.conf_file.write_text(
            f"<zeo>\naddress {HOST}:{self.port}\n</zeo>\n{numbered}\n"
        )
        self.process = None

    def start(self):
        arguments = [sys.executable, "-m", "ZEO.runzeo", "-C", self.conf_file]
        self.process = Process(arguments, self.folder / "zeo.log")
        wait_until(
            lambda: accepts_connections(self.port), self.process, "The ZEO server"
        )

    def fill(self):
        """The copy is there already."""

    def client_conf(self, home):
        """The storage of a client, with a cache of blobs of its own."""
        return dedent(
            f"""\
            <zeoclient>
                server {HOST}:{self.port}
                blob-dir {home}/blobs
                shared-blob-dir off
            </zeoclient>"""
        )

    def kill(self):
        """SIGKILL in the middle of whatever it does."""
        self.process.stop(signal.SIGKILL)

    def stop(self):
        if self.process is not None:
            self.process.stop()


def postgresql_program(name):
    """The path of a program of PostgreSQL, the newest there is."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    found = which(name) if not debian else str(debian[-1])
    if found is None:
        raise RuntimeError(
            f"PostgreSQL is missing ({name}): install it, on Debian the package postgresql."
        )
    return found


def _version(path):
    return int(path.parent.parent.name)


class PostgreSQL:
    """A cluster of its own, with the database of a FileStorage in RelStorage.

    PostgreSQL refuses to run as root: then it runs as the user ``postgres``.
    """

    imports = "%import relstorage"
    keeps_history = False

    def __init__(self, folder, source):
        self.folder = folder
        self.source = source
        self.data = folder / "cluster"
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.process = None
        self.owner = "postgres" if os.geteuid() == 0 else None
        self.make_cluster()

    @property
    def as_owner(self):
        """The options of a process that runs as the owner of the cluster."""
        if self.owner is None:
            return {"cwd": self.folder}
        return {
            "cwd": self.folder,
            "user": self.owner,
            "group": pwd.getpwnam(self.owner).pw_gid,
            "extra_groups": [],
        }

    def make_cluster(self):
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.owner is not None:
            for path in (self.folder, secret):
                shutil.chown(path, self.owner)
        command = [postgresql_program("initdb"), "-D", self.data, "-U", "centrale"]
        options = ["-A", "scram-sha-256", "-E", "UTF8", "--no-locale"]
        log = self.folder / "initdb.log"
        made = Process([*command, *options, f"--pwfile={secret}"], log, **self.as_owner)
        if made.wait():
            raise RuntimeError(f"initdb failed.\n{tail(log)}")

    def start(self):
        self.process = Process(
            [
                postgresql_program("postgres"),
                *("-D", self.data, "-p", self.port, "-h", HOST),
                *("-c", f"unix_socket_directories={self.folder}"),
            ],
            self.folder / "postgresql.log",
            **self.as_owner,
        )
        wait_until(lambda: accepts_connections(self.port), self.process, "PostgreSQL")

    def fill(self):
        """Copy the FileStorage into RelStorage, as an administrator would."""
        conf = self.folder / "convert.conf"
        source = self.source.conf.replace("<filestorage>", "<filestorage source>")
        target = self.client_conf(self.folder / "filling")
        target = target.replace("<relstorage>", "<relstorage destination>")
        conf.write_text(f"{self.imports}\n{source}\n{target}\n")
        filled = Process(
            [sys.executable, "-m", "relstorage.zodbconvert", conf],
            self.folder / "convert.log",
        )
        if filled.wait():
            raise RuntimeError(f"zodbconvert failed.\n{tail(filled.log)}")

    def client_conf(self, home):
        return dedent(
            f"""\
            <relstorage>
                keep-history false
                blob-dir {home}/blobs
                shared-blob-dir false
                <postgresql>
                    driver psycopg2
                    dsn host={HOST} port={self.port} user=centrale password={self.password} dbname=postgres
                </postgresql>
            </relstorage>"""
        )

    def kill(self):
        """SIGQUIT is the immediate mode: it drops everything and recovers at the start."""
        self.process.stop(signal.SIGQUIT)

    def stop(self):
        """SIGINT is the fast mode: it does not wait for the clients."""
        if self.process is not None:
            self.process.stop(signal.SIGINT)
