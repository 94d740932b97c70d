"""Each change of what a centrale holds goes to its feed, in the same transaction."""

from imio.centrale import clock
from imio.centrale import missions
from imio.centrale import progress
from imio.centrale.content.centrale import ICentrale
from imio.centrale.feed.log import Change
from imio.centrale.feed.log import Feed
from imio.centrale.interfaces import IRegisterFolder
from imio.centrale.lookup import ancestor
from imio.centrale.workflows.state import state_of
from zope.annotation.interfaces import IAnnotations


KEY = "imio.centrale.feed"
CREATED = "created"
MOVED = "moved"
CHANGED = "changed"
REMOVED = "removed"


def open_feed(centrale):
    """A feed without changes: a copy of a centrale has a history of its own."""
    IAnnotations(centrale)[KEY] = Feed()


def feed_of(centrale):
    """The feed of a centrale, ``None`` before it was given one."""
    return IAnnotations(centrale).get(KEY)


def note_created(obj):
    _note(obj, CREATED)


def note_changed(obj):
    """Once in a transaction, and not beside what else is told of the object."""
    lane = _lane_for(obj)
    if lane is None:
        return
    uid = obj.UID()
    if not any(change.uid == uid for change in lane.of_this_transaction()):
        _append(lane, obj, CHANGED)


def note_moved(obj, transition, before):
    """A change of state, by the ids of the transition and of the state before."""
    _note(obj, MOVED, transition=transition, before=before)


def note_removed(obj):
    _note(obj, REMOVED)


def _note(obj, event, **values):
    lane = _lane_for(obj)
    if lane is not None:
        _append(lane, obj, event, **values)


def _lane_for(obj):
    """The lane of the dossier of ``obj``; ``None`` for what no feed tells of."""
    centrale = ancestor(obj, ICentrale)
    feed = None if centrale is None else feed_of(centrale)
    if feed is None or IRegisterFolder.providedBy(obj):
        return None
    dossier = missions.mission_of(obj)
    return feed.lane((obj if dossier is None else dossier).UID())


def _append(lane, obj, event, transition="", before=""):
    mission = missions.mission_of(obj)
    lane.append(
        Change(
            event=event,
            at=clock.stored(clock.now()),
            portal_type=obj.portal_type,
            uid=obj.UID(),
            mission="" if mission is None else mission.UID(),
            tracking_code="" if mission is None else mission.tracking_code or "",
            transition=transition,
            before=before,
            state=state_of(obj),
            step=None if mission is None else progress.step(mission),
        )
    )
