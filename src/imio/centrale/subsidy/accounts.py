"""The accounts of an authority: every change is kept, and waits for a second person.

Whatever changed the number, a page, a program or code, ends in one event, where it is
compared with the last one kept.
"""

from imio.centrale import clock
from imio.centrale.domain import accounts
from imio.centrale.domain.reasons import Refused
from imio.centrale.subsidy.programs import actor


def history_of(authority):
    """The accounts of an authority, the last one being that of today.

    A number that was written without any event was declared by nobody we know: it
    counts as a change that waits.
    """
    return accounts.declared(kept(authority), authority.iban or "", stored_now(), "")


def open_history(authority):
    """A new authority: the account it comes with is in use."""
    normalise(authority)
    keep(authority, accounts.opened(authority.iban or "", stored_now(), actor()))


def note_change(authority):
    """A later account waits for a second person; nothing is written without change."""
    normalise(authority)
    before = kept(authority)
    after = accounts.declared(before, authority.iban or "", stored_now(), actor())
    if after != before:
        keep(authority, after)


def confirm(authority, iban):
    """The second person confirms exactly that account, or ``Refused``."""
    history = history_of(authority)
    reasons = accounts.confirmation_reasons(history, iban, actor())
    if reasons:
        raise Refused(reasons)
    keep(authority, accounts.confirmed(history, stored_now(), actor()))
    authority.notifyModified()
    authority.reindexObject(idxs=["modified", "next_actor"])


def normalise(authority):
    """Written in its one form, whoever wrote it; ``WrongIban`` if it is none."""
    if authority.iban:
        field = authority.getTypeInfo().lookupSchema()["iban"]
        authority.iban = field.fromUnicode(authority.iban)


def kept(authority):
    """The rows as the rules read them."""
    return tuple(accounts.Account(**row) for row in authority.accounts or ())


def keep(authority, history):
    """Store the history as the rows that pages and REST show."""
    authority.accounts = [vars(each).copy() for each in history]


def stored_now():
    return clock.stored(clock.now())
