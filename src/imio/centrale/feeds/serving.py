"""Answering programs that come back: what has not changed is not sent again."""

from datetime import timezone
from email.utils import format_datetime
from plone import api

import hashlib


#: what a cache between may do: five minutes for the public, nothing for anybody known
PUBLIC = "public, max-age=300"
PRIVATE = "private, no-cache"


def serve(request, body, content_type, updated):
    """The body with its headers, or nothing and 304 for who has it already.

    The tag is that of the bytes. ``Last-Modified`` only tells: a lot that its orders
    exhaust, or that is withdrawn, changes the body and no date, so ``If-Modified-Since``
    is not answered with 304.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("ETag", tag)
    response.setHeader("Last-Modified", http_date(updated))
    allow_caching(response)
    if tag in known_tags(request.getHeader("If-None-Match", "")):
        response.setStatus(304)
        return b""
    return body


def allow_caching(response):
    """The catalogue of the public may be kept for a while; nobody else's may."""
    anonymous = api.user.is_anonymous()
    response.setHeader("Cache-Control", PUBLIC if anonymous else PRIVATE)
    response.setHeader("Vary", "Accept, Accept-Language, Authorization, Cookie")


def known_tags(header):
    """The tags that a program has; a proxy may have made them weak."""
    return {each.strip().removeprefix("W/") for each in (header or "").split(",")}


def http_date(moment):
    """``Sun, 06 Nov 1994 08:49:37 GMT``"""
    return format_datetime(moment.astimezone(timezone.utc), usegmt=True)
