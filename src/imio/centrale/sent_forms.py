"""Which objects forms have made: a form that is sent again makes nothing more.

Each form that is shown has a key of its own. What it made is kept beside the container,
for each user apart: two presses of one button write on the same place, and the database
lets one of them wait for the other.
"""

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from imio.centrale import clock
from imio.centrale.lookup import resolve
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.sent_forms"
#: a page that was left open for longer is not gone back to
KEPT = timedelta(days=2)
#: characters of a key that are read
LONGEST_KEY = 40


@dataclass(frozen=True)
class Sent:
    """A form that was sent: what it made (UID), and a digest of what was typed in it."""

    made: str
    digest: str
    at: datetime


def sent(container, user_id, form_key):
    """What a form made, with its object; ``(None, None)`` when that is gone, or nothing."""
    forms = IAnnotations(container).get(KEY, {}).get(user_id, {})
    found = forms.get(form_key[:LONGEST_KEY])
    made = resolve(found.made) if found is not None else None
    return (found, made) if made is not None else (None, None)


def remember(container, user_id, form_key, made, digest):
    """Keep what a form has made; what is too old is forgotten."""
    users = IAnnotations(container).setdefault(KEY, OOBTree())
    forms = users.setdefault(user_id, OOBTree())
    now = clock.now()
    for key in [each for each, form in forms.items() if form.at < now - KEPT]:
        del forms[key]
    forms[form_key[:LONGEST_KEY]] = Sent(made.UID(), digest, clock.stored(now))
