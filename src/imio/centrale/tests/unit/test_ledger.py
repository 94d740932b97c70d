from datetime import datetime
from datetime import timezone
from decimal import Decimal
from imio.centrale.domain.calendar import BRUSSELS
from imio.centrale.domain.ledger import Book
from imio.centrale.domain.ledger import explain
from imio.centrale.domain.ledger_entry import canonical
from imio.centrale.domain.ledger_entry import digest
from imio.centrale.domain.ledger_entry import NO_HASH
from imio.centrale.domain.ledger_state import SortedDict
from imio.centrale.domain.ledger_state import Store
from imio.centrale.domain.reasons import Refused
from unittest import TestCase


AT = datetime(2024, 6, 28, 12, tzinfo=BRUSSELS)
WHO = {"at": AT, "actor": "agent"}


def euro(amount):
    return Decimal(amount).quantize(Decimal("0.01"))


def opened(envelope="10000", store=None):
    book = Book(store or Store())
    book.open(Decimal(envelope), AT, "agent")
    return book


def deposit(book, dossier, order, category="12000", authority=None):
    """The authority is the first letter of the dossier, unless it is given."""
    amounts = (Decimal(order), Decimal(category))
    return book.deposit(
        dossier, f"m-{dossier}", authority or dossier[0], *amounts, **WHO
    )


def told(entries):
    return [(each.kind, each.code, each.dossier, str(each.amount)) for each in entries]


class LedgerCase(TestCase):
    def holds(self, book, **held):
        for dossier, amount in held.items():
            self.assertEqual(book.position(dossier).held, Decimal(amount), dossier)

    def refused(self, code, call, /, *args, **kwargs):
        with self.assertRaises(Refused) as caught:
            call(*args, **kwargs)
        self.assertEqual([found.code for found in caught.exception.reasons], [code])
        return caught.exception.reasons[0]


class TestEntries(LedgerCase):
    def test_the_chain(self):
        book = opened()
        deposit(book, "a1", "500")
        first, second = book.store.entries[1], book.store.entries[2]
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual((first.previous, second.previous), (NO_HASH, first.hash))
        self.assertEqual(second.hash, digest(second))
        self.assertEqual(book.head["hash"], second.hash)
        self.assertEqual((first.balance, second.balance), (10000, 9500))

    def test_what_is_hashed(self):
        entry = opened("1234.5").store.entries[1]
        self.assertEqual(
            canonical(entry),
            '{"actor":"agent","amount":"1234.50","at":"2024-06-28T10:00:00.000000+00:00"'
            ',"authority":"","balance":"1234.50","category":"0.00","ceiling":"0.00"'
            ',"code":"envelope_opened","dossier":"","kind":"correct","mission":""'
            f',"note":"","number":1,"previous":"{NO_HASH}","rank":0}}',
        )
        self.assertEqual(
            entry.hash,
            "109a3c82bf99b14009f18d0c40f0090b9b1fedfda9398a7de0bccb5ab907a561",
        )

    def test_instants_are_kept_in_utc(self):
        entry = opened().store.entries[1]
        self.assertEqual((entry.at, entry.at.tzinfo), (AT, timezone.utc))
        book = Book(Store())
        with self.assertRaises(ValueError):
            book.open(Decimal(1), datetime(2024, 6, 1), "agent")
        self.assertFalse(book.is_open)

    def test_fields_have_their_type(self):
        book = opened()
        with self.assertRaises(ValueError):
            book.deposit("a1", None, "a", euro(1), euro(1), AT, "agent")
        for dossier, authority in (("", "a"), ("a1", "")):
            with self.assertRaises(ValueError):
                book.deposit(dossier, "m", authority, euro(1), euro(1), AT, "agent")
        self.assertEqual(len(book.store.entries), 1)


