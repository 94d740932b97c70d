"""``<centrale>/@tus-upload``: the files of a form, sent before it in parts (TUS 1.0.0).

The standard service makes an object of an upload that is complete. Here it waits for the
form that refers to it by ``{"tus": <its address>}``.
"""

from imio.centrale.domain.reasons import reason
from imio.centrale.domain.reasons import Refused
from imio.centrale.intake import uploads
from imio.centrale.intake.names import kind_of
from imio.centrale.intake.names import name_of
from imio.centrale.services.base import MEGABYTE
from imio.centrale.services.base import WithPart
from imio.centrale.services.errors import BadInput
from plone.restapi.services.content.tus import TUSBaseService
from zExceptions import NotFound

import base64
import binascii


VERSION = "1.0.0"
PARTS = "application/offset+octet-stream"


def whole_number(text):
    """A number of bytes, or ``None``."""
    return int(text) if text.isascii() and text.isdigit() else None


def metadata_in(header):
    """``Upload-Metadata``: names with values in base64; or ``BadInput``."""
    found = {}
    for item in header.split(","):
        name, _blank, value = item.strip().partition(" ")
        try:
            text = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise BadInput([reason("upload_header", header="Upload-Metadata")])
        found[name.lower()] = text
    return found


class Upload(TUSBaseService):
    """Base: one version of the protocol."""

    def reply(self):
        self.request.response.setHeader("Tus-Resumable", VERSION)
        return self.answer() if self.check_tus_version() else self.unsupported_version()

    def header(self, name):
        """A header that is a number of bytes, or ``BadInput``."""
        found = whole_number(self.request.getHeader(name, ""))
        if found is None:
            raise BadInput([reason("upload_header", header=name)])
        return found

    def tell(self, name, value):
        self.request.response.setHeader(name, str(value))


class UploadPost(Upload):
    """Begins an upload; ``Location`` is its address."""

    def answer(self):
        length = self.header("Upload-Length")
        if not 0 < length <= uploads.LARGEST:
            raise BadInput([reason("too_large", limit=uploads.LARGEST // MEGABYTE)])
        metadata = metadata_in(self.request.getHeader("Upload-Metadata", ""))
        upload = uploads.begin(
            self.context,
            length,
            name_of(metadata.get("filename"), "Upload-Metadata"),
            kind_of(metadata.get("content-type"), "Upload-Metadata"),
        )
        url = f"{self.context.absolute_url()}/@tus-upload/{upload.uid}"
        self.tell("Location", url)
        self.tell("Upload-Expires", upload.expires())
        return self.reply_no_content(201)


class OneUpload(WithPart, Upload):
    """Base: an upload that the account began on this centrale."""

    upload = None

    def reply(self):
        self.upload = uploads.find(self.context, self.part)
        if self.upload is None:
            raise NotFound(self.part)
        return super().reply()


class UploadHead(OneUpload):
    """How far it is."""

    def answer(self):
        self.tell("Upload-Length", self.upload.length())
        self.tell("Upload-Offset", self.upload.offset())
        self.tell("Cache-Control", "no-store")
        return self.reply_no_content(200)


class UploadPatch(OneUpload):
    """One more part, from where the last one ended."""

    def answer(self):
        if self.request.getHeader("Content-Type") != PARTS:
            raise BadInput([reason("upload_header", header="Content-Type")])
        offset = self.upload.offset()
        if self.header("Upload-Offset") != offset:
            raise Refused([reason("upload_offset", offset=offset)])
        if offset + self.header("Content-Length") > self.upload.length():
            raise BadInput([reason("upload_header", header="Content-Length")])
        self.upload.write(self.request.get("BODYFILE"), offset)
        self.tell("Upload-Offset", self.upload.offset())
        self.tell("Upload-Expires", self.upload.expires())
        return self.reply_no_content()
