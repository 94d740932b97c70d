"""The name and the kind of a file, as somebody elsewhere calls them."""

from imio.centrale.domain.reasons import reason
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput
from imio.centrale.texts import UNKEEPABLE

import re


#: of the name of a file, in characters
LONGEST_NAME = 255
UNKNOWN_KIND = "application/octet-stream"
NOT_IN_A_NAME = re.compile(rf"{UNKEEPABLE.pattern}|[\r\n\u2028\u2029]")
#: RFC 6838, 4.2
MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)


def name_of(text, path):
    """The last part of the name, or ``BadInput``."""
    if not isinstance(text, str):
        raise wrong(f"{path}.filename")
    name = text.replace("\\", "/").rpartition("/")[2].strip()
    if not 0 < len(name) <= LONGEST_NAME or NOT_IN_A_NAME.search(name):
        raise BadInput([reason("file_name_wrong", path, limit=LONGEST_NAME)])
    return name


def kind_of(text, path):
    """The media type, or ``BadInput``; a file of which nothing is said is bytes."""
    if text in (None, ""):
        return UNKNOWN_KIND
    if not isinstance(text, str) or not MEDIA_TYPE.fullmatch(text):
        raise wrong(f"{path}.content-type")
    return text
