"""What people type into a form: on one line or several, how long, of which characters."""

from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason

import re


#: what a database, a catalog or XML does not take: controls, half characters
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    """``text`` without blanks around it; line breaks and tabs become single blanks."""
    return re.sub(r"[\r\n\t]+", " ", text).strip()


def several_lines(text: str) -> str:
    """``text`` without blanks around it, its lines parted as the web does not part them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def text_reasons(field: str, text: str, longest: int) -> list[Reason]:
    """``text_too_long`` beyond so many characters, ``text_not_kept`` for a control."""
    found = []
    if len(text) > longest:
        found.append(reason("text_too_long", field, limit=longest))
    if UNKEEPABLE.search(text):
        found.append(reason("text_not_kept", field))
    return found
