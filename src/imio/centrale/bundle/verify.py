"""``python -m imio.centrale.bundle.verify DOSSIER.zip``: is it whole and unchanged?

Every file is compared with its checksum in ``SHA256SUMS``. What was changed, is missing
or was added is named, a line each. The exit status is 0 when all is as it was, 1 when
something is not, 2 when nothing could be verified.

Nothing is unpacked, and nothing but Python is needed: this file runs by itself as well.
Whoever changes a file can also change its checksum: only the fingerprint of
``SHA256SUMS``, noted when the dossier was downloaded, shows that (``--fingerprint``).
"""

from argparse import ArgumentParser
from collections import Counter
from hashlib import sha256
from zipfile import BadZipFile
from zipfile import ZIP_DEFLATED
from zipfile import ZIP_STORED
from zipfile import ZipFile

import json
import re
import stat
import sys
import zlib


SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
UNCHANGED, CHANGED = 0, 1
#: bytes of the two lists: those of a hundred thousand files
LONGEST_LIST = 50_000_000
CHUNK = 1 << 20
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
#: what a file may be compressed by; another way was not ours
WAYS = (ZIP_STORED, ZIP_DEFLATED)
#: what reading an entry that was tampered with may end in
DAMAGED = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError)
DAMAGED += (OSError, OverflowError, zlib.error)
IS_ENCRYPTED = 0x1


def main(arguments=None):
    """Verify, print, and return the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        archive = ZipFile(options.file)
    except DAMAGED as error:
        parser.error(f"{shown(options.file)} cannot be read: {error}")
    with archive:
        findings = list(findings_in(archive, options.fingerprint))
        for finding in findings:
            print(finding)
        if findings:
            return CHANGED
        count = len(archive.namelist())
        print(f"unchanged: {count} files, {SUMS} {fingerprint_of(archive)}")
        return UNCHANGED


def make_parser():
    parser = ArgumentParser(
        prog="python -m imio.centrale.bundle.verify",
        description="Say whether a dossier is whole and unchanged.",
    )
    parser.add_argument("file", help="the ZIP as it was downloaded")
    parser.add_argument(
        "--fingerprint",
        help=f"the SHA-256 of {SUMS}, noted when the dossier was downloaded",
    )
    return parser


def findings_in(archive, fingerprint=None):
    """A line for each thing that is not as it was."""
    entries = {info.filename: info for info in archive.infolist()}
    if SUMS not in entries:
        yield f"missing: {SUMS}"
        return
    try:
        sums = read_list(archive, entries[SUMS])
    except DAMAGED as error:
        yield f"changed: {SUMS} ({error})"
        return
    if fingerprint not in (None, sha256(sums).hexdigest()):
        yield f"changed: {SUMS} (its fingerprint is another one)"
    expected = {}
    for number, line in enumerate(sums.decode("utf-8", "replace").splitlines(), 1):
        match = LINE.fullmatch(line)
        if match is None or match[2] in expected:
            yield f"changed: {SUMS} (line {number})"
        else:
            expected[match[2]] = match[1]
    yield from odd_entries(archive.infolist())
    yield from compared(archive, entries, expected)


def read_list(archive, info):
    """The bytes of one of the two lists; ``ValueError`` when it is no list of ours."""
    if info.file_size > LONGEST_LIST:
        raise ValueError("too long")
    with opened(archive, info) as source:
        return source.read(LONGEST_LIST)


def opened(archive, info):
    """An entry to read; ``ValueError`` for one that no dossier has."""
    if info.flag_bits & IS_ENCRYPTED or info.compress_type not in WAYS:
        raise ValueError("encrypted, or compressed in an unknown way")
    return archive.open(info)


def odd_entries(infos):
    """Entries that would harm whoever unpacks them, or hide another one."""
    for name, count in Counter(info.filename for info in infos).items():
        if count > 1:
            yield f"extra: {shown(name)} (there {count} times)"
    for info in infos:
        if not is_plain(info):
            yield f"extra: {shown(info.orig_filename)} (no plain file)"


def is_plain(info):
    """A file below the folder it is unpacked in, and no link to another."""
    name = info.orig_filename
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        name.isprintable()
        and "\\" not in name
        and ":" not in name
        and not {"", ".", ".."} & set(parts)
        and kind in (0, stat.S_IFREG)
    )


def compared(archive, entries, expected):
    """The entries with their checksums, one way and the other."""
    sizes = sizes_in(archive, entries)
    for name, digest in expected.items():
        if name not in entries:
            yield f"missing: {shown(name)}"
        elif sizes.get(name, entries[name].file_size) != entries[name].file_size:
            yield f"changed: {shown(name)} (its size)"
        elif digest_of(archive, entries[name]) != digest:
            yield f"changed: {shown(name)}"
    for name in entries:
        if name not in expected and name != SUMS:
            yield f"extra: {shown(name)}"


def sizes_in(archive, entries):
    """Name -> size, as the manifest says: what has another is not even unpacked."""
    try:
        listed = json.loads(read_list(archive, entries[MANIFEST]))["files"]
        return {each["path"]: each["size"] for each in listed}
    except (KeyError, TypeError, RecursionError, *DAMAGED):
        return {}


def digest_of(archive, info):
    """The SHA-256 of an entry; nothing for one that cannot be read to its end."""
    found = sha256()
    try:
        with opened(archive, info) as source:
            while chunk := source.read(CHUNK):
                found.update(chunk)
    except DAMAGED:
        return ""
    return found.hexdigest()


def fingerprint_of(archive):
    """The one to note."""
    return digest_of(archive, archive.getinfo(SUMS))


def shown(name):
    """A name without what would move the cursor or colour the screen."""
    return name if name.isprintable() else ascii(name)


if __name__ == "__main__":
    sys.exit(main())
