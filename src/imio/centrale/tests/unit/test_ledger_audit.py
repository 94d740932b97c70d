from dataclasses import fields
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from imio.centrale.domain.ledger_audit import replay
from imio.centrale.domain.ledger_audit import verify
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.domain.ledger_entry import NO_HASH
from imio.centrale.domain.ledger_entry import sealed
from imio.centrale.domain.ledger_state import AuthorityTotals
from imio.centrale.domain.ledger_state import Store
from imio.centrale.tests.unit.test_ledger import deposit
from imio.centrale.tests.unit.test_ledger import opened
from imio.centrale.tests.unit.test_ledger import WHO
from unittest import TestCase


def sample():
    """A ledger with an entry of every kind."""
    book = opened("1000")
    deposit(book, "a1", "600", "700")
    deposit(book, "a2", "600", "700")
    deposit(book, "b1", "400", "700")
    deposit(book, "c1", "90", "700")
    book.confirm("a1", **WHO)
    book.confirm("c1", **WHO)
    book.liquidate("a1", Decimal("500"), **WHO, release_rest=True)
    book.correct("a1", Decimal("500"), **WHO)
    book.change_envelope(Decimal("1200"), **WHO, note="raise")
    book.release("b1", **WHO, code="order_returned")
    deposit(book, "b1", "300", "700")
    book.reduce_to("a2", Decimal("100"), **WHO)
    return book


BOOK = sample()
ENTRIES = [BOOK.store.entries[number] for number in sorted(BOOK.store.entries)]

OTHER_VALUES = {
    int: lambda value: st.integers(-2, 99).filter(lambda other: other != value),
    str: lambda value: st.sampled_from(
        ["", "x", "a1", "b1", "a", "reserve", "release", "correct", NO_HASH]
    ).filter(lambda other: other != value),
    Decimal: lambda value: st.decimals(-2000, 2000, places=2).filter(
        lambda other: other != value
    ),
}


def tampered_value(name, value):
    """Another value of the same type, or one of a type that it should not have."""
    wrong_types = st.sampled_from([None, True, 1.5, b"", Decimal("NaN"), [1]])
    if name == "at":
        same = st.builds(
            lambda seconds: value + timedelta(seconds=seconds), st.integers(1, 9)
        )
        return same | st.just(value.replace(tzinfo=None)) | wrong_types
    return OTHER_VALUES[type(value)](value) | wrong_types


@st.composite
def tamperings(draw):
    index = draw(st.integers(0, len(ENTRIES) - 1))
    name = draw(st.sampled_from([each.name for each in fields(Entry)]))
    other = draw(tampered_value(name, getattr(ENTRIES[index], name)))
    return index, name, other


def codes(findings):
    return [(found.number, found.code) for found in findings]


def rechained(entries):
    """The forger's work: every number and hash made to fit."""
    chained = []
    number, previous = 0, NO_HASH
    for entry in entries:
        number += 1
        entry = sealed(replace(entry, number=number, previous=previous))
        previous = entry.hash
        chained.append(entry)
    return chained


class TestVerify(TestCase):
    def test_a_sound_ledger(self):
        self.assertEqual(
            {entry.kind for entry in ENTRIES},
            {"reserve", "grant", "release", "liquidate", "correct"},
        )
        known = {3: ENTRIES[2].hash}
        self.assertEqual(verify(ENTRIES, BOOK.store, Decimal(1200), known), [])
        self.assertEqual(verify([], Store()), [])

    def test_replay(self):
        self.assertEqual(replay(ENTRIES), BOOK.store)

    @given(tamperings())
    @settings(max_examples=400)
    def test_any_field_of_any_entry(self, tampering):
        index, name, other = tampering
        entries = list(ENTRIES)
        entries[index] = replace(entries[index], **{name: other})
        first = verify(entries)[0]
        if name == "number" and first.code != "malformed_entry":
            self.assertEqual((first.number, first.code), (other, "wrong_number"))
        else:
            self.assertEqual(first.number, index + 1)

    @given(tamperings())
    @settings(max_examples=200)
    def test_a_new_hash_does_not_hide_it(self, tampering):
        index, name, other = tampering
        assume(name != "hash")
        entries = list(ENTRIES)
        entries[index] = sealed(replace(entries[index], **{name: other}))
        first = verify(entries, BOOK.store)[0]
        if name != "number":
            # At the latest where the next entry, or the head, names another hash.
            self.assertLessEqual(first.number, index + 2)

    def test_fewer_decimals_are_found(self):
        for amount in (Decimal("600"), Decimal("600.000")):
            entries = list(ENTRIES)
            entries[1] = replace(entries[1], amount=amount)
            self.assertEqual(codes(verify(entries)), [(2, "wrong_hash")])

    def test_removed_added_and_swapped(self):
        for entries, expected in (
            (ENTRIES[:2] + ENTRIES[3:], (4, "wrong_number")),
            (ENTRIES[1:], (2, "wrong_number")),
            (ENTRIES[:3] + ENTRIES[2:], (3, "wrong_number")),
            ([*ENTRIES[:2], ENTRIES[3], ENTRIES[2], *ENTRIES[4:]], (4, "wrong_number")),
            ([*ENTRIES[:2], "entry", *ENTRIES[2:]], (3, "malformed_entry")),
        ):
            self.assertEqual(codes(verify(entries))[0], expected)

    def test_the_end_cut_off(self):
        found = verify(ENTRIES[:-1], BOOK.store, known={len(ENTRIES): ENTRIES[-1].hash})
        number = len(ENTRIES) - 1
        self.assertEqual(codes(found)[0], (len(ENTRIES), "missing_entry"))
        self.assertIn((number, "wrong_head"), codes(found))

    def test_a_forged_ledger_is_shown_by_a_hash_noted_elsewhere(self):
        book = opened("1000")
        deposit(book, "a1", "601", "700")
        forged = book.store.entries.values()
        self.assertEqual(verify(forged, book.store), [])
        self.assertEqual(
            codes(verify(forged, known={2: ENTRIES[1].hash})), [(2, "wrong_known_hash")]
        )

    def test_totals(self):
        for change, subject in (
            (lambda store: store.head.update(reserved=Decimal(1)), "reserved"),
            (lambda store: store.head.update(released=Decimal(1)), "released"),
            (lambda store: store.head.update(rank=9), "rank"),
            (lambda store: store.dossiers.pop("a1"), "dossiers.a1"),
            (
                lambda store: store.authorities.update(b=AuthorityTotals()),
                "authorities.b",
            ),
            (lambda store: store.turns.update({(1, 1): "c1"}), "turns.(1, 1)"),
        ):
            store = replay(ENTRIES)
            change(store)
            (found,) = verify(ENTRIES, store)
            self.assertEqual((found.code, found.subject), ("wrong_total", subject))
            self.assertEqual(found.number, len(ENTRIES))

    def test_another_envelope(self):
        (found,) = verify(ENTRIES, envelope=Decimal("1300"))
        self.assertEqual((found.code, found.subject), ("wrong_total", "envelope"))
        self.assertEqual((found.expected, found.found), ("1200.00", "1300"))


