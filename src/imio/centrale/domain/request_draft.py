"""A request in three short pages: the lot, the need, the contact.

One request concerns one lot ([iMio-cyber] text 000 point 3), and options of that lot
only ([Hainaut] text 002 point 20). What is asked here is what a mission holds; whether
it may be submitted is for the rules of the mission.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from imio.centrale.domain import mail_address
from imio.centrale.domain.mail_address import is_mail_address
from imio.centrale.domain.reasons import Reason
from imio.centrale.domain.reasons import reason
from imio.centrale.domain.typed_text import text_reasons


#: the pages in their order, and the fields of each
PAGES = {
    "lot": ("authority", "lot", "options"),
    "need": ("title", "description"),
    "contact": ("contact_name", "contact_email", "contact_phone"),
}
#: characters of each text, as the mission takes them
LONGEST = {
    "title": 255,
    "description": 20000,
    "contact_name": 150,
    "contact_email": mail_address.LONGEST,
    "contact_phone": 50,
}
MISSING = {
    "title": "subject_missing",
    "contact_name": "contact_name_missing",
    "contact_email": "contact_email_missing",
}


@dataclass(frozen=True)
class Answers:
    """What was answered so far; nothing is asked of it yet."""

    authority: str = ""
    lot: str = ""
    options: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Orderable:
    """What the rules know of a lot: the codes of its options, and why it is closed."""

    options: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Contact:
    """Somebody to write to."""

    name: str = ""
    email: str = ""
    phone: str = ""


def lot_reasons(
    answers: Answers, lots: Mapping[str, Orderable], authorities: Collection[str]
) -> list[Reason]:
    """What is wrong on the first page.

    ``not_your_authority`` for one that is not among ``authorities``; ``lot_missing``
    when none of ``lots`` is chosen; why the one chosen is closed; ``unknown_option``.
    """
    reasons = []
    if answers.authority not in authorities:
        reasons.append(reason("not_your_authority", "authority"))
    if answers.lot not in lots:
        return [*reasons, reason("lot_missing", "lot")]
    chosen = lots[answers.lot]
    reasons += [replace(each, field="lot") for each in chosen.reasons]
    return reasons + [
        reason("unknown_option", "options", option=code)
        for code in answers.options
        if code not in chosen.options
    ]


def text_page_reasons(answers: Answers, page: str) -> list[Reason]:
    """What is wrong on a page of texts: what is missing, too long, or no mail address."""
    return [
        found
        for name in PAGES[page]
        for found in _field_reasons(name, getattr(answers, name))
    ]


def _field_reasons(name: str, text: str) -> list[Reason]:
    if not text:
        return [reason(MISSING[name], name)] if name in MISSING else []
    reasons = text_reasons(name, text, LONGEST[name])
    if not reasons and name == "contact_email" and not is_mail_address(text):
        reasons.append(reason("contact_email_wrong", name))
    return reasons


def page_reasons(
    page: str,
    answers: Answers,
    lots: Mapping[str, Orderable],
    authorities: Collection[str],
) -> list[Reason]:
    """What is wrong on a page."""
    if page == "lot":
        return lot_reasons(answers, lots, authorities)
    return text_page_reasons(answers, page)


def draft_reasons(
    answers: Answers, lots: Mapping[str, Orderable], authorities: Collection[str]
) -> list[Reason]:
    """What is wrong on any page."""
    return [
        found
        for page in PAGES
        for found in page_reasons(page, answers, lots, authorities)
    ]


def page_of(field: str) -> str:
    """The page that asks for a field ("options.0"); the first one for no field."""
    name = field.partition(".")[0]
    return next((page for page, names in PAGES.items() if name in names), "lot")


def is_only_missing(reasons: Iterable[Reason]) -> bool:
    """Whether what is there may be kept as it is, and the rest may come later."""
    return all(each.code in {*MISSING.values(), "lot_missing"} for each in reasons)


def next_page(page: str) -> str:
    """The page after that one; after the last one the answers are checked."""
    names = [*PAGES, "check"]
    return names[names.index(page) + 1]


def prefilled(answers: Answers, user: Contact, known: Iterable[Contact]) -> Answers:
    """The contact of a request on which nobody is named yet.

    The user, with the phone that the authority gave for him; without a mail address of
    his own the first contact of the authority that has one.
    """
    if answers.contact_name or answers.contact_email or answers.contact_phone:
        return answers
    found = _with_phone(user, known) if user.email else _first(known) or user
    return replace(
        answers,
        contact_name=found.name,
        contact_email=found.email,
        contact_phone=found.phone,
    )


def _first(known: Iterable[Contact]) -> Contact | None:
    return next((each for each in known if each.email), None)


def _with_phone(user: Contact, known: Iterable[Contact]) -> Contact:
    same = (
        each.phone
        for each in known
        if each.email.casefold() == user.email.casefold() or each.name == user.name
    )
    return replace(user, phone=user.phone or next(same, ""))
