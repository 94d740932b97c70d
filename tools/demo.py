"""Serve the instance in the foreground, with the demo site when asked.

Run by the interpreter of the instance (``parts/instance/bin/interpreter``),
from the top of the checkout:

    demo.py --port 8080          make the demo site if it is not there, serve it
    demo.py --port 8080 --bare   serve what is there, in debug mode
"""

from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import errno
import fcntl
import logging
import os
import re
import socket
import subprocess
import sys


HOST = "127.0.0.1"
SITE_ID = "centrale"
DATA = Path("var/filestorage/Data.fs")
LOG = Path("var/log/demo-site.log")
# Made by the buildout, and again when the data was deleted since.
DIRECTORIES = ("blobstorage", "cache", "filestorage", "instance", "log")
WSGI_INI = Path("parts/instance/etc/wsgi.ini")
INTERPRETER = Path("parts/instance/bin/interpreter")


def port_number(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f"PORT={text} is not a port: give a number from 1 to 65535.")
    return int(text)


def check_port(port):
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SystemExit(
                    f"Port {port} is used by another program: "
                    "stop that one, or choose another port with PORT=."
                )
            raise SystemExit(
                f"Port {port} cannot be used ({error.strerror}): "
                "choose another one with PORT=."
            )


def check_not_running():
    """Zope locks its database for as long as it runs."""
    lock = DATA.with_name("Data.fs.lock")
    if not lock.exists():
        return
    with lock.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            process = handle.read().strip()
            raise SystemExit(
                f"The instance of this checkout is running already, as process {process}: "
                "use that one, or stop it before you start another."
            )


def make_directories():
    for name in DIRECTORIES:
        Path("var", name).mkdir(parents=True, exist_ok=True)


def has_site():
    if not DATA.exists():
        return False
    # A missing index is made again without a word.
    logging.getLogger("ZODB.FileStorage").setLevel(logging.ERROR)
    database = DB(FileStorage(str(DATA), read_only=True))
    with closing(database), database.transaction() as connection:
        application = connection.root().get("Application")
        return application is not None and SITE_ID in application.objectIds()


def make_site():
    print("Making the demo site: less than a minute.", flush=True)
    command = ["bin/instance", "run", "tools/demo_site.py"]
    with LOG.open("w", encoding="utf-8") as log:
        status = subprocess.call(command, stdout=log, stderr=subprocess.STDOUT)
    if status or not has_site():
        lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
        print("\n".join(lines[-15:]), file=sys.stderr)
        raise SystemExit(
            f"The demo site could not be made and nothing of it was kept: {LOG} has the whole output."
        )


def table(rows):
    """The rows as lines of aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()


def announce(port, made):
    from imio.centrale.demo import ACCOUNTS

    state = (
        "The demo site is made"
        if made
        else "The demo site was there already and is kept as it was"
    )
    print(f"{state}. It is served on http://localhost:{port}/{SITE_ID} until Ctrl-C.")
    print("Zope root: admin, password admin. Accounts of the demo:\n")
    rows = [("role", "login", "password")]
    rows += [
        (str(account.role), account.login, account.password) for account in ACCOUNTS
    ]
    print("\n".join(f"  {line}" for line in table(rows)), end="\n\n", flush=True)


def wsgi_ini(port):
    """The configuration which the buildout made, with the port asked for."""
    listen = re.compile(r"^((?:fast-)?listen = ).*$", re.MULTILINE)
    text, found = listen.subn(rf"\g<1>{HOST}:{port}", WSGI_INI.read_text())
    if found != 1:
        raise SystemExit(
            f"{WSGI_INI} has no line which says where to listen: run make clean and build again."
        )
    path = WSGI_INI.with_name(f"wsgi-{port}.ini")
    path.write_text(text)
    return path


def serve(port, debug):
    arguments = ["-m", "Zope2.Startup.serve", str(wsgi_ini(port))]
    if debug:
        arguments.append("debug_mode=true")
    os.execv(INTERPRETER, [str(INTERPRETER), *arguments])


def main():
    parser = ArgumentParser()
    parser.add_argument("--port", default="8080")
    parser.add_argument("--bare", action="store_true")
    options = parser.parse_args()
    port = port_number(options.port)
    # It names the interpreter to build with; the instance would run with it.
    os.environ.pop("PYTHON", None)
    check_not_running()
    check_port(port)
    make_directories()
    if not options.bare:
        made = not has_site()
        if made:
            make_site()
        announce(port, made)
    serve(port, debug=options.bare)


if __name__ == "__main__":
    main()
