"""Texts that people write about an act: how long they may be, and of which characters."""

from imio.centrale.domain.reasons import reason
from imio.centrale.domain.typed_text import UNKEEPABLE


#: in characters; what is written about an act stays in the history for ever
LONGEST = 5000
TOO_LONG = {"comment": "comment_too_long", "reason_note": "note_too_long"}


def text_reasons(comment="", reason_note=""):
    """What is wrong with the texts of an act: too long, or a character not to keep."""
    found = []
    for name, text in (("comment", comment), ("reason_note", reason_note)):
        if len(text or "") > LONGEST:
            found.append(reason(TOO_LONG[name], name))
        if UNKEEPABLE.search(text or ""):
            found.append(reason("unkeepable", name))
    return found
