"""The code proof of one document: what was read in it, put before the rule."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from imio.centrale.domain import tracking
from imio.centrale.domain.code_proof import verdict
from imio.centrale.domain.code_proof import Verdict
from imio.centrale.evidence.codes import find_codes
from imio.centrale.evidence.codes import find_misread
from imio.centrale.evidence.codes import Found
from imio.centrale.evidence.document import Reading


#: Shorter old codes of other dossiers are in any text: "12".
SHORTEST_OTHER = 6


@dataclass(frozen=True)
class Proof:
    """The verdict on a document, and where its codes stand; for agents only."""

    verdict: Verdict
    found: tuple[Found, ...]
    misread: tuple[Found, ...]


def prove(
    reading: Reading,
    expected: str,
    prefixes: Collection[str],
    known: Iterable[str] = (),
    is_given: Callable[[str], bool] = lambda code: True,
) -> Proof:
    """Is the code ``expected`` in the document?

    ``prefixes`` are those of the site's centrales, ``known`` the old codes of imported
    dossiers; ``is_given`` says whether a dossier has a code: one that none has is
    nobody else's. Codes are looked for in each part by itself.
    """
    old = {code for code in known if len(tracking.key(code)) >= SHORTEST_OTHER}
    prefixes, old = _with_expected(expected, set(prefixes), old)
    parts = reading.parts
    found = [f for p in parts for f in find_codes(p.text, prefixes, old, p.where)]
    codes = {each.code for each in found}
    misread = []
    if expected not in codes:
        misread = [f for p in parts for f in find_misread(p.text, expected, p.where)]
    counted = {code for code in codes if code == expected or is_given(code)}
    decided = verdict(expected, counted, {f.as_written for f in misread}, reading.doubt)
    return Proof(decided, tuple(found), tuple(misread))


def _with_expected(
    expected: str, prefixes: set[str], old: set[str]
) -> tuple[set[str], set[str]]:
    """The expected code is looked for in any case, by its form or by its name."""
    try:
        return prefixes | {tracking.parse(expected).partition("-")[0]}, old
    except ValueError:
        return prefixes, old | {expected}
