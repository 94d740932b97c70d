"""The bodies of REST requests, before anybody reads them: how long, and how deep.

plone.restapi reads a JSON body to see who is asking, whatever is asked: one that nests
too deep would end in an error of the server, and one that is too long in its memory. Its
place is taken by a text that is no JSON, which every service refuses.
"""

from imio.centrale.domain import nesting
from imio.centrale.interfaces import ICentraleLayer
from plone.rest.interfaces import IAPIRequest

import json


#: bytes; three documents of 20 MB take 80 MB as base64
LONGEST = 100_000_000
#: parts of a file, which are read piece by piece
STREAMED = "application/offset+octet-stream"
TOO_LONG = b"too long"
TOO_DEEP = b"too deep"


def guard(site, event):
    """Before anybody reads the body of a REST request to a site with this product."""
    request = event.request
    if not (ICentraleLayer.providedBy(request) and IAPIRequest.providedBy(request)):
        return
    if media_type(request) == STREAMED:
        return
    if length(request) > LONGEST:
        request.set("BODY", TOO_LONG)
    elif nesting.may_be_deep(request.get("BODY") or b"") and not readable(request):
        request.set("BODY", TOO_DEEP)


def media_type(request):
    """The media type of the body, without its parameters; empty when it is not said."""
    return (request.getHeader("Content-Type") or "").partition(";")[0].strip().lower()


def length(request):
    """The bytes of the body, as the server counted them."""
    return int(request.get("CONTENT_LENGTH") or 0)


def readable(request):
    """Whether a reader gets to the bottom of it; one that finds no JSON gets there."""
    try:
        return not nesting.is_too_deep(json.loads(request.get("BODY")))
    except RecursionError:
        return False
    except ValueError:
        return True
