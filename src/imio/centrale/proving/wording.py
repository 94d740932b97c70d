"""The words for what was read in a document: a badge, a sentence, and why not."""

from imio.centrale import _
from imio.centrale.domain import code_proof
from zope.i18n import translate
from zope.i18nmessageid import Message


#: an agent let it pass, or has looked at it
PASSED = "passed"
#: its code was not found, and need not be there
LACKING = "lacking"

BADGES = {
    code_proof.FOUND: (_("Code found"), "success"),
    code_proof.FOUND_WITH_FOREIGN: (_("To look at"), "warning"),
    code_proof.ABSENT: (_("Code not found"), "danger"),
    LACKING: (_("Code not found"), "secondary"),
    code_proof.FOREIGN: (_("Code of another dossier"), "danger"),
    code_proof.UNREADABLE: (_("To look at"), "warning"),
    PASSED: (_("Let pass by the centrale"), "success"),
}
SENTENCES = {
    code_proof.FOUND: _("It carries the tracking code of this dossier."),
    code_proof.FOUND_WITH_FOREIGN: _(
        "It carries the tracking code of this dossier, and that of another one."
    ),
    code_proof.ABSENT: _(
        "The tracking code of this dossier was not found in it: write it there, or the centrale has to let it pass."
    ),
    LACKING: _(
        "The tracking code of this dossier was not found in it, and need not be there."
    ),
    code_proof.FOREIGN: _(
        "It carries the tracking code of another dossier: is it the right document?"
    ),
    code_proof.UNREADABLE: _(
        "${why} The tracking code was not found in what could be read."
    ),
    PASSED: _("An agent of the centrale looked at it on ${date} and let it pass."),
}
WHY = {
    "bomb": _("It takes more memory to read than allowed."),
    "broken": _("The file is damaged, or is not what its name says."),
    "empty": _("There is no text in it."),
    "encrypted": _("It is protected by a password."),
    "entities": _("It holds XML that is not read, for it could harm."),
    "macros": _("It holds macros, which are never run."),
    "scan": _("Pages of it are pictures, which are not read."),
    "too_large": _("It is larger than what is read here."),
    "too_long": _("Reading it takes too long."),
    "too_many_pages": _("It has more pages than are read, 500."),
    "truncated": _("It is very long: only its beginning was read."),
    "unsupported": _("Files of this kind are not read."),
    "unavailable": _("It could not be read at that moment."),
    "not_read": _("It was not read."),
}


def badge(status, **how):
    """The badge of a status, and its colour."""
    text, colour = BADGES[status]
    return translate(text, **how), colour


def sentence(status, why="", date="", **how):
    """What is to be said; ``how`` is ``context`` or ``target_language``."""
    reason = translate(WHY[why], **how) if why else ""
    values = {"why": reason, "date": date}
    return translate(Message(SENTENCES[status], mapping=values), **how)
