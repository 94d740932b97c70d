"""Files beside a request: in the body as base64, or sent before by TUS."""

from imio.centrale import parties
from imio.centrale.domain.reasons import reason
from imio.centrale.intake.names import kind_of
from imio.centrale.intake.names import name_of
from imio.centrale.intake.reading import check_names
from imio.centrale.intake.reading import document
from imio.centrale.intake.reading import list_in
from imio.centrale.services.base import wrong
from imio.centrale.services.errors import BadInput
from plone.dexterity.utils import createContentInContainer
from plone.namedfile.file import NamedBlobFile

import base64
import binascii


#: files of one form
MOST_FILES = 20
MEMBERS = ("data", "encoding", "filename", "content-type")


def files_in(data, uploads, found):
    """The files of a form, to be kept; what is wrong with one is added to ``found``."""
    kept = []
    for index, value in enumerate(list_in(data, "files", MOST_FILES)):
        try:
            kept.append(file_of(value, f"files.{index}", uploads))
        except BadInput as refused:
            found += refused.reasons
    return kept


def file_of(value, path, uploads):
    """One file, or ``BadInput`` with its place in the form."""
    if not isinstance(value, dict):
        raise wrong(path)
    if "tus" in value:
        return document(value, path, uploads)
    check_names(value, MEMBERS, f"{path}.")
    if value.get("encoding", "base64") != "base64":
        raise wrong(f"{path}.encoding")
    return NamedBlobFile(
        data=decoded(value.get("data"), path),
        contentType=kind_of(value.get("content-type"), path),
        filename=name_of(value.get("filename"), path),
    )


def decoded(text, path):
    """The bytes of base64; lines may be broken."""
    if not isinstance(text, str):
        raise wrong(f"{path}.data")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise wrong(f"{path}.data")
    if not data:
        raise BadInput([reason("file_empty", path)])
    return data


def add_files(mission, files):
    """Keep the files in the dossier; nobody owns them."""
    with parties.nobody():
        for each in files:
            createContentInContainer(mission, "File", title=each.filename, file=each)
