from decimal import Decimal
from imio.centrale.ceiling_book import CeilingBook
from imio.centrale.ceiling_book import Held
from imio.centrale.domain.ceilings import CONSUMED
from imio.centrale.domain.ceilings import RESERVED
from unittest import TestCase
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage
from ZODB.POSException import ConflictError

import transaction


def held(amount, use=RESERVED, authority="bertrix"):
    return Held(use, Decimal(amount), authority)


class TestSums(TestCase):
    def setUp(self):
        self.book = CeilingBook("lot")
        self.book.write("m1", held("10.00"))
        self.book.write("m2", held("5.00", CONSUMED))
        self.book.write("m3", held("2.50", authority="arlon"))

    def sums(self, *args, **kw):
        return tuple(str(each) for each in self.book.sum(*args, **kw))

    def test_all_and_by_authority(self):
        self.assertEqual(self.sums(), ("5.00", "12.50"))
        self.assertEqual(self.sums("bertrix"), ("5.00", "10.00"))
        self.assertEqual(self.sums("nobody"), ("0.00", "0.00"))

    def test_without_a_mission(self):
        self.assertEqual(self.sums(without="m1"), ("5.00", "2.50"))
        self.assertEqual(self.sums(without="m2"), ("0.00", "12.50"))
        self.assertEqual(self.sums("arlon", without="m1"), ("0.00", "2.50"))
        self.assertEqual(self.sums(without="m9"), ("5.00", "12.50"))

    def test_written_again(self):
        self.book.write("m1", held("10.00", CONSUMED))
        self.assertEqual(self.sums(), ("15.00", "2.50"))
        self.book.write("m1", held("1.00"))
        self.assertEqual(self.sums(), ("5.00", "3.50"))
        self.book.write("m1", None)
        self.assertEqual(self.sums(), ("5.00", "2.50"))
        self.book.write("m1", None)
        self.assertEqual(self.sums(), ("5.00", "2.50"))


class TestTwoWriters(TestCase):
    """Two missions of two authorities meet on the sums: one of them is run again."""

    def setUp(self):
        self.db = DB(MappingStorage())
        self.addCleanup(self.db.close)
        with self.db.transaction() as connection:
            book = connection.root.book = CeilingBook("lot")
            # full enough for its trees to be records of their own
            for number in range(200):
                book.write(f"m{number:04}", held("1.00"))

    def test_they_conflict(self):
        managers = [transaction.TransactionManager() for _number in range(2)]
        books = [self.db.open(each).root.book for each in managers]
        for number, book in enumerate(books):
            book.sum()
            key = ("a", "z")[number]
            book.write(key, held("1.00", authority=key))
        managers[0].commit()
        with self.assertRaises(ConflictError):
            managers[1].commit()
        managers[1].abort()
        self.assertEqual(books[1].sum()[1], Decimal("201.00"))
