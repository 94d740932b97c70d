"""``GET …/@centrale-ledger``: of a program the whole ledger, of a mission its arithmetic."""

from imio.centrale.parties import may
from imio.centrale.serializers import ledger as shown
from imio.centrale.services.base import WithPart
from imio.centrale.services.batching import Pages
from imio.centrale.subsidy.explaining import why_of
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.verifying import findings_of
from plone.restapi.services import Service
from zExceptions import Unauthorized


class ProgramLedgerGet(WithPart, Service):
    """The totals, the entries in batches and the waiting list.

    ``@centrale-ledger/verification`` replays it and names what does not fit.
    """

    known = ("verification",)

    def reply(self):
        url = f"{self.context.absolute_url()}/@centrale-ledger"
        if self.part:
            return self.verified(f"{url}/{self.part}")
        book = book_of(self.context)
        batch = Pages(self.request, Numbered(book.store.entries))
        result = {
            "@id": batch.canonical_url,
            **shown.totals_json(book),
            "rules_version": len(self.context.rules_versions) or None,
            "items_total": batch.items_total,
            "entries": [shown.entry_json(entry) for entry in batch],
            "waiting": [shown.waiting_json(*each) for each in book.waiting()],
        }
        if batch.links:
            result["batching"] = batch.links
        return result

    def verified(self, url):
        """Whether every entry fits, and the first ones that do not."""
        findings = findings_of(self.context)
        head = book_of(self.context).head
        return {
            "@id": url,
            "sound": not findings,
            "entries": head["number"],
            "hash": head["hash"],
            "findings": [shown.finding_json(each) for each in findings[:100]],
        }


class MissionLedgerGet(Service):
    """Rank, amounts and result of one dossier, for whom it concerns."""

    def reply(self):
        if not may(self.context, "imio.centrale: View Subsidy"):
            raise Unauthorized("imio.centrale: View Subsidy")
        return {
            "@id": f"{self.context.absolute_url()}/@centrale-ledger",
            "tracking_code": self.context.tracking_code,
            **shown.why_json(why_of(self.context), self.request),
        }


class Numbered:
    """The entries of a ledger as a sequence: those of a batch are read, no others."""

    def __init__(self, entries):
        self.entries = entries

    def __len__(self):
        return self.entries.maxKey() if self.entries else 0

    def __getitem__(self, index):
        if isinstance(index, slice):
            wanted = range(*index.indices(len(self)))
            return [self.entries[number + 1] for number in wanted]
        if index >= len(self):
            raise IndexError(index)
        return self.entries[index + 1]
