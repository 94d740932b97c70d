"""Does a deposited document carry the tracking code of its dossier?

The code stands in every document of both sides ([iMio-cyber] text 000 point 3). A
document in which it is not read stops the confirmation of the order, or the acceptance
of the closure file, until an agent says in writing why it may pass. A quote and a proof
of payment may lack it: the first is made before anything is ordered, the second by a
bank; with the code of another dossier, both stop. A document that cannot be read stops
nothing: a scan is a good document, and an agent looks at it.
"""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from imio.centrale.domain import tracking
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason


FOUND = "found"
#: It was read to the end, and there is no code of a dossier in it.
ABSENT = "absent"
#: The code of another dossier is in it, and its own is not.
FOREIGN = "foreign"
#: Its own code is in it, and another's too: a deliberation on several orders.
FOUND_WITH_FOREIGN = "found_with_foreign"
#: No code was read, and perhaps not all of the document either.
UNREADABLE = "unreadable"

OUTCOMES = (FOUND, ABSENT, FOREIGN, FOUND_WITH_FOREIGN, UNREADABLE)

_REASONS = {ABSENT: "code_absent", FOREIGN: "code_foreign"}

#: Fields of the documents in which the code is looked for and need not be.
MAY_LACK_IT = frozenset({"quote", "payment_proof"})


@dataclass(frozen=True)
class Verdict:
    """What was read of the codes in one document.

    ``foreign`` are the codes of other dossiers, ``near_misses`` what looks like the
    expected code with one mistake, as it is written; both sorted, for agents only.
    ``why`` says why the document was not, or not all, read: "scan", "encrypted"…
    """

    outcome: str
    foreign: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    why: str = ""

    @property
    def blocks(self) -> bool:
        return self.outcome in _REASONS


def verdict(
    expected: str,
    found: Collection[str],
    near_misses: Iterable[str] = (),
    unreadable: str | None = None,
) -> Verdict:
    """The verdict on a document in which the codes ``found`` were read.

    ``unreadable`` says why it was not read, or not all of it. What was read counts in
    any case: a code on the first page is there although the second is a scan.
    """
    others = tuple(sorted(code for code in found if not _is_meant(code, expected)))
    has_expected = tracking.key(expected) in map(tracking.key, found)
    if has_expected:
        outcome = FOUND_WITH_FOREIGN if others else FOUND
        return Verdict(outcome, others)
    outcome = FOREIGN if others else UNREADABLE if unreadable else ABSENT
    return Verdict(outcome, others, tuple(sorted(set(near_misses))), unreadable or "")


def _is_meant(code: str, expected: str) -> bool:
    """Is it the expected code, or one with another prefix or year?

    The six random characters are never the same in two dossiers: CYB-23-3F7K9Q7 is
    CYB-24-3F7K9Q7 with a mistake, and nobody else's.
    """
    if tracking.key(code) == tracking.key(expected):
        return True
    try:
        return _random(code) == _random(expected)
    except ValueError:
        return False


def _random(code: str) -> str:
    """Raises ``ValueError`` for the old code of an imported dossier."""
    return tracking.parse(code).rpartition("-")[2]


def for_the_parties(verdict: Verdict) -> Verdict:
    """The verdict as the authority and the supplier may know it.

    Codes of other dossiers are named to agents only, and are not counted to others
    either: a number would tell how many dossiers somebody has. That the code is
    another dossier's is told, for it says which mistake to correct. A document that
    carries its own code has nothing to correct.
    """
    outcome = FOUND if verdict.outcome == FOUND_WITH_FOREIGN else verdict.outcome
    return replace(verdict, outcome=outcome, foreign=(), near_misses=())


@dataclass(frozen=True)
class Evidence:
    """A deposited document: its field ("purchase_order"), the SHA-256 of its bytes in
    hexadecimal, and the verdict.
    """

    field: str
    digest: str
    verdict: Verdict


@dataclass(frozen=True)
class Override:
    """An agent lets a document pass. It holds for these bytes in this field only."""

    field: str
    digest: str
    agent: str
    note: str


def override_reasons(note: str) -> list[Reason]:
    """An override needs a reason, which stays in the history."""
    return [] if note.strip() else [reason("override_note_missing", "note")]


def stops(field: str, verdict: Verdict) -> bool:
    """Whether a document with this verdict has to be let pass by an agent."""
    if verdict.outcome == ABSENT and field in MAY_LACK_IT:
        return False
    return verdict.blocks


def code_reasons(
    documents: Iterable[Evidence], overrides: Iterable[Override] = ()
) -> list[Reason]:
    """What stops the confirmation or the acceptance, document by document."""
    passed = {(override.field, override.digest) for override in overrides}
    return [
        reason(_REASONS[each.verdict.outcome], each.field, document=each.field)
        for each in documents
        if stops(each.field, each.verdict) and (each.field, each.digest) not in passed
    ]
