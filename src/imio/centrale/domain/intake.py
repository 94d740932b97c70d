"""What other programs send in: their own reference, and whether it is the same again.

A program that got no answer sends the same form again. Its reference finds what was made
the first time; the marks of the members tell whether the rest is the same as well
([iMio-cyber] text 000, points 2 and 7; Parliament of Wallonia, text 004, point 28).
"""

from collections.abc import Mapping
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason

import hashlib
import json
import re


#: of an external reference, in characters
LONGEST_REFERENCE = 100
REFERENCE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:-]{{0,{LONGEST_REFERENCE - 1}}}")
#: what says nothing, and may be left out the second time
NOTHING = (None, "", [], {})


def reference_reasons(text: str) -> list[Reason]:
    """Why a reference cannot be kept: empty, too long, or with other characters."""
    if REFERENCE.fullmatch(text):
        return []
    return [reason("external_id_malformed", "external_id", limit=LONGEST_REFERENCE)]


def canonical(value: object) -> object:
    """A value of JSON without blanks around texts and without what says nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [canonical(each) for each in value]
    if isinstance(value, Mapping):
        kept = {name: canonical(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if not says_nothing(each)}
    return value


def says_nothing(value: object) -> bool:
    """Whether a value is the same as none; zero and false are values."""
    return any(type(value) is type(each) and value == each for each in NOTHING)


def mark(value: object) -> str:
    """The SHA-256 of a value of JSON: the same for the same value."""
    text = json.dumps(canonical(value), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def marks(members: Mapping[str, object]) -> dict[str, str]:
    """The mark of each member that says something."""
    return {
        name: mark(value)
        for name, value in members.items()
        if not says_nothing(canonical(value))
    }


def differing(first: Mapping[str, str], again: Mapping[str, str]) -> list[str]:
    """The members that are not what they were the first time, by name."""
    names = sorted(first.keys() | again.keys())
    return [name for name in names if first.get(name) != again.get(name)]
