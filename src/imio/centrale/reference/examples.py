"""Executed HTTP examples: the tests write them, ``rest.rst`` shows them.

A page shows an example with ``.. code-block:: http`` and ``:name: <example>.req`` or
``<example>.resp``; what stands in the block is replaced by the file of that name.
"""

from imio.centrale.reference import rst
from pathlib import Path

import re


EXAMPLES = Path(__file__).parents[1] / "tests" / "http-examples"
BLOCK = re.compile(
    r"^\.\. code-block:: http\n   :name: (?P<name>\S+)\n(?:(?:   .*)?\n)*", re.MULTILINE
)


def shown_in(text):
    """The names of the examples a page shows."""
    return [match["name"] for match in BLOCK.finditer(text)]


def refresh(text, directory=EXAMPLES):
    """The page with its examples as the tests wrote them last."""

    def block(match):
        example = (directory / match["name"]).read_text(encoding="utf-8")
        directive, _, body = rst.code_block("http", example).partition("\n")
        return f"{directive}\n   :name: {match['name']}\n{body}\n"

    return BLOCK.sub(block, text).rstrip() + "\n"
