"""The way to a page leads through nothing that the person may not view."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from Products.CMFPlone.browser.navigation import PhysicalNavigationBreadcrumbs
from zope.component import getMultiAdapter


class Breadcrumbs(PhysicalNavigationBreadcrumbs):
    """Of our content; Plone names every container, of ``Enquiries`` too to who asked one."""

    def breadcrumbs(self):
        """Dictionaries with ``absolute_url`` and ``Title``, from the site down."""
        if api.user.has_permission("View", obj=self.context):
            return super().breadcrumbs()
        container = aq_parent(aq_inner(self.context))
        view = getMultiAdapter((container, self.request), name="breadcrumbs_view")
        return view.breadcrumbs()
