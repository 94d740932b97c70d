"""What there is to say of the documents of a piece, to the one who asks."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale.clock import shown
from imio.centrale.domain.code_proof import ABSENT
from imio.centrale.domain.code_proof import Evidence
from imio.centrale.domain.code_proof import for_the_parties
from imio.centrale.domain.code_proof import stops
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.parties import acts_for_centrale
from imio.centrale.proving import wording
from imio.centrale.proving.documents import documents_of
from imio.centrale.proving.keeping import evidence_of
from imio.centrale.proving.keeping import Kept
from imio.centrale.proving.keeping import kept_of
from imio.centrale.proving.keeping import NOT_READ
from imio.centrale.proving.overrides import override_for


@dataclass(frozen=True)
class Statement:
    """A document and its verdict.

    ``verdict`` is what the reader may know; ``kept`` says where codes stand, and is
    ``None`` for whoever is no agent, or where nothing was read.
    """

    field: str
    file: object
    evidence: Evidence
    verdict: Verdict
    read: object = None
    kept: Kept | None = None
    #: the row of the override that holds for it, or ``None``
    override: dict | None = None

    @property
    def stops(self):
        """Whether it stands in the way now."""
        return self.override is None and stops(self.field, self.evidence.verdict)

    @cached_property
    def status(self):
        """A key of ``wording.BADGES``."""
        if self.override is not None:
            return wording.PASSED
        outcome = self.verdict.outcome
        if outcome == ABSENT and not self.stops:
            return wording.LACKING
        return outcome

    def badge(self, **how):
        return wording.badge(self.status, **how)

    def sentence(self, **how):
        date = shown(self.override["at"]) if self.override else ""
        return wording.sentence(self.status, self.verdict.why, date, **how)


def statements(piece, agent=None):
    """The documents of a piece in their order, as this user may know them.

    ``agent`` says whether to tell what agents know; by default, whether he is one.
    """
    agent = acts_for_centrale(piece) if agent is None else agent
    files, kept = documents_of(piece), kept_of(piece)
    return [
        _statement(piece, each, files[each.field], kept.get(each.field), agent)
        for each in evidence_of(piece)
    ]


def statement_of(field, document):
    """The same of a file that waits to be deposited, as the parties may know it."""
    proof = document.proof
    verdict = NOT_READ if proof is None else proof.verdict
    return Statement(
        field=field,
        file=document.file,
        evidence=Evidence(field, document.digest, verdict),
        verdict=for_the_parties(verdict),
    )


def _statement(piece, evidence, file, kept, agent):
    return Statement(
        field=evidence.field,
        file=file,
        evidence=evidence,
        verdict=evidence.verdict if agent else for_the_parties(evidence.verdict),
        read=kept.read if kept is not None else None,
        kept=kept if agent else None,
        override=override_for(piece, evidence),
    )
