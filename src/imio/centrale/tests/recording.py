"""HTTP calls as text that is the same at every run: addresses, UIDs and times."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from functools import partial
from pathlib import Path

import json
import os
import re


EXAMPLES = Path(__file__).parent / "http-examples"
#: set it to write the examples instead of comparing them
REWRITE = "WRITE_EXAMPLES"
SITE = "http://localhost:8080/centrale"
SENT_HEADERS = ("Upload-Length", "Upload-Metadata", "Upload-Offset", "Tus-Resumable")
SHOWN_HEADERS = (
    "content-disposition",
    "content-type",
    "location",
    "upload-offset",
)
#: what is no text is not shown
TEXT = re.compile(r"text/|application/(json|xml)\b")
NOT_SHOWN = "(the file)"
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
#: what open data calls a process, a release and an organisation without number
OPEN_NUMBER = re.compile(r"\b(?:[0-9a-f]{20}|[0-9a-f]{16})\b")
#: what nobody can guess differs at every run
CONTRACT_NUMBER = re.compile(r"(?<=-[0-9a-f]{20}-)[0-9a-f]{8}\b")
SECRET = re.compile(r'(?<="secret": ")[^"]+')
CURSOR = re.compile(r'(?<=["=])[A-Za-z0-9_-]{30}(?=["&])')
#: the content of a file, beyond what shows of which kind it is
CONTENT = re.compile(r'("data": "[A-Za-z0-9+/]{16})[A-Za-z0-9+/=]{16,}"')
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
INSTANT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


class Recorder:
    """Turns responses into text; ``now()`` is the instant of the story that is told."""

    def __init__(self, site, now):
        self.site = site
        self.now = now
        self.uids = {}
        self.fingerprints = {}
        self.open_numbers = {}
        self.cursors = {}

    def request(self, login, response):
        """The call: line, headers worth showing, body."""
        sent = response.request
        path = sent.url.replace(self.site, "/centrale", 1)
        lines = [f"{sent.method} {path} HTTP/1.1", "Accept: application/json"]
        if login:
            lines.append(f"Authorization: Basic <{login}>")
        lines += [
            f"{name}: {sent.headers[name]}"
            for name in SENT_HEADERS
            if name in sent.headers
        ]
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
        if response.content:
            lines += ["", self._content(response, shorten or without_standard)]
        return self._stable("\n".join(lines) + "\n")

    def _content(self, response, shorten):
        kind = response.headers.get("Content-Type", "")
        if not TEXT.match(kind):
            return NOT_SHOWN
        text = response.content.decode("utf-8-sig").replace("\r\n", "\n")
        return self._body(text, shorten)

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
        text = CONTENT.sub(r'\1…"', text)
        text = SECRET.sub("(told once)", text)
        text = CURSOR.sub(partial(numbered, self.cursors, "cursor-{}"), text)
        text = OPEN_NUMBER.sub(partial(numbered, self.open_numbers, "{:020x}"), text)
        text = CONTRACT_NUMBER.sub("00000001", text)
        text = UID.sub(partial(numbered, self.uids, "{:032x}"), text)
        # they depend on UIDs
        text = FINGERPRINT.sub(partial(numbered, self.fingerprints, "{:064x}"), text)
        return DAY.sub(self._day, INSTANT.sub(self._instant, text))

    def _day(self, match):
        """The day of the story, for the day when the test runs."""
        told = self.now().date().isoformat()
        return told if match[0] == date.today().isoformat() else match[0]

    def _instant(self, match):
        """What the database dated just now happened in the story's present."""
        read = datetime.fromisoformat(match[0])
        aware = read if read.tzinfo else read.replace(tzinfo=timezone.utc)
        if abs(datetime.now(timezone.utc) - aware) > timedelta(days=1):
            return match[0]
        if read.utcoffset() in (None, timedelta(0)):
            return self.now().astimezone(timezone.utc).isoformat()
        return self.now().isoformat()


def numbered(known, form, match):
    """What differs at every run, as its number in the order of appearance."""
    return form.format(known.setdefault(match[0], len(known) + 1))


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


def only(*names):
    """Shortens an answer to some members."""
    return lambda data: {name: data[name] for name in names}


def few(count):
    """Shortens every list of an answer to its first rows."""

    def shorten(data):
        if isinstance(data, dict):
            return {name: shorten(each) for name, each in data.items()}
        if isinstance(data, list):
            return [shorten(each) for each in data[:count]]
        return data

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
