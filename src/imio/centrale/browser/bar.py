"""The bar of a centrale: the workplaces of the user, and the search by code."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale.browser import workplaces
from imio.centrale.content.centrale import ICentrale
from imio.centrale.lookup import ancestor
from plone import api
from plone.app.layout.viewlets import ViewletBase
from zope.i18n import translate


@dataclass(frozen=True)
class Tab:
    """The way to a workplace."""

    title: str
    url: str
    current: bool = False

    @property
    def css(self):
        return "nav-link active" if self.current else "nav-link"


class Bar(ViewletBase):
    """On every page of a centrale; elsewhere on the site for those who work with one."""

    @cached_property
    def centrale(self):
        """The one this page belongs to, or ``None``."""
        return ancestor(self.context, ICentrale)

    @cached_property
    def is_known(self):
        """Whether this user works with a centrale."""
        return workplaces.works_with_centrales()

    @property
    def available(self):
        return bool(self.tabs)

    @cached_property
    def tabs(self):
        if self.centrale is not None:
            return [self.tab(each) for each in workplaces.workplaces_of(self.centrale)]
        if not self.is_known:
            return []
        return [Tab(each.Title, each.getURL()) for each in workplaces.centrales()]

    def tab(self, workplace):
        return Tab(
            translate(workplace.title, context=self.request),
            f"{self.centrale.absolute_url()}/{workplace.view}",
            self.is_current(workplace),
        )

    def is_current(self, workplace):
        """The page is that workplace, or the folder that is one."""
        if workplace.view.startswith("@@"):
            name = workplace.view.removeprefix("@@")
            return self.context == self.centrale and self.view.__name__ == name
        return self.context == self.centrale.get(workplace.view)

    @property
    def find_url(self):
        place = self.centrale if self.centrale is not None else api.portal.get()
        return f"{place.absolute_url()}/@@centrale-find"
