"""The register of tracking codes: what was given once is never given again.

The register lives on the site and survives the dossiers. Two transactions that draw
the same code write the same key, so that one of them conflicts and draws again.
"""

from BTrees.OOBTree import OOBTree
from imio.centrale import clock
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain import tracking
from imio.centrale.domain.reasons import reason
from imio.centrale.lookup import ancestor
from imio.centrale.lookup import resolve
from plone import api
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.codes"


def make_register():
    """Made once, by the installation; kept on the site for ever."""
    IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())


def register():
    """Key of a code -> UID of its mission; ``KeyError`` where it was never made."""
    return IAnnotations(api.portal.get())[KEY]


def draw(container):
    """A new code for a mission of the centrale of ``container``; nobody else gets it."""
    prefix = ancestor(container, ICentrale).code_prefix
    given = register()
    code = tracking.generate(prefix, clock.today().year)
    while tracking.key(code) in given:
        code = tracking.generate(prefix, clock.today().year)
    given[tracking.key(code)] = ""
    return code


def note(mission):
    """Remember whose code it is; an imported dossier keeps its old one."""
    register()[tracking.key(mission.tracking_code)] = mission.UID()


def taken_reasons(mission):
    """A code is given once: not to a copy, not to an import of another dossier."""
    given_to = uid_for(mission.tracking_code)
    if given_to in (None, mission.UID()):
        return []
    return [reason("code_taken", "tracking_code", code=mission.tracking_code)]


def uid_for(text):
    """The UID of the mission with that code, in any way of writing; ``None`` if none.

    Anybody asks: nothing is written, not even the register of a site without one.
    """
    given = IAnnotations(api.portal.get()).get(KEY, {})
    return given.get(tracking.key(text)) or None


def mission_with(text):
    """The mission of a whole code in any way of writing it, whoever asks, or ``None``."""
    return resolve(uid_for(text))


def old_codes():
    """The codes of imported dossiers that have another form than ours, as keys."""
    given = IAnnotations(api.portal.get()).get(KEY, {})
    return [key for key in given if not tracking.has_form(key)]
