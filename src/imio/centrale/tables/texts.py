"""Texts that every spreadsheet format can hold."""

import re


#: XML 1.0 has no way to write them (section 2.2, "Char").
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """``text`` with U+FFFD for what XML cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
