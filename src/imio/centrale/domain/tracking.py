"""The tracking code of a mission: ``PREFIX-YY-XXXXXXC``.

The code stands in every document of both sides ([iMio-cyber] text 000 point 3), so
people type it again from paper: it has no vowels and no look-alikes, its last character
checks the six before it (ISO 7064 hybrid system), and it is read without regard to
case, blanks or hyphens.
"""

from collections.abc import Callable
from stdnum.iso7064 import mod_37_36

import re
import secrets
import unicodedata


ALPHABET = "234679CDFGHJKMNPQRTWXZ"
RANDOM_LENGTH = 6

#: The prefix of a centrale: two to six capitals, the whole text and nothing else.
PREFIX_PATTERN = re.compile(r"\A[A-Z]{2,6}\Z")

_KEY_PATTERN = re.compile(r"([A-Z]{2,6})([0-9]{2})([0-9A-Z]{6})([0-9A-Z])")
_MINUS_SIGN = "\N{MINUS SIGN}"
#: Unicode categories: dashes; invisible marks such as the zero width space.
_SKIPPED_CATEGORIES = ("Pd", "Cf")


class MalformedCode(ValueError):
    """The text does not have the shape of a tracking code."""


class WrongCheckCharacter(ValueError):
    """The text has the shape of a tracking code; a character of it is wrong."""


def check_character(six: str) -> str:
    """The check character of the six random characters.

    Raises ``ValueError`` for a character outside ``ALPHABET``.
    """
    return mod_37_36.calc_check_digit(six, ALPHABET)


def generate(
    prefix: str, year: int, choice: Callable[[str], str] = secrets.choice
) -> str:
    """A new code for the centrale ``prefix`` and the year of the request.

    Unguessable with the default ``choice``; that it is unique is for the caller to see
    to. Raises ``ValueError`` for a prefix that is not two to six capitals.
    """
    if not PREFIX_PATTERN.match(prefix):
        raise ValueError(f"{prefix!r} is not a prefix of two to six capitals.")
    six = "".join(choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return f"{prefix}-{year % 100:02d}-{six}{check_character(six)}"


def key(text: str) -> str:
    """``text`` as codes are compared: capitals, without blanks or hyphens.

    Serves imported codes of any other form just as well.
    """
    return "".join(char for char in text.upper() if not _is_skipped(char))


def has_form(key: str) -> bool:
    """Whether a key has the form of the codes given here; old ones have any."""
    return _KEY_PATTERN.fullmatch(key) is not None


def _is_skipped(char: str) -> bool:
    return (
        char.isspace()
        or char == _MINUS_SIGN
        or unicodedata.category(char) in _SKIPPED_CATEGORIES
    )


def parse(text: str) -> str:
    """The canonical form of the code somebody typed ("cyb24 3f7k9qx").

    Raises ``MalformedCode`` when it has not the shape of a code, and
    ``WrongCheckCharacter`` when it has and a character is wrong.
    """
    match = _KEY_PATTERN.fullmatch(key(text))
    if match is None:
        raise MalformedCode(f"{text!r} is not a tracking code.")
    prefix, year, six, check = match.groups()
    if not set(six) <= set(ALPHABET) or check != check_character(six):
        raise WrongCheckCharacter(f"{text!r} holds a wrong character.")
    return f"{prefix}-{year}-{six}{check}"
