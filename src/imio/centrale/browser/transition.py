"""``@@centrale-transition``: an act, what it will do, and its reason where one is needed."""

from dataclasses import dataclass
from functools import cached_property
from imio.centrale import _
from imio.centrale import consulting
from imio.centrale import missions
from imio.centrale.acts import PRODUCT
from imio.centrale.browser.asked import text_of
from imio.centrale.browser.base import Page
from imio.centrale.browser.consequences import CONSEQUENCES
from imio.centrale.browser.kept_form import has_token
from imio.centrale.browser.kept_form import lost_files
from imio.centrale.content.mission import IMissionRequest
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.messages import sentence
from imio.centrale.parties import may
from imio.centrale.workflows.guards import refusals
from imio.centrale.workflows.guards import TYPED_REASON
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import move
from imio.centrale.workflows.state import workflow_of
from plone import api
from plone.protect import PostOnly
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IVocabularyFactory

import transaction


#: the list of reasons of an act; those of a refusal may stay empty
VOCABULARIES = {
    ("mission_workflow", "cancel"): "imio.centrale.cancel_reasons",
    ("mission_workflow", "declare_unsuccessful"): "imio.centrale.unsuccessful_reasons",
    ("consultation_workflow", "skip"): "imio.centrale.skip_reasons",
    ("consultation_workflow", "decline"): "imio.centrale.decline_reasons",
}


@dataclass(frozen=True)
class Error:
    """A line of the summary: where it leads, and what is wrong."""

    url: str
    text: str


class ActingPage(Page):
    """Base of the pages that change something when they are posted."""

    #: field of a reason -> id of the field of the page at which it stands
    asked = {}

    refused = ()
    #: the form came without its token: it is shown again with what was typed
    again = False

    def text(self, name):
        """A text of the form; nothing for anything else."""
        return text_of(self.request, name)

    def run(self, act, done):
        """Carry out ``act``; says so and leaves, or shows why not and keeps nothing."""
        PostOnly(self.request)
        if not has_token(self.request):
            return self.ask_again(self.index)
        try:
            act()
        except Refused as refused:
            transaction.abort()
            self.refused = refused.reasons
            self.request.response.setStatus(409)
            return self.index()
        return self.leave(done)

    def ask_again(self, page):
        """The form once more, with what was typed; nothing is done."""
        self.again = True
        self.request.response.setStatus(403)
        return page()

    @property
    def lost_files(self):
        """The names of the files to choose again."""
        return lost_files(self.request)

    def leave(self, text, kind="info"):
        """Say it on the page that follows."""
        api.portal.show_message(self.translate(text), self.request, type=kind)
        return self.request.response.redirect(self.target)

    @property
    def target(self):
        """The mission, for those who may still view it; the object otherwise."""
        mission = missions.mission_of(self.context)
        if mission is not None and may(mission, "View"):
            return mission.absolute_url()
        return self.context.absolute_url()

    @property
    def sentences(self):
        """Why it is refused, each sentence once."""
        found = (sentence(each, self.request) for each in self.refused)
        return list(dict.fromkeys(found))

    def errors(self, name):
        """The sentences that stand at a field, each once."""
        found = (each for each in self.refused if is_at(each, name))
        return tuple(dict.fromkeys(sentence(each, self.request) for each in found))

    @property
    def summary(self):
        """Every error, with the way to its field."""
        found = (
            Error(self.error_url(each.field), self.error_text(each))
            for each in self.refused
        )
        return list(dict.fromkeys(found))

    def error_text(self, reason):
        """What the summary says of an error."""
        return sentence(reason, self.request)

    def error_url(self, field):
        """The way to a field of this page, empty without one."""
        id_ = self.asked.get(field.partition(".")[0])
        return f"#{id_}" if id_ else ""


def is_at(reason, name):
    """Whether a reason is about a field, or about a part of it."""
    return reason.field.partition(".")[0] == name


