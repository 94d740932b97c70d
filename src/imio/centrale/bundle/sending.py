"""The ZIP as the answer to a request: made in a file of its own, sent piece by piece."""

from imio.centrale import streams
from imio.centrale.bundle.making import write


def send(mission, request):
    """The stream of the ZIP; its file is gone when it has been sent."""
    name = f"{mission.getId()}.zip"
    request.response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    return streams.send(request, made(mission), "application/zip")


def made(mission):
    """Open, and without a name already: whatever happens, it does not stay."""
    return streams.stream_of(lambda file: write(mission, file), "dossier-", ".zip")
