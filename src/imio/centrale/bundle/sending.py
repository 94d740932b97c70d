"""The ZIP as the answer to a request: made in a file of its own, sent piece by piece."""

from imio.centrale.bundle.making import write
from pathlib import Path
from tempfile import NamedTemporaryFile
from ZPublisher.Iterators import filestream_iterator


def send(mission, request):
    """The stream of the ZIP; its file is gone when it has been sent."""
    response = request.response
    name = f"{mission.getId()}.zip"
    response.setHeader("Content-Type", "application/zip")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("Cache-Control", "private, no-store")
    stream = made(mission)
    response.setHeader("Content-Length", str(len(stream)))
    return stream


def made(mission):
    """Open, and without a name already: whatever happens, it does not stay."""
    file = NamedTemporaryFile(prefix="dossier-", suffix=".zip", delete=False)
    try:
        with file:
            write(mission, file)
        return filestream_iterator(file.name)
    finally:
        Path(file.name).unlink()
