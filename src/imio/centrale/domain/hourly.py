"""How often something may happen in an hour, kept in memory and forgotten after it.

Nothing is written to the database, and nothing personal is kept: whoever is counted is
a digest with a salt of that hour.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from ipaddress import ip_address
from ipaddress import ip_network
from threading import Lock

import secrets


#: networks of this size are one visitor: a home has a whole /64 of IPv6
IPV6_PREFIX = 64


class HourlyLimit:
    """At most ``most`` a key in each hour of the clock, in this process.

    At most ``keys`` keys are counted in an hour; beyond, nobody new is let in.
    """

    def __init__(
        self,
        most: int,
        keys: int = 50_000,
        salt: Callable[[], bytes] = lambda: secrets.token_bytes(16),
    ):
        self.most = most
        self.keys = keys
        self._salt = salt
        self._lock = Lock()
        self._hour = None
        self._counts: Counter[bytes] = Counter()
        self._key = b""

    def take(self, key: str, now: datetime) -> bool:
        """Count one more for ``key``; ``False`` when it had all of its hour."""
        with self._lock:
            self._turn(now)
            digest = blake2b(
                key.encode(errors="surrogatepass"), key=self._key, digest_size=16
            ).digest()
            full = digest not in self._counts and len(self._counts) >= self.keys
            if full or self._counts[digest] >= self.most:
                return False
            self._counts[digest] += 1
            return True

    def _turn(self, now: datetime) -> None:
        hour = now.timestamp() // 3600
        if hour != self._hour:
            self._hour, self._key = hour, self._salt()
            self._counts.clear()

    def forget(self) -> None:
        """Everybody has the whole hour again."""
        with self._lock:
            self._hour = None


def visitor_key(address: str) -> str:
    """The address that is counted: of IPv6 its network; any text counts as it stands."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ip_network((int(found), IPV6_PREFIX), strict=False))
