"""Titles in the order people look for them: numbers as numbers."""

from imio.centrale.domain.line_search import folded

import re


_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> tuple:
    """A key that puts "Lot 2" before "Lot 10", without regard to case and accents."""
    parts = _DIGITS.split(folded(text))
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in parts
        if part
    )
