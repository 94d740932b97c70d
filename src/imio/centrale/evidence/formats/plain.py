"""Plain text: UTF-8, UTF-16, UTF-32, Windows-1252."""

from imio.centrale.evidence.document import Part
from imio.centrale.evidence.document import readable
from imio.centrale.evidence.document import Reading
from imio.centrale.evidence.document import Unreadable
from imio.centrale.evidence.limits import Limits

import codecs
import re


#: UTF-32 before UTF-16: the mark of one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The beginning, by which the rest is judged: bytes, characters.
_SAMPLE = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
#: More control characters than this share of the text, and it is no text.
_MOST_CONTROLS = 0.01


def read(data: bytes, limits: Limits) -> Reading:
    text = decoded(data)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) * _MOST_CONTROLS:
        raise Unreadable("unsupported", "unknown")
    return readable("text", [Part("body", text)], limits.characters, blank="empty")


def decoded(data: bytes) -> str:
    """The text; what no encoding explains becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        return data.decode(_encoding_without_mark(data[:_SAMPLE]), "replace")
    return text


def _encoding_without_mark(sample: bytes) -> str:
    """UTF-16 when every other byte of western text is NUL; otherwise Windows-1252."""
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if (
            sample[first::2].count(0)
            > len(sample) / 4
            > sample[1 - first :: 2].count(0)
        ):
            return encoding
    return "cp1252"
