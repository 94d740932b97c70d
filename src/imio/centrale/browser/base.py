"""What the pages of the package share: title, state, acts, facts and tables."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from imio.centrale import _
from imio.centrale.browser import acting
from imio.centrale.browser import showing
from imio.centrale.browser.form_labels import ADD_TITLES
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.showing import Fact
from imio.centrale.browser.showing import Table
from imio.centrale.parties import may
from imio.centrale.parties import may_view
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import state_of
from imio.centrale.workflows.state import title_of_state
from plone import api
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.protect import createToken
from plone.supermodel.utils import mergedTaggedValueDict
from Products.CMFCore.interfaces import IFolderish
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.component import getUtility
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.security.interfaces import IPermission


#: Bootstrap colours of the states that people look for; the others are neutral
COLOURS = {
    "active": "success",
    "open": "success",
    "published": "success",
    "accepted": "success",
    "confirmed": "success",
    "closed": "success",
    "paid": "success",
    "returned": "warning",
    "suspended": "warning",
    "expired": "warning",
    "declined": "warning",
    "cancelled": "danger",
    "unsuccessful": "danger",
    "withdrawn": "danger",
    "ended": "dark",
    "draft": "secondary",
    "preparing": "secondary",
}


def colour_of(state):
    """The Bootstrap colour of a state."""
    return COLOURS.get(state, "primary")


def adding_links(container, request):
    """A link for each of our types that this user may add to a container."""
    return [
        Cell(
            adding_title(fti, request),
            f"{container.absolute_url()}/++add++{fti.getId()}",
        )
        for fti in container.allowedContentTypes()
    ]


def adding_title(fti, request):
    """What adding one of a type is called; types of others have a name and no more."""
    name = {"type": translate(fti.Title(), context=request)}
    title = ADD_TITLES.get(fti.getId(), _("Add: ${type}", mapping=name))
    return translate(title, context=request)


def brain_state(brain, request):
    """The state of an object of the catalog, as a badge."""
    title = api.portal.get_tool("portal_workflow").getTitleForStateOnType(
        brain.review_state, brain.portal_type
    )
    text = translate(title, domain=DOMAIN, context=request)
    return Cell(text, kind=f"state {colour_of(brain.review_state)}")


def state_badge(obj, request):
    """The state of an object, as a badge."""
    text = translate(title_of_state(obj), domain=DOMAIN, context=request)
    return Cell(text, kind=f"state {colour_of(state_of(obj))}")


class Macros(BrowserView):
    """``context/@@centrale-macros/<name>``"""

    index = ViewPageTemplateFile("templates/macros.pt")

    def __getitem__(self, name):
        return self.index.macros[name]


class Page(BrowserView):
    """Base of the pages. The subclasses name their facts and tables."""

    #: fields shown as facts, in this order
    fields = ()
    #: Rows fields shown as tables
    grids = ()
    #: sections given by the subclass, above the facts
    notices = ()
    #: how far ceilings are used (``ceiling_bars.Bar``), below the facts
    bars = ()

    @property
    def kind(self):
        """What this is, in words."""
        return self.translate(self.context.getTypeInfo().Title())

    @property
    def title(self):
        return self.context.title

    @cached_property
    def state(self):
        return state_of(self.context)

    @property
    def state_title(self):
        return self.state_name(self.context)

    def state_name(self, obj):
        """The title of the state of an object, in the language of the request."""
        return translate(title_of_state(obj), domain=DOMAIN, context=self.request)

    @property
    def state_colour(self):
        return colour_of(self.state)

    @cached_property
    def buttons(self):
        return acting.buttons(self.context, self.request)

    @property
    def may_edit(self):
        return may(self.context, "Modify portal content")

    @cached_property
    def token(self):
        """The authenticator of the forms of this page, made once."""
        return createToken()

    @property
    def lead(self):
        """The text below the title."""
        return ""

    @property
    def links(self):
        """Where to go from here besides the acts: the form, what can be added."""
        found = self.adding_links()
        if self.may_edit:
            url = f"{self.context.absolute_url()}/edit"
            found.append(Cell(self.translate(_("Edit")), url))
        return found

    def adding_links(self):
        """What this user may add here."""
        if not IFolderish.providedBy(self.context):
            return []
        return adding_links(self.context, self.request)

    @property
    def back(self):
        """The way up."""
        parent = aq_parent(aq_inner(self.context))
        return showing.link(parent) if may_view(parent) else None

    def translate(self, text):
        return translate(text, context=self.request)

    @cached_property
    def schema(self):
        return self.context.getTypeInfo().lookupSchema()

    @cached_property
    def unreadable(self):
        """Fields whose read permission this user does not have."""
        needed = mergedTaggedValueDict(self.schema, READ_PERMISSIONS_KEY)
        return {
            name
            for name, permission in needed.items()
            if not may(self.context, getUtility(IPermission, permission).title)
        }

    def readable(self, names):
        return [name for name in names if name not in self.unreadable]

    def facts(self):
        """The fields of ``fields`` that hold something."""
        found = (self.fact(name) for name in self.readable(self.fields))
        return [fact for fact in found if fact.cells]

    def fact(self, name):
        """One field with its title and value."""
        field = self.schema[name]
        cells = showing.cells(self.context, name, field, self.request)
        return Fact(self.translate(field.title), cells)

    def tables(self):
        """The rows of ``grids`` as tables."""
        return [self.grid(name) for name in self.readable(self.grids)]

    def grid(self, name, without=()):
        """The rows of one field; columns where no row holds anything are left out."""
        field = self.schema[name]
        rows = getattr(self.context, name, None) or ()
        columns = [
            (key, column)
            for key, column in getFieldsInOrder(field.row_schema)
            if key not in without
            and any(row.get(key) not in (None, "") for row in rows)
        ]
        return Table(
            title=self.translate(field.title),
            columns=tuple(self.heading(column) for key, column in columns),
            rows=tuple(
                tuple(
                    showing.cell(column, row.get(key), self.request)
                    for key, column in columns
                )
                for row in rows
            ),
        )

    def heading(self, column):
        """The heading of a column stands as its values do."""
        return Cell(self.translate(column.title), kind=showing.kind_of(column))

    def brain_state(self, brain):
        """The state of an object of the catalog."""
        return brain_state(brain, self.request)

    def state_cell(self, obj):
        return state_badge(obj, self.request)
