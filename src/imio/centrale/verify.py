"""``python -m imio.centrale.verify --conf zope.conf``: are the ledgers sound?

Replays the ledger of every subsidy program of the database, or of one, and prints one
line for each and a sentence for each thing that does not fit. The exit status is 0 when
everything fits, 1 when something does not, 2 when nothing could be verified.

The database is read and never written. It may be in use: a file storage is opened for
reading only, beside the instance that writes it.
"""

from argparse import ArgumentParser
from contextlib import closing
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy.findings import sentence
from imio.centrale.subsidy.findings import verdict
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.subsidy.verifying import read_fingerprints
from OFS.interfaces import IFolder
from pathlib import Path
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from ZConfig import ConfigurationError
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import POSError
from zope.component.hooks import setSite

import sys


SOUND, UNSOUND = 0, 1
PROGRAM = "imio.centrale.SubsidyProgram"
#: sentences for one program: one change makes the entries after it wrong as well
MOST = 100


def main(arguments=None):
    """Verify, print, and return the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        known = read_fingerprints("\n".join(options.known))
    except Refused:
        parser.error("--known takes NUMBER:FINGERPRINT, one for each entry")
    if known and not options.program:
        parser.error("--known belongs to one ledger: name it with --program")
    if not Path(options.conf).is_file():
        parser.error(f"{options.conf} is no file")
    try:
        application = open_application(options.conf)
    except ConfigurationError as error:
        parser.error(f"{options.conf} cannot be read: {error}")
    except (OSError, POSError) as error:
        parser.error(f"the database cannot be opened: {error}")
    with closing(application._p_jar):
        programs = programs_in(application, options.program)
        sound = [verified(program, known) for program in programs]
    if not sound:
        parser.error("there is no such subsidy program in this database")
    return SOUND if all(sound) else UNSOUND


def make_parser():
    parser = ArgumentParser(
        prog="python -m imio.centrale.verify",
        description="Replay the ledgers of the subsidy programs and say what does not fit.",
    )
    parser.add_argument("--conf", required=True, help="zope.conf of the instance")
    parser.add_argument("--program", help="path of one program, from the root of Zope")
    parser.add_argument(
        "--known",
        action="append",
        default=[],
        metavar="NUMBER:FINGERPRINT",
        help="a fingerprint noted elsewhere, such as in a mail; may be repeated",
    )
    return parser


def open_application(conf):
    """The root of Zope, from a database that cannot be written."""
    from Zope2.Startup.run import configure_wsgi

    import Zope2

    starter = configure_wsgi(conf)
    for database in starter.cfg.databases:
        read_only(database.config.storage)
        database.config.storage = Untouched(database.config.storage)
    return Zope2.app()


class Untouched:
    """Opens a storage; what Zope writes when it starts stays in memory."""

    def __init__(self, opener):
        self.opener = opener
        self.name = opener.name

    def open(self):
        return DemoStorage(base=self.opener.open())


def read_only(storage):
    """Open a storage for reading only, where its kind knows how to."""
    section = storage.config
    if hasattr(section, "base"):
        read_only(section.base)
    elif "read_only" in section.getSectionAttributes():
        section.read_only = True


def programs_in(application, path=None):
    """The programs of every site, or the one at ``path``; each in its own site."""
    for site in sites_in(application):
        setSite(site)
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(portal_type=PROGRAM)
        for brain in sorted(brains, key=lambda each: each.getPath()):
            if path in (None, brain.getPath()):
                yield brain._unrestrictedGetObject()


def sites_in(folder):
    """The Plone sites in a folder of Zope and in the folders below."""
    for each in folder.objectValues():
        if IPloneSiteRoot.providedBy(each):
            yield each
        elif IFolder.providedBy(each):
            yield from sites_in(each)


def verified(program, known):
    """Print what there is to say of a program; whether it is sound."""
    language = api.portal.get_default_language()
    findings = findings_of(program, known)
    text = verdict(book_of(program).head, findings, target_language=language)
    print(f"{'/'.join(program.getPhysicalPath())}: {text}")
    for finding in findings[:MOST]:
        print(f"  - {sentence(finding, target_language=language)}")
    if len(findings) > MOST:
        print(f"  … {len(findings) - MOST}")
    return not findings


if __name__ == "__main__":
    sys.exit(main())
