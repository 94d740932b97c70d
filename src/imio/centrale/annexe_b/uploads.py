"""Files that wait for the confirmation of who sent them.

A preview may have thousands of lines and several pages: the file and the preview wait on
the lot, seen by nobody else, until they are confirmed, given up, replaced or a day old.
No inventory has changed by then.
"""

from BTrees.OOBTree import OOBTree
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.domain import inventory_import
from imio.centrale.domain.inventory_columns import Columns
from imio.centrale.domain.inventory_columns import Header
from imio.centrale.domain.table import Table
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations

import json
import secrets
import zlib


KEY = "imio.centrale.annexe_b.uploads"
LIFETIME = timedelta(days=1)


class Upload(Persistent):
    """A file, what it is for, its columns, and its preview once they can serve."""

    def __init__(self, target, source, table):
        self.user = current_user()
        self.made = clock.stored(clock.now())
        self.supplier = target.supplier
        self.version = target.version
        self.valid_from = target.valid_from
        self.draft = target.draft.UID() if target.draft is not None else None
        self.source = source
        self.kind = table.kind
        self.digest = table.digest
        self.notes = table.notes
        self.sheets = tuple(sheet.name for sheet in table.sheets)
        self.packed = None

    @property
    def purpose(self):
        """Whose it is, and what for."""
        return self.user, self.supplier, self.draft

    def show(self, table, columns, preview):
        """Keep what is shown next: columns, and the preview if there is one."""
        self.sheet = columns.sheet
        self.row = columns.row
        self.headers = tuple((h.column, h.name, h.field) for h in columns.headers)
        self.reasons = columns.reasons
        self.samples = samples(table, columns)
        self.packed = packed(preview) if preview is not None else None

    @property
    def columns(self):
        """The columns, as they were found."""
        headers = tuple(Header(*each) for each in self.headers)
        return Columns(self.sheet, self.row, headers, self.reasons)

    @property
    def table(self):
        """What a fingerprint needs of the file: its digest."""
        return Table(self.kind, self.digest, ())

    @property
    def preview(self):
        """The preview, as it was shown; ``None`` without one."""
        if self.packed is None:
            return None
        return inventory_import.from_json(json.loads(zlib.decompress(self.packed)))


def packed(preview):
    """A preview in a tenth of its size."""
    text = json.dumps(inventory_import.as_json(preview))
    return zlib.compress(text.encode())


def samples(table, columns, most=3):
    """The first values below each header, as text: column -> texts."""
    sheet = next((each for each in table.sheets if each.name == columns.sheet), None)
    rows = [row for row in (sheet.rows if sheet else ()) if row.number > columns.row]
    return {
        header.column: tuple(
            short(row.cell(header.column))
            for row in rows[:most]
            if row.cell(header.column) is not None
        )
        for header in columns.headers
    }


def short(cell, most=40):
    """The beginning of a cell."""
    text = (
        f"{cell:f}" if hasattr(cell, "as_tuple") else str(getattr(cell, "text", cell))
    )
    return text if len(text) <= most else f"{text[: most - 1]}…"


def current_user():
    return api.user.get_current().getId()


def waiting(lot):
    """Token -> upload, of everybody."""
    return IAnnotations(lot).get(KEY, {})


def keep(lot, upload):
    """The token under which an upload waits; the one before of this user is dropped."""
    found = IAnnotations(lot)
    if KEY not in found:
        found[KEY] = OOBTree()
    drop_old(lot)
    for token, other in list(found[KEY].items()):
        if other.purpose == upload.purpose:
            del found[KEY][token]
    token = secrets.token_urlsafe(16)
    found[KEY][token] = upload
    return token


def find(lot, token, draft=None):
    """The upload of this user for a draft, or for a new version; ``None`` when it is
    not there, not his or too old.
    """
    upload = waiting(lot).get(token)
    if upload is None or upload.user != current_user() or is_old(upload):
        return None
    uid = draft.UID() if draft is not None else None
    return upload if upload.draft == uid else None


def is_old(upload):
    return clock.now() - upload.made > LIFETIME


def drop(lot, token):
    """Forget an upload, if it is there."""
    found = waiting(lot)
    if token in found:
        del found[token]


def drop_old(lot):
    """Forget the uploads that nobody confirmed in time."""
    for token, upload in list(waiting(lot).items()):
        if is_old(upload):
            drop(lot, token)
