"""What happens to the objects of a centrale is told in its feed."""

from imio.centrale.callbacks.store import callbacks_of
from imio.centrale.callbacks.waking import wake_after_commit
from imio.centrale.content.centrale import ICentrale
from imio.centrale.feed import recording
from imio.centrale.lookup import ancestor
from imio.centrale.missions import mission_of
from zope.container.interfaces import IContainerModifiedEvent


def centrale_added(centrale, event):
    """Its feed begins with itself."""
    recording.open_feed(centrale)
    recording.note_created(centrale)


def added(obj, event):
    if not ICentrale.providedBy(obj):
        recording.note_created(obj)


def modified(obj, event):
    """A child that comes or goes is told for itself."""
    if not IContainerModifiedEvent.providedBy(event):
        recording.note_changed(obj)


def moved(obj, event):
    """Without transition it is the first state of what was just created."""
    if event.transition is None:
        return
    recording.note_moved(obj, event.transition.getId(), event.old_state.getId())
    centrale = ancestor(obj, ICentrale)
    if centrale is not None and callbacks_of(centrale):
        wake_after_commit()


def removed(obj, event):
    recording.note_removed(obj)


def file_added(file, event):
    """A document beside the pieces of a mission."""
    if mission_of(file) is not None:
        recording.note_created(file)


def file_modified(file, event):
    if mission_of(file) is not None:
        recording.note_changed(file)


def file_removed(file, event):
    if mission_of(file) is not None:
        recording.note_removed(file)
