"""What was received in a centrale: the reference of the sender, and what it made.

Two transactions that receive the same reference write the same key, so that one of them
conflicts, is run again and finds what the other has made.
"""

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from dataclasses import field
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.intake"


@dataclass(frozen=True)
class Received:
    """The UID of what was made, and the marks of the members it was made of.

    ``uploads``: the id of each upload it used -> the mark of its file.
    """

    uid: str
    marks: dict = field(default_factory=dict)
    uploads: dict = field(default_factory=dict)


def find(centrale, form, reference):
    """What a reference made by a form, or ``None``. Nothing is written."""
    return IAnnotations(centrale).get(KEY, {}).get((form, reference))


def note(centrale, form, reference, received):
    """Remember what a reference made."""
    annotations = IAnnotations(centrale)
    if KEY not in annotations:
        annotations[KEY] = OOBTree()
    annotations[KEY][(form, reference)] = received
