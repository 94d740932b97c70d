"""Documents are read when the piece that holds them is saved."""

from imio.centrale.missions import mission_of
from imio.centrale.proving import keeping
from imio.centrale.proving import overrides
from zope.container.interfaces import IContainerModifiedEvent


def piece_saved(piece, event):
    """Read what is new; rules that refuse the piece have refused it before."""
    if not IContainerModifiedEvent.providedBy(event):
        keeping.read_documents(piece)


def file_saved(file, event):
    """The same for a file beside the pieces, where it is in a mission."""
    if mission_of(file) is not None:
        keeping.read_documents(file)


def piece_copied(piece, event):
    """A copy was neither read nor looked at."""
    keeping.forget(piece)
    overrides.forget(piece)
