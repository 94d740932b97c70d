from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from imio.centrale.browser import figures_charts as charts
from imio.centrale.domain.figures import Figure
from imio.centrale.domain.funnel import Step
from imio.centrale.domain.lead_times import DELIVERY
from imio.centrale.domain.lead_times import Times
from unittest import TestCase


def figure(count):
    return Figure(tuple(map(str, range(count))))


def times(least, lower, median, upper, most):
    parts = (Decimal(str(each)) for each in (lower, median, upper))
    return Times(DELIVERY, ("a",), least, *parts, most)


class TestFunnel(TestCase):
    def test_bars_are_on_the_scale_of_the_first_step(self):
        steps = [
            Step("submitted", figure(10), figure(1), figure(1)),
            Step("assigned", figure(8), figure(0), figure(3)),
        ]
        first, second = charts.funnel_bars(steps)
        self.assertEqual(
            [(part.name, part.start, part.width) for part in first.parts],
            [
                ("on", "0.000%", "80.000%"),
                ("waiting", "80.000%", "10.000%"),
                ("stopped", "90.000%", "10.000%"),
            ],
        )
        self.assertEqual(
            [(part.name, part.width) for part in second.parts],
            [("on", "50.000%"), ("stopped", "30.000%")],
        )

    def test_nothing(self):
        self.assertEqual(charts.funnel_bars([]), [])
        (bar,) = charts.funnel_bars([Step("submitted", *(figure(0),) * 3)])
        self.assertEqual(bar.parts, ())


class TestBoxes(TestCase):
    def test_places(self):
        (box,), scale = charts.boxes([("Lot", times(5, 10, "12.5", 20, 40), 20)])
        self.assertEqual(scale.top, 40)
        self.assertEqual(scale.marks[0], (0, "0.00%"))
        self.assertEqual(scale.marks[-1], (40, "100.00%"))
        self.assertEqual(
            (box.least, box.lower, box.width, box.median, box.most, box.promised),
            ("12.50%", "25.00%", "25.00%", "31.25%", "100.00%", "50.00%"),
        )

    def test_without_promise(self):
        (box,), _scale = charts.boxes([("Lot", times(1, 1, 1, 1, 1), None)])
        self.assertEqual(box.promised, "")

    def test_on_one_day(self):
        (box,), scale = charts.boxes([("Lot", times(0, 0, 0, 0, 0), None)])
        self.assertEqual((scale.top, box.most), (1, "0.00%"))

    def test_none(self):
        self.assertEqual(charts.boxes([])[0], [])

    @given(st.lists(st.integers(0, 100_000), max_size=20))
    def test_a_scale_holds_every_day_with_a_few_marks(self, days):
        found = charts.scale(days)
        self.assertGreaterEqual(found.top, max(days, default=0))
        self.assertLessEqual(len(found.marks), charts.MARKS + 2)
        self.assertEqual(found.marks[-1], (found.top, "100.00%"))


class TestTiles(TestCase):
    def named(self, count):
        return [(f"Commune {number}", "member") for number in range(count)]

    def test_row_after_row(self):
        found = charts.tiles(self.named(5))
        self.assertEqual(
            [(tile.x // charts.PITCH, tile.y // charts.PITCH) for tile in found.tiles],
            [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)],
        )
        self.assertEqual((found.width, found.height), (78, 52))

    @given(st.integers(0, 300))
    def test_each_has_its_place_inside(self, count):
        found = charts.tiles(self.named(count))
        self.assertEqual(len({(tile.x, tile.y) for tile in found.tiles}), count)
        self.assertLessEqual(found.width, charts.MOST_COLUMNS * charts.PITCH)
        for tile in found.tiles:
            self.assertLessEqual(tile.x + charts.PITCH, found.width)
            self.assertLessEqual(tile.y + charts.PITCH, found.height)
