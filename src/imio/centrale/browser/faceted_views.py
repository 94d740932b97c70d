"""``@@centrale-views``: the views of the list that somebody keeps; renamed, deleted."""

from functools import cached_property
from imio.centrale import _
from imio.centrale import parties
from imio.centrale.browser import showing
from imio.centrale.browser.transition import ActingPage
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.faceted import saved
from imio.centrale.faceted.listing import MissionList
from plone import api
from urllib.parse import parse_qs


DONE = {
    "save": _("The view is kept."),
    "rename": _("The view has its new name."),
    "share": _("The other agents now see the view."),
    "unshare": _("The other agents no longer see the view."),
    "delete": _("The view is deleted."),
}


class SavedViews(ActingPage):
    """GET lists them and asks before one is deleted, POST does what ``act`` says."""

    state_title = ""
    asked = {"name": "centrale-view-name"}

    def __call__(self):
        if self.request.method == "POST":
            return self.post()
        return self.index()

    @property
    def title(self):
        return self.translate(_("My views of the missions"))

    @property
    def back(self):
        return showing.link(self.context)

    @cached_property
    def user(self):
        return api.user.get_current().getId()

    @cached_property
    def views(self):
        return saved.views_of(self.context, self.user)

    @cached_property
    def may_share(self):
        return parties.acts_for_centrale(self.context)

    @property
    def asked_to_delete(self):
        """(id, view) of the one whose deletion is asked for; ``None`` otherwise."""
        wanted = self.text("delete")
        return next((pair for pair in self.views if pair[0] == wanted), None)

    @property
    def waits(self):
        """Whether what was typed is given back, and nothing was done."""
        return bool(self.refused) or self.again

    @property
    def not_saved(self):
        """What was typed of a new view stays when it is refused."""
        return self.waits and self.text("act") == "save"

    def shown_name(self, id_, view):
        """The name of a view, or what was typed instead."""
        return self.text("name") if self.is_refused(id_) else view.name

    def is_refused(self, id_):
        """Whether a view keeps its old name because of what was typed."""
        return self.waits and self.text("act") == "rename" and self.text("id") == id_

    def error_url(self, field):
        """To the new view, or to the one that was to be renamed."""
        if not field or self.text("act") != "rename":
            return super().error_url(field)
        return f"#centrale-name-{self.text('id')}"

    def url_of(self, view):
        return f"{self.context.absolute_url()}?{view.query}"

    # -- acts -------------------------------------------------------------------------

    def post(self):
        name = self.text("act")
        if name not in DONE:
            return self.request.response.redirect(self.target)
        return self.run(getattr(self, name), DONE[name])

    @property
    def target(self):
        """After saving, the list as it was; otherwise this page again."""
        url = self.context.absolute_url()
        if self.text("act") == "save":
            return f"{url}?{self.query}" if self.query else url
        return f"{url}/@@centrale-views"

    @cached_property
    def query(self):
        """What was sent, as the list reads it: what it does not know is left out."""
        form = parse_qs(self.text("query"))
        form["sort"] = form.get("sort", [""])[0]
        return MissionList(self.context, self.request, form).address

    def save(self):
        shared = bool(self.text("shared")) and self.may_share
        saved.save(self.context, self.user, self.text("name"), self.query, shared)

    def rename(self):
        self.known()
        saved.rename(self.context, self.user, self.text("id"), self.text("name"))

    def share(self):
        self.set_shared(True)

    def unshare(self):
        self.set_shared(False)

    def set_shared(self, shared):
        self.known()
        if shared and not self.may_share:
            raise Refused([reason("not_permitted")])
        saved.share(self.context, self.user, self.text("id"), shared)

    def delete(self):
        self.known()
        saved.drop(self.context, self.user, self.text("id"))

    def known(self):
        """A view of this person; another's is as unknown as one that was deleted."""
        if self.text("id") not in dict(self.views):
            raise Refused([reason("view_unknown")])
