"""A form that adds: sent twice, or gone back to and sent again, it adds once.

Its key stands in its address too: whoever goes back finds the same form.
"""

from hashlib import sha256
from imio.centrale import _
from imio.centrale import sent_forms
from imio.centrale.proving.reading import digest_of
from plone import api
from plone.namedfile.interfaces import INamed
from urllib.parse import urlencode

import secrets


FORM_KEY = "centrale.form"


class SentOnce:
    """Mixin of the add forms: what a form has made is shown, and not made again.

    A form that was changed since is shown again with what was typed, and says so: it may
    be meant for the object that is there, or for another one.
    """

    #: what this form has made already
    made = None

    @property
    def form_key(self):
        """Tells one form from another; one that made something gets another key."""
        return self.key if self.key and self.made is None else new_key()

    @property
    def key(self):
        """The key that was sent, empty without one."""
        value = self.request.form.get(FORM_KEY, "")
        return value if isinstance(value, str) else ""

    def goes_to_key(self):
        """Whether the form is opened at the address of a new key instead."""
        if self.request.method != "GET" or self.key:
            return False
        asked = self.request.get("QUERY_STRING", "")
        query = "&".join(filter(None, (asked, urlencode({FORM_KEY: new_key()}))))
        self.request.response.redirect(f"{self.request.getURL()}?{query}")
        return True

    def createAndAdd(self, data):
        digest = digest_of_values(data)
        sent, made = self.sent()
        if made is not None:
            self.has_made(made, same=sent.digest == digest)
            return None
        added = super().createAndAdd(data)
        if added is not None and self.key:
            sent_forms.remember(*self.place, added, digest)
        return added

    @property
    def place(self):
        """Where it is kept what this form has made."""
        user = api.user.get_current().getId()
        return self.container, user, self.key

    def sent(self):
        return sent_forms.sent(*self.place) if self.key else (None, None)

    def has_made(self, made, same):
        """Show it; or show the form, when something else stands in it now."""
        if same:
            self.show_twin(made)
        else:
            self.made = made

    @property
    def summary(self):
        found = super().summary
        if self.made is None:
            return found
        text = _(
            "this form has already added it. Change it there, or save once more to add "
            "another one."
        )
        line = {
            "url": self.made.absolute_url(),
            "label": self.made.title,
            "text": self.say(text),
        }
        return [line, *found]


def new_key():
    return secrets.token_hex(8)


def digest_of_values(data):
    """The same for the same values; files by their name and their bytes."""
    facts = [(name, fact_of(data[name])) for name in sorted(data)]
    return sha256(repr(facts).encode(errors="surrogatepass")).hexdigest()


def fact_of(value):
    if INamed.providedBy(value):
        return value.filename, digest_of(value)
    if isinstance(value, dict):
        return sorted((name, fact_of(each)) for name, each in value.items())
    return value
