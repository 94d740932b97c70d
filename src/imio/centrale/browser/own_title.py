"""The title of the window says which page it is, where a page has a title of its own."""

from html import escape
from plone.app.layout.viewlets.common import TitleViewlet
from zope.interface import implementer
from zope.interface import Interface


class IOwnTitle(Interface):
    """A page whose ``window_title`` stands for the title of what it is on."""


@implementer(IOwnTitle)
class OwnTitle:
    """Mixin of the pages of a centrale with a title of their own, below its name."""

    @property
    def kind(self):
        return self.context.title

    @property
    def window_title(self):
        return self.title


class OwnTitleViewlet(TitleViewlet):
    """``<title>`` of such a page, before the name of the site."""

    @property
    def page_title(self):
        return escape(self.view.window_title)

    def update(self):
        """On the site itself too, where Plone names the site alone."""
        super().update()
        if self.page_title not in self.site_title:
            self.site_title = self.sep.join([self.page_title, self.site_title])
