"""Requests that are being written: they wait, seen by nobody but who writes them.

A draft is no mission: it has no tracking code and stands in no list. It waits on the
room of the missions, under its user and its token, so that two drafts never meet in the
database. Its token makes the sending happen once: what is sent again finds the mission.
"""

from BTrees.OOBTree import OOBTree
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.domain.request_draft import Answers
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations

import re
import secrets


KEY = "imio.centrale.request_drafts"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
#: nobody comes back to a draft after that
LIFETIME = timedelta(days=365)
#: requests somebody may be writing at a time, in a centrale
MOST_WAITING = 50
#: nobody sends again after that
SENT_LIFETIME = timedelta(days=30)


class Draft(Persistent):
    """What was answered, and the UID of the mission once it was sent."""

    mission = None

    def __init__(self, token):
        self.token = token
        self.answers = Answers()
        self.saved = clock.stored(clock.now())

    def keep(self, answers):
        """The answers as they are now."""
        self.answers = answers
        self.saved = clock.stored(clock.now())

    def note_sent(self, mission):
        """Its answers are those of the mission now; its token leads there."""
        self.keep(Answers(authority=self.answers.authority))
        self.mission = mission.UID()

    @property
    def is_old(self):
        lifetime = LIFETIME if self.mission is None else SENT_LIFETIME
        return clock.now() - self.saved > lifetime


def new_token():
    """Nobody guesses it."""
    return secrets.token_urlsafe(16)


def is_token(text):
    """Whether it is one of ours, by its form."""
    return TOKEN.fullmatch(text) is not None


def find(centrale, token):
    """The draft of the current user with that token, sent or not; or ``None``."""
    return _kept(centrale).get((_user(), token))


def waiting(centrale, authority):
    """The drafts of the current user for an authority, the one saved last first."""
    found = [
        draft
        for draft in _of_user(centrale, _user()).values()
        if draft.mission is None and draft.answers.authority == authority
    ]
    return sorted(found, key=lambda draft: draft.saved, reverse=True)


def keep(centrale, token, answers):
    """The draft of that token with these answers, made now if it was not there.

    Raises ``Refused`` when too many others wait to be sent.
    """
    _forget_old(centrale)
    kept, key = _store(centrale), (_user(), token)
    if key not in kept:
        _check_room(centrale)
        kept[key] = Draft(token)
    kept[key].keep(answers)
    return kept[key]


def throw_away(centrale, token):
    """Forget a draft, if it is there; what was sent stays known."""
    draft = find(centrale, token)
    if draft is not None and draft.mission is None:
        del _store(centrale)[(_user(), token)]


def _user():
    return api.user.get_current().getId()


def _kept(centrale):
    """(user, token) -> draft, of everybody; reading writes nothing."""
    return IAnnotations(centrale["missions"]).get(KEY, {})


def _store(centrale):
    """The same to write to, made with the first draft."""
    return IAnnotations(centrale["missions"]).setdefault(KEY, OOBTree())


def _of_user(centrale, user):
    kept = _kept(centrale)
    if not kept:
        return {}
    return {key: kept[key] for key in kept.keys((user, ""), (user, "\U0010ffff"))}


def _check_room(centrale):
    found = _of_user(centrale, _user()).values()
    if sum(draft.mission is None for draft in found) >= MOST_WAITING:
        raise Refused([reason("drafts_full", limit=MOST_WAITING)])


def _forget_old(centrale):
    for key, draft in _of_user(centrale, _user()).items():
        if draft.is_old:
            del _store(centrale)[key]
