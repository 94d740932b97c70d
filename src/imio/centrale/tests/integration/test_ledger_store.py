"""The ledger in the database: kept whole, and every change by hand found."""

from dataclasses import fields
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from imio.centrale.domain.ledger_entry import Entry
from imio.centrale.subsidy.positions import book_of
from imio.centrale.subsidy.verifying import findings_of
from imio.centrale.tests.procedure import ProcedureTestCase

import transaction


#: another value of the same type, for each type of a field
OTHER = {
    int: lambda value: value + 1,
    str: lambda value: value + "x",
    Decimal: lambda value: value + Decimal("0.01"),
}


def other(value):
    change = OTHER.get(type(value), lambda instant: instant + timedelta(seconds=1))
    return change(value)


class TestLedgerStore(ProcedureTestCase):
    def setUp(self):
        super().setUp()
        self.program_of_test = self.program("3000.00")
        self.order_of_test = self.mission("confirmed")["commande-1"]
        waiting = self.mission("ordered")["commande-1"]
        self.moved("agent", waiting, "return", "returned")
        self.ledger = self.program_of_test.ledger
        self.last = book_of(self.program_of_test).head["number"]

    def first(self):
        """Entry, code and subject of the first thing that does not fit."""
        found = findings_of(self.program_of_test)[0]
        return found.number, found.code, found.subject

    def test_it_is_sound_and_comes_back_from_the_database_as_it_was(self):
        entries = list(self.ledger.entries.values())
        self.assertEqual([each.number for each in entries], [1, 2, 3, 4, 5])
        transaction.savepoint()
        self.portal._p_jar.cacheMinimize()
        self.assertEqual(list(self.ledger.entries.values()), entries)
        self.assertEqual(findings_of(self.program_of_test), [])

    def test_any_field_of_any_entry(self):
        for number, entry in list(self.ledger.entries.items()):
            for each in fields(Entry):
                changed = other(getattr(entry, each.name))
                self.ledger.entries[number] = replace(entry, **{each.name: changed})
                found = self.first()[0]
                self.ledger.entries[number] = entry
                with self.subTest(f"{number}: {each.name}"):
                    expected = number + 1 if each.name == "number" else number
                    self.assertEqual(found, expected)
        self.assertEqual(findings_of(self.program_of_test), [])

    def test_a_position(self):
        uid = self.order_of_test.UID()
        position = self.ledger.dossiers[uid]
        for each in fields(position):
            value = getattr(position, each.name)
            changed = not value if isinstance(value, bool) else None
            self.ledger.dossiers[uid] = replace(position, **{each.name: changed})
            with self.subTest(each.name):
                self.assertEqual(
                    self.first(), (self.last, "wrong_total", f"dossiers.{uid}")
                )
        del self.ledger.dossiers[uid]
        self.assertEqual(self.first(), (self.last, "wrong_total", f"dossiers.{uid}"))

    def test_the_head(self):
        for name, value in dict(self.ledger.head).items():
            self.ledger.head[name] = other(value)
            number, code, subject = self.first()
            self.ledger.head[name] = value
            with self.subTest(name):
                self.assertIn(code, ("wrong_head", "wrong_total"))
                self.assertEqual((number, subject), (self.last, name))

    def test_the_waiting_list(self):
        self.ledger.turns[(0, 1)] = self.order_of_test.UID()
        self.assertEqual(self.first(), (self.last, "wrong_total", "turns.(0, 1)"))

    def test_a_deleted_entry(self):
        for number, entry in list(self.ledger.entries.items())[:-1]:
            del self.ledger.entries[number]
            with self.subTest(number):
                self.assertEqual(self.first()[:2], (number + 1, "wrong_number"))
            self.ledger.entries[number] = entry

    def test_the_last_entry_deleted(self):
        del self.ledger.entries[self.last]
        self.assertEqual(self.first(), (self.last - 1, "wrong_head", "number"))

    def test_the_envelope_of_the_program(self):
        self.program_of_test.envelope += 1
        self.assertEqual(self.first(), (self.last, "wrong_total", "envelope"))
