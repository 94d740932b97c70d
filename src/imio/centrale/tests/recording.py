"""HTTP calls as text that is the same at every run: addresses, UIDs and times."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from pathlib import Path

import json
import os
import re


EXAMPLES = Path(__file__).parent / "http-examples"
#: set it to write the examples instead of comparing them
REWRITE = "WRITE_EXAMPLES"
SITE = "http://localhost:8080/centrale"
SHOWN_HEADERS = ("content-type", "location")
#: what plone.restapi says of any object, and nobody reads here
STANDARD = frozenset(
    """
    @components allow_discussion is_folderish items items_total layout lock next_item
    parent previous_item type_title version working_copy working_copy_of
    """.split()
)
UID = re.compile(r"\b[0-9a-f]{32}\b")
#: the hash of an entry of the ledger, but for the 64 zeros before the first one
FINGERPRINT = re.compile(r"\b(?!0{64})[0-9a-f]{64}\b")
INSTANT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


class Recorder:
    """Turns responses into text; ``now()`` is the instant of the story that is told."""

    def __init__(self, site, now):
        self.site = site
        self.now = now
        self.uids = {}
        self.fingerprints = {}

    def request(self, login, response):
        """The call: line, headers worth showing, body."""
        sent = response.request
        path = sent.url.replace(self.site, "/centrale", 1)
        lines = [f"{sent.method} {path} HTTP/1.1", "Accept: application/json"]
        if login:
            lines.append(f"Authorization: Basic <{login}>")
        if sent.body:
            lines.append(f"Content-Type: {sent.headers['Content-Type']}")
            lines += ["", self._body(sent.body)]
        return self._stable("\n".join(lines) + "\n")

    def response(self, response, shorten=None):
        """The answer: status, headers worth showing, body; less its standard members."""
        lines = [f"HTTP/1.1 {response.status_code} {response.reason}"]
        for name in SHOWN_HEADERS:
            if name in response.headers:
                lines.append(f"{name.title()}: {response.headers[name]}")
        if response.text:
            lines += ["", self._body(response.text, shorten or without_standard)]
        return self._stable("\n".join(lines) + "\n")

    def _body(self, body, shorten=None):
        text = body.decode() if isinstance(body, bytes) else body
        try:
            data = json.loads(text)
        except ValueError:
            return text
        if shorten is not None:
            data = shorten(data)
        return json.dumps(data, indent=2, ensure_ascii=False)

    def _stable(self, text):
        text = text.replace(self.site, SITE)
        text = UID.sub(self._uid, text)
        text = FINGERPRINT.sub(self._fingerprint, text)
        return INSTANT.sub(self._instant, text)

    def _uid(self, match):
        """UIDs are numbered in the order they appear."""
        return f"{self.uids.setdefault(match[0], len(self.uids) + 1):032x}"

    def _fingerprint(self, match):
        """Fingerprints depend on UIDs: numbered in the order they appear."""
        number = self.fingerprints.setdefault(match[0], len(self.fingerprints) + 1)
        return f"{number:064x}"

    def _instant(self, match):
        """What the database dated just now happened in the story's present."""
        read = datetime.fromisoformat(match[0])
        aware = read if read.tzinfo else read.replace(tzinfo=timezone.utc)
        if abs(datetime.now(timezone.utc) - aware) > timedelta(days=1):
            return match[0]
        if read.utcoffset() in (None, timedelta(0)):
            return self.now().astimezone(timezone.utc).isoformat()
        return self.now().isoformat()


def without_standard(data):
    """An object less what plone.restapi says of any object."""
    if "@type" not in data:
        return data
    return {name: value for name, value in data.items() if name not in STANDARD}


def only_actions(*ids):
    """Shortens ``@centrale-actions`` to some transitions."""

    def shorten(data):
        chosen = [each for each in data["actions"] if each["id"] in ids]
        return {**data, "actions": chosen}

    return shorten


def kept(name):
    """The text of an example as it was written; empty when it never was."""
    path = EXAMPLES / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def keep(name, text):
    """Write an example."""
    EXAMPLES.mkdir(exist_ok=True)
    (EXAMPLES / name).write_text(text, encoding="utf-8")


def rewriting():
    """Whether examples are written, not compared."""
    return bool(os.environ.get(REWRITE))
