"""Read the ledger of a subsidy again, from its first entry, and say what does not fit.

Two things are checked of each entry: that nobody touched it since it was written (its
hash, the chain, the numbers), and that the rules give it: the balance, the bounds of
the dossier, of the category and of the envelope, the amount, and whose turn it was.

Who can write in the database can also forge a whole ledger anew, hashes included. Only
a hash that was noted elsewhere shows that (printed with an approval, sent by mail):
give those as ``known``.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from imio.centrale.domain import ledger_state as state
from imio.centrale.domain.envelope import grant
from imio.centrale.domain.ledger_entry import digest
from imio.centrale.domain.ledger_entry import effect
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import is_about_envelope
from imio.centrale.domain.ledger_entry import is_deposit
from imio.centrale.domain.ledger_entry import is_well_formed
from imio.centrale.domain.ledger_entry import NO_HASH
from imio.centrale.domain.ledger_entry import OPENED
from imio.centrale.domain.ledger_entry import RELEASE
from imio.centrale.domain.ledger_entry import RESERVE
from imio.centrale.domain.ledger_entry import SERVED
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.money import ZERO


#: After one of these the entry is left out of the replay: it cannot be added up.
_UNFIT = frozenset("unknown_dossier already_deposited wrong_rank wrong_terms".split())
_HEAD_OF_CHAIN = ("number", "hash")
_KEPT = ("entries", "dossiers", "authorities", "claims", "turns")


@dataclass(frozen=True)
class Finding:
    """What does not fit, at the entry ``number`` (the last one for a total).

    ``subject`` is the UID of the dossier, or the total that differs ("reserved",
    "dossiers.<UID>"). The codes are, of an entry: ``malformed_entry`` (a field has not
    its type); ``wrong_number``, ``wrong_previous_hash``, ``wrong_hash``,
    ``wrong_known_hash`` (not the one noted elsewhere); ``wrong_balance``,
    ``negative_balance``, ``negative_amount``; ``wrong_opening`` (the first entry opens
    the envelope, no other does); ``unknown_dossier``, ``already_deposited``,
    ``wrong_rank``, ``wrong_terms`` (not those of its deposit); ``dossier_overdrawn``,
    ``authority_overdrawn``; ``wrong_amount`` (not what the rule reserves),
    ``out_of_turn``, ``waiting_not_served`` (something was free, somebody waited). Of
    the whole: ``missing_entry`` (its hash was noted elsewhere), ``wrong_head`` and
    ``wrong_total`` (what the store keeps is not what the entries add up to).
    """

    number: int
    code: str
    subject: str = ""
    expected: str = ""
    found: str = ""


def replay(entries: Iterable[Entry]) -> Store:
    """The state that the entries of a sound ledger add up to, in memory."""
    store = Store()
    for entry in entries:
        state.apply(store, entry)
    return store


def verify(
    entries: Iterable[Entry],
    store: Store | None = None,
    envelope: Decimal | None = None,
    known: Mapping[int, str] | None = None,
) -> list[Finding]:
    """What does not fit in the entries, first one first; nothing for a sound ledger.

    With ``store``, also where its head, positions, totals and waiting list differ from
    the replay; with ``envelope``, whether the programme says the same; with ``known``,
    whether the entries of those numbers have those hashes. Never raises, whatever was
    done to the entries.
    """
    known = dict(known or {})
    replayed = Store()
    findings = []
    last: Entry | None = None
    position = 0
    for position, entry in enumerate(entries, 1):
        if not is_well_formed(entry):
            findings.append(Finding(position, "malformed_entry", found=repr(entry)))
            last = None
            continue
        rules = list(_rule_findings(replayed, entry))
        findings.extend(_chain_findings(entry, last, position, known))
        findings.extend(rules)
        if not _UNFIT.intersection(finding.code for finding in rules):
            state.apply(replayed, entry)
        last = entry
    findings.extend(
        Finding(number, "missing_entry", expected=noted)
        for number, noted in sorted(known.items())
    )
    if store is not None:
        findings.extend(_total_findings(position, replayed, store))
    replayed_envelope = state.head_of(replayed)["envelope"]
    if envelope is not None and envelope != replayed_envelope:
        findings.append(
            _differs(position, "wrong_total", "envelope", replayed_envelope, envelope)
        )
    return findings


def _differs(
    number: int, code: str, subject: str, expected: object, found: object
) -> Finding:
    return Finding(number, code, subject, str(expected), str(found))


def _chain_findings(
    entry: Entry, last: Entry | None, position: int, known: dict[int, str]
) -> Iterator[Finding]:
    """Compare with what the entry before says; after a malformed one, with nothing.

    Takes the hash of the entry out of ``known``.
    """
    checks = [("wrong_hash", digest(entry), entry.hash)]
    if last is not None or position == 1:
        number, previous, balance = (
            (last.number, last.hash, last.balance) if last else (0, NO_HASH, ZERO)
        )
        checks[:0] = [
            ("wrong_number", number + 1, entry.number),
            ("wrong_previous_hash", previous, entry.previous),
        ]
        checks.append(("wrong_balance", balance + effect(entry), entry.balance))
    noted = known.pop(entry.number, entry.hash)
    checks.append(("wrong_known_hash", noted, entry.hash))
    for code, expected, found in checks:
        if expected != found:
            yield _differs(entry.number, code, entry.dossier, expected, found)
    if entry.balance < 0:
        yield _differs(entry.number, "negative_balance", "", ZERO, entry.balance)


def _rule_findings(store: Store, entry: Entry) -> Iterator[Finding]:
    """What the rules say of an entry, ``store`` being the state before it."""
    opens = entry.code == OPENED and is_about_envelope(entry)
    if opens == bool(store.head):
        yield Finding(entry.number, "wrong_opening")
    waits = state.next_served(store)
    if entry.code != SERVED and waits and state.balance_of(store) > 0:
        yield Finding(entry.number, "waiting_not_served", waits.dossier)
    if is_about_envelope(entry):
        return
    unfit = _misfit(store, entry)
    if unfit:
        yield Finding(entry.number, unfit, entry.dossier)
        return
    if entry.amount < 0:
        yield _differs(
            entry.number, "negative_amount", entry.dossier, ZERO, entry.amount
        )
    yield from _bound_findings(store, entry)
    if entry.kind == RESERVE:
        yield from _turn_findings(store, entry)


def _misfit(store: Store, entry: Entry) -> str:
    """Why the entry cannot be one of its dossier, or nothing."""
    position = store.dossiers.get(entry.dossier)
    if not is_deposit(entry):
        if position is None:
            return "unknown_dossier"
        return "" if _has_terms(entry, position) else "wrong_terms"
    if position is not None and position.state != state.RELEASED:
        return "already_deposited"
    is_next = entry.rank == state.head_of(store)["rank"] + 1
    return "" if is_next else "wrong_rank"


def _has_terms(entry: Entry, position: state.Position) -> bool:
    """Only a release changes any of them: it may lower the ceiling."""
    same = (entry.mission, entry.authority, entry.rank, entry.category) == (
        position.mission,
        position.authority,
        position.rank,
        position.category_amount,
    )
    if entry.kind == RELEASE:
        return same and ZERO <= entry.ceiling <= position.ceiling
    return same and entry.ceiling == position.ceiling


def _bound_findings(store: Store, entry: Entry) -> Iterator[Finding]:
    old = state.Position() if is_deposit(entry) else store.dossiers[entry.dossier]
    new = old.moved(entry)
    least = min(new.reserved, new.granted, new.liquidated)
    if least < 0 or new.held > entry.ceiling:
        yield _differs(
            entry.number, "dossier_overdrawn", entry.dossier, entry.ceiling, new.held
        )
    authority = state.authority_of(store, entry.authority).moved(entry)
    if entry.kind == RESERVE and entry.amount and authority.held > entry.category:
        yield _differs(
            entry.number,
            "authority_overdrawn",
            entry.authority,
            entry.category,
            authority.held,
        )


def _turn_findings(store: Store, entry: Entry) -> Iterator[Finding]:
    balance = state.balance_of(store)
    if is_deposit(entry):
        held = state.authority_of(store, entry.authority).held
        amount = grant(entry.ceiling, entry.category, held, balance)
    else:
        position = store.dossiers[entry.dossier]
        amount = state.entitlement(store, position, balance)
        turn = state.next_served(store)
        if turn != position or entry.code != SERVED:
            yield _differs(
                entry.number,
                "out_of_turn",
                entry.dossier,
                turn.dossier if turn else "",
                entry.dossier,
            )
    if amount != entry.amount:
        yield _differs(
            entry.number, "wrong_amount", entry.dossier, amount, entry.amount
        )


def _total_findings(number: int, replayed: Store, store: Store) -> Iterator[Finding]:
    expected, found = state.head_of(replayed), state.head_of(store)
    for name, value in expected.items():
        if value != found[name]:
            code = "wrong_head" if name in _HEAD_OF_CHAIN else "wrong_total"
            yield _differs(number, code, name, value, found[name])
    for name in _KEPT:
        expected = dict(getattr(replayed, name).items())
        found = dict(getattr(store, name).items())
        for key in sorted(expected.keys() | found.keys()):
            if expected.get(key) != found.get(key):
                yield _differs(
                    number,
                    "wrong_total",
                    f"{name}.{key}",
                    expected.get(key),
                    found.get(key),
                )
