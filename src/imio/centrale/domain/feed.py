"""The feed of a centrale: where a change stands in it, and the cursor that says so.

A change stands after all those committed before it. Changes are kept in lanes, so that
those of different dossiers do not meet; the place of one is its commit, its lane, and
its number there. Readers get it as a cursor they cannot take apart, which another feed
refuses.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import binascii
import struct
import zlib


#: enough that two dossiers seldom share one, few enough to look at all of them
LANES = 256
TAG_SIZE = 8
_FORM = struct.Struct(f">{TAG_SIZE}s8sHI")
LONGEST_PAGE = 1000
PAGE = 100


class WrongCursor(ValueError):
    """The text is no cursor of this feed."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a change stands: changes sort by it."""

    commit: bytes
    lane: int
    number: int


#: before the first change
START = Place(bytes(8), 0, 0)


def lane_of(key):
    """The lane of all the changes with that key, the UID of a dossier."""
    return zlib.crc32(key.encode()) % LANES


def cursor(tag, place):
    """The text that means a place of the feed with that tag."""
    packed = _FORM.pack(tag, place.commit, place.lane, place.number)
    return urlsafe_b64encode(packed).decode().rstrip("=")


def place_of(tag, text):
    """The place a cursor means; raises ``WrongCursor``."""
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        found, commit, lane, number = _FORM.unpack(packed)
    except (binascii.Error, struct.error, ValueError):
        raise WrongCursor(text)
    if found != tag or lane >= LANES:
        raise WrongCursor(text)
    return Place(commit, lane, number)


def page_size(text):
    """How many changes a page holds: as asked, 100 when nothing is; ``ValueError``."""
    if not text:
        return PAGE
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= LONGEST_PAGE:
        raise ValueError(text)
    return int(text)
