"""One mail address: a dot-atom, and a domain of two labels or more.

RFC 5322, 3.4.1; RFC 1035, 2.3.1.
"""

import re


#: characters of the longest one
LONGEST = 254

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")


def is_mail_address(text: str) -> bool:
    """Whether ``text`` is one, the whole of it."""
    return _ADDRESS.fullmatch(text) is not None
