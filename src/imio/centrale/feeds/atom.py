"""An Atom feed (RFC 4287): ids that never change, an instant for each change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from lxml import etree
from uuid import UUID

import re


NAMESPACE = "http://www.w3.org/2005/Atom"
#: characters that XML cannot hold
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """What changed; ``uid`` are the 32 hexadecimal digits that Plone gives."""

    uid: str
    title: str
    url: str
    updated: datetime
    summary: str
    category: str


@dataclass(frozen=True)
class Feed:
    """Who publishes; ``updated`` stands for a feed without entries."""

    uid: str
    title: str
    url: str
    self_url: str
    updated: datetime
    author: str
    email: str
    language: str


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The document, the latest change first."""
    ordered = sorted(entries, key=lambda each: each.updated, reverse=True)
    root = etree.Element(_name("feed"), nsmap={None: NAMESPACE})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _add(root, "id", urn(feed.uid))
    _add(root, "title", feed.title)
    _add(root, "updated", instant(last_of(feed, ordered)))
    author = _add(root, "author")
    _add(author, "name", feed.author)
    _add(author, "email", feed.email)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.self_url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.url)
    for entry in ordered:
        _add_entry(root, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def last_of(feed: Feed, entries: Iterable[Entry]) -> datetime:
    """The instant of the last change."""
    return max((each.updated for each in entries), default=feed.updated)


def urn(uid: str) -> str:
    """``urn:uuid:…``: the same wherever the site moves."""
    return UUID(uid).urn


def instant(moment: datetime) -> str:
    """RFC 3339, with the offset."""
    return moment.isoformat(timespec="seconds")


def _add_entry(root, entry):
    node = _add(root, "entry")
    _add(node, "id", urn(entry.uid))
    _add(node, "title", entry.title)
    _add(node, "updated", instant(entry.updated))
    _add(node, "link", rel="alternate", type="text/html", href=entry.url)
    _add(node, "category", term=entry.category)
    _add(node, "summary", entry.summary)


def _name(name):
    return f"{{{NAMESPACE}}}{name}"


def _add(parent, name, text=None, **attributes):
    node = etree.SubElement(parent, _name(name), attributes)
    node.text = NOT_XML.sub("", text) if text else None
    return node
