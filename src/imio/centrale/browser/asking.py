"""The forms of those who come twice a year: nothing typed is lost, all is said plainly.

Errors stand at their field, and in a summary on top that has the focus and leads to the
fields; the title of the window says so too. A form that comes back without its token, or
after the session ended, is shown again with what was typed in it, and writes nothing.
"""

from AccessControl import Unauthorized
from dataclasses import dataclass
from imio.centrale import _
from imio.centrale.browser.base import Macros
from imio.centrale.browser.kept_form import has_token
from imio.centrale.browser.own_title import IOwnTitle
from imio.centrale.browser.transition import ActingPage
from imio.centrale.services.errors import status_of
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

import transaction


class FieldMacros(Macros):
    """``context/@@centrale-field-macros/<name>``"""

    index = ViewPageTemplateFile("templates/field_macros.pt")


@dataclass(frozen=True)
class Field:
    """A question of a form; ``errors`` are sentences."""

    name: str
    label: str
    hint: str = ""
    #: a type of ``<input>``, or "lines", "choice", "file"
    kind: str = "text"
    value: str = ""
    errors: tuple = ()
    required: bool = True
    longest: int = 0
    autocomplete: str = ""
    #: (value, words) of a choice
    choices: tuple = ()
    #: the name of a file that is there already
    there: str = ""

    @property
    def described_by(self):
        """The ids of what is said about it."""
        parts = (("hint", self.hint), ("error", self.errors), ("there", self.there))
        return " ".join(f"{self.name}-{part}" for part, said in parts if said) or None


@implementer(IOwnTitle)
class AskingPage(ActingPage):
    """Base: GET shows, POST with its token acts, and any other POST shows again."""

    def __call__(self):
        self.check_access()
        return self.respond()

    def respond(self):
        """The page, or what its form does."""
        if self.request.method != "POST":
            return self.show()
        if not has_token(self.request):
            return self.ask_again(self.show)
        return self.post()

    def check_access(self):
        """``Unauthorized`` for those who may not; what they typed waits in a page."""
        if api.user.is_anonymous():
            raise Unauthorized(self.__name__)

    def show(self):
        """Hook: the page."""
        return self.index()

    def post(self):
        """Hook: what the form does."""
        raise NotImplementedError

    def refuse(self, reasons):
        """The page again, with what is wrong; nothing is kept."""
        transaction.abort()
        self.refused = tuple(reasons)
        self.request.response.setStatus(status_of(self.refused))
        return self.show()

    def go(self, url):
        return self.request.response.redirect(url)

    # -- what was typed ----------------------------------------------------------------

    @property
    def is_sent(self):
        """Whether the form is shown again after it was sent."""
        return self.request.method == "POST"

    @property
    def action(self):
        """Where the form is sent: to its own page."""
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    def error_url(self, field):
        """The way to a field: on this page."""
        return f"#{field.partition('.')[0]}" if field else ""

    # -- what it is --------------------------------------------------------------------

    @property
    def window_title(self):
        """``Error: What do you need?``"""
        if not self.refused:
            return self.title
        return self.translate(_("Error: ${title}", mapping={"title": self.title}))
