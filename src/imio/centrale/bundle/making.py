"""A dossier into a ZIP: documents first, then what is said of them."""

from imio.centrale.bundle.archive import Archive
from imio.centrale.bundle.dossier import data_of
from imio.centrale.bundle.filing import file_documents
from imio.centrale.bundle.index import page_of


DATA = "mission.json"
INDEX = "index.html"


def write(mission, target):
    """Write the bundle of a mission to a binary file; its documents stay on disk."""
    archive = Archive(target)
    filed = file_documents(mission, archive)
    archive.add_json(DATA, data_of(mission, filed))
    archive.add_bytes(INDEX, page_of(mission, filed).encode())
    archive.close()
