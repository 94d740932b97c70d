"""``@@centrale-verify``: the ledger read again, and every sentence of what is wrong."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale.browser import showing
from imio.centrale.browser.base import Page
from imio.centrale.browser.showing import Cell
from imio.centrale.domain.reasons import Refused
from imio.centrale.lookup import resolve
from imio.centrale.messages import sentence as sentence_of_reason
from imio.centrale.missions import mission_of
from imio.centrale.subsidy.findings import dossier_of
from imio.centrale.subsidy.findings import sentence
from imio.centrale.subsidy.findings import verdict
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.subsidy.verifying import read_fingerprints


#: sentences on a page: one change makes the entries after it wrong as well
MOST = 100


@dataclass(frozen=True)
class Told:
    """A finding on the page, with the dossier it is about."""

    number: int
    text: str
    dossier: Cell


class VerifyPage(Page):
    """Reads only: a link may ask for it as often as it likes."""

    @property
    def state_title(self):
        """The ledger has no state of its own."""
        return ""

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def head(self):
        return book_of(self.context).head

    @property
    def known_text(self):
        """What was pasted."""
        return str(self.request.form.get("known", ""))

    @cached_property
    def reading(self):
        """The fingerprints pasted, and why they cannot be compared."""
        try:
            return read_fingerprints(self.known_text), ()
        except Refused as refused:
            return {}, refused.reasons

    @property
    def known(self):
        return self.reading[0]

    @property
    def sentences(self):
        return [sentence_of_reason(each, self.request) for each in self.reading[1]]

    @cached_property
    def findings(self):
        return findings_of(self.context, self.known)

    @property
    def verdict(self):
        return verdict(self.head, self.findings, context=self.request)

    @property
    def colour(self):
        if self.findings:
            return "danger"
        return "success" if self.head["number"] else "info"

    @property
    def told(self):
        """The first findings in sentences."""
        return [
            Told(each.number, sentence(each, context=self.request), self.dossier(each))
            for each in self.findings[:MOST]
        ]

    @property
    def more(self):
        """How many are not told."""
        return max(0, len(self.findings) - MOST)

    def dossier(self, finding):
        """The mission of a finding, by its code."""
        order = resolve(dossier_of(finding))
        mission = mission_of(order) if order is not None else None
        if mission is None:
            return Cell()
        return showing.link(mission, mission.tracking_code)
