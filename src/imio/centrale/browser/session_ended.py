"""What a person sees whose form arrives after the session ended: it waits in the page.

It stands for every page of ours: the form was closed to nobody in particular, and says
nothing of what it was about but what was typed. After the login it is sent again, without
a token: its page shows it once more, and nothing is done before it is pressed there.
"""

from imio.centrale import _
from imio.centrale.browser.errors import place_of_error
from imio.centrale.browser.kept_form import kept_values
from imio.centrale.browser.kept_form import lost_files
from imio.centrale.browser.own_title import IOwnTitle
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.parties import is_known
from imio.centrale.services.errors import UnauthorizedError
from plone import api
from plone.rest.interfaces import IAPIRequest
from Products.CMFPlone.browser.exceptions import ExceptionView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate
from zope.interface import implementer

import re


#: pages of ours that stand on the site itself
OUR_PAGE = re.compile(r"/(@@)?centrale-|/\+\+add\+\+imio\.centrale\.")


@implementer(IOwnTitle)
class SessionEnded(ExceptionView):
    """The page of ``Unauthorized``; other requests get the answer of Plone.

    Programs get their own answer.
    """

    page = ViewPageTemplateFile("templates/session_ended.pt")
    index = ExceptionView.basic_template

    def __call__(self):
        if IAPIRequest.providedBy(self.request):
            return UnauthorizedError(self.context, self.request)()
        if not self.waits:
            return super().__call__()
        # the page stands where anybody may look, whatever the form was on
        self.context = self.__parent__ = place_of_error(self.request)
        response = self.request.response
        response.setStatus(403, lock=1)
        response.setHeader("Cache-Control", "private, no-store")
        # no way to the login instead of the page, which leads there
        response._has_challenged = True
        return self.page()

    @property
    def waits(self):
        """A form of ours that nobody sent whom the site knows."""
        request = self.request
        return request.method == "POST" and self.is_ours and not is_known(request)

    @property
    def is_ours(self):
        places = self.request.get("PARENTS", ())
        return any(ICentraleContent.providedBy(each) for each in places) or bool(
            OUR_PAGE.search(self.action)
        )

    @property
    def action(self):
        """Where the form was sent; what its address asked is among the values."""
        return self.request.get("ACTUAL_URL", "")

    @property
    def kept_values(self):
        return kept_values(self.request)

    @property
    def lost_files(self):
        return lost_files(self.request)

    @property
    def login_url(self):
        return f"{api.portal.get().absolute_url()}/login"

    @property
    def window_title(self):
        return translate(_("You are no longer logged in"), context=self.request)
