from imio.centrale.domain import feed as rules
from imio.centrale.domain.feed import Place
from imio.centrale.feed import reading
from itertools import count
from unittest import TestCase


TAG = b"12345678"
PLACE = Place(bytes([3] * 8), 17, 42)


class FakeChange:
    def __init__(self, commit, name):
        self.commit = commit.to_bytes(8, "big")
        self.name = name


class FakeLane:
    def __init__(self, changes):
        self.changes = changes
        self.length = len(changes)

    @property
    def commit(self):
        return self.changes[-1].commit


class FakeFeed:
    def __init__(self, *lanes):
        names = count()
        self.lanes = [
            FakeLane([FakeChange(commit, next(names)) for commit in lane])
            for lane in lanes
        ]


def names(found):
    return [change.name for _place, change in found]


class TestCursor(TestCase):
    def test_it_comes_back(self):
        text = rules.cursor(TAG, PLACE)
        self.assertRegex(text, r"^[\w-]+$")
        self.assertEqual(rules.place_of(TAG, text), PLACE)

    def test_another_feed_refuses_it(self):
        with self.assertRaises(rules.WrongCursor):
            rules.place_of(b"87654321", rules.cursor(TAG, PLACE))

    def test_what_is_none(self):
        good = rules.cursor(TAG, PLACE)
        far = rules.cursor(TAG, Place(PLACE.commit, rules.LANES, 0))
        for text in ("", "x", "é", good[:-1], good + "A", good + "AAAA", far, " " * 30):
            with self.subTest(text), self.assertRaises(rules.WrongCursor):
                rules.place_of(TAG, text)

    def test_places_sort_by_commit_then_lane_then_number(self):
        places = [
            Place(bytes([commit] + [0] * 7), lane, number)
            for commit in (0, 1, 200)
            for lane in (0, 3)
            for number in (0, 300)
        ]
        self.assertEqual(sorted(reversed(places)), places)


class TestPageSize(TestCase):
    def test_as_asked(self):
        self.assertEqual(rules.page_size(""), rules.PAGE)
        self.assertEqual(rules.page_size("1"), 1)
        self.assertEqual(rules.page_size("1000"), 1000)

    def test_what_is_none(self):
        for text in ("0", "1001", "-1", "ten", "1.5", "10000000000"):
            with self.subTest(text), self.assertRaises(ValueError):
                rules.page_size(text)


class TestLanes(TestCase):
    def test_one_dossier_has_one_lane_and_many_have_many(self):
        keys = [f"{number:032x}" for number in range(1000)]
        lanes = [rules.lane_of(key) for key in keys]
        self.assertEqual(lanes, [rules.lane_of(key) for key in keys])
        self.assertGreater(len(set(lanes)), rules.LANES * 0.9)
        self.assertLess(max(lanes), rules.LANES)


class TestReading(TestCase):
    #: lanes with the commits of their changes; two of commit 5 in the first
    FEED = FakeFeed([1, 5, 5, 9], [], [2, 3, 5], [8])

    def test_all_of_them_in_the_order_of_commits(self):
        commits = [place.commit[-1] for place, _change in reading.changes(self.FEED)]
        self.assertEqual(commits, [1, 2, 3, 5, 5, 5, 8, 9])

    def test_what_one_commit_brought_keeps_its_order(self):
        self.assertEqual(names(reading.changes(self.FEED)), [0, 4, 5, 1, 2, 6, 7, 3])

    def test_pages_of_any_size_give_the_same(self):
        whole = names(reading.changes(self.FEED))
        for size in range(1, 10):
            found, place = [], rules.START
            while page := reading.page(self.FEED, place, size):
                self.assertLessEqual(len(page), size)
                found += names(page)
                place = page[-1][0]
            self.assertEqual(found, whole, size)

    def test_nothing_after_the_end(self):
        end = reading.end(self.FEED)
        self.assertEqual(end.commit[-1], 9)
        self.assertEqual(reading.page(self.FEED, end, 10), [])

    def test_an_empty_feed(self):
        empty = FakeFeed([], [])
        self.assertEqual(reading.end(empty), rules.START)
        self.assertEqual(reading.page(empty, rules.START, 10), [])

    def test_a_reader_goes_on_after_what_was_committed_meanwhile(self):
        before = reading.end(self.FEED)
        grown = FakeFeed([1, 5, 5, 9, 12], [11], [2, 3, 5], [8])
        commits = [place.commit[-1] for place, _c in reading.changes(grown, before)]
        self.assertEqual(commits, [11, 12])