class TestForged(TestCase):
    """A chain that fits, with entries that the rules do not give."""

    def found(self, *changes, envelope="1000"):
        """The findings of a ledger of two deposits and these forged entries."""
        book = opened(envelope)
        deposit(book, "a1", "600", "700")
        deposit(book, "b1", "600", "700")
        entries = list(book.store.entries.values())
        for change in changes:
            index = change.pop("like")
            entries.append(replace(entries[index], **change))
        return codes(verify(rechained(entries)))

    def test_rules(self):
        served = {"like": 2, "code": "waiting_list_served"}
        release = {"like": 1, "kind": "release", "code": "x"}
        for forged, expected in (
            ({"like": 0}, "wrong_opening"),
            ({"like": 1}, "already_deposited"),
            ({"like": 1, "dossier": "c1", "rank": 9}, "wrong_rank"),
            ({"like": 1, "dossier": "c1", "kind": "grant"}, "unknown_dossier"),
            ({"like": 1, "kind": "grant", "rank": 2}, "wrong_terms"),
            ({"like": 1, "kind": "grant", "ceiling": Decimal(1)}, "wrong_terms"),
            (release | {"ceiling": Decimal(601)}, "wrong_terms"),
            (release | {"amount": Decimal(601)}, "dossier_overdrawn"),
            (release | {"amount": Decimal(-1)}, "negative_amount"),
            ({"like": 1, "kind": "liquidate"}, "dossier_overdrawn"),
            ({"like": 1, "kind": "grant", "amount": Decimal(601)}, "dossier_overdrawn"),
            (served | {"amount": Decimal(1)}, "wrong_amount"),
            (served | {"amount": Decimal(201)}, "dossier_overdrawn"),
            (
                {"like": 1, "code": "waiting_list_served", "amount": Decimal(0)},
                "out_of_turn",
            ),
        ):
            with self.subTest(forged):
                found = self.found(dict(forged))
                self.assertIn((4, expected), found)

    def test_the_balance_is_not_the_sum(self):
        confirm = {"like": 1, "kind": "grant", "code": "x", "balance": Decimal("0.01")}
        self.assertEqual(self.found(confirm), [(4, "wrong_balance")])

    def test_the_envelope_is_overdrawn(self):
        served = {
            "like": 2,
            "code": "waiting_list_served",
            "amount": Decimal(200),
            "balance": Decimal(-200),
        }
        self.assertIn((4, "negative_balance"), self.found(served))

    def test_the_category_is_overdrawn(self):
        other = {
            "like": 1,
            "dossier": "a2",
            "rank": 3,
            "balance": Decimal(200),
        }
        found = self.found(other, envelope="2000")
        self.assertEqual(found, [(4, "authority_overdrawn"), (4, "wrong_amount")])

    def test_somebody_waited_while_something_was_free(self):
        release = {
            "like": 1,
            "kind": "release",
            "code": "x",
            "amount": Decimal(100),
            "ceiling": Decimal(500),
            "balance": Decimal(100),
        }
        confirm = {"like": 1, "kind": "grant", "amount": Decimal(500), "code": "x"}
        confirm |= {"ceiling": Decimal(500), "balance": Decimal(100)}
        self.assertEqual(self.found(release, confirm), [(5, "waiting_not_served")])