class TestOpen(LedgerCase):
    def test_once_and_first(self):
        book = Book(Store())
        self.assertEqual((book.balance, book.is_open), (0, False))
        self.refused("ledger_not_open", deposit, book, "a1", "1")
        self.refused("ledger_not_open", book.change_envelope, Decimal(1), AT, "x", "y")
        self.refused("not_deposited", book.confirm, "a1", AT, "agent")
        self.assertEqual(
            told(book.open(Decimal("5"), AT, "agent")),
            [("correct", "envelope_opened", "", "5.00")],
        )
        self.refused("ledger_already_open", book.open, Decimal("5"), AT, "agent")

    def test_amounts(self):
        for amount, code in (
            (Decimal("0"), "amount_not_positive"),
            (Decimal("-0.01"), "amount_not_positive"),
            (Decimal("0.001"), "amount_absurd"),
            (Decimal("1e12"), "amount_absurd"),
            (Decimal("1e999999"), "amount_absurd"),
            (Decimal("NaN"), "amount_absurd"),
            (Decimal("sNaN"), "amount_absurd"),
            (Decimal("-Infinity"), "amount_absurd"),
            (12.5, "amount_absurd"),
            (12, "amount_absurd"),
            ("12", "amount_absurd"),
            (None, "amount_absurd"),
        ):
            book = Book(Store())
            found = self.refused(code, book.open, amount, AT, "agent")
            self.assertEqual(found.field, "envelope", amount)
            self.assertEqual((book.store.head, book.store.entries), ({}, {}))
        self.assertEqual(opened("999999999999.99").balance, euro("999999999999.99"))


class TestDeposit(LedgerCase):
    def test_the_least_of_three(self):
        for order, category, envelope, expected in (
            ("500", "1000", "5000", "500"),
            ("1500", "1000", "5000", "1000"),
            ("1500", "1000", "250.01", "250.01"),
            ("1500", "0", "250", "0"),
        ):
            book = opened(envelope)
            (entry,) = deposit(book, "a1", order, category)
            self.assertEqual(
                told([entry]),
                [("reserve", "order_deposited", "a1", str(euro(expected)))],
            )
            self.assertEqual(book.position("a1").reserved, Decimal(expected))
            self.assertEqual(book.balance, Decimal(envelope) - Decimal(expected))

    def test_the_category_is_used_over_all_orders(self):
        book = opened("50000")
        for dossier in ("a1", "a2", "a3"):
            deposit(book, dossier, "5000")
        deposit(book, "b1", "5000")
        self.holds(book, a1=5000, a2=5000, a3=2000, b1=5000)
        self.assertEqual(book.authority("a").held, 12000)
        self.assertEqual(list(book.waiting()), [])

    def test_what_the_balance_does_not_give_waits(self):
        book = opened("6000")
        for dossier in ("a1", "b1", "c1", "c2"):
            deposit(book, dossier, "5000", "7000")
        self.holds(book, a1=5000, b1=1000, c1=0, c2=0)
        self.assertEqual(
            [(found.dossier, found.rank, due) for found, due in book.waiting()],
            [("b1", 2, 4000), ("c1", 3, 5000), ("c2", 4, 2000)],
        )
        self.assertEqual(book.waits_for("c2"), 5000)

    def test_twice(self):
        book = opened()
        deposit(book, "a1", "100")
        found = self.refused("already_deposited", deposit, book, "a1", "100")
        self.assertEqual(found.mapping, {"rank": "1"})
        book.confirm("a1", **WHO)
        self.refused("already_deposited", deposit, book, "a1", "100")
        book.liquidate("a1", Decimal("100"), **WHO)
        self.refused("already_deposited", deposit, book, "a1", "100")

    def test_again_after_a_release_at_a_new_rank(self):
        book = opened()
        deposit(book, "a1", "100")
        deposit(book, "b1", "100")
        book.confirm("a1", **WHO)
        book.release("a1", **WHO, code="order_returned")
        self.assertEqual(book.position("a1").state, "released")
        deposit(book, "a1", "120")
        found = book.position("a1")
        self.assertEqual((found.rank, found.reserved), (3, 120))
        self.assertEqual((found.state, found.entries), ("deposited", (2, 4, 5, 6)))

    def test_a_refusal_writes_nothing(self):
        book = opened()
        for order, category, code in (
            ("0", "1", "amount_not_positive"),
            ("-5", "1", "amount_not_positive"),
            ("1.001", "1", "amount_absurd"),
            ("1", "-0.01", "amount_negative"),
            ("1", "NaN", "amount_absurd"),
        ):
            self.refused(code, deposit, book, "a1", order, category)
        self.assertEqual((len(book.store.entries), book.head["rank"]), (1, 0))
        deposit(book, "a1", "1")
        self.assertEqual(book.position("a1").rank, 1)

    def test_a_later_category_rewrites_nothing(self):
        book = opened()
        deposit(book, "a1", "1500", "1000")
        deposit(book, "a2", "1500", "2000")
        deposit(book, "a3", "1500", "1000")
        self.holds(book, a1=1000, a2=1000, a3=0)
        book.release("a2", **WHO, code="order_cancelled")
        self.holds(book, a1=1000, a2=0, a3=0)


