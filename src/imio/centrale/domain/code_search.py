"""Which dossier somebody means who types part of a tracking code, or a wrong one.

Codes are compared as keys, see ``tracking.key``. What is found is for the caller to show
to those who may view it, and to nobody else: codes are unguessable.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from imio.centrale.domain.tracking import ALPHABET
from imio.centrale.domain.tracking import key
from imio.centrale.domain.tracking import MalformedCode
from imio.centrale.domain.tracking import parse
from imio.centrale.domain.tracking import WrongCheckCharacter

import re


#: characters of a code that tell something
SHORTEST = 3
#: prefix and year, then the six characters and their check character
_PARTS = re.compile(r"([A-Z]{2,6}[0-9]{2})([0-9A-Z]{7})")


def has_wrong_character(text: str) -> bool:
    """Whether it has the form of a code, and the check character says it is none."""
    try:
        parse(text)
    except WrongCheckCharacter:
        return True
    except MalformedCode:
        return False
    return False


def holding(fragment: str, keys: Iterable[str]) -> list[str]:
    """The keys that hold a part of a code, those that begin with it first.

    Nothing for less than three characters: nearly every code holds them.
    """
    part = key(fragment)
    if len(part) < SHORTEST:
        return []
    found = [each for each in keys if part in each]
    return sorted(found, key=lambda each: (not each.startswith(part), each))


def alike(text: str) -> list[str]:
    """The keys of right codes that a typing mistake turns into ``text``.

    One character taken for another, or two neighbours swapped, among the last seven;
    nothing for what has not the form of a code.
    """
    match = _PARTS.fullmatch(key(text))
    if match is None:
        return []
    head, tail = match.groups()
    found = (head + each for each in _mistaken(tail))
    return [each for each in dict.fromkeys(found) if _is_right(each)]


def _mistaken(tail: str) -> Iterator[str]:
    for place, char in enumerate(tail):
        for other in ALPHABET:
            if other != char:
                yield tail[:place] + other + tail[place + 1 :]
    for place in range(len(tail) - 1):
        left, right = tail[place], tail[place + 1]
        if left != right:
            yield tail[:place] + right + left + tail[place + 2 :]


def _is_right(code_key: str) -> bool:
    try:
        parse(code_key)
    except (MalformedCode, WrongCheckCharacter):
        return False
    return True
