"""``@@centrale-ledger``: every entry of a program, the newest first; and as CSV."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import codes
from imio.centrale.browser import entries
from imio.centrale.browser import shares
from imio.centrale.browser import showing
from imio.centrale.browser.asked import BATCH_SIZE
from imio.centrale.browser.listing import Column
from imio.centrale.browser.listing import Listing
from imio.centrale.browser.showing import Cell
from imio.centrale.domain.ledger_entry import is_well_formed
from imio.centrale.lookup import brains_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.timeline import name_of
from plone.batching import Batch


#: characters of a fingerprint that a list shows
SHORT = 8


def numbers_of(store, authority="", mission=""):
    """The numbers of the entries, the last first: of all, or of whom is named."""
    if not authority and not mission:
        return range(store.entries.maxKey() if store.entries else 0, 0, -1)
    found = {
        number
        for position in store.dossiers.values()
        if authority in ("", position.authority) and mission in ("", position.mission)
        for number in position.entries
    }
    return sorted(found, reverse=True)


class LedgerPage(Listing):
    """Fifty entries at a time, of all dossiers or of one, of one authority."""

    columns = (
        Column(_("Entry"), "number_cell", "number"),
        Column(_("Instant"), "instant_cell"),
        Column(_("What"), "what_cell"),
        Column(_("Amount"), "amount_cell", "number"),
        Column(_("Balance"), "balance_cell", "number"),
        Column(_("Dossier"), "dossier_cell"),
        Column(_("Arithmetic"), "why_cell"),
        Column(_("Authority"), "authority_cell"),
        Column(_("By"), "actor_cell"),
        Column(_("Fingerprint"), "hash_cell"),
    )

    @property
    def title(self):
        return self.translate(
            _("Ledger of “${program}”", mapping={"program": self.context.title})
        )

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def verify_url(self):
        return f"{self.context.absolute_url()}/@@centrale-verify"

    @property
    def export_url(self):
        return f"{self.context.absolute_url()}/@@centrale-ledger.csv"

    @cached_property
    def store(self):
        return book_of(self.context).store

    # -- what is asked for -------------------------------------------------------------

    @property
    def authority(self):
        """The UID of the authority chosen, or nothing."""
        return str(self.request.form.get("authority", ""))

    @property
    def code(self):
        """The tracking code as it was typed."""
        return str(self.request.form.get("code", "")).strip()

    @property
    def is_filtered(self):
        return bool(self.authority or self.code)

    @cached_property
    def choices(self):
        """(UID, name) of the authorities in the ledger, by name."""
        brains = brains_of(self.store.authorities)
        return sorted(
            ((uid, brain.Title) for uid, brain in brains.items()),
            key=lambda choice: choice[1],
        )

    @cached_property
    def batch(self):
        mission = codes.uid_for(self.code) if self.code else ""
        known = mission is not None
        numbers = numbers_of(self.store, self.authority, mission) if known else ()
        return Batch(numbers, BATCH_SIZE, start=self.start)

    @property
    def empty_text(self):
        if self.is_filtered:
            return self.translate(_("The ledger has no entry of that dossier."))
        return self.translate(_("No entry yet: the first one opens the envelope."))

    # -- rows --------------------------------------------------------------------------

    @cached_property
    def shown(self):
        """The entries of this page, by number; what cannot be read is ``None``."""
        found = ((number, self.store.entries.get(number)) for number in self.batch)
        return {
            number: entry if is_well_formed(entry) else None for number, entry in found
        }

    @cached_property
    def brains(self):
        """The missions and authorities of this page."""
        return brains_of(
            uid
            for entry in self.shown.values()
            if entry is not None
            for uid in (entry.mission, entry.authority)
        )

    @property
    def rows(self):
        return [self.row(number, entry) for number, entry in self.shown.items()]

    def row(self, number, entry):
        if entry is not None:
            return [getattr(self, column.method)(entry) for column in self.columns]
        text = self.translate(_("This entry cannot be read: verify the ledger."))
        cells = [shares.number_cell(number), Cell(), Cell(text, self.verify_url)]
        return cells + [Cell()] * (len(self.columns) - len(cells))

    def number_cell(self, entry):
        return shares.number_cell(entry.number)

    def instant_cell(self, entry):
        return Cell(entries.instant_of(entry))

    def what_cell(self, entry):
        note = entries.note_of(entry)
        what = entries.what_of(entry, self.request)
        return Cell(f"{what}\n{note}" if note else what, kind="lines")

    def amount_cell(self, entry):
        return shares.amount_cell(entry.amount)

    def balance_cell(self, entry):
        return shares.amount_cell(entry.balance)

    def dossier_cell(self, entry):
        if not entry.mission:
            return Cell()
        return shares.code_cell(self.brains.get(entry.mission), self.request)

    def why_cell(self, entry):
        return shares.why_cell(self.brains.get(entry.mission), self.request)

    def authority_cell(self, entry):
        if not entry.authority:
            return Cell()
        return shares.title_cell(self.brains.get(entry.authority), self.request)

    def actor_cell(self, entry):
        return Cell(name_of(entry.actor))

    def hash_cell(self, entry):
        return Cell(entry.hash, kind="hash")

    def short(self, text):
        return text[:SHORT]
