"""Names of files that every system takes, and that lead nowhere else."""

from pathlib import PurePosixPath

import re
import unicodedata


#: characters; with the folders, a path stays below what Windows takes
LONGEST = 100
_REFUSED = re.compile(r'[<>:"/\\|?*\s]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")
_NOT_SHOWN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def safe(name):
    """``name`` as the last part of a path, never empty."""
    text = unicodedata.normalize("NFC", name or "")
    text = "".join(c for c in text if unicodedata.category(c) not in _NOT_SHOWN)
    text = _REFUSED.sub("_", text).strip("._ ")
    suffix = PurePosixPath(text).suffix
    if not _SUFFIX.fullmatch(suffix):
        suffix = ""
    stem = text[: len(text) - len(suffix)][: LONGEST - len(suffix)]
    return (stem or "document") + suffix


def unique(path, taken):
    """``path``, with a number when another one looks the same; it is taken then."""
    found, number = path, 1
    folder, _slash, name = path.rpartition("/")
    while found.casefold() in taken:
        number += 1
        found = f"{folder}/{number}-{name}"
    taken.add(found.casefold())
    return found
