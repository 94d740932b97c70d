"""Classes of the ``body`` of our pages, below which our style sheet and script work.

``centrale-page`` stands on every page of this package and of what is kept in a
centrale; ``centrale-on-barceloneta`` too where Plone's own theme is in use, whose colours
lack contrast in places. The theme of an intranet is left as it is.
"""

from imio.centrale.browser.base import Page
from imio.centrale.browser.settings import SettingsPage
from imio.centrale.content.centrale import ICentrale
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.interfaces import ICentraleLayer
from imio.centrale.lookup import ancestor
from plone.app.layout.globals.interfaces import IBodyClassAdapter
from plone.app.theming.utils import getCurrentTheme
from plone.app.theming.utils import isThemeEnabled
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


PAGE = "centrale-page"
ON_BARCELONETA = "centrale-on-barceloneta"


@implementer(IBodyClassAdapter)
@adapter(Interface, ICentraleLayer)
class BodyClasses:
    """Named adapter that Plone's ``body`` asks."""

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def get_classes(self, template, view):
        """The classes of this page; none on the others of the site."""
        if not self.is_ours(view):
            return []
        return [PAGE, ON_BARCELONETA] if self.on_barceloneta() else [PAGE]

    def is_ours(self, view):
        return (
            ICentraleContent.providedBy(self.context)
            or isinstance(view, (Page, SettingsPage))
            or ancestor(self.context, ICentrale) is not None
        )

    def on_barceloneta(self):
        return isThemeEnabled(self.request) and getCurrentTheme() == "barceloneta"