class TestConfirm(LedgerCase):
    def test_grants_what_is_reserved(self):
        book = opened()
        deposit(book, "a1", "100")
        self.assertEqual(
            told(book.confirm("a1", **WHO)),
            [("grant", "order_confirmed", "a1", "100.00")],
        )
        found = book.position("a1")
        self.assertEqual((found.reserved, found.granted), (0, 100))
        self.assertEqual((found.state, book.balance), ("confirmed", 9900))
        self.refused("already_confirmed", book.confirm, "a1", **WHO)

    def test_nothing_reserved_yet(self):
        book = opened("100")
        deposit(book, "a1", "100")
        deposit(book, "b1", "60")
        self.assertEqual(told(book.confirm("b1", **WHO))[0][3], "0.00")
        served = book.release("a1", **WHO, code="order_cancelled")
        self.assertEqual(
            told(served),
            [
                ("release", "order_cancelled", "a1", "100.00"),
                ("reserve", "waiting_list_served", "b1", "60.00"),
                ("grant", "waiting_list_served", "b1", "60.00"),
            ],
        )

    def test_only_what_is_deposited(self):
        book = opened()
        self.refused("not_deposited", book.confirm, "a1", **WHO)
        deposit(book, "a1", "100")
        book.release("a1", **WHO, code="order_returned")
        self.refused("not_deposited", book.confirm, "a1", **WHO)


