"""``@@centrale-ledger.csv``: the whole ledger for a spreadsheet."""

from imio.centrale import _
from imio.centrale.browser import entries
from imio.centrale.domain.ledger_entry import is_well_formed
from imio.centrale.domain.money import to_text
from imio.centrale.lookup import brains_of
from imio.centrale.subsidy.positions import book_of
from io import StringIO
from Products.Five.browser import BrowserView
from zope.i18n import translate
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator

import csv


#: spreadsheets read UTF-8 when the file starts with it
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
#: a text that starts with one of these would be run as a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = (
    _("Entry"),
    _("Instant"),
    _("Kind"),
    _("Reason code"),
    _("What"),
    _("Amount"),
    _("Balance"),
    _("Code"),
    _("Authority"),
    _("Rank"),
    _("Most it may have"),
    _("Amount of the category"),
    _("By"),
    _("Note"),
    _("Fingerprint of the entry before"),
    _("Fingerprint"),
)


@implementer(IUnboundStreamIterator)
class Lines:
    """Lines that are sent while they are written; they read no database."""

    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.lines)


class LedgerExport(BrowserView):
    """Semicolons, decimal commas, UTF-8 with its mark: what Excel in French opens."""

    def __call__(self):
        name = f"{self.context.getId()}-ledger.csv"
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return Lines(self.lines())

    def lines(self):
        """Everything is read, and put in words, here; the lines are made when sent.

        Then the request is over: its language is forgotten, the database is closed.
        """
        store = book_of(self.context).store
        found = list(store.entries.items())
        self.words = self.in_words(found)
        self.codes = _texts(found, "mission", "tracking_code")
        self.names = _texts(found, "authority", "Title")
        headings = [translate(text, context=self.request) for text in HEADINGS]
        rows = (self.row(number, entry) for number, entry in found)
        return _encoded(headings, rows)

    def in_words(self, found):
        """(kind, code) -> what happened."""
        known = {}
        for _number, entry in found:
            if is_well_formed(entry) and (entry.kind, entry.code) not in known:
                text = entries.what_of(entry, self.request)
                known[entry.kind, entry.code] = text
        return known

    def row(self, number, entry):
        if not is_well_formed(entry):
            return [number, *[""] * (len(HEADINGS) - 2), safe(repr(entry))]
        return [
            number,
            entries.instant_of(entry),
            entry.kind,
            safe(entry.code),
            self.words[entry.kind, entry.code],
            amount(entry.amount),
            amount(entry.balance),
            safe(self.codes.get(entry.mission, entry.mission)),
            safe(self.names.get(entry.authority, entry.authority)),
            entry.rank or "",
            amount(entry.ceiling),
            amount(entry.category),
            safe(entry.actor),
            safe(entry.note),
            safe(entry.previous),
            safe(entry.hash),
        ]


def _texts(found, name, attribute):
    """UID -> what the catalog keeps of the missions, or authorities, of the entries."""
    uids = {getattr(entry, name) for _n, entry in found if is_well_formed(entry)}
    return {uid: getattr(brain, attribute) for uid, brain in brains_of(uids).items()}


def _encoded(headings, rows):
    yield (BYTE_ORDER_MARK + _line(headings)).encode()
    for row in rows:
        yield _line(row).encode()


def _line(cells):
    text = StringIO()
    csv.writer(text, delimiter=";").writerow(cells)
    return text.getvalue()


def amount(value):
    """``-1234,50``: a number for a spreadsheet in French."""
    return to_text(value, 2).replace(".", ",")


def safe(text):
    """The text; a quote before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(FORMULA) else text
