"""``@@centrale-batch``: one act on the missions that were selected in the list.

The acts are those of the buttons that need neither reason nor file. The page first says
what each mission becomes; each act then stands or falls alone.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import missions
from imio.centrale.browser import acting
from imio.centrale.browser import showing
from imio.centrale.browser.kept_form import has_token
from imio.centrale.browser.mission import MISSION
from imio.centrale.browser.showing import Cell
from imio.centrale.browser.transition import ActingPage
from imio.centrale.browser.transition import already_done
from imio.centrale.browser.transition import Transition
from imio.centrale.cascade import open_consultation
from imio.centrale.content.centrale import ICentrale
from imio.centrale.domain.reasons import Refused
from imio.centrale.faceted.widgets import values_of
from imio.centrale.lookup import ancestor
from imio.centrale.messages import sentence
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import workflow_of
from plone import api
from plone.protect import PostOnly
from Products.CMFCore.indexing import getQueue
from Products.CMFCore.indexing import processQueue
from urllib.parse import urlencode

import transaction


#: missions that are acted on together: each costs as much as alone
MOST_MISSIONS = 50
PIECES = ("imio.centrale.Offer", "imio.centrale.Order", "imio.centrale.ClosureFile")


class Planned(Transition):
    """A transition as its own page would announce it."""

    def __init__(self, obj, request, transition_id):
        super().__init__(obj, request)
        self.id = transition_id


@dataclass(frozen=True)
class Act:
    """What is done: a transition of a workflow."""

    workflow: str
    transition: str

    @property
    def key(self):
        return f"{self.workflow}.{self.transition}"


@dataclass(frozen=True)
class Line:
    """One mission: what becomes of it, or why nothing does."""

    uid: str
    mission: Cell
    subject: str
    piece: str = ""
    becomes: str = ""
    consequence: str = ""
    #: "ready", "done", "before" or "refused"
    status: str = "ready"
    sentences: tuple = ()


class Batch(ActingPage):
    """GET offers the acts, then asks; POST does one of them."""

    lines_done = ()
    state_title = ""

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        PostOnly(self.request)
        if not has_token(self.request):
            return self.ask_again(self.index)
        if self.act is None:
            return self.request.response.redirect(self.list_url)
        self.lines_done = [self.carry_out(mission) for mission in self.missions]
        if not any(line.status in ("done", "before") for line in self.lines_done):
            self.request.response.setStatus(409)
        return self.index()

    @property
    def title(self):
        return self.translate(_("Act on several missions"))

    @property
    def back(self):
        return showing.link(self.context)

    @property
    def list_url(self):
        return self.context.absolute_url()

    # -- what is selected -------------------------------------------------------------

    @cached_property
    def uids(self):
        return values_of(self.request.form, "uid")

    @property
    def too_many(self):
        return len(self.uids) > MOST_MISSIONS

    @property
    def most(self):
        return MOST_MISSIONS

    @cached_property
    def missions(self):
        """The missions of this room that were ticked, by their codes."""
        brains = api.content.find(
            UID=self.uids[:MOST_MISSIONS],
            portal_type=MISSION,
            centrale_uid=ancestor(self.context, ICentrale).UID(),
            sort_on="tracking_code",
        )
        return [brain.getObject() for brain in brains] if self.uids else []

    def places(self, mission):
        """The mission and its pieces that count now."""
        found = [missions.current(mission, portal_type) for portal_type in PIECES]
        found = [mission, open_consultation(mission), *found]
        return [obj for obj in found if obj is not None]

    # -- which acts -------------------------------------------------------------------

    @cached_property
    def offered(self):
        """Act -> its title and for how many missions a rule allows it, the most first."""
        counts, titles = Counter(), {}
        for mission in self.missions:
            for obj in self.places(mission):
                for button in acting.buttons(obj, self.request):
                    if button.at_once and button.allowed:
                        act = Act(workflow_of(obj).getId(), button.id)
                        counts[act] += 1
                        titles[act] = button.title
        return [(act, titles[act], count) for act, count in counts.most_common()]

    @cached_property
    def act(self):
        """The act asked for, or ``None``. Those that are asked first are not for many."""
        workflow, _dot, transition = self.text("act").partition(".")
        tool = api.portal.get_tool("portal_workflow")
        if workflow not in tool.objectIds() or transition in acting.ASKED_FIRST:
            return None
        if transition not in tool[workflow].transitions:
            return None
        return Act(workflow, transition)

    def url_of(self, act):
        pairs = [("act", act.key), *(("uid", uid) for uid in self.uids)]
        return f"{self.list_url}/@@centrale-batch?{urlencode(pairs)}"

    @property
    def act_title(self):
        obj = next(filter(None, map(self.place, self.missions)), None)
        return self.planned(obj).act_title if obj is not None else ""

    # -- what each becomes ------------------------------------------------------------

    def place(self, mission):
        """The object of the mission that the act is of, or ``None``."""
        for obj in self.places(mission):
            if workflow_of(obj).getId() == self.act.workflow:
                return obj
        return None

    def planned(self, obj):
        return Planned(obj, self.request, self.act.transition)

    @cached_property
    def lines(self):
        return [self.line(mission) for mission in self.missions]

    def line(self, mission):
        obj = self.place(mission)
        reasons = refusals(obj, self.act.transition) if obj is not None else ()
        if obj is None or reasons:
            return self.refused_line(mission, obj, reasons)
        planned = self.planned(obj)
        return Line(
            **self.named(mission, obj),
            becomes=planned.new_state_title,
            consequence=planned.consequence,
        )

    def named(self, mission, obj):
        """What names a line."""
        piece = "" if obj is None or obj is mission else obj.title
        return {
            "uid": mission.UID(),
            "mission": Cell(mission.tracking_code, mission.absolute_url()),
            "subject": mission.title,
            "piece": piece,
        }

    def refused_line(self, mission, obj, reasons):
        found = dict.fromkeys(sentence(each, self.request) for each in reasons)
        texts = tuple(found) or (self.translate(_("It has nothing of the kind.")),)
        named = self.named(mission, obj)
        return Line(**named, status="refused", sentences=texts)

    @property
    def ready(self):
        return [line for line in self.lines if line.status == "ready"]

    @property
    def refused_lines(self):
        return [line for line in self.lines if line.status == "refused"]

    # -- doing it ---------------------------------------------------------------------

    def carry_out(self, mission):
        """The act on one mission; a rule that refuses leaves it as it was."""
        obj = self.place(mission)
        if obj is None:
            return self.refused_line(mission, obj, ())
        reasons = refusals(obj, self.act.transition)
        if reasons and already_done(obj, self.act.transition, reasons):
            return self.told(mission, obj, "before")
        processQueue()
        before = transaction.savepoint()
        try:
            move(obj, self.act.transition)
        except Refused as refused:
            getQueue().clear()
            before.rollback()
            return self.refused_line(mission, obj, refused.reasons)
        return self.told(mission, obj, "done")

    def told(self, mission, obj, status):
        becomes = self.state_name(obj)
        return Line(**self.named(mission, obj), status=status, becomes=becomes)

    def of_status(self, status):
        return [line for line in self.lines_done if line.status == status]