class TestRelease(LedgerCase):
    def test_partial_grants_are_completed_first_then_by_rank(self):
        book = opened("1000")
        for dossier, order in (("a1", "400"), ("b1", "400"), ("c1", "400")):
            deposit(book, dossier, order)
        deposit(book, "d1", "50")
        deposit(book, "e1", "50")
        self.holds(book, a1=400, b1=400, c1=200, d1=0, e1=0)
        entries = book.release("a1", **WHO, code="order_cancelled")
        self.assertEqual(
            told(entries)[1:],
            [
                ("reserve", "waiting_list_served", "c1", "200.00"),
                ("reserve", "waiting_list_served", "d1", "50.00"),
                ("reserve", "waiting_list_served", "e1", "50.00"),
            ],
        )
        self.assertEqual(book.balance, 100)

    def test_a_partial_grant_goes_before_a_lower_rank_that_holds_nothing(self):
        book = opened("1000")
        deposit(book, "a1", "700", "700")
        deposit(book, "a2", "200", "700")
        deposit(book, "b1", "400", "700")
        self.holds(book, a1=700, a2=0, b1=300)
        self.assertEqual([found.dossier for found, _ in book.waiting()], ["b1"])
        book.release("a1", **WHO, code="order_cancelled", amount=Decimal("60"))
        self.holds(book, a2=0, b1=360)
        self.assertEqual([found.dossier for found, _ in book.waiting()], ["b1", "a2"])
        book.release("a1", **WHO, code="order_cancelled", amount=Decimal("100"))
        self.holds(book, a2=60, b1=400)

    def test_a_turn_that_is_none_ends_in_an_error(self):
        book = opened()
        deposit(book, "a1", "100")
        deposit(book, "b1", "100")
        book.store.turns[0, 2] = "b1"
        with self.assertRaises(RuntimeError):
            book.release("a1", **WHO, code="order_cancelled")

    def test_what_is_given_back_is_not_asked_for_again(self):
        book = opened("100")
        deposit(book, "a1", "150")
        book.release("a1", **WHO, code="order_cancelled", amount=Decimal("0.01"))
        self.holds(book, a1="99.99")
        self.assertEqual((book.balance, book.waits_for("a1")), (euro("0.01"), 0))

    def test_one_waits_no_more(self):
        book = opened("100")
        deposit(book, "a1", "100")
        deposit(book, "b1", "100")
        (entry,) = book.release("b1", **WHO, code="order_returned")
        self.assertEqual((entry.amount, list(book.waiting())), (0, []))
        self.refused("not_deposited", book.release, "b1", **WHO, code="x")

    def test_the_entitlement_goes_to_the_other_orders_of_the_authority(self):
        book = opened()
        deposit(book, "a1", "900", "1000")
        deposit(book, "a2", "900", "1000")
        deposit(book, "b1", "900", "1000")
        self.holds(book, a1=900, a2=100)
        book.release("a1", **WHO, code="order_cancelled")
        self.holds(book, a1=0, a2=900, b1=900)
        self.assertEqual(book.authority("a").held, 900)

    def test_bounds(self):
        book = opened()
        deposit(book, "a1", "100")
        for amount, code in (
            ("0", "amount_not_positive"),
            ("-1", "amount_not_positive"),
            ("100.01", "amount_above_held"),
        ):
            self.refused(
                code, book.release, "a1", **WHO, code="x", amount=Decimal(amount)
            )
        with self.assertRaises(ValueError):
            book.release("a1", **WHO, code="")
        book.release("a1", **WHO, code="x", amount=Decimal("100"))
        self.assertEqual(book.position("a1").state, "released")

    def test_what_is_paid_stays(self):
        book = opened()
        deposit(book, "a1", "100")
        book.confirm("a1", **WHO)
        book.liquidate("a1", Decimal("30"), **WHO)
        book.release("a1", **WHO, code="deadline_missed")
        found = book.position("a1")
        self.assertEqual(
            (found.held, found.liquidated, found.state), (30, 30, "settled")
        )
        self.refused("nothing_reserved", book.release, "a1", **WHO, code="x")
        self.assertEqual(book.head["released"], 70)


class TestReduce(LedgerCase):
    def test_to_a_lower_invoice(self):
        book = opened("100")
        deposit(book, "a1", "100")
        deposit(book, "b1", "100")
        self.assertEqual(
            told(book.reduce_to("a1", Decimal("60"), **WHO)),
            [
                ("release", "lower_invoice", "a1", "40.00"),
                ("reserve", "waiting_list_served", "b1", "40.00"),
            ],
        )
        self.assertEqual(book.reduce_to("a1", Decimal("60"), **WHO), ())
        self.assertEqual(book.reduce_to("a1", Decimal("75"), **WHO), ())

    def test_it_waits_for_less(self):
        book = opened("100")
        deposit(book, "a1", "300")
        (entry,) = book.reduce_to("a1", Decimal("120"), **WHO)
        self.assertEqual((entry.amount, entry.ceiling), (0, 120))
        self.assertEqual(book.waits_for("a1"), 20)

    def test_bounds(self):
        book = opened()
        self.refused("not_deposited", book.reduce_to, "a1", Decimal(1), **WHO)
        deposit(book, "a1", "100")
        self.refused("amount_negative", book.reduce_to, "a1", Decimal(-1), **WHO)
        book.confirm("a1", **WHO)
        book.liquidate("a1", Decimal("50"), **WHO)
        self.refused(
            "amount_below_liquidated", book.reduce_to, "a1", Decimal("49.99"), **WHO
        )
        book.reduce_to("a1", Decimal("50"), **WHO)
        self.assertEqual(book.position("a1").state, "settled")

    def test_to_nothing(self):
        book = opened()
        deposit(book, "a1", "100")
        book.reduce_to("a1", Decimal("0"), **WHO)
        self.assertEqual(book.position("a1").state, "released")