def already_done(obj, transition_id, reasons):
    """The last change is the one asked for, by the same user; ``reasons`` are against it."""
    last = last_by_people(obj)
    return (
        last.get("action") == transition_id
        and last.get("actor") == api.user.get_current().getId()
        and [each.code for each in reasons] == ["wrong_state"]
    )


def last_by_people(obj):
    """The last change that somebody asked for; others follow from it."""
    workflow = workflow_of(obj)
    for status in reversed(history_of(obj)):
        transition = workflow.transitions.get(status.get("action") or "")
        if transition and PRODUCT not in transition.guard.permissions:
            return status
    return {}


class Transition(ActingPage):
    """The act named ``transition``. GET asks, POST does."""

    asked = {name: name for name in ("reason_code", "reason_note", "comment")}
    #: what the act may be told to concern, as boxes to tick
    pieces = ()

    def __call__(self):
        if self.request.method == "POST":
            return self.post()
        if not self.id:
            # back from the login that a button led to: nothing says which it was
            return self.request.response.redirect(self.target)
        self.refused = self.reasons_against()
        return self.index()

    def reasons_against(self):
        return refusals(self.context, self.id)

    def post(self):
        if self.already_done():
            text = _("Already done: ${act}.", mapping={"act": self.act_title})
            return self.leave(text)
        done = _("Done: ${act}.", mapping={"act": self.act_title})
        return self.run(self.move, done)

    def move(self):
        move(
            self.context,
            self.id,
            comment=self.text("comment"),
            reason_code=self.text("reason_code"),
            reason_note=self.text("reason_note"),
        )

    def already_done(self):
        """The same user pressed twice."""
        return already_done(self.context, self.id, self.reasons_against())

    @cached_property
    def id(self):
        return self.text("transition")

    @cached_property
    def key(self):
        workflow = workflow_of(self.context)
        return (workflow.getId() if workflow is not None else "", self.id)

    @property
    def definition(self):
        workflow = workflow_of(self.context)
        return workflow.transitions.get(self.id) if workflow is not None else None

    @property
    def act_title(self):
        if self.definition is None:
            return self.id
        return translate(self.definition.title, domain=DOMAIN, context=self.request)

    @property
    def new_state_title(self):
        state_id = self.definition.new_state_id if self.definition is not None else ""
        if not state_id:
            return ""
        title = workflow_of(self.context).states[state_id].title
        return translate(title, domain=DOMAIN, context=self.request)

    @property
    def consequence(self):
        text = CONSEQUENCES.get(self.key)
        return self.translate(text) if text else ""

    @property
    def may_go_on(self):
        """The form stays when what was typed is at fault, or nothing is."""
        return all(each.field in self.asked for each in self.refused)

    @property
    def needs_reason(self):
        return self.key in TYPED_REASON

    @property
    def needs_note(self):
        return bool(TYPED_REASON.get(self.key))

    @cached_property
    def reasons(self):
        """The reasons to choose from."""
        name = VOCABULARIES.get(self.key)
        if name is None:
            return []
        terms = getUtility(IVocabularyFactory, name)(None)
        return [(term.token, self.translate(term.title)) for term in terms]

    @property
    def mission(self):
        """The mission the object belongs to, to name it."""
        mission = missions.mission_of(self.context)
        if mission is None or IMissionRequest.providedBy(self.context):
            return None
        return mission if may(mission, "View") else None


class Advanced(ActingPage):
    """``content_status_history``: Plone's own form says "changed" of what a rule refused.

    The page of the object has the acts, with their reasons.
    """

    def __call__(self):
        return self.request.response.redirect(self.target)


class Consult(ActingPage):
    """``@@centrale-consult``: the manager goes on with the cascade of a mission."""

    def __call__(self):
        if self.request.method == "GET":
            return self.request.response.redirect(self.target)
        return self.run(self.consult, _("The supplier is being consulted."))

    def consult(self):
        rank = self.request.form.get("rank")
        if rank is not None and not isinstance(rank, int):
            raise Refused([reason("unknown_rank", "rank", rank=rank)])
        consulting.consult(self.context, rank)
