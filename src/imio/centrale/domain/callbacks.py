"""Telling other programs of changes of state: to whom, signed how, tried how often.

Changes are sent in the order of the feed. One that is not received holds back those
after it, is tried again after pauses that double, and is given up after the last try: it
is then noted as failed, and the next one is sent. What failed can be sent again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from ipaddress import ip_address
from urllib.parse import urlsplit

import hashlib
import hmac


FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
#: about two days of trying
TRIES = 16
#: half an hour, where the other side answers that it does not want it
TRIES_REFUSED = 6
LONGEST_ADDRESS = 500
#: an answer with one of these is received
RECEIVED = range(200, 300)
#: request timeout, too early, too many requests
LATER = (408, 425, 429)


@dataclass(frozen=True)
class Outcome:
    """What became of one try: the status of the answer, or why there was none."""

    status: int = 0
    error: str = ""

    @property
    def received(self):
        return self.status in RECEIVED

    @property
    def refused(self):
        """The other side is there and says no, not “later”."""
        return 400 <= self.status < 500 and self.status not in LATER


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 20))


def is_given_up(tries: int, outcome: Outcome) -> bool:
    """Whether a change is noted as failed after so many tries, the last one included."""
    return tries >= (TRIES_REFUSED if outcome.refused else TRIES)


def signature(secret: str, sent: datetime, body: bytes) -> str:
    """The header of a message: ``t=<seconds since 1970>,v1=<HMAC-SHA256, hexadecimal>``.

    Signed are the seconds, a dot and the body as sent, so that neither can be changed,
    nor the message be sent again later as if it were new.
    """
    seconds = int(sent.timestamp())
    signed = f"{seconds}.".encode() + body
    return f"t={seconds},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def address_reasons(address: str, hosts: Sequence[str]) -> list[Reason]:
    """Why an address cannot be called: only hosts on the list of the site, only https.

    A loopback address (127.0.0.1) may be called without, by its number.
    """
    try:
        parts = urlsplit(address)
        well_formed = parts.port != 0
    except ValueError:
        return [reason("callback_address", "url")]
    host = parts.hostname or ""
    if not (well_formed and host and len(address) <= LONGEST_ADDRESS):
        return [reason("callback_address", "url")]
    if _has_more(parts, address):
        return [reason("callback_address", "url")]
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        return [reason("callback_https", "url")]
    if host not in hosts:
        return [reason("callback_host", "url", host=host)]
    return []


def _has_more(parts, address):
    """Names and passwords, parts of a page, blanks: nothing for an address to call."""
    return (
        parts.username is not None
        or parts.password is not None
        or bool(parts.fragment)
        or not address.isascii()
        or any(character <= " " for character in address)
    )


def _is_loopback(host):
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