class TestLiquidate(LedgerCase):
    def setUp(self):
        self.book = opened("150")
        deposit(self.book, "a1", "100")
        deposit(self.book, "b1", "100")
        self.book.confirm("a1", **WHO)

    def test_pays_and_releases_the_rest(self):
        entries = self.book.liquidate(
            "a1", Decimal("80"), **WHO, release_rest=True, note="F-1"
        )
        self.assertEqual(
            told(entries),
            [
                ("liquidate", "paid", "a1", "80.00"),
                ("release", "lower_invoice", "a1", "20.00"),
                ("reserve", "waiting_list_served", "b1", "20.00"),
            ],
        )
        self.assertEqual([each.note for each in entries], ["F-1", "F-1", ""])
        self.assertEqual(self.book.position("a1").state, "settled")

    def test_in_several_payments(self):
        for amount in ("40", "60"):
            entries = self.book.liquidate(
                "a1", Decimal(amount), **WHO, release_rest=amount == "60"
            )
            self.assertEqual(len(entries), 1)
        self.assertEqual(self.book.position("a1").liquidated, 100)
        self.assertEqual(self.book.head["liquidated"], 100)

    def test_bounds(self):
        for dossier, amount, code in (
            ("a1", "0", "amount_not_positive"),
            ("a1", "-1", "amount_not_positive"),
            ("a1", "100.01", "amount_above_granted"),
            ("b1", "1", "amount_above_granted"),
            ("c1", "1", "not_deposited"),
        ):
            self.refused(code, self.book.liquidate, dossier, Decimal(amount), **WHO)
        with self.assertRaises(ValueError):
            self.book.liquidate("a1", Decimal(1), **WHO, code="")
        self.assertEqual(self.book.head["number"], 4)

    def test_a_payment_that_the_bank_refused(self):
        self.book.liquidate("a1", Decimal("80"), **WHO, release_rest=True)
        self.assertEqual(
            told(self.book.correct("a1", Decimal("80"), **WHO)),
            [("correct", "bank_refused", "a1", "80.00")],
        )
        found = self.book.position("a1")
        self.assertEqual((found.granted, found.liquidated), (80, 0))
        self.assertEqual((found.state, found.held), ("confirmed", 80))
        self.refused("amount_above_liquidated", self.book.correct, "a1", euro(1), **WHO)
        self.refused("amount_not_positive", self.book.correct, "a1", euro(0), **WHO)
        self.book.liquidate("a1", Decimal("80"), **WHO)
        self.assertEqual(self.book.position("a1").state, "settled")


class TestChangeEnvelope(LedgerCase):
    def test_a_raise_serves(self):
        book = opened("100")
        deposit(book, "a1", "150")
        deposit(book, "b1", "100")
        entries = book.change_envelope(Decimal("200"), **WHO, note="Arrêté du 3 mai")
        self.assertEqual(
            told(entries),
            [
                ("correct", "envelope_changed", "", "100.00"),
                ("reserve", "waiting_list_served", "a1", "50.00"),
                ("reserve", "waiting_list_served", "b1", "50.00"),
            ],
        )
        self.assertEqual(entries[0].note, "Arrêté du 3 mai")
        self.assertEqual(book.head["envelope"], 200)

    def test_never_below_what_is_committed(self):
        book = opened("1000")
        deposit(book, "a1", "400")
        found = self.refused(
            "envelope_below_commitments",
            book.change_envelope,
            Decimal("399.99"),
            **WHO,
            note="less",
        )
        self.assertEqual(found.mapping, {"committed": "400.00"})
        (entry,) = book.change_envelope(Decimal("400"), **WHO, note="less")
        self.assertEqual((entry.amount, entry.balance, book.balance), (-600, 0, 0))
        self.holds(book, a1=400)

    def test_bounds(self):
        book = opened()
        self.refused("note_missing", book.change_envelope, euro(1), **WHO, note=" ")
        self.refused("amount_negative", book.change_envelope, euro(-1), **WHO, note="x")
        self.assertEqual(book.change_envelope(euro(10000), **WHO, note="x"), ())


