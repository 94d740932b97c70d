"""What happened in a mission, for one reader: only what he may see."""

from dataclasses import dataclass
from datetime import datetime
from imio.centrale import _
from imio.centrale.clock import shown
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.calendar import to_brussels
from imio.centrale.interfaces import ICentraleContent
from imio.centrale.parties import may
from imio.centrale.parties import may_view
from imio.centrale.proving.documents import TITLES
from imio.centrale.proving.overrides import rows_of
from imio.centrale.workflows.names import DOMAIN
from imio.centrale.workflows.state import history_of
from imio.centrale.workflows.state import workflow_of
from plone import api
from zope.component import getUtility
from zope.i18n import translate
from zope.schema.interfaces import IVocabularyFactory


@dataclass(frozen=True)
class Event:
    """A dated change of state of the mission or of one of its children; or a deadline
    extended for it, which changes no state.
    """

    date: datetime
    transition: str
    title: str
    review_state: str
    state_title: str
    actor: str
    #: the id of who acted, whose name is ``actor``
    actor_id: str
    comment: str
    reason_code: str
    reason_note: str
    object_title: str
    object_url: str
    object_type: str

    def as_json(self):
        """As REST gives it."""
        return {
            "date": self.date.isoformat(),
            "transition": self.transition,
            "title": self.title,
            "review_state": self.review_state,
            "state_title": self.state_title,
            "actor": self.actor,
            "comment": self.comment,
            "reason_code": self.reason_code or None,
            "reason_note": self.reason_note or None,
            "object": {
                "@id": self.object_url,
                "@type": self.object_type,
                "title": self.object_title,
            },
        }


def events(mission, request):
    """The events of a mission and of the children this user may view, oldest first."""
    visible = [
        obj
        for obj in mission.objectValues()
        if ICentraleContent.providedBy(obj) and may_view(obj)
    ]
    names = Names()
    found = [
        event
        for obj in (mission, *visible)
        for event in _events_of(obj, names, request)
    ]
    found += _derogations_of(mission, request)
    found += [event for obj in visible for event in _overrides_of(obj, request)]
    return sorted(found, key=lambda event: event.date)


def _events_of(obj, names, request):
    workflow = workflow_of(obj)
    for status in history_of(obj):
        transition = workflow.transitions.get(status.get("action") or "")
        state = workflow.states[status["review_state"]]
        title = transition.title if transition is not None else state.title
        yield Event(
            date=status["time"].asdatetime().astimezone(BRUSSELS),
            transition=status.get("action") or "",
            title=translate(title, domain=DOMAIN, context=request),
            review_state=status["review_state"],
            state_title=translate(state.title, domain=DOMAIN, context=request),
            actor=names[status.get("actor")],
            actor_id=status.get("actor") or "",
            comment=status.get("comments") or "",
            reason_code=status.get("reason_code") or "",
            reason_note=status.get("reason_note") or "",
            object_title=obj.title,
            object_url=obj.absolute_url(),
            object_type=obj.portal_type,
        )


def _derogations_of(mission, request):
    """The deadlines of the subsidy extended, for those who may know of it."""
    if not may(mission, "imio.centrale: View Subsidy"):
        return
    deadlines = getUtility(IVocabularyFactory, "imio.centrale.subsidy_deadlines")(None)
    for row in mission.derogations or ():
        name = translate(deadlines.getTerm(row["deadline"]).title, context=request)
        title = _(
            "Deadline extended: ${deadline} ${date}",
            mapping={"deadline": name, "date": shown(row["until"])},
        )
        yield _noted(
            mission, "derogation", row, row["actor"], row["deadline"], title, request
        )


def _overrides_of(piece, request):
    """The documents let pass, for those who may know why."""
    if not may(piece, "imio.centrale: Inspect Dossier"):
        return
    for row in rows_of(piece):
        title = _(
            "Let pass: ${document} (${filename})",
            mapping={
                "document": translate(TITLES[row["field"]], context=request),
                "filename": row["filename"],
            },
        )
        yield _noted(
            piece, "override", row, row["agent"], row["outcome"], title, request
        )


def _noted(obj, act, row, actor, code, title, request):
    """The event of a row that tells of an act and changes no state."""
    return Event(
        date=to_brussels(row["at"]),
        transition=act,
        title=translate(title, context=request),
        review_state="",
        state_title="",
        actor=name_of(actor),
        actor_id=actor,
        comment="",
        reason_code=code,
        reason_note=row["note"],
        object_title=obj.title,
        object_url=obj.absolute_url(),
        object_type=obj.portal_type,
    )


class Names(dict):
    """User id -> name of who acted, each looked up once."""

    def __missing__(self, user_id):
        self[user_id] = name_of(user_id)
        return self[user_id]


def name_of(user_id):
    """The name of who acted; a user who left keeps his id."""
    member = api.user.get(userid=user_id) if user_id else None
    if member is None:
        return user_id or ""
    return member.getProperty("fullname") or user_id
