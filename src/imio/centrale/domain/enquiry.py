"""An enquiry: what somebody asks the centrale, and the thread of its answers.

"Une adresse de contact pour toute question, plainte, remarque, précision, proposition"
([iMio-cyber] text 000, point 10 of ``texts.md``); a public actor answers everybody
without discrimination (text 004, point 27).
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from imio.centrale.domain import mail_address
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.typed_text import one_line
from imio.centrale.domain.typed_text import several_lines
from imio.centrale.domain.typed_text import text_reasons

import hashlib
import hmac
import secrets


KINDS = ("question", "complaint", "remark", "precision", "proposal")
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
#: who wrote a message
ASKER, CENTRALE = "asker", "centrale"

LONGEST_MESSAGE = 5000
#: in characters, of what the form asks for
LONGEST = {
    "title": 200,
    "text": LONGEST_MESSAGE,
    "tracking_code": 100,
    "sender_name": 150,
    "sender_email": mail_address.LONGEST,
    "organisation": 255,
}
#: in the order of the form
FIELDS = ("kind", *LONGEST)
#: field -> reason when it is left empty
REQUIRED = {
    "title": "subject_missing",
    "sender_name": "name_missing",
    "sender_email": "mail_missing",
    "text": "message_missing",
}
#: keys that an enquiry keeps: each mail to its asker carries another one
MOST_KEYS = 20


@dataclass(frozen=True)
class Message:
    """A message of a thread, as it is compared with another one."""

    side: str
    text: str


def cleaned(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the form as they are kept: one line each, but for the message.

    A line break in a name or a subject would end a header of the mail.
    """
    values = {name: _on_one_line(given.get(name, "")) for name in FIELDS}
    return {**values, "text": several_lines(given.get("text", ""))}


def _on_one_line(text: str) -> str:
    return " ".join(one_line(text).splitlines())


def form_reasons(values: Mapping[str, str]) -> list[Reason]:
    """What is wrong in the cleaned form of an enquiry, in the order of its fields.

    Whether the tracking code is known is judged elsewhere.
    """
    found = []
    if values["kind"] not in KINDS:
        found.append(reason("kind_missing", "kind"))
    for name in LONGEST:
        found += _field_reasons(name, values[name])
    return found


def message_reasons(text: str) -> list[Reason]:
    """What is wrong in a message of a thread."""
    return _field_reasons("text", text)


def _field_reasons(name: str, text: str) -> list[Reason]:
    if not text and name in REQUIRED:
        return [reason(REQUIRED[name], name)]
    found = text_reasons(name, text, LONGEST[name])
    if name == "sender_email" and not found and not mail_address.is_mail_address(text):
        return [reason("mail_malformed", name)]
    return found


def is_repeated(messages: Sequence[Message], side: str, text: str) -> bool:
    """Whether the last message says the same from the same side: a form sent twice."""
    return bool(messages) and messages[-1] == Message(side, text)


def answer_reasons(messages: Sequence[Message]) -> list[Reason]:
    """``answer_missing`` unless the centrale wrote last: an answer is a message."""
    if messages and messages[-1].side == CENTRALE:
        return []
    return [reason("answer_missing", "text")]


def erasing_reasons(state: str, erased: bool) -> list[Reason]:
    """Who asked is erased after the end, and once (GDPR, art. 17)."""
    if erased:
        return [reason("already_erased")]
    return [] if state == CLOSED else [reason("enquiry_not_closed")]


def is_kept(last: date, today: date, months: int, on_dossier: bool) -> bool:
    """Whether an enquiry that was answered on ``last`` is kept on ``today``.

    One on a dossier is kept with it; the others for so many months, 0 for ever.
    """
    passed = (today.year - last.year) * 12 + today.month - last.month
    whole = passed - (today.day < last.day)
    return on_dossier or not months or whole < months


def new_key() -> str:
    """A secret that opens a thread to whoever has it: 256 bits, for an address."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def with_key(digests: Sequence[str], key: str) -> tuple[str, ...]:
    """The digests with that of one more key; the oldest ones are dropped."""
    return (*digests, digest_of(key))[-MOST_KEYS:]


def opens(digests: Sequence[str], key: str) -> bool:
    """Whether a key is one of those; every one is compared, in constant time."""
    given = digest_of(key)
    return any([hmac.compare_digest(digest, given) for digest in digests])


def id_of(form_key: str, values: Mapping[str, str]) -> str:
    """The id of the enquiry that a form makes: the same form, sent twice, is one.

    What was changed and sent again is another one.
    """
    parts = [form_key, *(values[name] for name in FIELDS)]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[
        :16
    ]