class TestExplain(LedgerCase):
    def test_why_arlon_got_12_000_euros(self):
        book = opened("30000")
        deposit(book, "virton", "13500", "20000")
        deposit(book, "arlon", "18000.50", "12000")
        found = explain(book, "arlon")
        self.assertEqual((found.rank, found.order_amount), (2, euro("18000.50")))
        self.assertEqual((found.category_amount, found.already), (12000, 0))
        self.assertEqual((found.category_left, found.balance_before), (12000, 16500))
        self.assertEqual(
            (found.reserved_at_deposit, found.limited_by), (12000, "category")
        )
        self.assertEqual((found.later, found.former, found.waits_for), ((), (), 0))
        self.assertEqual((found.state, found.deposited), ("deposited", AT))

    def test_what_came_later(self):
        book = opened("1000")
        deposit(book, "a1", "900")
        deposit(book, "b1", "300")
        deposit(book, "b2", "50")
        self.assertEqual(explain(book, "b1").limited_by, "balance")
        self.assertEqual(explain(book, "a1").limited_by, "order")
        self.assertEqual(
            (explain(book, "b2").already, book.waits_for("b1")), (100, 200)
        )
        book.confirm("b1", **WHO)
        book.release("a1", **WHO, code="order_cancelled")
        found = explain(book, "b1")
        self.assertEqual(
            told(found.later),
            [
                ("grant", "order_confirmed", "b1", "100.00"),
                ("reserve", "waiting_list_served", "b1", "200.00"),
                ("grant", "waiting_list_served", "b1", "200.00"),
            ],
        )
        self.assertEqual((found.granted, found.reserved_at_deposit), (300, 100))

    def test_an_earlier_deposit(self):
        book = opened("1000")
        deposit(book, "a1", "900")
        book.release("a1", **WHO, code="order_returned")
        deposit(book, "a1", "800")
        found = explain(book, "a1")
        self.assertEqual([each.number for each in found.former], [2, 3])
        self.assertEqual((found.rank, found.order_amount), (2, 800))

    def test_an_unknown_dossier(self):
        self.refused("not_deposited", explain, opened(), "a1")


class Counting:
    """A mapping that counts the keys that are read or written."""

    touched = 0

    def _counted(name):
        def method(self, *args):
            Counting.touched += 1
            return getattr(super(Counting, self), name)(*args)

        return method

    for name in "__getitem__ __setitem__ __contains__ get pop".split():
        locals()[name] = _counted(name)

    def update(self, *args):
        Counting.touched += 1
        super().update(*args)

    def _scanned(self, *args):
        raise AssertionError("A scan of the whole mapping.")

    __iter__ = keys = values = items = _scanned


class CountingDict(Counting, dict):
    pass


class CountingSortedDict(Counting, SortedDict):
    def minKey(self, *args):
        Counting.touched += 1
        return super().minKey(*args)


class TestCost(LedgerCase):
    def counted(self, entries, envelope, authorities):
        """The keys that a deposit, a confirmation and a release touch."""
        store = Store(
            entries=CountingDict(),
            dossiers=CountingDict(),
            authorities=CountingDict(),
            claims=CountingSortedDict(),
            turns=CountingSortedDict(),
        )
        book = opened(envelope, store)
        for i in range(entries - 1):
            deposit(book, f"d{i}", "20", "1000", f"a{i % authorities}")
        counts = []
        for call in (
            lambda: deposit(book, "last", "20", "1000", "a0"),
            lambda: book.confirm("d0", **WHO),
            lambda: book.release("d0", **WHO, code="order_cancelled"),
        ):
            before = Counting.touched
            call()
            counts.append(Counting.touched - before)
        return counts

    def test_a_long_ledger_touches_no_more_keys_than_a_short_one(self):
        for envelope, authorities in (
            ("900000", 300),  # nobody waits
            ("100", 300),  # nearly everybody waits for the envelope
            ("900000", 1),  # one authority has used up its category
            ("100", 1),
        ):
            with self.subTest(envelope=envelope, authorities=authorities):
                short = self.counted(100, envelope, authorities)
                long = self.counted(10_000, envelope, authorities)
                for few, many in zip(short, long):
                    self.assertLessEqual(many, few + 12)
                    self.assertLess(many, 80)
