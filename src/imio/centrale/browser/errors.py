"""What a person sees when a rule refuses somewhere no page has caught it."""

from functools import cached_property
from imio.centrale.browser.transition import Error
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.messages import sentence
from imio.centrale.parties import may_view
from imio.centrale.services.errors import RefusedError
from imio.centrale.services.errors import status_of
from plone import api
from plone.rest.interfaces import IAPIRequest
from Products.Five.browser import BrowserView


class RefusedPage(BrowserView):
    """The sentences, and the way back; programs get their own answer."""

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return RefusedError(self.context, self.request)()
        self.refused = self.context.reasons
        self.context = self.place
        self.request.response.setStatus(status_of(self.refused), lock=1)
        return self.index()

    @property
    def sentences(self):
        """Each sentence once."""
        found = (sentence(each, self.request) for each in self.refused)
        return list(dict.fromkeys(found))

    @property
    def summary(self):
        """No field of this page is at fault."""
        return [Error("", text) for text in self.sentences]

    @cached_property
    def place(self):
        return place_of_error(self.request)

    @property
    def target(self):
        return self.place.absolute_url()


def place_of_error(request):
    """The nearest of our objects that this user may view; else the site."""
    for parent in request.get("PARENTS", ()):
        if ICentraleContent.providedBy(parent) and may_view(parent):
            return parent
    return api.portal.get()
