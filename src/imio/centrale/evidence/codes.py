"""Tracking codes in the text of documents.

People type them from paper and programs break them: case, blanks, hyphens of any kind,
line breaks and letters set apart do not count. A code is taken as one when its prefix
is one of the site's and its check character fits (``domain.tracking``); what stands
right before or after it does not matter, since words run together in the text of a PDF.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from imio.centrale.domain import tracking
from itertools import islice

import re


#: Between two characters of a code: blanks, hyphens, control and invisible characters.
_BETWEEN = (
    r"[\s\x00-\x1f\x7f-\x9f\-\u00ad\u058a\u05be\u061c\u180e\u2010-\u2015\u200b-\u200f"
    r"\u202a-\u202e\u2043\u2060-\u2064\u2066-\u2069\u2212\ufe58\ufe63\uff0d\ufeff]"
)
#: At most so many of them: a line break and the margin of the next line.
_GAP = f"{_BETWEEN}{{0,24}}"
_YEAR = "[0-9]"
_RANDOM = f"[{tracking.ALPHABET}{tracking.ALPHABET.lower()}]"
_AFTER_PREFIX = [_YEAR] * 2 + [_RANDOM] * (tracking.RANDOM_LENGTH + 1)
_ANY = "[0-9A-Z]"

#: Old codes are looked for as this many words, and shorter ones as one word only.
_MOST_WORDS = 4
_LONG_ENOUGH_TO_JOIN = 6
#: The shortest code of the usual form.
_SHORTEST_MISREAD = 11
_MOST_MISREAD = 10
_WORD = re.compile(r"\S+")
_PUNCTUATION = ".,;:!?()[]{}<>«»\"'’“”*|"


@dataclass(frozen=True)
class Found:
    """A code in a text: canonical, as it is written, and in which part of the document
    (see ``document.Part``).
    """

    code: str
    as_written: str
    where: str = ""


def find_codes(
    text: str, prefixes: Collection[str], known: Iterable[str] = (), where: str = ""
) -> tuple[Found, ...]:
    """The codes in ``text``, each way of writing once, in their order.

    ``prefixes`` are the site's; ``known`` are codes of another form, of imported
    dossiers, looked for as whole words without regard to case, blanks or hyphens.
    """
    places = [*_by_form(text, prefixes), *_by_name(text, known)]
    written = [(code, text[start:end]) for start, end, code in sorted(places)]
    return tuple(Found(*pair, where) for pair in dict.fromkeys(written))


def _by_form(text: str, prefixes: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and code of those with a prefix of the site."""
    places = {}
    for prefix in sorted(prefixes, key=len, reverse=True):
        for match in _pattern(prefix).finditer(text):
            start, end = match.span(1)
            longer = places.setdefault(end, [])
            code = _parsed(match[1])
            if code and not any(_is_inside(text, start, place) for place in longer):
                longer.append((start, end, code))
    for found in places.values():
        yield from found


@cache
def _pattern(prefix: str) -> re.Pattern:
    """Looks ahead, so that codes may overlap: "CF-24-CF-24-3F7K9Q7"."""
    characters = [f"[{char}{char.lower()}]" for char in prefix] + _AFTER_PREFIX
    return re.compile(f"(?=({_GAP.join(characters)}))")


def _parsed(written: str) -> str | None:
    try:
        return tracking.parse(re.sub(_BETWEEN, "", written))
    except tracking.WrongCheckCharacter:
        return None


def _is_inside(text: str, start: int, longer: tuple[int, int, str]) -> bool:
    """Whether the code at ``start`` is the end of one with a longer prefix.

    AB-24-… is inside of "CAB-24-…" and of "C A B - 2 4 - …", and not of "C AB-24-…".
    """
    before, after = text[start - 1], text[start + 1]
    return longer[0] < start and _separates(before) == _separates(after)


def _separates(char: str) -> bool:
    return bool(re.match(_BETWEEN, char))


def _by_name(text: str, known: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The same for codes of any form."""
    codes = {_key(code): code for code in known if _key(code)}
    words = list(_words(text)) if codes else []
    for first in range(len(words)):
        yield from _from_word(words[first : first + _MOST_WORDS], codes)


def _key(written: str) -> str:
    """As ``tracking.key``, fast enough for every word of a long document."""
    return re.sub(_BETWEEN, "", written).upper()


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and key of each word, without the punctuation around it."""
    for match in _WORD.finditer(text):
        word = match[0].strip(_PUNCTUATION)
        start = match.start() + match[0].find(word)
        yield start, start + len(word), _key(word)


def _from_word(
    words: list[tuple[int, int, str]], codes: Mapping[str, str]
) -> Iterator[tuple[int, int, str]]:
    """The codes that begin with the first of ``words``, whole words each."""
    start, _, joined = words[0]
    if joined in codes:
        yield start, words[0][1], codes[joined]
    for _, end, key in words[1:] if joined else ():
        joined += key
        if key and len(joined) >= _LONG_ENOUGH_TO_JOIN and joined in codes:
            yield start, end, codes[joined]


def find_misread(text: str, expected: str, where: str = "") -> tuple[Found, ...]:
    """What looks like ``expected`` with one mistake, each way of writing once.

    One character wrong, missing or too many, or two neighbours swapped. Short codes
    have none: any word would do. ``code`` is what stands there, as a key. Of a text
    full of them, the first are enough.
    """
    expected = _key(expected)
    if len(expected) < _SHORTEST_MISREAD:
        return ()
    wrong = islice(dict.fromkeys(_mistakes(_key(text), expected)), _MOST_MISREAD)
    written = [(key, each) for key in wrong for each in _all_written(text, key)]
    return tuple(Found(*pair, where) for pair in dict.fromkeys(written))


def _mistakes(text: str, key: str) -> Iterator[str]:
    """Those in ``text``, which is a key as well; of two with one end, the longer."""
    pattern = re.compile("(?=(" + "|".join(_mistaken(key)) + "))")
    last = 0
    for match in pattern.finditer(text):
        if match.end(1) > last and match[1] != key:
            yield match[1]
        last = max(last, match.end(1))


def _mistaken(key: str) -> Iterator[str]:
    """Patterns of ``key`` with each of the mistakes.

    The longest first: what is left of a code with a character too many also looks like
    one with a wrong character.
    """
    chars = [re.escape(char) for char in key]
    cuts = [(chars[:i], chars[i:]) for i in range(len(chars))]
    mistaken = [
        *([*before, _ANY, *rest] for before, rest in cuts[1:]),
        *([*before, *rest[1:2], rest[0], *rest[2:]] for before, rest in cuts),
        *([*before, _ANY, *rest[1:]] for before, rest in cuts),
        *([*before, *rest[1:]] for before, rest in cuts),
    ]
    return map("".join, mistaken)


def _all_written(text: str, key: str) -> list[str]:
    """The ways in which ``key`` is written in ``text``."""
    chars = [f"[{re.escape(char)}{re.escape(char.lower())}]" for char in key]
    return re.findall(_GAP.join(chars), text)
