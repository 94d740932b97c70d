"""The little reStructuredText the reference is made of."""

import re


#: what reStructuredText would read as markup: emphasis, references, substitutions
MARKUP = re.compile(r"([\\*`|]|_(?!\w))")


def plain(text):
    """A text of the product, free of markup and of line breaks."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def code(text):
    """An id as it is written in the code."""
    return f"``{text}``"


def codes(texts):
    """Ids separated by commas; nothing for none."""
    return ", ".join(code(text) for text in texts)


def heading(text, underline="="):
    """A title; ``=`` for the page, ``-`` and ``~`` below it."""
    return f"{text}\n{underline * len(text)}\n"


def list_table(header, rows):
    """A table; every cell is one line of markup."""
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (header, *rows):
        first, *others = (str(cell) for cell in row)
        lines.append(f"   * - {first}".rstrip())
        lines += [f"     - {cell}".rstrip() for cell in others]
    return "\n".join(lines) + "\n"


def code_block(language, text):
    """A block of code."""
    indented = "\n".join(f"   {line}".rstrip() for line in text.splitlines())
    return f".. code-block:: {language}\n\n{indented}\n"


def page(title, *parts):
    """A page that says it is generated."""
    note = ".. Written by `make docs` from the code: do not edit.\n"
    return "\n".join([note, heading(title), *parts])
