"""Files that come before the form, by the TUS protocol as plone.restapi speaks it.

An upload belongs to the account that began it and to one centrale. It waits for an hour,
as plone.restapi has it, and goes once a form has used it.
"""

from imio.centrale.domain.reasons import reason
from imio.centrale.services.errors import BadInput
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.restapi.services.content.tus import TUSUpload

import hashlib
import re
import shutil
import transaction
import uuid


#: bytes of one file
LARGEST = 100_000_000
ID = re.compile(r"(?:.*/)?([0-9a-f]{32})")
CHUNK = 1 << 20


def begin(centrale, length, filename, content_type):
    """A new upload of the current user, of so many bytes."""
    return TUSUpload(
        uuid.uuid4().hex,
        metadata={
            "length": length,
            "filename": filename,
            "content-type": content_type,
            "owner": owner(),
            "centrale": centrale.UID(),
        },
    )


def owner():
    """The id of the user who sends."""
    return api.user.get_current().getId()


def find(centrale, text):
    """The upload meant by its id or its address, if it is the user's; or ``None``."""
    match = ID.fullmatch(text)
    if match is None:
        return None
    upload = TUSUpload(match[1])
    metadata = upload.metadata()
    whose = (metadata.get("owner"), metadata.get("centrale"))
    return upload if whose == (owner(), centrale.UID()) else None


def is_complete(upload):
    """Whether every byte has come."""
    return upload.offset() == upload.length()


class Uploads:
    """The uploads that one form refers to.

    ``known``: the marks of those that the same form used before; they have gone since.
    """

    def __init__(self, centrale, known):
        self.centrale = centrale
        self.known = known
        self.used = {}

    def mark(self, text, path):
        """What tells the file of an upload from another one."""
        match = ID.fullmatch(text)
        if match is not None and match[1] in self.known:
            return self.known[match[1]]
        upload = self.open(text, path)
        found = digest(upload)
        self.used[upload.uid] = found
        return found

    def open(self, text, path):
        """The upload, which is complete; or ``BadInput`` at that path of the body."""
        upload = find(self.centrale, text)
        if upload is None:
            raise BadInput([reason("upload_unknown", path)])
        if not is_complete(upload):
            raise BadInput(
                [
                    reason(
                        "upload_unfinished",
                        path,
                        offset=upload.offset(),
                        length=upload.length(),
                    )
                ]
            )
        return upload

    def forget_after_commit(self):
        """The files go once what was made of them is kept."""
        transaction.get().addAfterCommitHook(forget, args=(sorted(self.used),))


def stored(upload):
    """The file as it is kept; the upload stays, for the same request that runs again."""
    metadata = upload.metadata()
    found = NamedBlobFile(
        contentType=metadata["content-type"], filename=metadata["filename"]
    )
    with open(upload.filepath, "rb") as source, found.open("w") as target:
        shutil.copyfileobj(source, target, CHUNK)
    return found


def digest(upload):
    """The SHA-256 of the bytes, with the name of the file."""
    found = hashlib.sha256(upload.metadata().get("filename", "").encode())
    with open(upload.filepath, "rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def forget(committed, ids):
    """The uploads with these ids leave the disk, if the transaction was committed."""
    if committed:
        for upload_id in ids:
            TUSUpload(upload_id).cleanup()
